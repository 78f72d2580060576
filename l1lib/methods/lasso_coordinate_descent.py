"""Cyclic coordinate descent for the Lasso: one coefficient at a time. Here it does not stall."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from l1lib.functions import soft_threshold
from l1lib.methods.penalised_squares import PenalisedSquares
from l1lib.methods.result import MethodResult, Record
from l1lib.validate import as_count


def cyclic_coordinate_descent(
    problem: PenalisedSquares,
    *,
    iterations: int = 1000,
    start: ArrayLike | None = None,
) -> MethodResult:
    r"""Minimise over each coefficient in turn, the others held.

    With r the residuals and :math:`g_j = \|x_j\|^2/n`, the minimiser over bⱼ alone is

    .. math:: b_j \leftarrow S_\lambda(g_j b_j + x_j^\top r / n) / g_j.

    A column of zeros leaves only the penalty, and its coefficient is set to 0 if λ > 0.
    The corners of the penalty lie along the axes, so a point at which no coefficient can be
    improved alone is a minimiser.

    Parameters
    ----------
    problem : PenalisedSquares
    iterations : int, default 1000
        The most sweeps through all coefficients.
    start : array_like, shape (p,), optional
        The first point; by default zeros.

    Returns
    -------
    MethodResult
        One iteration is one sweep.

    Raises
    ------
    TypeError, ValueError
        If the start is no vector of length p.

    References
    ----------
    P. Tseng (2001). Convergence of a block coordinate descent method for nondifferentiable
    minimization. Journal of Optimization Theory and Applications 109(3), 475–494.

    Examples
    --------
    >>> found = cyclic_coordinate_descent(PenalisedSquares([[1, 0], [0, 1]], [3, 1], 1.0))
    >>> found.coef, found.success
    (array([1., 0.]), True)
    """
    record = Record(problem, PenalisedSquares)
    b, n = problem.start(start), problem.y.size
    record.add(b, problem.residuals(b))
    curvature = np.square(problem.X).sum(axis=0) / n
    for _ in range(as_count(iterations, "iterations", 0)):
        if record.proves(record.last):
            break
        b = np.where((curvature > 0) | (problem.lam == 0), b, 0.0)
        r = problem.residuals(b)
        for j in np.flatnonzero(curvature):
            old = b[j]
            pull = curvature[j] * old + problem.X[:, j] @ r / n
            b[j] = float(soft_threshold(pull, problem.lam)) / curvature[j]
            r += (old - b[j]) * problem.X[:, j]
        record.add(b, r)
    return record.result(f"stopped after {iterations} sweeps, with no proof of optimality")
