"""Means, then products of centred columns: what the Lasso needs to know of the rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from l1lib.distributed.blocks import Block, Mark
from l1lib.quantile_regression.certificate.error_free import compensated_sum
from l1lib.validate import FloatArray

PIECE = 16_000
"""Rows read at once: they are still in the cache when they are used again."""

DUST = 1e-14
"""What centring leaves of a constant is below this share of it."""


@dataclass(frozen=True)
class Totals:
    """The marks of blocks, the number of rows with weight, and Σ wᵢ(1, xᵢ, yᵢ) as a pair."""

    marks: list[Mark]
    rows: int
    sums: tuple[FloatArray, FloatArray]


@dataclass(frozen=True)
class LookAtTotals:
    """Sum the columns."""

    def __call__(self, block: Block) -> Totals:
        """Look at a block."""
        parts = [np.zeros(block.X.shape[1] + 2)]
        for rows in block.slices(PIECE):
            w, X, y = block.w[rows], block.X[rows], block.y[rows]
            parts.append(np.concatenate(([w.sum()], w @ X, [w @ y])))
        return Totals([block.mark], block.y.size, compensated_sum(np.array(parts)))

    def merge(self, parts: list[Totals]) -> Totals:
        """Return what is seen of several blocks."""
        marks = [mark for part in parts for mark in part.marks]
        sums = compensated_sum(np.array([half for part in parts for half in part.sums]))
        return Totals(marks, sum(part.rows for part in parts), sums)


@dataclass(frozen=True)
class LookAtProducts:
    """Sum zzᵀ over rows z = (1, x − m, y − m′), in the order 1, x, y."""

    centre: FloatArray

    def __call__(self, block: Block) -> FloatArray:
        """Look at a block."""
        p = block.X.shape[1]
        total = np.zeros((p + 2, p + 2))
        for rows in block.slices(PIECE):
            z = np.ones((block.y[rows].size, p + 2))
            z[:, 1:-1], z[:, -1] = block.X[rows], block.y[rows]
            z[:, 1:] -= self.centre
            weighted = z if block.weights is None else z * block.weights[rows, None]
            total += weighted.T @ z
        return total

    def merge(self, parts: list[FloatArray]) -> FloatArray:
        """Return what is seen of several blocks."""
        high, low = compensated_sum(np.array(parts))
        return high + low


@dataclass(frozen=True)
class Moments:
    """Means over rows, and the mean products of columns and target less their means."""

    means: FloatArray
    products: FloatArray

    @staticmethod
    def of(total: FloatArray, centre: FloatArray, intercept: bool) -> Moments:
        """Return moments from the sums of products; without an intercept nothing is centred."""
        weight, sums = total[0, 0], total[0, 1:]
        products = total[1:, 1:] / weight
        if not intercept:
            return Moments(np.zeros_like(centre), products)
        left = sums / weight
        products = products - np.outer(left, left)
        constant = np.sqrt(np.maximum(products.diagonal(), 0)) <= DUST * np.abs(centre)
        products[constant] = products[:, constant] = 0.0
        return Moments(centre + left, products)

    def rows(self) -> FloatArray:
        r"""Return p + 1 rows (x, y) with these moments: a Lasso on them is the Lasso on all rows.

        With D the norms of the columns and C = VΛVᵀ the products of columns of norm 1, they are
        :math:`\sqrt{(p + 1) \Lambda}\, V^\top D`.
        """
        size = np.sqrt(np.maximum(self.products.diagonal(), 0))
        safe = np.where(size > 0, size, 1.0)
        values, vectors = np.linalg.eigh(self.products / safe / safe[:, None])
        few = np.sqrt(size.size * np.maximum(values, 0))[:, None] * vectors.T * size
        return np.asarray(few)
