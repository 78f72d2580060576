"""Least absolute deviations and their tilted kin: exact, with a certificate."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from l1lib.design import as_table, column_names, refuse_infinite
from l1lib.quantile_regression.certificate import ACCURACY, Data
from l1lib.quantile_regression.engine.preprocessing import Minimum, propose
from l1lib.quantile_regression.engine.rows import NotFinite, Rows
from l1lib.quantile_regression.linear_program import METHODS
from l1lib.quantile_regression.result import LADResult
from l1lib.quantile_regression.solve import solve
from l1lib.validate import FloatArray, as_vector, as_weights, in_unit_interval, one_of

NEAR = 1e-7
"""The relative gap up to which the methods made to be read count as arrived."""

LIGHTEST = 2.0**-1000
"""Duals of lighter rows would have too few digits."""


def lad(
    X: ArrayLike,
    y: ArrayLike,
    *,
    tau: float = 0.5,
    weights: ArrayLike | None = None,
    intercept: bool = True,
    method: str = "preprocessing",
) -> LADResult:
    r"""Fit a linear quantile by minimising the pinball loss; for τ = ½, least absolute deviations.

    .. math:: \min_{b_0, b} \sum_{i=1}^n w_i\,\rho_\tau(y_i - b_0 - x_i^\top b)

    with :math:`\rho_\tau(r) = \max(\tau r, (\tau - 1) r)`, so that
    :math:`\rho_{1/2}(r) = \tfrac12 |r|`. There is no factor 1/n. The answer is a vertex:
    it passes exactly through as many rows as the rank of the design.

    Parameters
    ----------
    X : array_like or data frame, shape (n, p)
        The design: any numbers, any rank, also n < p. Float64 arrays are not copied.
    y : array_like, shape (n,)
        The targets.
    tau : float, default 0.5
        The quantile, strictly between 0 and 1.
    weights : array_like, shape (n,), optional
        Non-negative weights, not all zero; by default all are 1.
    intercept : bool, default True
        Whether to fit the constant b₀.
    method : {"preprocessing", "simplex", "interior-point", "highs"}
        The default is exact and fast. The others are for comparison, on problems of moderate
        size: the bounded simplex method of Barrodale and Roberts; the Frisch–Newton interior
        point method, whose coefficients are no vertex where the optimum is not unique; and
        SciPy's HiGHS on the problem as a linear program in standard form.

    Returns
    -------
    LADResult
        The fit with its dual and the gap, which bounds how far the objective is from the least.

    Raises
    ------
    TypeError
        If an entry is not a real number, or strings name only some of the columns.
    ValueError
        If `X` or `y` is empty, not finite or of a wrong shape, if `tau` is not strictly between
        0 and 1, or if the weights are negative, not finite, all zero, or not one per row; if
        weights are positive but below 9.3e-302; if doubles cannot hold the solution; or if
        `method` is none of the four.

    Warns
    -----
    RuntimeWarning
        If the fit is not proved to be optimal: the gap may be 1e-12, or 1e-7 by another method
        than the default. `success` is False then, and `message` says so.

    Notes
    -----
    Where columns depend on others, some get the coefficient 0, and `rank` says how many do not.
    Numbers that differ by less than rounding count as equal. With an intercept, or a constant
    column of X, far columns are centred first, so that only their spread counts.

    A guess from a sample puts most rows far from the corner of the loss, where it is linear;
    they enter as one sum. Newton's method on a smoothed loss, then simplex pivots, solve for the
    few rows left. Last, a pass over all rows of the data as given proves the answer, or frees
    more rows. It shares no code with what came before.

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
    name = one_of(method, "method", ["preprocessing", *METHODS])
    solver, accuracy = (METHODS[name], NEAR) if name in METHODS else (propose, ACCURACY)
    names = column_names(X, "X")
    return replace(fit(X, y, tau, weights, intercept, solver, accuracy), names=names)


def fit(
    X: ArrayLike,
    y: ArrayLike,
    tau: float,
    weights: ArrayLike | None,
    intercept: bool,
    solver: Callable[[Rows], Minimum],
    accuracy: float,
) -> LADResult:
    """Check the input, minimise, and return what is found in the units of the data."""
    matrix, target = as_table(X, "X"), as_vector(y, "y")
    n = target.size
    if n != len(matrix):
        raise ValueError(f"y must hold {len(matrix)} values, one per row of X, got {n}")
    w = as_weights(weights, n)
    level = in_unit_interval(tau, "tau")
    used = None if w is None or w.all() else np.flatnonzero(w)
    if used is not None and w is not None:
        matrix, target, w = matrix[used], target[used], w[used]
    if w is not None and w.min() < LIGHTEST:
        raise ValueError(f"weights must be 0 or at least {LIGHTEST:.1e}, got {w.min():.1e}")
    try:
        with np.errstate(all="ignore"):
            result = solve(Data(matrix, target, w, level, bool(intercept)), solver, accuracy)
    except NotFinite:
        refuse_infinite(matrix, "X")
        raise ValueError("X must hold numbers whose sums and reciprocals fit in a double") from None
    if not result.success:
        warnings.warn(result.message, RuntimeWarning, stacklevel=3)
    return result if used is None else _with_all_rows(result, used, n)


def _with_all_rows(result: LADResult, used: NDArray[np.intp], n: int) -> LADResult:
    """Return a fit without the rows of weight 0 as one with them: their dual is 0."""
    dual: FloatArray = np.zeros(n)
    dual[used] = result.dual
    return replace(result, dual=dual, support=used[result.support])
