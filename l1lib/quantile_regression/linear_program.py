"""Other roads to the same minimum, made to be read and to check the solver against."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import qr

from l1lib.quantile_regression.engine.all_rows import Sides
from l1lib.quantile_regression.engine.preprocessing import Minimum, propose
from l1lib.quantile_regression.engine.rows import NotFinite, Rows
from l1lib.quantile_regression.fit import fit
from l1lib.quantile_regression.interior_point import interior_point
from l1lib.quantile_regression.result import LADResult
from l1lib.quantile_regression.simplex import simplex
from l1lib.validate import FloatArray

ACCURACY = 1e-7
"""The relative gap up to which these roads count as arrived."""

Road = Callable[[FloatArray, FloatArray, float], tuple[FloatArray, FloatArray, int]]
"""From rows A, targets c and τ to β, the dual d, and the number of steps."""


def lad_by_linear_program(
    X: ArrayLike,
    y: ArrayLike,
    *,
    tau: float = 0.5,
    weights: ArrayLike | None = None,
    intercept: bool = True,
) -> LADResult:
    r"""Fit what `lad` fits, as a linear program in standard form, solved by SciPy's HiGHS.

    .. math:: &\min_{b, u, v \ge 0} \tau 1^\top u + (1 - \tau) 1^\top v \\
        &\text{such that}\quad X b + u - v = y.

    Parameters
    ----------
    X, y, tau, weights, intercept
        As for `lad`.

    Returns
    -------
    LADResult
        `success` means a gap of at most 1e-7 here.

    Raises
    ------
    TypeError, ValueError
        As for `lad`.

    Examples
    --------
    >>> fit = lad_by_linear_program([[0], [1], [2], [3], [4]], [0, 1, 2, 3, 40])
    >>> fit.coef.round(6)
    array([1.])
    """
    return fit(X, y, tau, weights, intercept, _along(_linear_program), ACCURACY)


def lad_by_interior_point(
    X: ArrayLike,
    y: ArrayLike,
    *,
    tau: float = 0.5,
    weights: ArrayLike | None = None,
    intercept: bool = True,
) -> LADResult:
    """Fit what `lad` fits, by the Frisch–Newton interior point method.

    Parameters
    ----------
    X, y, tau, weights, intercept
        As for `lad`.

    Returns
    -------
    LADResult
        `success` means a gap of at most 1e-7 here. Where the optimum is not unique, the
        coefficients are no vertex.

    Raises
    ------
    TypeError, ValueError
        As for `lad`.

    Examples
    --------
    >>> fit = lad_by_interior_point([[0], [1], [2], [3], [4]], [0, 1, 2, 3, 40])
    >>> fit.coef.round(6)
    array([1.])
    """
    return fit(X, y, tau, weights, intercept, _along(interior_point), ACCURACY)


def lad_by_simplex(
    X: ArrayLike,
    y: ArrayLike,
    *,
    tau: float = 0.5,
    weights: ArrayLike | None = None,
    intercept: bool = True,
) -> LADResult:
    """Fit what `lad` fits, by the bounded simplex method of Barrodale and Roberts.

    Parameters
    ----------
    X, y, tau, weights, intercept
        As for `lad`.

    Returns
    -------
    LADResult
        `success` means a gap of at most 1e-7 here.

    Raises
    ------
    TypeError, ValueError
        As for `lad`.

    Examples
    --------
    >>> fit = lad_by_simplex([[0], [1], [2], [3], [4]], [0, 1, 2, 3, 40])
    >>> fit.coef
    array([1.])
    """
    return fit(X, y, tau, weights, intercept, _along(simplex), ACCURACY)


def _along(road: Road) -> Callable[[Rows], Minimum]:
    """Take a road over explicit rows, and verify where it leads."""

    def minimum(rows: Rows) -> Minimum:
        everything = np.arange(rows.n)
        A, c = rows.take(everything)
        if not np.isfinite(A).all():
            raise NotFinite
        if rows.rank == 0:
            return propose(rows)
        beta, dual, steps = road(A, c, rows.tau)
        b = rows.original(beta)
        inside = np.clip(dual, rows.tau - 1, rows.tau)
        sides = Sides(rows.tau, c > 0, everything, inside)
        distance = np.abs(c - A @ beta)
        nearness = 1 / (distance + (1e-9 * float(np.median(distance)) or 1.0))
        basis = qr((A * nearness[:, None]).T, mode="r", pivoting=True)[1][: rows.rank]
        return Minimum(b, basis, sides, steps)

    return minimum


def _linear_program(A: FloatArray, c: FloatArray, tau: float) -> tuple[FloatArray, FloatArray, int]:
    # Loading these takes longer than most fits.
    from scipy.optimize import linprog
    from scipy.sparse import csr_array, eye_array, hstack

    n, p = A.shape
    found = linprog(
        np.concatenate((np.zeros(p), np.full(n, tau), np.full(n, 1 - tau))),
        A_eq=hstack([csr_array(A), eye_array(n), -eye_array(n)]),
        b_eq=c,
        bounds=[(None, None)] * p + [(0, None)] * (2 * n),
        method="highs",
    )
    if found.status != 0:
        raise ArithmeticError(f"HiGHS found no optimum: {found.message}")
    return found.x[:p], found.eqlin.marginals, int(found.nit)
