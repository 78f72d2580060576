"""Smoothing: minimise Huber's function for a narrower and narrower parabola, up to a vertex."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from l1lib.methods.absolute_deviations import AbsoluteDeviations
from l1lib.methods.result import MethodResult, Record
from l1lib.methods.tolerances import GRADIENT, SPEED
from l1lib.validate import FloatArray, as_count, in_unit_interval, positive

RIDGE = 1e-10
"""What is added to the diagonal of Newton's matrix, relative to the longest subgradient over δ."""


def huber_continuation(
    problem: AbsoluteDeviations,
    *,
    delta: float | None = None,
    factor: float = 0.25,
    iterations: int = 200,
    start: ArrayLike | None = None,
) -> MethodResult:
    r"""Minimise :math:`\sum_i h_\delta(r_i)` by Newton's method for a falling δ.

    Here :math:`h_\delta(r) = r^2 / (2\delta)` for |r| ≤ δ and |r| − δ/2 beyond: Huber's function
    divided by δ. Where its slope is 0 the method tries the point at which all rows with |r| ≤ δ
    have residual 0. If there is one, and the other rows keep their signs, it is a minimiser.
    If not, δ is multiplied by the factor.

    Parameters
    ----------
    problem : AbsoluteDeviations
    delta : float, optional
        The first δ; by default the mean of |r| at the start.
    factor : float, default 0.25
        By how much δ shrinks, strictly between 0 and 1.
    iterations : int, default 200
        The most Newton steps.
    start : array_like, shape (p,), optional
        The first point; by default least squares.

    Returns
    -------
    MethodResult
        One iteration is one Newton step; the last one goes to the vertex. The dual vector is
        r/δ cut to [−1, 1].

    Raises
    ------
    TypeError, ValueError
        If `delta` is not positive, `factor` not between 0 and 1, or the start is no vector of
        length p.

    References
    ----------
    K. Madsen and H. B. Nielsen (1993). A finite smoothing algorithm for linear l1 estimation.
    SIAM Journal on Optimization 3(2), 223–235.

    Examples
    --------
    >>> found = huber_continuation(AbsoluteDeviations([[1], [1], [1]], [0, 1, 5]))
    >>> found.coef.round(6), found.success
    (array([1.]), True)
    """
    record = Record(problem, AbsoluteDeviations)
    beta = problem.start(start)
    record.add(beta)
    shrink = in_unit_interval(factor, "factor")
    mean = float(np.abs(problem.residuals(beta)).mean())
    width = positive(delta, "delta") if delta is not None else mean or 1.0
    for _ in range(as_count(iterations, "iterations", 0)):
        dual = np.clip(problem.residuals(beta) / width, -1, 1)
        if np.linalg.norm(dual @ problem.X) <= GRADIENT * problem.lipschitz:
            record.prove(dual)
            vertex = _vertex(problem, beta, width)
            if record.proves(problem.value(vertex)):
                record.add(vertex)
                break
            width *= shrink
        beta = beta + newton_step(problem, beta, width)
        record.add(beta)
    return record.result(f"stopped after {iterations} steps, with no proof of optimality")


def newton_step(problem: AbsoluteDeviations, beta: FloatArray, delta: float) -> FloatArray:
    """Return a Newton step for Σ h(r), with the length at which it is lowest.

    The slope along a step is piecewise linear, with a kink where a residual is δ or −δ.
    """
    r = problem.residuals(beta)
    ramp = problem.X[np.abs(r) <= delta]
    down = np.clip(r / delta, -1, 1) @ problem.X
    gram = ramp.T @ ramp / delta
    gram.flat[:: beta.size + 1] += RIDGE * problem.lipschitz / delta
    step: FloatArray = np.asarray(np.linalg.solve(gram, down), dtype=np.float64)
    speed = problem.X @ step
    moving = np.abs(speed) > SPEED * np.abs(speed).max(initial=0.0)
    r, speed = r[moving], speed[moving]
    ends = np.concatenate(((r - delta) / speed, (r + delta) / speed))
    ends = np.sort(np.append(ends[ends > 0], 0.0))
    slopes = -np.clip((r - ends[:, None] * speed) / delta, -1, 1) @ speed
    after = int(np.searchsorted(slopes, 0.0))
    if after in (0, slopes.size):
        return 0.0 * step
    low, high = slopes[after - 1], slopes[after]
    return step * float(ends[after - 1] - low * (ends[after] - ends[after - 1]) / (high - low))


def _vertex(problem: AbsoluteDeviations, beta: FloatArray, delta: float) -> FloatArray:
    """Return the point nearest to β at which the rows on the ramp have residual 0."""
    r = problem.residuals(beta)
    ramp = np.abs(r) <= delta
    return beta + np.asarray(np.linalg.lstsq(problem.X[ramp], r[ramp])[0], dtype=np.float64)
