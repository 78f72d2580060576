"""Units that suit the machine's numbers: a shift of y and a power of two."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from l1lib.quantile_regression.certificate.error_free import residuals
from l1lib.quantile_regression.engine.rank import coordinates, serve
from l1lib.quantile_regression.engine.rows import Design, Rows, few_rows, filled, strata
from l1lib.validate import FloatArray

SAMPLE = 500
"""So many rows, or four a column, tell the units of y and how dependent the columns are."""

FAR = 100.0
"""A column whose values are so many times their spread is centred."""


@dataclass(frozen=True)
class Scaled:
    """Rows xᵢ − centre with the target (y − shift) / unit and weights w / heaviest.

    Where X itself has a constant column, `base`, that takes up the centre instead of an intercept.
    """

    rows: Rows
    centre: FloatArray | None
    base: int | None
    shift: float
    unit: float
    heaviest: float

    def coefficients(self, b: FloatArray) -> tuple[float, FloatArray]:
        """Return the intercept and the slopes in the units of the data."""
        if not self.rows.intercept:
            return 0.0, self._slopes(b * self.unit)
        constant, slopes = float(b[0]) * self.unit, b[1:] * self.unit
        if self.centre is None:
            return constant + self.shift, slopes
        shift = np.array([self.shift])
        return float(residuals(self.centre[None], shift, -constant, slopes)[0]), slopes

    def _slopes(self, slopes: FloatArray) -> FloatArray:
        if self.centre is not None and self.base is not None:
            constant = self.rows.X[0, self.base]
            target = slopes[self.base, None] * constant
            slopes[self.base] = residuals(self.centre[None], target, 0.0, slopes)[0] / constant
        return slopes

    def dual(self, d: FloatArray) -> FloatArray:
        """Return the dual of the data as given."""
        return d if self.rows.weights is None else d * self.rows.weights * self.heaviest


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
    value of 1e100 has no say in that. Columns far from zero are centred too, which is exact for
    numbers near each other. Then they count as dependent by the tolerance.
    """
    few = max(SAMPLE, 4 * X.shape[1])
    index = strata(y.size, few) if y.size > few else np.arange(y.size)
    some = y[index]
    shift = _median(some) if intercept else 0.0
    unit = _power_of_two(_typical(y, shift, some))
    target = y if unit == 1 else y / unit
    target = target - shift / unit if shift else target
    heaviest = 1.0 if weights is None else _power_of_two(float(weights.max()))
    weights = None if weights is None else weights / heaviest
    sample = filled(few_rows(X, index))
    if intercept:
        sample = np.concatenate((np.ones((index.size, 1)), sample), axis=1)
    if serve(sample):
        rows = Rows(X, target, weights, tau, intercept)
        return Scaled(rows, None, None, shift, unit, heaviest)
    slopes = sample[:, int(intercept) :]
    base = None if intercept else _constant_column(X, slopes)
    centre = _centre(slopes, base) if intercept or base is not None else None
    if centre is not None:
        X = _less(X, centre)
        slopes -= centre
    rows = Rows(X, target, weights, tau, intercept, coordinates(X, intercept, sample, tolerance))
    return Scaled(rows, centre, base, shift, unit, heaviest)


def _median(values: FloatArray) -> float:
    """Return the median; halves are added, so that nothing overflows."""
    ordered, last = np.sort(values), values.size - 1
    return float(ordered[last // 2] / 2 + ordered[(last + 1) // 2] / 2)


def _less(X: Design, centre: FloatArray) -> Design:
    """Return X less a row; a sparse design gets entries only where the row has some."""
    if not sparse.issparse(X):
        return X - centre
    ones = sparse.csr_array(np.ones((X.shape[0], 1)))
    return sparse.csr_array(X - ones @ sparse.csr_array(centre[None, :]))


def _constant_column(X: Design, sample: FloatArray) -> int | None:
    """Return a column of X that is constant and not 0, if there is one."""
    for column in np.flatnonzero((sample == sample[0]).all(axis=0) & (sample[0] != 0)):
        values = filled(X[:, [column]])
        if (values == values[0]).all():
            return int(column)
    return None


def _centre(sample: FloatArray, base: int | None) -> FloatArray | None:
    """Return a middle value of each column that is far from zero for its spread, or None."""
    low, high = sample.min(axis=0), sample.max(axis=0)
    far = np.maximum(-low, high) > FAR * (high - low)
    if base is not None:
        far[base] = False
    if not far.any():
        return None
    middle = len(sample) // 2
    centre: FloatArray = np.where(far, np.partition(sample, middle, axis=0)[middle], 0.0)
    return centre


def _typical(y: FloatArray, shift: float, some: FloatArray) -> float:
    """Return a middle value of |y − shift| without zeros, and 1 where all are zero."""
    for values in (some, y):
        sizes = np.abs(values / 2 - shift / 2)
        sizes = sizes[sizes > 0]
        if sizes.size:
            sizes.partition(sizes.size // 2)
            return 2 * float(sizes[sizes.size // 2])
    return 1.0


def _power_of_two(size: float) -> float:
    exponent = math.frexp(size)[1]
    return 1.0 if abs(exponent) < 20 else math.ldexp(1.0, min(max(exponent, -1000), 1000))
