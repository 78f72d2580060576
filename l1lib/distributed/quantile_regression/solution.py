"""What the stages hand over."""

from __future__ import annotations

from dataclasses import dataclass

from l1lib.distributed.blocks import Few, Indices
from l1lib.distributed.quantile_regression.certificate import Claim
from l1lib.quantile_regression.certificate import Certificate


@dataclass
class Solution:
    """The answer as it is claimed, its certificate, and what a result tells besides."""

    claim: Claim
    found: Certificate
    moved: float
    few: Few
    basis: Indices
    rank: int
    unique: bool
    steps: int
