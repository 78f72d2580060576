"""The subgradient method: step along minus a subgradient, and remember the best point."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from l1lib.methods.absolute_deviations import AbsoluteDeviations
from l1lib.methods.result import MethodResult, Record
from l1lib.validate import FloatArray, as_count, as_function, finite, nonnegative, positive

Steps = Callable[[int, float, FloatArray], float]
"""From the number of the step (0 for the first), f and the subgradient to the factor of −g."""


def subgradient_method(
    problem: AbsoluteDeviations,
    steps: Steps,
    *,
    iterations: int,
    start: ArrayLike | None = None,
) -> MethodResult:
    r"""Minimise by :math:`\beta_{k+1} = \beta_k - t_k g_k`, with a subgradient :math:`g_k`.

    With R the distance from the start to a minimiser, the best of the first k points satisfies

    .. math:: \min_{i<k} f(\beta_i) - \min f
        \le \frac{R^2 + \sum_{i<k} t_i^2 \lVert g_i\rVert^2}{2 \sum_{i<k} t_i}.

    Parameters
    ----------
    problem : AbsoluteDeviations
    steps : callable
        One of `constant_steps`, `diminishing_steps`, `polyak_steps`, or any function of
        (k, f(βₖ), gₖ).
    iterations : int
        The number of steps; fewer are made if a subgradient is 0.
    start : array_like, shape (p,), optional
        The first point; by default least squares.

    Returns
    -------
    MethodResult
        The gap comes from the average of sign(r), weighted by the steps.

    Raises
    ------
    TypeError, ValueError
        If the start is no vector of length p, or `steps` returns no finite number.

    References
    ----------
    A. Beck (2017). First-Order Methods in Optimization. SIAM, Section 8.2.

    Examples
    --------
    >>> problem = AbsoluteDeviations([[1], [1], [1]], [0, 1, 5])
    >>> found = subgradient_method(problem, constant_steps(0.3), iterations=20)
    >>> round(found.fun, 6), found.success
    (5.1, False)
    """
    record = Record(problem, AbsoluteDeviations)
    beta, average = problem.start(start), np.zeros(problem.y.size)
    record.add(beta)
    for k in range(as_count(iterations, "iterations", 0)):
        signs = problem.signs(beta)
        g = -signs @ problem.X
        if not g.any():
            record.prove(signs)
            break
        t = finite(as_function(steps, "steps")(k, record.last, g), "steps(k, value, g)")
        average += t * signs
        beta = beta - t * g
        record.add(beta)
    if average.any():
        record.prove(average / np.abs(average).max())
    return record.result(f"stopped after {iterations} steps, with no proof of optimality")


def constant_steps(t: float) -> Steps:
    """Return the rule tₖ = t.

    Parameters
    ----------
    t : float
        Positive.

    Examples
    --------
    >>> constant_steps(0.1)(3, 1.0, np.ones(2))
    0.1
    """
    fixed = positive(t, "t")
    return lambda k, value, g: fixed


def diminishing_steps(t: float) -> Steps:
    """Return the rule tₖ = t / √(k + 1).

    Parameters
    ----------
    t : float
        The first step, positive.

    Examples
    --------
    >>> diminishing_steps(0.1)(3, 1.0, np.ones(2))
    0.05
    """
    first = positive(t, "t")
    return lambda k, value, g: first / math.sqrt(k + 1)


def polyak_steps(least: float) -> Steps:
    """Return the rule tₖ = (f(βₖ) − least) / ‖gₖ‖², which needs to know the least value.

    Parameters
    ----------
    least : float
        The least value of f, not negative.

    Examples
    --------
    >>> polyak_steps(0.5)(3, 1.0, np.ones(2))
    0.25
    """
    bottom = nonnegative(least, "least")
    return lambda k, value, g: max(value - bottom, 0.0) / float(g @ g)
