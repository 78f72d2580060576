"""The homotopy for the Lasso: from kink to kink of the path, down to the λ asked for."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from l1lib.methods.lasso_problem import PenalisedSquares
from l1lib.methods.result import MethodResult, recorded
from l1lib.validate import FloatArray, as_count


def lasso_homotopy(problem: PenalisedSquares, *, iterations: int = 1000) -> MethodResult:
    r"""Minimise by following the solutions from λ_max, where all are zero, down to λ.

    On a piece of the path the active coefficients move along a straight line,

    .. math:: \frac{db_A}{d(-\lambda)} = (X_A^\top X_A / n)^{-1} s_A,

    with the signs s of their correlations. The piece ends where the correlation of another
    column reaches λ in size, which joins, or where a coefficient reaches zero, which leaves.

    Parameters
    ----------
    problem : PenalisedSquares
        With active columns that are independent all along the path.
    iterations : int, default 1000
        The most pieces.

    Returns
    -------
    MethodResult
        One iteration is one piece; the points are the kinks, and `history` has the objective
        at the λ of the problem.

    References
    ----------
    M. R. Osborne, B. Presnell and B. A. Turlach (2000). A new approach to variable selection in
    least squares problems. IMA Journal of Numerical Analysis 20(3), 389–403.

    Examples
    --------
    >>> found = lasso_homotopy(PenalisedSquares([[1, 0], [0, 1]], [3, 1], 0.25))
    >>> found.path
    array([[0. , 0. ],
           [2. , 0. ],
           [2.5, 0.5]])
    """
    record = recorded(problem, PenalisedSquares)
    b, n = problem.start(None), problem.y.size
    record.add(b, problem.dual(b))
    c = problem.correlations(b)
    lam, active = float(np.abs(c).max()), np.zeros(b.size, dtype=bool)
    active[np.argmax(np.abs(c))] = True
    for _ in range(as_count(iterations, "iterations", 0)):
        if lam <= problem.lam:
            break
        signs, columns = np.sign(c[active]), problem.X[:, active]
        way = np.zeros(b.size)
        way[active] = np.linalg.solve(columns.T @ columns / n, signs)
        fall = problem.X.T @ (problem.X @ way) / n
        length, place = _until(b, c, way, fall, lam, active)
        if length < lam - problem.lam:
            b, lam = b + length * way, lam - length
            active[place] = not active[place]
            b[~active] = 0.0
        else:
            b, lam = b + (lam - problem.lam) * way, problem.lam
        c = problem.correlations(b)
        record.add(b, problem.dual(b))
    return record.result(f"stopped after {iterations} pieces, with no proof of optimality")


def _until(
    b: FloatArray,
    c: FloatArray,
    way: FloatArray,
    fall: FloatArray,
    lam: float,
    active: NDArray[np.bool_],
) -> tuple[float, int]:
    """Return how far the piece goes, and which coefficient or correlation ends it."""
    with np.errstate(divide="ignore", invalid="ignore"):
        to_zero = np.where(active, -b / way, np.inf)
        to_bound = np.stack(((lam - c) / (1 - fall), (lam + c) / (1 + fall)))
    lengths = np.vstack((to_zero, np.where(active, np.inf, to_bound)))
    lengths = np.where(lengths > 1e-12 * lam, lengths, np.inf).min(axis=0)
    place = int(np.argmin(lengths))
    return float(lengths[place]), place
