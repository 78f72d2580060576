r"""The Lasso with coefficients that must not be negative: non-negative least squares in disguise.

With :math:`h = X^\top y - n\lambda 1` the objective is :math:`\tfrac12 \|Xb\|^2 - h^\top b` up to
a constant and the factor n. Let u ≥ 0 minimise

.. math:: \|Xu\|^2 + (1 - h^\top u)^2,

which is least squares with the row h below X. Its conditions say that :math:`X^\top Xu - \rho h`,
with :math:`\rho = 1 - h^\top u`, is nowhere negative, and 0 where u > 0. Divided by ρ they are the
conditions of the Lasso for b = u / ρ. And ρ > 0: from the conditions,
:math:`\|Xu\|^2 = \rho \, h^\top u`, so ρ = 0 would mean Xu = 0 and
:math:`h^\top u = -n\lambda 1^\top u \le 0`, yet :math:`h^\top u = 1`. This asks nothing of the
rank of X. In the unit ‖y‖ = 1, ρ is at least ½. Only λ = 0 needs no disguise.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import nnls

from l1lib.lasso_regression.engine.duality_gap import ACCURACY, gaps, sharpened
from l1lib.lasso_regression.engine.problem import Problem, pose
from l1lib.lasso_regression.engine.uniqueness import is_unique
from l1lib.lasso_regression.result import LassoPath, LassoResult
from l1lib.validate import FloatArray, nonnegative

BOUND = 1e-9
"""A correlation within this share of the largest at b = 0 counts as λ in `unique`."""

PIVOTS = 50
"""So many changes of the active set a column are made at most."""


def nonnegative_lasso(
    X: ArrayLike,
    y: ArrayLike,
    lam: float,
    *,
    intercept: bool = True,
    weights: ArrayLike | None = None,
) -> LassoResult:
    r"""Fit the Lasso under the condition that no coefficient is negative, exactly.

    .. math:: \min_{b_0, b \ge 0} \frac1{2n} \sum_{i=1}^n w_i (y_i - b_0 - x_i^\top b)^2
        + \lambda \sum_{j=1}^p b_j

    Parameters
    ----------
    X : array_like or sparse matrix, shape (n, p)
        The design. A sparse matrix is filled.
    y : array_like, shape (n,)
        The targets.
    lam : float
        The penalty weight λ ≥ 0; 0 is non-negative least squares.
    intercept : bool, default True
        Whether to fit the intercept b₀, which may be negative.
    weights : array_like, shape (n,), optional
        Non-negative weights, not all zero, normalised to sum to n.

    Returns
    -------
    LassoResult
        As of `lasso`; the dual has Xᵀd ≤ nλ in place of |Xᵀd| ≤ nλ.

    Raises
    ------
    TypeError, ValueError
        As for `lasso`.

    Warns
    -----
    RuntimeWarning
        If the gap is above 1e-12; `success` is False then, and `message` says so.

    References
    ----------
    C. L. Lawson and R. J. Hanson (1974). Solving Least Squares Problems, section 23.4 (the
    same disguise, for the dual problem).

    Examples
    --------
    >>> X = [[1, 0], [0, 1], [-1, 0], [0, -1]]
    >>> nonnegative_lasso(X, [3, -1, -3, 1], 0.5, intercept=False).coef
    array([2., 0.])
    """
    level = nonnegative(lam, "lam")
    problem = pose(X, y, weights, bool(intercept))
    with np.errstate(all="ignore"):
        fit = _Disguise.of(problem).fit(float(problem.levels(np.asarray(level))))
        result = _result(problem, fit, level)
    if not result.success:
        warnings.warn(result.message, RuntimeWarning, stacklevel=2)
    return result


def nonnegative_path(problem: Problem, lams: FloatArray) -> LassoPath:
    """Return the fits with b ≥ 0 at decreasing λ.

    Examples
    --------
    >>> problem = pose([[1, 0], [0, 1]], [3, -1], None, intercept=False)
    >>> nonnegative_path(problem, np.array([1.0, 0.5])).coef
    array([[1., 0.],
           [2., 0.]])
    """
    with np.errstate(all="ignore"):
        disguise = _Disguise.of(problem)
        fits = [disguise.fit(float(level)) for level in problem.levels(lams)]
    constant, coef = problem.original(np.array([fit.b for fit in fits]))
    gap = np.array([fit.gap for fit in fits])
    success = bool(gap.max() <= ACCURACY)
    return LassoPath(
        lams=lams,
        intercept=constant,
        coef=coef,
        fun=np.array([fit.fun for fit in fits]) * problem.unit_y**2,
        gap=gap,
        df=np.count_nonzero(coef, axis=1),
        kinks=False,
        success=success,
        message="optimal at each λ" if success else f"not solved: a gap is {gap.max():.1e}",
        nit=len(fits),
    )


@dataclass(frozen=True)
class _Fit:
    """Coefficients, residuals and correlations in the units of the problem, and what they say."""

    b: FloatArray
    residuals: FloatArray
    correlations: FloatArray
    lam: float
    gap: float
    alpha: float

    @property
    def fun(self) -> float:
        """The objective."""
        squares = float(self.residuals @ self.residuals)
        return squares / (2 * self.residuals.size) + self.lam * float(self.b.sum())


@dataclass(frozen=True)
class _Disguise:
    """A problem, and X and y, or a triangle with the same products where n is larger than p."""

    problem: Problem
    rows: FloatArray
    target: FloatArray

    @classmethod
    def of(cls, problem: Problem) -> _Disguise:
        columns = problem.columns.empty()
        columns.hold(np.arange(columns.p))
        X = -columns.residuals(np.zeros(columns.n), np.eye(columns.p))
        both: Any = np.column_stack((X, problem.y))
        both = np.linalg.qr(both, mode="r") if columns.n > columns.p + 1 else both
        return cls(problem, both[:, :-1], both[:, -1])

    def fit(self, lam: float) -> _Fit:
        """Return the fit at one λ, its active coefficients refined once."""
        problem = self.problem
        fit = self._judged(self._found(lam), lam)
        if fit.gap <= ACCURACY or not fit.b.any():
            return fit
        refined = sharpened(problem, fit.b, fit.residuals, lam)[0]
        finer = self._judged(np.maximum(refined, 0), lam)
        return min(fit, finer, key=lambda one: one.gap)

    def _found(self, lam: float) -> FloatArray:
        """Return b from non-negative least squares on columns of length 1, plain ones at λ = 0."""
        size = np.sqrt(np.square(self.rows).sum(axis=0))
        size[size == 0] = 1.0
        unit = float(np.linalg.norm(self.target)) or 1.0
        rows, target, last = self.rows / size, self.target / unit, np.zeros(size.size)
        if lam > 0:
            last = self.problem.y.size * (self.problem.c - lam) / (unit * size)
            rows, target = np.concatenate((rows, last[None])), np.zeros(target.size + 1)
            target[-1] = 1.0
        u = nnls(rows, target, maxiter=PIVOTS * size.size)[0]
        return np.asarray(u * (unit / (1 - last @ u)) / size)

    def _judged(self, b: FloatArray, lam: float) -> _Fit:
        columns, active = self.problem.columns.empty(), np.flatnonzero(b)
        columns.hold(active)
        residuals = columns.residuals(self.problem.y, b[active])
        found = columns.correlations(residuals)
        against = np.where(b > 0, found, np.maximum(found, 0.0))
        squares, level = np.array([residuals @ residuals]), np.array([lam])
        gap, alpha = gaps(self.problem, squares, against[:, None], b[:, None], level)
        return _Fit(b, residuals, found, lam, float(gap[0]), float(alpha[0]))


def _result(problem: Problem, fit: _Fit, lam: float) -> LassoResult:
    """Return the fit in the units of the data."""
    constant, coef = problem.original(fit.b)
    dual = fit.alpha * fit.residuals * problem.unit_y
    success = fit.gap <= ACCURACY
    unique = _is_unique(problem, fit)
    others = "no other coefficients are" if unique else "others may be too"
    unit = problem.unit_y**2
    return LassoResult(
        intercept=float(constant),
        coef=coef,
        fun=fit.fun * unit,
        dual=dual if problem.share is None else dual * np.sqrt(problem.share),
        gap=fit.gap,
        scale=float(problem.y @ problem.y) / (2 * problem.y.size) * unit,
        success=success,
        message=f"optimal, and {others}" if success else f"not solved: the gap is {fit.gap:.1e}",
        nit=1,
        support=np.flatnonzero(coef),
        unique=unique,
        lam=lam,
    )


def _is_unique(problem: Problem, fit: _Fit) -> bool:
    """Tell whether columns whose correlation is λ leave no other coefficients."""
    slack = BOUND * max(float(np.abs(problem.c).max()), fit.lam)
    at_bound = np.flatnonzero((fit.b > 0) | (fit.correlations >= fit.lam - slack))
    if at_bound.size > problem.y.size:
        return False
    gram = problem.columns.empty().hold(at_bound)
    return is_unique(gram, fit.b[at_bound], np.ones(at_bound.size))
