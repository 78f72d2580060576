"""Iteratively reweighted least squares: |r| as r² divided by the size of the last residual."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import null_space

from l1lib.methods.absolute_deviations import AbsoluteDeviations
from l1lib.methods.result import MethodResult, Record
from l1lib.methods.tolerances import PROGRESS
from l1lib.quantile_regression.engine.rows import Indices
from l1lib.validate import FloatArray, as_count, nonnegative


def reweighted_least_squares(
    problem: AbsoluteDeviations,
    *,
    floor: float = 0.0,
    iterations: int = 500,
    start: ArrayLike | None = None,
) -> MethodResult:
    r"""Minimise by least squares with weights :math:`1 / \max(|r_i|, \delta)`.

    With δ = 0 the weight of a zero residual is infinite: the row is held for good, whether it
    should be or not. The result says so. With δ > 0 the method minimises another function, the
    sum of |r| for |r| ≥ δ and r²/(2δ) + δ/2 below.

    Parameters
    ----------
    problem : AbsoluteDeviations
    floor : float, default 0.0
        The least size δ of a residual in the weights, in the unit of y.
    iterations : int, default 500
        The most weighted fits.
    start : array_like, shape (p,), optional
        The first point; by default least squares.

    Returns
    -------
    MethodResult
        The dual vector has rᵢ / max(|rᵢ before|, δ), and for rows held what balances the others.

    Raises
    ------
    TypeError, ValueError
        If `floor` is negative or not finite, or the start is no vector of length p.

    Examples
    --------
    >>> problem = AbsoluteDeviations([[1], [1], [1], [1], [1]], [0, 0, 0, 2, 8])
    >>> stuck = reweighted_least_squares(problem)
    >>> round(stuck.fun, 6), stuck.success
    (12.0, False)
    >>> print(stuck.message)
    stuck: an infinite weight holds row 3, which would need a dual of 2.00, above 1
    """
    least_size = nonnegative(floor, "floor")
    record = Record(problem, AbsoluteDeviations)
    beta = problem.start(start)
    record.add(beta)
    for _ in range(as_count(iterations, "iterations", 0)):
        held = problem.zeros(beta) if least_size == 0 else np.arange(0)
        move, dual = weighted_fit(problem, beta, least_size, held)
        beta = beta + move
        record.add(beta, dual)
        if record.proved or np.abs(problem.X @ move).max() <= PROGRESS * problem.scale:
            return record.result(_at_rest(dual, held))
    return record.result(f"stopped after {iterations} fits, with no proof of optimality")


def weighted_fit(
    problem: AbsoluteDeviations, beta: FloatArray, floor: float, held: Indices
) -> tuple[FloatArray, FloatArray]:
    """Return the move to the next weighted fit, rows held at their residuals, and its dual."""
    r, X = problem.residuals(beta), problem.X
    free = np.delete(np.arange(r.size), held)
    size = np.maximum(np.abs(r[free]), floor)
    ways = null_space(X[held]) if held.size else np.eye(beta.size)
    root = 1 / np.sqrt(size)
    length = np.linalg.lstsq(root[:, None] * (X[free] @ ways), root * r[free])[0]
    move: FloatArray = np.asarray(ways @ length, dtype=np.float64)
    dual = np.zeros(r.size)
    dual[free] = (r[free] - X[free] @ move) / size
    dual[held] = np.linalg.lstsq(X[held].T, -dual @ X)[0]
    return move, dual


def _at_rest(dual: FloatArray, held: Indices) -> str:
    if held.size == 0:
        return "settled at the minimiser of another function, rounded off where |r| is below δ"
    worst = int(held[np.argmax(np.abs(dual[held]))])
    needed = f"which would need a dual of {abs(dual[worst]):.2f}, above 1"
    return f"stuck: an infinite weight holds row {worst}, {needed}"
