"""The Lasso at one λ: exact, with a certificate."""

from __future__ import annotations

import warnings

import numpy as np
from numpy.typing import ArrayLike

from l1lib.lasso_regression.certificate import ACCURACY, Certificate, in_doubles, refined
from l1lib.lasso_regression.engine.continuation import in_stages
from l1lib.lasso_regression.engine.problem import Problem, pose
from l1lib.lasso_regression.engine.uniqueness import is_unique
from l1lib.lasso_regression.engine.working_set import WorkingSet
from l1lib.lasso_regression.result import LassoResult
from l1lib.validate import FloatArray, nonnegative

WIDE = 500
"""Other solutions are not looked for among more columns than this, nor than there are rows."""

FLOOR = 16
"""A gap not more than so many times that of rounding the answer to doubles cannot be helped."""


def lasso(
    X: ArrayLike,
    y: ArrayLike,
    lam: float,
    *,
    intercept: bool = True,
    weights: ArrayLike | None = None,
) -> LassoResult:
    r"""Fit the Lasso: least squares with a penalty on the sizes of the coefficients.

    .. math:: \min_{b_0, b} \; &\frac1{2n} \sum_{i=1}^n w_i (y_i - b_0 - x_i^\top b)^2 \\
        &+ \lambda \sum_{j=1}^p |b_j|.

    The penalty is on the coefficients, not on the residuals; b₀ is not penalised. Columns are
    taken as they are: standardise them first where their units differ.

    Parameters
    ----------
    X : array_like or sparse matrix, shape (n, p)
        The design: any numbers, any rank, also n < p. Sparse matrices stay sparse.
    y : array_like, shape (n,)
        The targets.
    lam : float
        The penalty weight λ ≥ 0, in the unit of y times that of X: scikit-learn's `alpha`.
    intercept : bool, default True
        Whether to fit the constant b₀.
    weights : array_like, shape (n,), optional
        Non-negative weights, not all zero. They are normalised to sum to n, as in
        scikit-learn, so that λ keeps its meaning.

    Returns
    -------
    LassoResult
        The fit, with exact zeros, its dual, and the gap, which bounds how far the objective is
        from the least.

    Raises
    ------
    TypeError
        If an entry is not a real number.
    ValueError
        If `X` or `y` is empty, not finite, of a wrong shape, or too far from 1 for products of
        their entries (about 1e±154), if `lam` is negative or not
        finite, or if the weights are negative, not finite, all zero, or not one per row.

    Warns
    -----
    RuntimeWarning
        If the gap is above 1e-12; `success` is False then, and `message` says so.

    Notes
    -----
    For a given pattern of signs the coefficients solve a linear system. The pattern is found on
    a few columns, by flipping wrong signs until none is wrong, from large λ to small. A pass
    over all columns proves the answer, or tells which columns to add. At λ = 0 with dependent
    columns the answer is one of many. Scales of columns, and offsets, cost no digits but those of
    an intercept next to which the spread of y is nothing: where rounding the answer to doubles
    makes the gap, `message` says so.

    References
    ----------
    R. Tibshirani (1996). Regression shrinkage and selection via the lasso. Journal of the
    Royal Statistical Society B 58(1), 267–288.
    M. R. Osborne, B. Presnell and B. A. Turlach (2000). A new approach to variable selection in
    least squares problems. IMA Journal of Numerical Analysis 20(3), 389–403.

    Examples
    --------
    >>> fit = lasso([[1, 0], [0, 1], [-1, 0], [0, -1]], [3, 1, -3, -1], 1.0, intercept=False)
    >>> fit.coef
    array([1., 0.])
    >>> print(fit.message)
    optimal, and no other coefficients are
    """
    level = nonnegative(lam, "lam")
    problem = pose(X, y, weights, bool(intercept))
    with np.errstate(all="ignore"):
        result = _solved(problem, level)
        if not result.success:
            again = _solved(pose(X, y, weights, bool(intercept), problem.y.size), level)
            result = again if again.gap < result.gap else result
    if not result.success:
        warnings.warn(result.message, RuntimeWarning, stacklevel=2)
    return result


def lambda_max(
    X: ArrayLike, y: ArrayLike, *, intercept: bool = True, weights: ArrayLike | None = None
) -> float:
    r"""Return the least λ at which all coefficients of the Lasso are zero.

    .. math:: \lambda_{\max} = \max_j \Bigl| \sum_i w_i x_{ij} (y_i - \bar y) \Bigr| / n,

    with the weighted mean ȳ where there is an intercept, and 0 in its place where there is none.

    Parameters
    ----------
    X : array_like or sparse matrix, shape (n, p)
        The design.
    y : array_like, shape (n,)
        The targets.
    intercept : bool, default True
        Whether the fit has a constant.
    weights : array_like, shape (n,), optional
        Non-negative weights, not all zero, normalised to sum to n.

    Returns
    -------
    float

    Raises
    ------
    TypeError, ValueError
        As for `lasso`.

    Examples
    --------
    >>> lambda_max([[1, 0], [0, 1], [-1, 0], [0, -1]], [3, 1, -3, -1], intercept=False)
    1.5
    """
    problem = pose(X, y, weights, bool(intercept))
    return float(np.abs(problem.c).max()) * problem.unit_lam


def _solved(problem: Problem, lam: float) -> LassoResult:
    """Return the fit in the units of the data."""
    data, answers = problem.data, []

    def judge(b: FloatArray) -> FloatArray:
        constant, coef = problem.original(b)
        verdict, correlations = in_doubles(data, lam, float(constant), coef)
        answers.append((float(constant), coef, verdict))
        return correlations / (data.mass * problem.unit_lam)

    work = in_stages(problem, float(problem.levels(np.asarray(lam))), judge)
    constant, coef, verdict = refined(data, lam, *answers[-1])
    unique = _is_unique(work, coef, verdict, lam)
    return LassoResult(
        intercept=constant,
        coef=coef,
        fun=verdict.fun,
        dual=verdict.dual,
        gap=verdict.gap,
        scale=verdict.scale,
        success=verdict.gap <= ACCURACY,
        message=_message(verdict, unique),
        nit=work.steps,
        support=np.flatnonzero(coef),
        unique=unique,
        lam=lam,
    )


def _is_unique(work: WorkingSet, coef: FloatArray, verdict: Certificate, lam: float) -> bool:
    """Tell whether no other coefficients are optimal."""
    index, signs = verdict.index, verdict.signs
    penalised = lam > 0 and bool(signs.all())
    if penalised and not coef.any():
        return True
    n = work.problem.columns.n
    if index.size > (max(n, WIDE) if penalised else n):
        return False
    missing = index[~work.held[index]]
    if missing.size:
        work.grow(missing)
    place = np.argsort(work.index)
    held = place[np.searchsorted(work.index, index, sorter=place)]
    gram = work.patterns.gram.take(held, axis=0).take(held, axis=1)
    return is_unique(gram, coef[index], signs if lam > 0 else 0 * signs)


def _message(verdict: Certificate, unique: bool) -> str:
    if verdict.gap <= ACCURACY:
        return f"optimal, and {'no other coefficients are' if unique else 'others may be too'}"
    if verdict.gap <= FLOOR * verdict.limit:
        return f"as near as doubles come: the gap is {verdict.gap:.1e}; centre the columns"
    return f"not solved to accuracy: the gap is {verdict.gap:.1e}; scale the columns, or drop some"
