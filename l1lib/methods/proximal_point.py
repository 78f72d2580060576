"""The proximal point method: minimise f plus the squared distance from where one is."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from l1lib.methods.absolute_deviations import AbsoluteDeviations
from l1lib.methods.result import MethodResult, Record
from l1lib.methods.tolerances import GAP, GRADIENT, SPEED
from l1lib.quantile_regression.engine.rows import Indices
from l1lib.validate import FloatArray, as_count, instance_of, positive


def proximal_point(
    problem: AbsoluteDeviations,
    step: float,
    *,
    iterations: int = 100,
    start: ArrayLike | None = None,
) -> MethodResult:
    r"""Minimise by :math:`\beta_{k+1} = \operatorname{prox}_{tf}(\beta_k)`, each prox exact.

    After finitely many iterations the point is a minimiser, because f is polyhedral. The next
    one does not move, and its dual proves it.

    Parameters
    ----------
    problem : AbsoluteDeviations
    step : float
        The t > 0 of the prox.
    iterations : int, default 100
        The most iterations.
    start : array_like, shape (p,), optional
        The first point; by default least squares.

    Returns
    -------
    MethodResult

    Raises
    ------
    TypeError, ValueError
        If `step` is not positive and finite, or the start is no vector of length p.

    References
    ----------
    R. T. Rockafellar (1976). Monotone operators and the proximal point algorithm. SIAM Journal
    on Control and Optimization 14(5), 877–898.

    Examples
    --------
    >>> problem = AbsoluteDeviations([[1], [1], [1]], [0, 1, 5])
    >>> found = proximal_point(problem, 0.25)
    >>> found.path.round(6).ravel().tolist(), found.success
    ([2.0, 1.75, 1.5, 1.25, 1.0, 1.0], True)
    """
    record = Record(problem, AbsoluteDeviations)
    beta = problem.start(start)
    record.add(beta)
    for _ in range(as_count(iterations, "iterations", 0)):
        beta, dual = proximal_step(problem, beta, step)
        record.add(beta, dual)
        if record.proved:
            break
    return record.result(f"stopped after {iterations} steps, with no proof of optimality")


def proximal_step(
    problem: AbsoluteDeviations, centre: ArrayLike, step: float
) -> tuple[FloatArray, FloatArray]:
    r"""Return the minimiser of :math:`f(\beta) + \lVert\beta - b\rVert^2 / (2t)` and its dual d.

    An active set method. The rows of the active set are held at residual 0; on their face the
    function is a paraboloid between kinks. Each turn goes towards its lowest point, past all
    kinks as long as that leads down. A kink at which it turns up joins the set. At the
    lowest point of the face a row leaves whose dual is outside [−1, 1]; if there is none, the
    point is the minimiser, and β = b + t Xᵀd.

    Parameters
    ----------
    problem : AbsoluteDeviations
    centre : array_like, shape (p,)
        The point b.
    step : float
        The t > 0.

    Returns
    -------
    beta : ndarray, shape (p,)
    dual : ndarray, shape (n,)

    Raises
    ------
    TypeError, ValueError
        If `step` is not positive and finite, or the centre is no vector of length p.
    ArithmeticError
        If rounding keeps it from an end.

    Examples
    --------
    >>> problem = AbsoluteDeviations([[1], [1], [1]], [0, 1, 5])
    >>> proximal_step(problem, [3], 1)
    (array([2.]), array([-1., -1.,  1.]))
    """
    instance_of(problem, "problem", AbsoluteDeviations)
    t, b = positive(step, "step"), problem.point(centre, "centre")
    X, beta = problem.X, b.copy()
    active: Indices = np.zeros(0, dtype=np.intp)
    side = np.where(problem.residuals(beta) > 0, 1.0, -1.0)
    for _ in range(100 + 20 * problem.y.size):
        side[active] = 0.0
        pull = (beta - b) / t - side @ X
        dual = np.linalg.lstsq(X[active].T, pull)[0]
        rest = pull - dual @ X[active]
        if np.linalg.norm(rest) > GRADIENT * problem.lipschitz:
            beta, active = _towards(problem, beta, -t * rest, t * float(rest @ rest), active, side)
        elif np.abs(dual).max(initial=0.0) <= 1 + GAP:
            side[active] = np.clip(dual, -1, 1)
            return beta, side
        else:
            leaves = int(np.argmax(np.abs(dual)))
            side[active[leaves]] = np.sign(dual[leaves])
            active = np.delete(active, leaves)
    raise ArithmeticError("the active set goes round in circles; move the centre a little")


def _towards(
    problem: AbsoluteDeviations,
    beta: FloatArray,
    move: FloatArray,
    steepness: float,
    active: Indices,
    side: FloatArray,
) -> tuple[FloatArray, Indices]:
    """Go down along a move, turn the side of rows passed, and return where it ends.

    The slope at the part α of the move is −(1 − α) times the steepness, plus 2|xᵢᵀ move| for
    each row passed.
    """
    speed = problem.X @ move
    ahead = np.flatnonzero(side * speed > SPEED * np.abs(speed).max())
    parts = np.abs(problem.residuals(beta)[ahead] / speed[ahead])
    climb = 0.0
    for part, row in sorted(zip(parts, ahead, strict=True)):
        if climb >= (1 - part) * steepness:
            break
        climb += 2 * abs(speed[row])
        if climb >= (1 - part) * steepness:
            return beta + part * move, np.append(active, row)
        side[row] = -side[row]
    return beta + max(1 - climb / steepness, 0.0) * move, active
