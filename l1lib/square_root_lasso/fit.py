"""The square-root Lasso: exact, with a certificate."""

from __future__ import annotations

import math
import warnings

import numpy as np
from numpy.typing import ArrayLike

from l1lib.design import as_matrix, column_names
from l1lib.lasso_regression.engine.problem import pose
from l1lib.quantile_regression.certificate.error_free import residuals
from l1lib.square_root_lasso.certificate import certify
from l1lib.square_root_lasso.result import SqrtLassoResult
from l1lib.square_root_lasso.root import Found, root
from l1lib.validate import FloatArray, as_flag, as_vector, nonnegative

ACCURACY = 1e-12
"""The relative gap up to which a fit counts as exact."""

DIGITS = 2
"""A gap that so much in the last digits of the coefficients explains is no fault of the fit."""


def sqrt_lasso(
    X: ArrayLike, y: ArrayLike, lam: float, *, intercept: bool = True
) -> SqrtLassoResult:
    r"""Fit the square-root Lasso, whose penalty weight does not depend on the noise.

    .. math:: \min_{b_0, b} \; \frac1{\sqrt n} \| y - b_0 - Xb \|_2 + \lambda \sum_{j=1}^p |b_j|

    The first term is the root of the mean squared residual. In the units of Belloni, Chernozhukov
    and Wang λ is their λ/n. If all of y is multiplied by c > 0, so is the solution, at the same λ.

    Parameters
    ----------
    X : array_like or data frame, shape (n, p)
        The design: any numbers, any rank, also n < p. Columns are taken as they are.
    y : array_like, shape (n,)
        The targets.
    lam : float
        The penalty weight λ ≥ 0, in the unit of X. For columns with mean square 1 and normal
        errors of any size, c Φ⁻¹(1 − α/2p)/√n with c = 1.1 and α = 0.05 is their proposal.
    intercept : bool, default True
        Whether to fit the constant b₀, which is not penalised.

    Returns
    -------
    SqrtLassoResult
        The fit, with exact zeros, its dual, and the gap, which bounds how far the objective is
        from the least.

    Raises
    ------
    TypeError
        If an entry is not a real number, or strings name only some of the columns.
    ValueError
        If `X` or `y` is empty, not finite or of a wrong shape, or if `lam` is negative or not
        finite.

    Warns
    -----
    RuntimeWarning
        If the gap is above 1e-12, and more than rounding explains; `success` is False then, and
        `message` says so.

    Notes
    -----
    With σ = ‖y − b₀ − Xb‖₂/√n above 0 the solution is that of `lasso` at λσ. On the path of the
    Lasso the ratio of its λ to σ never falls as λ grows, so that there is a point where it is the
    one asked for; on each segment of the path that is a formula. If λ is small and X can fit y
    perfectly, the ratio may be above λ everywhere. Then the fit is perfect, σ = 0, and b is the
    solution of `basis_pursuit`.

    References
    ----------
    A. Belloni, V. Chernozhukov and L. Wang (2011). Square-root lasso: pivotal recovery of sparse
    signals via conic programming. Biometrika 98(4), 791–806.

    Examples
    --------
    >>> X, y = [[1, 0], [0, 1], [-1, 0], [0, -1]], [3, 1, -3, -1]
    >>> fit = sqrt_lasso(X, y, 0.5, intercept=False)
    >>> fit.coef.round(12)
    array([2., 0.])
    >>> print(fit.message)
    optimal, the Lasso at lam = 0.5
    """
    matrix, target, level = as_matrix(X, "X"), as_vector(y, "y"), nonnegative(lam, "lam")
    constant = as_flag(intercept, "intercept")
    if target.size != len(matrix):
        raise ValueError(f"y must hold {len(matrix)} values, one per row of X, got {target.size}")
    names = column_names(X, "X")
    with np.errstate(all="ignore"):
        result = _solved(matrix, target, level, constant, names)
    if not result.success:
        warnings.warn(result.message, RuntimeWarning, stacklevel=2)
    return result


def _solved(
    X: FloatArray, y: FloatArray, lam: float, intercept: bool, names: tuple[str, ...] | None
) -> SqrtLassoResult:
    """Solve and certify in units that are powers of two, which changes no digit."""
    unit_x, unit_y = _power(X), _power(y)
    X, y, level = X / unit_x, y / unit_y, lam / unit_x
    problem = pose(X, y, None, intercept)
    found = root(problem, level)
    coef = found.coef * (problem.unit_y / problem.unit_x)
    constant = math.fsum(residuals(X, y, 0.0, coef)) / y.size if intercept else 0.0
    dual = found.dual - math.fsum(found.dual) / y.size if intercept else found.dual
    proved = certify(X, y, level, intercept, constant, coef, dual)
    size = float(np.linalg.norm(problem.y)) / math.sqrt(y.size)
    gap = proved.excess / (size or 1.0)
    exact, near = gap <= ACCURACY, proved.excess <= DIGITS * proved.rounding
    lasso_lam = found.level * unit_x * unit_y
    return SqrtLassoResult(
        intercept=constant * unit_y,
        coef=coef / unit_x * unit_y,
        fun=proved.fun * unit_y,
        sigma=proved.sigma * unit_y,
        lasso_lam=lasso_lam,
        dual=dual,
        gap=gap,
        scale=size * unit_y or 1.0,
        success=exact or near,
        message=_message(exact, near, gap, found, lasso_lam),
        nit=found.steps,
        support=np.flatnonzero(coef),
        lam=lam,
        names=names,
    )


def _power(values: FloatArray) -> float:
    """Return a power of two next to the largest number, 1 for zeros."""
    return math.ldexp(1.0, math.frexp(float(np.abs(values).max()))[1])


def _message(exact: bool, near: bool, gap: float, found: Found, lasso_lam: float) -> str:
    if not (exact or near):
        return f"not solved to accuracy: the gap is {gap:.1e}; scale the columns, or drop some"
    reached = "optimal" if exact else f"optimal up to the rounding of b (gap {gap:.1e})"
    if found.perfect:
        return f"{reached}, a perfect fit: the limit of the Lasso as its lam goes to 0"
    return f"{reached}, the Lasso at lam = {lasso_lam:.6g}"
