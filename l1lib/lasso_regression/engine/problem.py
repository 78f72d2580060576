"""A regression problem centred, weighted and in units that suit the machine's numbers."""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse

from l1lib.design import as_table_or_sparse, refuse_infinite
from l1lib.lasso_regression.certificate import Data, given
from l1lib.lasso_regression.engine.columns import BLOCK, Centred, Columns, Dense, Sparse
from l1lib.lasso_regression.engine.reduction import Reduction, reduced
from l1lib.lasso_regression.engine.segment import reach
from l1lib.lasso_regression.penalty import LASSO, Penalty
from l1lib.validate import FloatArray, as_vector, as_weights

FAR = 200
"""Powers of two beyond which squares of the numbers might leave the range of a double."""

SAMPLE = 4
"""So many rows tell the unit of an array."""

OFFSET = 1e-3
"""Columns whose looked-at numbers differ from the mean by less, relative to it, need a second."""

NEAR = 0.25
"""If they differ by less, products with a column that is not centred are not good enough."""

LOOKED = 8
"""So many rows are looked at, about."""

FULL = 0.3
"""A sparse matrix with more entries than this share is stored as an array."""

DENSE = 0.5
"""A column of a sparse matrix with more entries than this share is filled, and centred."""


@dataclass(frozen=True)
class Problem:
    """Columns and target of min ‖y − Xb‖²/(2n) + λ‖b‖₁, and how to go back to the data.

    With `positive` it is the minimum over b ≥ 0. What other penalties come down to is
    undone by the `reduction`.

    A coefficient of the data is b `unit_y` / `unit_x`, and so is λ times `unit_y` `unit_x`.
    """

    data: Data
    columns: Columns
    y: FloatArray
    c: FloatArray
    share: FloatArray | None
    means: FloatArray
    centre: float
    unit_x: float
    unit_y: float
    intercept: bool
    positive: bool
    reduction: Reduction | None

    @property
    def lam_max(self) -> float:
        """The least λ at which all coefficients are zero."""
        return float(reach(self.c, self.positive).max(initial=0.0))

    @property
    def unit_lam(self) -> float:
        """How large λ = 1 is in the units of the data."""
        return self.unit_x * self.unit_y

    def levels(self, lams: FloatArray) -> FloatArray:
        """Return λ of the data in the units of the problem, kept in the range of a double."""
        scaled: FloatArray = np.minimum(lams / self.unit_y / self.unit_x, sys.float_info.max)
        return scaled

    @property
    def size(self) -> float:
        """‖y‖²/(2n), the objective at b = 0, which gaps are measured by; 1 if it is 0."""
        return float(self.y @ self.y) / (2 * self.columns.n) or 1.0

    def original(self, b: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return intercepts and coefficients in the units of the data, for rows b."""
        b = b if self.reduction is None else self.reduction.back(b)
        coef = b * (self.unit_y / self.unit_x)
        constant = self.centre - coef @ self.means
        return (constant if self.intercept else np.zeros(b.shape[:-1])), coef


def pose(
    X: ArrayLike,
    y: ArrayLike,
    weights: ArrayLike | None,
    intercept: bool,
    penalty: Penalty = LASSO,
    looked: int = SAMPLE,
) -> Problem:
    """Check the input, centre it, weigh it and scale it.

    Weights are normalised to sum to n. With an intercept, columns and target are centred at
    their weighted means, which leaves b₀ out of the problem. About so many rows of an array are
    `looked` at to find its unit.
    """
    matrix = as_table_or_sparse(X, "X", columns=0 if intercept else 1)
    if sparse.issparse(matrix) and matrix.nnz > FULL * matrix.shape[0] * matrix.shape[1]:
        matrix = matrix.toarray()
    target = as_vector(y, "y")
    n = target.size
    if matrix.shape[0] != n:
        raise ValueError(f"y must hold {matrix.shape[0]} values, one per row of X, got {n}")
    with np.errstate(all="ignore"):
        data = given(matrix, target, as_weights(weights, n), intercept, penalty)
    share = None if data.weights is None else data.weights / data.mass
    unit_y = _unit(target)
    target = target / unit_y if unit_y != 1 else target
    centre = float(data.mean(target))
    target = target - centre if intercept else target
    with np.errstate(all="ignore"):
        if sparse.issparse(matrix):
            unit_x = _unit(matrix.data)
            posed = _sparse(matrix / unit_x if unit_x != 1 else matrix, target, share, intercept)
        else:
            unit_x = _unit(matrix[:: max(1, n // looked)])
            posed = _dense(matrix / unit_x if unit_x != 1 else matrix, target, share, intercept)
        stored, means, c, norm = posed
        target = target if share is None else target * np.sqrt(share)
        columns: Columns = stored
        u, reduction = penalty.each(stored.p), None
        if u is not None:
            columns, target, reduction = reduced(stored, target, u, penalty.l2 / unit_x**2)
            c = columns.correlations(target)
    if not np.isfinite(c).all():
        if not sparse.issparse(matrix):
            refuse_infinite(matrix, "X")
        if looked < n:
            return pose(X, y, weights, intercept, penalty, n)
        raise ValueError("X must hold numbers whose sums fit in a double")
    if not (0 < unit_y * unit_y < math.inf and 0 < unit_x * unit_y < math.inf):
        raise ValueError("X and y must hold numbers whose products fit in a double")
    data.complete(norm * unit_x)
    return Problem(
        data=data,
        columns=columns,
        y=target,
        c=c,
        share=share,
        means=means * unit_x,
        centre=centre * unit_y,
        unit_x=unit_x,
        unit_y=unit_y,
        intercept=intercept,
        positive=penalty.positive,
        reduction=reduction,
    )


Posed = tuple[Dense | Sparse, FloatArray, FloatArray, float]
"""Columns, their means, their products with the target over n, and the norm of all numbers."""


def _dense(X: FloatArray, y: FloatArray, share: FloatArray | None, intercept: bool) -> Posed:
    n, root = len(X), None if share is None else np.sqrt(share)
    shares = np.ones(n) if share is None else share
    (means, c), norm = _sums(X, np.array([shares, shares * y]) / n)
    if not intercept:
        return Dense(X if root is None else X * root[:, None]), 0 * means, c, norm
    some = np.abs(X[:: max(1, n // LOOKED)] - means).max(axis=0)
    source, far = Centred(X, means), np.flatnonzero(some <= OFFSET * np.abs(means))
    if far.size or root is not None:
        centred, means = X - means, means.copy()
        for j in far:
            centred[:, j], means[j] = _centred(X[:, j], means[j], shares)
        source = Centred(centred if root is None else centred * root[:, None])
    columns = Dense(source)
    if (some <= NEAR * np.abs(means)).any():
        c = columns.correlations(y if root is None else y * root)
    return columns, means, c, norm


def _sums(X: FloatArray, vectors: FloatArray) -> tuple[FloatArray, float]:
    """Return vectors times X, and √Σxᵢⱼ², reading X once, in blocks that stay in the cache."""
    found, squares = np.zeros((len(vectors), X.shape[1])), 0.0
    if X.flags.f_contiguous and not X.flags.c_contiguous:
        step = max(1, BLOCK // len(X))
        for first in range(0, X.shape[1], step):
            block = X[:, first : first + step]
            for vector, row in zip(vectors, found, strict=True):
                row[first : first + step] = vector @ block
            squares += float(np.vdot(block.T, block.T))
    else:
        step = max(1, BLOCK // max(X.shape[1], 1))
        for first in range(0, len(X), step):
            block = X[first : first + step]
            for vector, row in zip(vectors, found, strict=True):
                row += vector[first : first + step] @ block
            squares += float(np.vdot(block, block))
    return found, math.sqrt(squares) if squares >= 0 else math.nan


def _centred(x: FloatArray, mean: float, shares: FloatArray) -> tuple[FloatArray, float]:
    """Return a column far from zero less its mean, and the mean, each corrected.

    A first correction makes a constant exactly zero, a second is finer than a double next to it.
    """
    n = x.size
    mean += float(shares @ (x - mean)) / n
    rest = x - mean
    finer = float(shares @ rest) / n
    return rest - finer, mean + finer


def _sparse(X: Any, y: FloatArray, share: FloatArray | None, intercept: bool) -> Posed:
    """Pose a sparse matrix, of which the columns that are nearly full are centred."""
    n = X.shape[0]
    shares = np.ones(n) if share is None else share
    norm, means = float(np.linalg.norm(X.data)), np.zeros(X.shape[1])
    rest = means
    if intercept:
        means = X.T @ shares / n
        rest = means.copy()
        full = np.flatnonzero(np.diff(X.indptr) > DENSE * n)
        parts = [X[:, [j]] for j in range(X.shape[1])] if full.size else [X]
        for j in full:
            values, means[j] = _centred(X[:, [j]].toarray().ravel(), means[j], shares)
            parts[j], rest[j] = sparse.csc_array(values[:, None]), float(shares @ values) / n
        X = sparse.csc_array(sparse.hstack(parts)) if full.size else X
    columns = Sparse(X, np.sqrt(shares), rest)
    return columns, means, columns.correlations(y * np.sqrt(shares)), norm


def _unit(values: FloatArray) -> float:
    """Return a power of two by which to divide, 1 unless numbers are very large or small."""
    largest = float(np.abs(values).max(initial=0.0))
    exponent = math.frexp(largest)[1] if math.isfinite(largest) else 0
    return 1.0 if abs(exponent) < FAR or largest == 0 else math.ldexp(1.0, exponent - 1)
