"""The Lasso at one λ: exact, with a certificate."""

from __future__ import annotations

import warnings
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from l1lib.design import column_names
from l1lib.lasso_regression.certificate import ACCURACY, Certificate, in_doubles, refined
from l1lib.lasso_regression.engine.continuation import in_stages
from l1lib.lasso_regression.engine.problem import Problem, pose
from l1lib.lasso_regression.engine.uniqueness import is_unique
from l1lib.lasso_regression.engine.working_set import WorkingSet
from l1lib.lasso_regression.penalty import as_penalty
from l1lib.lasso_regression.result import LassoResult
from l1lib.validate import FloatArray, as_flag, nonnegative

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
    penalty_weights: ArrayLike | None = None,
    l2: float = 0.0,
    positive: bool = False,
) -> LassoResult:
    r"""Fit the Lasso: least squares with a penalty on the sizes of the coefficients.

    .. math:: \min_{b_0, b} \; &\frac1{2n} \sum_{i=1}^n w_i (y_i - b_0 - x_i^\top b)^2 \\
        &+ \lambda \sum_{j=1}^p u_j |b_j| + \frac{\lambda_2}2 \sum_{j=1}^p u_j b_j^2,

    where uⱼ = 1 and λ₂ = 0 unless given. The penalty is on the coefficients, not on the
    residuals; b₀ is not penalised. Columns are taken as they are: standardise them first where
    their units differ.

    Parameters
    ----------
    X : array_like, data frame or sparse matrix, shape (n, p)
        The design: any numbers, any rank, also n < p. Sparse matrices stay sparse. It may have
        no columns where there is an intercept, the mean.
    y : array_like, shape (n,)
        The targets.
    lam : float
        The penalty weight λ ≥ 0, in the unit of y times that of X: scikit-learn's `alpha`.
    intercept : bool, default True
        Whether to fit the constant b₀.
    weights : array_like, shape (n,), optional
        Non-negative weights, not all zero. They are normalised to sum to n, as in
        scikit-learn, so that λ keeps its meaning.
    penalty_weights : array_like, shape (p,), optional
        Non-negative uⱼ, 1 by default. A column with uⱼ = 0 is not penalised, one with an
        infinite uⱼ is left out. The adaptive Lasso has uⱼ = 1/|b̃ⱼ| from a first estimate b̃.
    l2 : float, default 0.0
        The weight λ₂ ≥ 0 of the squares, in the unit of X squared: above 0 the fit is the
        elastic net. scikit-learn's `ElasticNet(alpha, l1_ratio)` has λ = alpha · l1_ratio and
        λ₂ = alpha · (1 − l1_ratio).
    positive : bool, default False
        Whether to allow bⱼ ≥ 0 only, the non-negative Lasso. All uⱼ must be above 0 then.

    Returns
    -------
    LassoResult
        The fit, with exact zeros, its dual, and the gap, which bounds how far the objective is
        from the least.

    Raises
    ------
    TypeError
        If an entry is not a real number, or strings name only some of the columns.
    ValueError
        If `X` or `y` is empty, not finite, of a wrong shape, or too far from 1 for products of
        their entries (about 1e±154), if `lam` is negative or not
        finite, or if the weights are negative, not finite, all zero, or not one per row; if
        `penalty_weights` are negative, NaN, not one per column, or zero where `positive`; if
        `l2` is negative or not finite.

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
    penalty, constant = as_penalty(penalty_weights, l2, positive), as_flag(intercept, "intercept")
    problem = pose(X, y, weights, constant, penalty)
    with np.errstate(all="ignore"):
        result = _solved(problem, level)
        if not result.success:
            again = _solved(pose(X, y, weights, constant, penalty, problem.data.y.size), level)
            result = again if again.gap < result.gap else result
    if not result.success:
        warnings.warn(result.message, RuntimeWarning, stacklevel=2)
    return replace(result, names=column_names(X, "X"))


def lambda_max(
    X: ArrayLike,
    y: ArrayLike,
    *,
    intercept: bool = True,
    weights: ArrayLike | None = None,
    penalty_weights: ArrayLike | None = None,
    positive: bool = False,
) -> float:
    r"""Return the least λ at which all penalised coefficients of the Lasso are zero.

    .. math:: \lambda_{\max} = \max_j \Bigl| \sum_i w_i x_{ij} (y_i - \bar y) \Bigr| / (n u_j),

    with the weighted mean ȳ where there is an intercept, and 0 in its place where there is none;
    in general with the best fit of the columns without penalty in its place. A negative sum does
    not count where coefficients must not be negative.

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
    penalty_weights : array_like, shape (p,), optional
        Weights uⱼ ≥ 0 of the coefficients in the penalty, 1 by default.
    positive : bool, default False
        Whether coefficients must not be negative.

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
    penalty = as_penalty(penalty_weights, 0.0, positive)
    problem = pose(X, y, weights, as_flag(intercept, "intercept"), penalty)
    return problem.lam_max * problem.unit_lam


def _solved(problem: Problem, lam: float) -> LassoResult:
    """Return the fit in the units of the data."""
    data, answers, reduction = problem.data, [], problem.reduction

    def judge(b: FloatArray) -> FloatArray:
        constant, coef = problem.original(b)
        verdict, correlations = in_doubles(data, lam, float(constant), coef)
        answers.append((float(constant), coef, verdict))
        if reduction is not None:
            correlations = reduction.of_data(correlations, coef, data.penalty.l2 * data.mass)
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
    problem, index, signs = work.problem, verdict.index, verdict.signs
    positive, reduction = problem.positive, problem.reduction
    if reduction is not None:
        if problem.data.penalty.l2 > 0 or not reduction.determined:
            return reduction.determined
        kept = np.isin(index, reduction.penalised)
        index, signs = index[kept], signs[kept]
    penalised = lam > 0 and bool(signs.all())
    if penalised and not coef[index].any():
        return True
    n = work.problem.columns.n
    if index.size > (max(n, WIDE) if penalised or positive else n):
        return False
    b = coef[index]
    if reduction is not None:
        index = np.searchsorted(reduction.penalised, index)
    missing = index[~work.held[index]]
    if missing.size:
        work.grow(missing)
    place = np.argsort(work.index)
    held = place[np.searchsorted(work.index, index, sorter=place)]
    gram = work.patterns.gram.take(held, axis=0).take(held, axis=1)
    signs = np.ones(index.size) if positive else signs if lam > 0 else 0 * signs
    return is_unique(gram, b, signs)


def _message(verdict: Certificate, unique: bool) -> str:
    if verdict.gap <= ACCURACY:
        return f"optimal, and {'no other coefficients are' if unique else 'others may be too'}"
    if verdict.gap <= FLOOR * verdict.limit:
        return f"as near as doubles come: the gap is {verdict.gap:.1e}; centre the columns"
    return f"not solved to accuracy: the gap is {verdict.gap:.1e}; scale the columns, or drop some"
