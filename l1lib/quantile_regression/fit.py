"""Least absolute deviations and their tilted kin: exact, with a certificate."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from l1lib.design import as_table, refuse_infinite
from l1lib.quantile_regression.engine.pivots import Unbounded
from l1lib.quantile_regression.engine.preprocessing import Minimum, minimise
from l1lib.quantile_regression.engine.rows import NotFinite, Rows
from l1lib.quantile_regression.engine.scaling import Scaled, scale
from l1lib.quantile_regression.engine.uniqueness import is_unique
from l1lib.quantile_regression.result import LADResult
from l1lib.validate import (
    FloatArray,
    as_flag,
    as_vector,
    as_weights,
    in_unit_interval,
)

ACCURACY = 1e-12
"""The relative gap up to which a fit counts as exact."""

DEPENDENT = (1e-12, 1e-9, 1e-6)
"""Below such a share of its size, what is left of a column counts as rounding."""

BALANCE = 1e-9
"""So small must the dual residual be, too."""


def lad(
    X: ArrayLike,
    y: ArrayLike,
    *,
    tau: float = 0.5,
    weights: ArrayLike | None = None,
    intercept: bool = True,
) -> LADResult:
    r"""Fit a linear quantile by minimising the pinball loss; for τ = ½, least absolute deviations.

    .. math:: \min_{b_0, b} \sum_{i=1}^n w_i\,\rho_\tau(y_i - b_0 - x_i^\top b)

    with :math:`\rho_\tau(r) = \max(\tau r, (\tau - 1) r)`, so that
    :math:`\rho_{1/2}(r) = \tfrac12 |r|`. There is no factor 1/n. The answer is a vertex:
    it passes exactly through as many rows as the rank of the design.

    Parameters
    ----------
    X : array_like, shape (n, p)
        The design: any numbers, any rank, also n < p. Float64 arrays are not copied.
    y : array_like, shape (n,)
        The targets.
    tau : float, default 0.5
        The quantile, strictly between 0 and 1.
    weights : array_like, shape (n,), optional
        Non-negative weights, not all zero; by default all are 1.
    intercept : bool, default True
        Whether to fit the constant b₀.

    Returns
    -------
    LADResult
        The fit with its dual and the gap, which bounds how far the objective is from the least.

    Raises
    ------
    TypeError
        If an entry is not a real number.
    ValueError
        If `X` or `y` is empty, not finite or of a wrong shape, if `tau` is not strictly between
        0 and 1, or if the weights are negative, not finite, all zero, or not one per row.

    Warns
    -----
    RuntimeWarning
        If the gap is above 1e-12; `success` is False then, and `message` says so.

    Notes
    -----
    Where columns depend on others, some get the coefficient 0, and `rank` says how many do not.
    Numbers that differ by less than rounding count as equal.

    A guess from a sample puts most rows far from the corner of the loss, where it is linear;
    they enter as one sum. Newton's method on a smoothed loss, then simplex pivots, solve for the
    few rows left. A last pass over all rows proves the answer, or frees more rows.

    References
    ----------
    S. Portnoy and R. Koenker (1997). The Gaussian hare and the Laplacian tortoise.
    Statistical Science 12(4), 279–300.
    K. Madsen and H. B. Nielsen (1993). A finite smoothing algorithm for linear l1 estimation.
    SIAM Journal on Optimization 3(2), 223–235.

    Examples
    --------
    >>> fit = lad([[0], [1], [2], [3], [4]], [0, 1, 2, 3, 40])
    >>> fit.intercept, fit.coef
    (0.0, array([1.]))
    >>> fit.fun, fit.gap
    (18.0, 0.0)
    >>> print(fit.message)
    optimal, and no other coefficients are
    """
    return fit(X, y, tau, weights, intercept, minimise, ACCURACY)


def fit(
    X: ArrayLike,
    y: ArrayLike,
    tau: float,
    weights: ArrayLike | None,
    intercept: bool,
    road: Callable[[Rows], Minimum],
    accuracy: float,
) -> LADResult:
    """Check the input, take a road to the minimum, and return it in the units of the data."""
    matrix, target = as_table(X, "X"), as_vector(y, "y")
    n = target.size
    if n != len(matrix):
        raise ValueError(f"y must hold {len(matrix)} values, one per row of X, got {n}")
    w = as_weights(weights, n)
    level, constant = in_unit_interval(tau, "tau"), as_flag(intercept, "intercept")
    used = None if w is None or w.all() else np.flatnonzero(w)
    if used is not None and w is not None:
        matrix, target, w = matrix[used], target[used], w[used]
    try:
        with np.errstate(all="ignore"):
            result = _solved(matrix, target, w, level, constant, road, accuracy)
    except NotFinite:
        refuse_infinite(matrix, "X")
        raise ValueError("X must hold numbers whose sums fit in a double") from None
    if not result.success:
        warnings.warn(result.message, RuntimeWarning, stacklevel=3)
    return result if used is None else _with_all_rows(result, used, n)


def _solved(
    X: FloatArray,
    y: FloatArray,
    w: FloatArray | None,
    tau: float,
    intercept: bool,
    road: Callable[[Rows], Minimum],
    accuracy: float,
) -> LADResult:
    """Take the road with the columns that are independent, by a coarser measure if need be."""
    best = None
    for tolerance in DEPENDENT:
        problem = scale(X, y, w, tau, intercept, tolerance)
        try:
            result = _result(problem, road(problem.rows), accuracy)
        except (np.linalg.LinAlgError, Unbounded):
            continue
        if best is None or result.gap + result.dual_residual < best.gap + best.dual_residual:
            best = result
        if result.success or problem.rows.mix is None:
            break
    if best is None:
        raise ValueError("X has columns that rounding cannot tell from dependent ones; drop some")
    return best


def _result(problem: Scaled, minimum: Minimum, accuracy: float) -> LADResult:
    """Return what was found in the units of the data."""
    rows, verdict = problem.rows, minimum.verdict
    size = problem.size(minimum.b)
    gap = (verdict.slack + abs(float(minimum.b @ verdict.pull))) / (size or 1.0)
    b = minimum.b * problem.unit
    dual = verdict.dual if rows.weights is None else verdict.dual * rows.weights * problem.heaviest
    imbalance = problem.imbalance(verdict.pull)
    unique = is_unique(rows, minimum)
    success = bool(gap <= accuracy and imbalance <= max(BALANCE, accuracy))
    return LADResult(
        intercept=float(b[0]) + problem.shift if rows.intercept else 0.0,
        coef=b[int(rows.intercept) :],
        fun=verdict.fun * problem.unit * problem.heaviest,
        dual=dual,
        gap=float(gap),
        scale=size * problem.unit * problem.heaviest,
        dual_residual=imbalance,
        success=success,
        message=_message(success, gap, imbalance, unique),
        nit=minimum.steps,
        rank=rows.rank,
        support=np.sort(minimum.basis),
        unique=unique,
        tau=rows.tau,
    )


def _message(success: bool, gap: float, imbalance: float, unique: bool) -> str:
    if not success:
        reached = f"the gap is {gap:.1e} and the dual residual {imbalance:.1e}"
        return f"not solved to accuracy: {reached}; scale the columns, or drop some"
    return f"optimal, {'and no other coefficients are' if unique else 'but others are too'}"


def _with_all_rows(result: LADResult, used: NDArray[np.intp], n: int) -> LADResult:
    """Return a fit without the rows of weight 0 as one with them: their dual is 0."""
    dual: FloatArray = np.zeros(n)
    dual[used] = result.dual
    return replace(result, dual=dual, support=used[result.support])
