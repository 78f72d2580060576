"""Coordinate descent: minimise over one coefficient at a time. On absolute residuals it stalls."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from l1lib.median import weighted_median
from l1lib.methods.absolute_deviations import AbsoluteDeviations
from l1lib.methods.result import MethodResult, Record
from l1lib.methods.tolerances import PROGRESS
from l1lib.validate import FloatArray, as_count


def coordinate_descent(
    problem: AbsoluteDeviations,
    *,
    iterations: int = 100,
    start: ArrayLike | None = None,
) -> MethodResult:
    r"""Minimise over each coefficient in turn, the others held.

    Over βⱼ alone the minimisers are the weighted medians of
    :math:`\beta_j + r_i / x_{ij}` with weights :math:`|x_{ij}|`. The nearest one is taken.

    Parameters
    ----------
    problem : AbsoluteDeviations
    iterations : int, default 100
        The most sweeps through all coefficients.
    start : array_like, shape (p,), optional
        The first point; by default least squares.

    Returns
    -------
    MethodResult
        One iteration is one sweep. Where no coefficient can be improved alone, the method
        stops, and `message` says how far 0 is from the subdifferential there.

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
    >>> problem = AbsoluteDeviations([[1, -1], [0.1, 0.1]], [0, 0.2])
    >>> stalled = coordinate_descent(problem, start=[0, 0])
    >>> stalled.fun, stalled.success
    (0.2, False)
    >>> print(stalled.message)
    no coefficient can be improved alone, but 0 is 0.141 away from the subdifferential
    """
    record = Record(problem, AbsoluteDeviations)
    beta = problem.start(start)
    record.add(beta)
    for _ in range(as_count(iterations, "iterations", 0)):
        before = beta.copy()
        for j in range(beta.size):
            beta[j] = _best(problem, beta, j)
        record.add(beta)
        if record.last >= problem.value(before) - PROGRESS * problem.scale:
            record.prove(problem.signs(beta))
            return record.result(_at_rest(problem, beta))
    return record.result(f"stopped after {iterations} sweeps, with no proof of optimality")


def _best(problem: AbsoluteDeviations, beta: FloatArray, j: int) -> float:
    """Return the minimiser over one coefficient that is nearest to what it is."""
    column = problem.X[:, j]
    rows = np.flatnonzero(column)
    kinks = beta[j] + problem.residuals(beta)[rows] / column[rows]
    median = weighted_median(kinks, weights=np.abs(column[rows]))
    return float(np.clip(beta[j], median.lo, median.hi))


def _at_rest(problem: AbsoluteDeviations, beta: FloatArray) -> str:
    alone, away = "no coefficient can be improved alone", problem.distance(beta)
    return f"{alone}, but 0 is {away:.3g} away from the subdifferential"
