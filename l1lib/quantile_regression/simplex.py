"""The bounded simplex method of Barrodale and Roberts, as short as it can be read."""

from collections.abc import Callable

import numpy as np
from scipy.linalg import qr

from l1lib.validate import FloatArray


def simplex(
    A: FloatArray,
    c: FloatArray,
    tau: float,
    *,
    tolerance: float = 1e-10,
    most: int = 10_000,
    visit: Callable[[FloatArray], None] | None = None,
) -> tuple[FloatArray, FloatArray, int]:
    r"""Return the β that minimises Σ ρ(cᵢ − aᵢᵀβ), the dual d, and the number of pivots.

    A vertex β passes through the p rows of a basis. The other rows pull with τ or τ − 1, by
    the sign of their residual, and the duals of the basis balance them:
    :math:`A_B^\top d_B = -\sum_{i \notin B} d_i a_i`. If a dual is outside [τ − 1, τ], letting go
    of its row leads downhill. Each residual that changes its sign on the way makes the slope
    flatter by its speed; the row at which the slope turns up enters the basis.

    Parameters
    ----------
    A : ndarray, shape (n, p)
        Rows of full column rank.
    c : ndarray, shape (n,)
        Targets.
    tau : float
        The quantile.
    tolerance : float
        How far a dual may be outside its interval.
    most : int
        Stop after so many pivots at the latest.
    visit : callable, optional
        Called with each vertex β on the way, the first and the last included.

    Returns
    -------
    beta : ndarray, shape (p,)
    dual : ndarray, shape (n,)
    steps : int

    References
    ----------
    I. Barrodale and F. D. K. Roberts (1973). An improved algorithm for discrete l1 linear
    approximation. SIAM Journal on Numerical Analysis 10(5), 839–848.
    """
    n, p = A.shape
    basis = qr(A.T, mode="r", pivoting=True)[1][:p].copy()
    side = np.where(c - A @ np.linalg.solve(A[basis], c[basis]) > 0, tau, tau - 1)
    steps = -1
    while (steps := steps + 1) < most:
        inverse = np.linalg.inv(A[basis])
        beta = inverse @ c[basis]
        if visit is not None:
            visit(beta)
        residuals = c - A @ beta
        residuals[basis] = 0.0
        off = np.where(np.isin(np.arange(n), basis), 0.0, side)
        d = -(off @ A) @ inverse
        outside = np.maximum(d - tau, tau - 1 - d)
        leave = int(np.argmax(outside))
        if outside[leave] <= tolerance:
            break
        up = d[leave] > tau
        speed = A @ (inverse[:, leave] if up else -inverse[:, leave])
        speed[basis] = 0.0
        ahead = np.flatnonzero(off * speed < -1e-12)
        distance = np.abs(residuals[ahead] / speed[ahead])
        order = ahead[np.argsort(distance, kind="stable")]
        last = int(np.searchsorted(np.cumsum(np.abs(speed[order])), outside[leave]))
        passed, enter = order[:last], order[last]
        side[passed] = np.where(side[passed] > 0, tau - 1, tau)
        side[basis[leave]] = tau if up else tau - 1
        basis[leave] = enter
    dual = side.copy()
    dual[basis] = d
    return beta, dual, steps
