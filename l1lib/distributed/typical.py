"""Rows that tell what is typical: a few of each block."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from l1lib.distributed.blocks import Block, Few

TYPICAL = 1000
"""So many rows tell what a typical target and a typical value of each column are."""

EACH = 3
"""So many rows of each block are taken at least, if it has as many."""


@dataclass(frozen=True)
class LookAtTypical:
    """Take a few rows of each block, evenly spread."""

    blocks: int

    def __call__(self, block: Block) -> Few:
        """Look at a block."""
        n = block.y.size
        count = min(max(TYPICAL // self.blocks, EACH), n)
        return block.few(((np.arange(count) + 0.5) * (n / max(count, 1))).astype(np.intp))

    def merge(self, parts: list[Few]) -> Few:
        """Return what is seen of several blocks."""
        return Few.joined(parts)
