"""Units in which a problem is well posed: a shift of y, a power of two, columns of full rank."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.linalg import solve_triangular

from l1lib.deviations.rows import BLOCK, Indices, NotFinite, Rows, strata
from l1lib.validate import FloatArray

SAMPLE = 500
"""So many rows, or four a column, tell the units of y and how dependent the columns are."""


@dataclass(frozen=True)
class Scaled:
    """Rows with the target (y − shift) / unit and weights w / heaviest, and a sample of them."""

    rows: Rows
    shift: float
    unit: float
    heaviest: float
    typical: float
    sample: Indices

    def size(self, b: FloatArray) -> float:
        """Return the sum of wᵢ(|yᵢ| + Σⱼ|xᵢⱼbⱼ|) with far yᵢ cut, from the sample."""
        A, c, w = self._sampled()
        terms = w * (np.minimum(np.abs(c), 4 * self.typical) + np.abs(A) @ np.abs(b))
        return self.rows.n * float(terms.mean())

    def imbalance(self, pull: FloatArray) -> float:
        """Return the largest |Σdᵢxᵢⱼ| relative to the sum of wᵢ|xᵢⱼ|, this from the sample."""
        A, _, w = self._sampled()
        sums = self.rows.n * (w[:, None] * np.abs(A)).mean(axis=0)
        return float((np.abs(pull) / np.where(sums > 0, sums, 1)).max(initial=0.0))

    def _sampled(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        rows = self.rows
        A, c = Rows(rows.X, rows.y, None, rows.tau, rows.intercept).take(self.sample)
        return A, c, np.ones(c.size) if rows.weights is None else rows.weights[self.sample]


def scale(
    X: FloatArray, y: FloatArray, weights: FloatArray | None, tau: float, intercept: bool
) -> Scaled:
    """Return the problem in units that suit the machine's numbers.

    The target is centred at its median if there is an intercept to take it up, and divided by
    the power of two next to its typical size, so that nothing overflows or vanishes. One
    value of 1e100 has no say in that.
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
    rows = Rows(X, target, weights, tau, intercept)
    mix = _coordinates(rows, index)
    rows = Rows(X, target, weights, tau, intercept, mix)
    return Scaled(rows, shift, unit, heaviest, typical / unit, index)


def _typical(y: FloatArray, shift: float, index: Indices) -> float:
    """Return a middle value of |y − shift| without zeros, and 1 where all are zero."""
    for values in (y[index], y):
        sizes = np.abs(values / 2 - shift / 2)
        sizes = sizes[sizes > 0]
        if sizes.size:
            return 2 * float(np.partition(sizes, sizes.size // 2)[sizes.size // 2])
    return 1.0


def _power_of_two(size: float) -> float:
    exponent = math.frexp(size)[1]
    return 1.0 if abs(exponent) < 20 else math.ldexp(1.0, min(max(exponent, -1000), 1000))


def _coordinates(rows: Rows, index: Indices) -> FloatArray | None:
    """Return None where the columns serve as they are, else a mix of them that does."""
    sample = _columns(rows, index)
    sizes = np.abs(sample).max(axis=0)
    if not np.isfinite(sizes).all():
        raise NotFinite
    if index.size >= rows.rank and sizes.min() > 1e-3 and sizes.max() < 1e3:
        scaled = sample / sizes
        try:
            diagonal = np.diag(np.linalg.cholesky(scaled.T @ scaled / index.size))
        except np.linalg.LinAlgError:
            diagonal = np.zeros(1)
        if diagonal.min() > 1e-3:
            return None
    if index.size < rows.n:
        sample_mix = _mix(sample, sizes, 1e-6)
        if sample_mix.shape[1] == rows.rank:
            return sample_mix
        sizes = np.max([np.abs(_columns(rows, part)).max(axis=0) for part in _parts(rows)], axis=0)
        safe = np.where(sizes > 0, sizes, 1)
        R: Any = np.empty((0, rows.rank))
        for part in _parts(rows):
            block = _columns(rows, part) / safe
            R = np.linalg.qr(np.concatenate((R, block)), mode="r")
        sample = R * safe
    return _mix(sample, sizes, 1e-12)


def _parts(rows: Rows) -> list[Indices]:
    return [np.arange(s, min(s + BLOCK, rows.n)) for s in range(0, rows.n, BLOCK)]


def _columns(rows: Rows, index: Indices) -> FloatArray:
    return Rows(rows.X, rows.y, None, rows.tau, rows.intercept).take(index)[0]


def _mix(A: FloatArray, sizes: FloatArray, tolerance: float) -> FloatArray:
    """Return T so that the columns of A T are orthogonal, of mean square 1, and span those of A.

    From left to right, the intercept first, a column that depends on those before it, by the
    tolerance relative to its size, gets a row of zeros in T.
    """
    safe = np.where(sizes > 0, sizes, 1)
    R: Any = np.linalg.qr(A / safe, mode="r")
    kept = _independent(R, tolerance)
    triangle: Any = np.linalg.qr(R[:, kept], mode="r")
    T = np.zeros((A.shape[1], kept.size))
    T[kept] = solve_triangular(triangle, np.eye(kept.size)) * math.sqrt(max(len(A), 1))
    return T / safe[:, None]


def _independent(R: FloatArray, tolerance: float) -> Indices:
    """Return the columns that do not depend on those to their left."""
    directions = np.empty((len(R), 0))
    kept = []
    for column in range(R.shape[1]):
        left = R[:, column]
        for _ in range(2):
            left = left - directions @ (left @ directions)
        length = np.linalg.norm(left)
        if length > tolerance * np.linalg.norm(R[:, column]):
            kept.append(column)
            directions = np.concatenate((directions, left[:, None] / length), axis=1)
    return np.array(kept, dtype=np.intp)
