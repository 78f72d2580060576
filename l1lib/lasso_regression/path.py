"""The path of the Lasso: fits at many λ, and its kinks."""

from __future__ import annotations

import warnings
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from l1lib.design import column_names
from l1lib.lasso_regression.certificate import ACCURACY
from l1lib.lasso_regression.engine.homotopy import kinks
from l1lib.lasso_regression.engine.lambda_grid import Grid, certified, follow, sharpen
from l1lib.lasso_regression.engine.problem import Problem, pose
from l1lib.lasso_regression.penalty import as_penalty
from l1lib.lasso_regression.result import LassoPath
from l1lib.validate import FloatArray, as_count, as_flag, as_vector, nonnegative


def lasso_path(
    X: ArrayLike,
    y: ArrayLike,
    lams: ArrayLike | None = None,
    *,
    n_lams: int = 100,
    ratio: float = 1e-2,
    intercept: bool = True,
    weights: ArrayLike | None = None,
    penalty_weights: ArrayLike | None = None,
    l2: float = 0.0,
    positive: bool = False,
) -> LassoPath:
    r"""Fit the Lasso at many λ.

    For each λ it solves the problem of `lasso`,

    .. math:: \min_{b_0, b} \; &\frac1{2n} \sum_{i=1}^n w_i (y_i - b_0 - x_i^\top b)^2 \\
        &+ \lambda \sum_{j=1}^p u_j |b_j| + \frac{\lambda_2}2 \sum_{j=1}^p u_j b_j^2.

    As a function of λ the coefficients are piecewise linear; `lasso_kinks` finds the kinks.

    Parameters
    ----------
    X : array_like or sparse matrix, shape (n, p)
        The design.
    y : array_like, shape (n,)
        The targets.
    lams : array_like, shape (m,), optional
        Penalty weights λ ≥ 0 in any order; the result has them from large to small. By default
        `n_lams` values from λ_max to `ratio` λ_max, evenly spaced in their logarithm.
    n_lams : int, default 100
        How many λ, where `lams` is not given.
    ratio : float, default 1e-2
        The last λ over λ_max, above 0 and at most 1.
    intercept : bool, default True
        Whether to fit the constant b₀.
    weights : array_like, shape (n,), optional
        Non-negative weights, not all zero, normalised to sum to n.
    penalty_weights : array_like, shape (p,), optional
        Weights uⱼ ≥ 0 of the coefficients in the penalty, 1 by default, as for `lasso`.
    l2 : float, default 0.0
        The weight λ₂ ≥ 0 of the squares, the same for all λ.
    positive : bool, default False
        Whether to allow bⱼ ≥ 0 only.

    Returns
    -------
    LassoPath
        The fits, each with its gap.

    Raises
    ------
    TypeError, ValueError
        As for `lasso`; if `lams` is empty, not finite or holds a negative number; if `n_lams` is
        less than 1, or `ratio` not above 0 and at most 1.

    Warns
    -----
    RuntimeWarning
        If a gap is above 1e-12; `success` is False then, and `message` says so.

    Notes
    -----
    Where the design is wide and 32 or more λ are asked for, its columns are stored once more in
    single precision. A correlation that is not surely below λ in spite of the rounding is
    computed anew in double precision, so that every gap is that of double precision.

    Examples
    --------
    >>> X, y = [[1, 0], [0, 1], [-1, 0], [0, -1]], [3, 1, -3, -1]
    >>> path = lasso_path(X, y, [0.25, 1.0], intercept=False)
    >>> path.lams
    array([1.  , 0.25])
    >>> path.coef
    array([[1. , 0. ],
           [2.5, 0.5]])
    """
    end, count = nonnegative(ratio, "ratio"), as_count(n_lams, "n_lams")
    if not 0 < end <= 1:
        raise ValueError(f"ratio must be above 0 and at most 1, got {ratio!r}")
    wanted = None if lams is None else _lams(lams)
    penalty = as_penalty(penalty_weights, l2, positive)
    problem = pose(X, y, weights, as_flag(intercept, "intercept"), penalty)
    return _finished(path_at(problem, wanted, count, end), X)


def lasso_kinks(
    X: ArrayLike,
    y: ArrayLike,
    *,
    ratio: float = 1e-2,
    intercept: bool = True,
    weights: ArrayLike | None = None,
    penalty_weights: ArrayLike | None = None,
    l2: float = 0.0,
    positive: bool = False,
) -> LassoPath:
    r"""Find the kinks of the Lasso's path, the λ between which the coefficients are linear.

    At a kink of the path of

    .. math:: \min_{b_0, b} \; &\frac1{2n} \sum_{i=1}^n w_i (y_i - b_0 - x_i^\top b)^2 \\
        &+ \lambda \sum_{j=1}^p u_j |b_j| + \frac{\lambda_2}2 \sum_{j=1}^p u_j b_j^2

    a coefficient leaves zero or comes back to it. The method is the homotopy, also known as
    LARS with the Lasso modification.

    Parameters
    ----------
    X : array_like or sparse matrix, shape (n, p)
        The design.
    y : array_like, shape (n,)
        The targets.
    ratio : float, default 1e-2
        Where the path ends, as a share of λ_max from 0 to 1; 0 for the whole path.
    intercept : bool, default True
        Whether to fit the constant b₀.
    weights : array_like, shape (n,), optional
        Non-negative weights, not all zero, normalised to sum to n.
    penalty_weights : array_like, shape (p,), optional
        Weights uⱼ ≥ 0 of the coefficients in the penalty, 1 by default, as for `lasso`.
    l2 : float, default 0.0
        The weight λ₂ ≥ 0 of the squares, the same for all λ.
    positive : bool, default False
        Whether to allow bⱼ ≥ 0 only.

    Returns
    -------
    LassoPath
        The fits at the kinks, each with its gap; `coef_at` gives those between.

    Raises
    ------
    TypeError, ValueError
        As for `lasso`; if `ratio` is not between 0 and 1.

    Warns
    -----
    RuntimeWarning
        If a gap is above 1e-12, or the path ends early; `success` is False then.

    References
    ----------
    B. Efron, T. Hastie, I. Johnstone and R. Tibshirani (2004). Least angle regression. The
    Annals of Statistics 32(2), 407–499.
    M. R. Osborne, B. Presnell and B. A. Turlach (2000). A new approach to variable selection in
    least squares problems. IMA Journal of Numerical Analysis 20(3), 389–403.

    Examples
    --------
    >>> X, y = [[1, 0], [0, 1], [-1, 0], [0, -1]], [3, 1, -3, -1]
    >>> path = lasso_kinks(X, y, intercept=False, ratio=0.0)
    >>> path.lams
    array([1.5, 0.5, 0. ])
    >>> path.coef
    array([[0., 0.],
           [2., 0.],
           [3., 1.]])
    >>> path.coef_at(1.0)
    array([1., 0.])
    """
    end = nonnegative(ratio, "ratio")
    if end > 1:
        raise ValueError(f"ratio must lie between 0 and 1, got {ratio!r}")
    penalty = as_penalty(penalty_weights, l2, positive)
    return _finished(
        path_of_kinks(pose(X, y, weights, as_flag(intercept, "intercept"), penalty), end), X
    )


def _finished(path: LassoPath, X: ArrayLike) -> LassoPath:
    """Name the columns, and warn the caller where the path is not what was asked for."""
    if not path.success:
        warnings.warn(path.message, RuntimeWarning, stacklevel=3)
    return replace(path, names=column_names(X, "X"))


def path_at(
    problem: Problem, lams: FloatArray | None, count: int = 100, end: float = 0.01
) -> LassoPath:
    """Return the fits at decreasing λ, by default at `count` of them down to `end` λ_max."""
    with np.errstate(all="ignore"):
        top = problem.lam_max
        levels = top * np.geomspace(1, end, count) if lams is None else problem.levels(lams)
        grid = follow(problem, levels)
        return _result(problem, levels * problem.unit_lam if lams is None else lams, grid)


def path_of_kinks(problem: Problem, end: float) -> LassoPath:
    """Return the fits at all kinks down to `end` λ_max."""
    with np.errstate(all="ignore"):
        last = end * problem.lam_max
        levels, coef, steps = kinks(problem, last)
        grid = certified(problem, levels, coef, steps)
        path = _result(problem, levels * problem.unit_lam, grid)
    early = path.success and levels[-1] > last
    message = "too many kinks: the path ends early" if early else path.message
    return replace(path, kinks=True, success=path.success and not early, message=message)


def _result(problem: Problem, lams: FloatArray, grid: Grid) -> LassoPath:
    """Return a path of answers that are refined where that helps."""
    sharpen(problem, lams, grid)
    worst = float(grid.gap.max())
    message = f"not solved to accuracy: a gap is {worst:.1e}; scale the columns, or drop some"
    return LassoPath(
        lams=lams,
        intercept=grid.intercept,
        coef=grid.coef,
        fun=grid.fun,
        gap=grid.gap,
        df=np.count_nonzero(grid.coef, axis=1),
        kinks=False,
        success=worst <= ACCURACY,
        message="optimal at each λ" if worst <= ACCURACY else message,
        nit=grid.steps,
    )


def _lams(lams: ArrayLike) -> FloatArray:
    values = as_vector(lams, "lams")
    if values.min() < 0:
        raise ValueError(f"lams must not be negative, got {values.min()}")
    return np.sort(values)[::-1]
