"""Least absolute deviations and their tilted kin: exact, with a certificate."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from l1lib.design import as_table_or_sparse, column_names, refuse_infinite
from l1lib.quantile_regression.certificate import ACCURACY, Data
from l1lib.quantile_regression.engine.preprocessing import Minimum, propose
from l1lib.quantile_regression.engine.rows import Design, NotFinite, Rows
from l1lib.quantile_regression.linear_program import METHODS
from l1lib.quantile_regression.penalised import solve_penalised
from l1lib.quantile_regression.result import LADResult
from l1lib.quantile_regression.solve import solve
from l1lib.validate import (
    FloatArray,
    as_flag,
    as_vector,
    as_weights,
    in_unit_interval,
    nonnegative,
    one_of,
)

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
    lam: float = 0.0,
    intercept: bool = True,
    method: str = "preprocessing",
) -> LADResult:
    r"""Fit a linear quantile by minimising the pinball loss; for τ = ½, least absolute deviations.

    .. math:: \min_{b_0, b} \sum_{i=1}^n w_i\,\rho_\tau(y_i - b_0 - x_i^\top b)
        + \lambda \sum_{j=1}^p |b_j|

    with :math:`\rho_\tau(r) = \max(\tau r, (\tau - 1) r)`, so that
    :math:`\rho_{1/2}(r) = \tfrac12 |r|`. There is no factor 1/n, and by default no penalty. The
    answer is a vertex: it passes exactly through as many rows as the rank of the design, less,
    with a penalty, the number of coefficients that are zero.

    Parameters
    ----------
    X : array_like, data frame or sparse matrix, shape (n, p)
        The design: any numbers, any rank, also n < p. Float64 arrays are not copied. With an
        intercept p may be 0: the fit is then a quantile of y. A SciPy sparse matrix of any
        format is not filled, but see below.
    y : array_like, shape (n,)
        The targets.
    tau : float, default 0.5
        The quantile, strictly between 0 and 1.
    weights : array_like, shape (n,), optional
        Non-negative weights, not all zero; by default all are 1.
    lam : float, default 0.0
        The penalty weight λ ≥ 0, in the unit of X times that of the weights. scikit-learn's
        `QuantileRegressor(alpha=...)` divides the losses by n, so `lam` is n times its `alpha`.
    intercept : bool, default True
        Whether to fit the intercept b₀, which is not penalised.
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
        weights are positive but below 9.3e-302; if doubles cannot hold the solution; if `lam`
        is negative or not finite, or if `method` is none of the four.
        Without an intercept `X` has to have a column.

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

    Of a sparse `X` only the sample and the rows near the corner are filled: all of at most four
    times as many rows as the sample has, :math:`1.4\,n^{2/3} p^{2/5}` or 15 p / min(τ, 1 − τ) if
    that is more, and a few p × p matrices. If a column depends nearly, but not up to rounding, on
    others, all rows are filled once, 16 000 at a time. The certificate fills 2¹⁸ entries at a time
    where columns depend on others or digits run out. The methods for comparison fill all of it.

    References
    ----------
    S. Portnoy and R. Koenker (1997). The Gaussian hare and the Laplacian tortoise.
    Statistical Science 12(4), 279–300.
    K. Madsen and H. B. Nielsen (1993). A finite smoothing algorithm for linear l1 estimation.
    SIAM Journal on Optimization 3(2), 223–235.
    H. Wang, G. Li and G. Jiang (2007). Robust regression shrinkage and consistent variable
    selection through the LAD-Lasso. Journal of Business & Economic Statistics 25(3), 347–355.

    Examples
    --------
    >>> fit = lad([[0], [1], [2], [3], [4]], [0, 1, 2, 3, 40])
    >>> fit.intercept, fit.coef
    (0.0, array([1.]))
    >>> fit.fun, fit.gap
    (18.0, 0.0)
    >>> print(fit.message)
    optimal, and no other coefficients are
    >>> lad([[0], [1], [2], [3], [4]], [0, 1, 2, 3, 40], lam=3.1).coef
    array([0.])
    """
    name = one_of(method, "method", ["preprocessing", *METHODS])
    solver, accuracy = (METHODS[name], NEAR) if name in METHODS else (propose, ACCURACY)
    names = column_names(X, "X")
    return replace(fit(X, y, tau, weights, intercept, solver, accuracy, lam), names=names)


def fit(
    X: ArrayLike,
    y: ArrayLike,
    tau: float,
    weights: ArrayLike | None,
    intercept: bool,
    solver: Callable[[Rows], Minimum],
    accuracy: float,
    lam: float = 0.0,
) -> LADResult:
    """Check the input, minimise, and return what is found in the units of the data."""
    constant = as_flag(intercept, "intercept")
    matrix, target = as_design(X, columns=0 if constant else 1), as_vector(y, "y")
    n = target.size
    if n != matrix.shape[0]:
        raise ValueError(f"y must hold {matrix.shape[0]} values, one per row of X, got {n}")
    w = as_weights(weights, n)
    level, penalty = in_unit_interval(tau, "tau"), nonnegative(lam, "lam")
    used = None if w is None or w.all() else np.flatnonzero(w)
    if used is not None and w is not None:
        matrix, target, w = matrix[used], target[used], w[used]
    if w is not None and w.min() < LIGHTEST:
        raise ValueError(f"weights must be 0 or at least {LIGHTEST:.1e}, got {w.min():.1e}")
    try:
        with np.errstate(all="ignore"):
            data = Data(matrix, target, w, level, constant)
            if penalty:
                result = replace(solve_penalised(data, penalty, solver, accuracy), lam=penalty)
            else:
                result = solve(data, solver, accuracy)
    except NotFinite:
        if not sparse.issparse(matrix):
            refuse_infinite(matrix, "X")
        raise ValueError("X must hold numbers whose sums and reciprocals fit in a double") from None
    if not result.success:
        warnings.warn(result.message, RuntimeWarning, stacklevel=3)
    return result if used is None else _with_all_rows(result, used, n)


def as_design(X: ArrayLike, columns: int = 1) -> Design:
    """Return a sparse X as a `csr_array`, any other as an array."""
    return as_table_or_sparse(X, "X", columns=columns, kind=sparse.csr_array)


def _with_all_rows(result: LADResult, used: NDArray[np.intp], n: int) -> LADResult:
    """Return a fit without the rows of weight 0 as one with them: their dual is 0."""
    dual: FloatArray = np.zeros(n)
    dual[used] = result.dual
    return replace(result, dual=dual, support=used[result.support])
