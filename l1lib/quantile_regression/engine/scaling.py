"""Units that suit the machine's numbers: a shift of y and a power of two."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from l1lib.quantile_regression.engine.rank import coordinates
from l1lib.quantile_regression.engine.rows import Design, Indices, Rows, strata
from l1lib.validate import FloatArray

SAMPLE = 500
"""So many rows, or four a column, tell the units of y and how dependent the columns are."""


@dataclass(frozen=True)
class Scaled:
    """Rows with the target (y − shift) / unit and weights w / heaviest, and what is typical.

    From a sample, `target` is the mean of wᵢ|yᵢ| with far yᵢ cut, `columns` are those of wᵢ|xᵢⱼ|.
    """

    rows: Rows
    shift: float
    unit: float
    heaviest: float
    target: float
    columns: FloatArray

    def size(self, b: FloatArray) -> float:
        """Return about the sum of wᵢ(|yᵢ| + Σⱼ|xᵢⱼbⱼ|)."""
        return self.rows.n * (self.target + float(self.columns @ np.abs(b)))

    def imbalance(self, pull: FloatArray) -> float:
        """Return the largest |Σdᵢxᵢⱼ| relative to about the sum of wᵢ|xᵢⱼ|."""
        sums = self.rows.n * self.columns if self.columns.all() else self._sums()
        return float((np.abs(pull) / np.where(sums > 0, sums, 1)).max(initial=0.0))

    def _sums(self) -> FloatArray:
        """Return the sums of wᵢ|xᵢⱼ| over all rows, for columns that the sample saw nothing of."""
        rows = self.rows
        w = np.ones(rows.n) if rows.weights is None else rows.weights
        sums: FloatArray = w @ np.abs(rows.X)
        return np.append(w.sum(), sums) if rows.intercept else sums


def scale(
    X: Design,
    y: FloatArray,
    weights: FloatArray | None,
    tau: float,
    intercept: bool,
    tolerance: float,
) -> Scaled:
    """Return the problem in units that suit the machine's numbers.

    The target is centred at its median if there is an intercept to take it up, and divided by
    the power of two next to its typical size, so that nothing overflows or vanishes. One
    value of 1e100 has no say in that. Columns count as dependent by the tolerance.
    """
    few = max(SAMPLE, 4 * X.shape[1])
    index = strata(y.size, few) if y.size > few else np.arange(y.size)
    shift = float(np.median(y[index])) if intercept else 0.0
    if not math.isfinite(shift):
        shift = 0.0
    typical = _typical(y, shift, index)
    unit = _power_of_two(typical)
    target = y if unit == 1 else y / unit
    target = target - shift / unit if shift else target
    heaviest = 1.0 if weights is None else _power_of_two(float(weights.max()))
    weights = None if weights is None else weights / heaviest
    A, c = Rows(X, target, None, tau, intercept).take(index)
    w = np.ones(index.size) if weights is None else weights[index]
    near = float(w @ np.minimum(np.abs(c), 4 * typical / unit)) / w.size
    columns = w @ np.abs(A) / w.size
    rows = Rows(X, target, weights, tau, intercept, coordinates(X, intercept, A, tolerance))
    return Scaled(rows, shift, unit, heaviest, near, columns)


def _typical(y: FloatArray, shift: float, index: Indices) -> float:
    """Return a middle value of |y − shift| without zeros, and 1 where all are zero."""
    for values in (y[index], y):
        sizes = np.abs(values / 2 - shift / 2)
        sizes = sizes[sizes > 0]
        if sizes.size:
            sizes.partition(sizes.size // 2)
            return 2 * float(sizes[sizes.size // 2])
    return 1.0


def _power_of_two(size: float) -> float:
    exponent = math.frexp(size)[1]
    return 1.0 if abs(exponent) < 20 else math.ldexp(1.0, min(max(exponent, -1000), 1000))
