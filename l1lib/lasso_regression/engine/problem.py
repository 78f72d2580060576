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
from l1lib.lasso_regression.engine.columns import Columns, Dense, Sparse
from l1lib.lasso_regression.engine.penalty import LASSO, Penalty, Reduction, reduced
from l1lib.lasso_regression.engine.segment import reach
from l1lib.validate import FloatArray, as_vector, as_weights

FAR = 200
"""Powers of two beyond which squares of the numbers might leave the range of a double."""

SAMPLE = 4
"""So many rows tell the unit of an array."""

DUST = 1e-14
"""What centring leaves of a constant is below this share of it."""

FULL = 0.3
"""A sparse matrix with more entries than this share is stored as an array."""


@dataclass(frozen=True)
class Problem:
    """Columns and target of min ‖y − Xb‖²/(2n) + λ‖b‖₁, and how to go back to the data.

    With `positive` it is the minimum over b ≥ 0. What other penalties come down to is
    undone by the `reduction`.

    A coefficient of the data is b `unit_y` / `unit_x`, and so is λ times `unit_y` `unit_x`.
    """

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
) -> Problem:
    """Check the input, centre it, weigh it and scale it.

    Weights are normalised to sum to n. With an intercept, columns and target are centred at
    their weighted means, which leaves b₀ out of the problem.
    """
    matrix = as_table_or_sparse(X, "X", columns=0 if intercept else 1)
    if sparse.issparse(matrix) and matrix.nnz > FULL * matrix.shape[0] * matrix.shape[1]:
        matrix = matrix.toarray()
    target = as_vector(y, "y")
    n = target.size
    if matrix.shape[0] != n:
        raise ValueError(f"y must hold {matrix.shape[0]} values, one per row of X, got {n}")
    w = as_weights(weights, n)
    share = None if w is None else w / w.max() / (w / w.max()).mean()
    unit_y = _unit(target)
    target = target / unit_y if unit_y != 1 else target
    centre = _mean(target, share) if intercept else 0.0
    target = _without_dust(target - centre, target) if intercept else target
    root = None if share is None else np.sqrt(share)
    target = target if root is None else target * root
    make = _sparse if sparse.issparse(matrix) else _dense
    with np.errstate(all="ignore"):
        stored, means, unit_x = make(matrix, share, root, intercept)
        columns: Columns = stored
        u, reduction = penalty.each(stored.p), None
        if u is not None:
            columns, target, reduction = reduced(stored, target, u, penalty.l2 / unit_x**2)
        c = columns.correlations(target)
    if not np.isfinite(c).all():
        if not sparse.issparse(matrix):
            refuse_infinite(matrix, "X")
        raise ValueError("X must hold numbers whose sums fit in a double")
    if not (0 < unit_y * unit_y < math.inf and 0 < unit_x * unit_y < math.inf):
        raise ValueError("X and y must hold numbers whose products fit in a double")
    return Problem(
        columns=columns,
        y=target,
        c=c,
        share=share,
        means=means,
        centre=centre * unit_y,
        unit_x=unit_x,
        unit_y=unit_y,
        intercept=intercept,
        positive=penalty.positive,
        reduction=reduction,
    )


def _dense(
    X: FloatArray, share: FloatArray | None, root: FloatArray | None, intercept: bool
) -> tuple[Dense, FloatArray, float]:
    """Return columns of an array, their means in the units of the data, and the unit."""
    unit = _unit(X[:: max(1, len(X) // SAMPLE)])
    X = X / unit if unit != 1 else X
    means = np.zeros(X.shape[1])
    if intercept:
        means = X.mean(axis=0) if share is None else share @ X / len(X)
        X = X - means
        for column in np.flatnonzero(np.abs(X[0]) <= DUST * np.abs(means)):
            X[:, column] = _without_dust(X[:, column], means[column])
    if root is not None:
        X = X * root[:, None]
    return Dense(X), means * unit, unit


def _sparse(
    X: Any, share: FloatArray | None, root: FloatArray | None, intercept: bool
) -> tuple[Sparse, FloatArray, float]:
    unit = _unit(X.data)
    X = X / unit if unit != 1 else X
    n = X.shape[0]
    share = np.ones(n) if share is None else share
    means = X.T @ share / n if intercept else np.zeros(X.shape[1])
    return Sparse(X, np.sqrt(share), means), means * unit, unit


def _without_dust(centred: FloatArray, values: FloatArray) -> FloatArray:
    """Return zeros where centring a constant has left nothing but rounding."""
    constant = np.abs(centred).max() <= DUST * np.abs(values).max()
    return np.zeros_like(centred) if constant else centred


def _mean(values: FloatArray, share: FloatArray | None) -> float:
    return float(values.mean() if share is None else share @ values / values.size)


def _unit(values: FloatArray) -> float:
    """Return a power of two by which to divide, 1 unless numbers are very large or small."""
    largest = float(np.abs(values).max(initial=0.0))
    exponent = math.frexp(largest)[1] if math.isfinite(largest) else 0
    return 1.0 if abs(exponent) < FAR or largest == 0 else math.ldexp(1.0, exponent - 1)
