"""Proximal gradient methods for the Lasso: a step on the loss, then the prox of the penalty."""

from __future__ import annotations

from math import sqrt

from numpy.typing import ArrayLike

from l1lib.functions import soft_threshold
from l1lib.methods.penalised_squares import PenalisedSquares
from l1lib.methods.result import MethodResult, Record
from l1lib.validate import as_count


def ista(
    problem: PenalisedSquares,
    *,
    iterations: int = 1000,
    start: ArrayLike | None = None,
) -> MethodResult:
    r"""Minimise by iterative soft thresholding.

    With L the smoothness of the loss,

    .. math:: b_{k+1} = S_{\lambda/L}\big(b_k + X^\top (y - X b_k) / (nL)\big).

    The objective falls at each step, and :math:`f(b_k) - \min f \le L\|b_0 - b^*\|^2/(2k)`.

    Parameters
    ----------
    problem : PenalisedSquares
    iterations : int, default 1000
        The most steps.
    start : array_like, shape (p,), optional
        The first point; by default zeros.

    Returns
    -------
    MethodResult

    Raises
    ------
    TypeError, ValueError
        If the start is no vector of length p.

    References
    ----------
    A. Beck and M. Teboulle (2009). A fast iterative shrinkage-thresholding algorithm for linear
    inverse problems. SIAM Journal on Imaging Sciences 2(1), 183–202. Theorem 3.1.

    Examples
    --------
    >>> found = ista(PenalisedSquares([[1, 0], [0, 1]], [3, 1], 1.0))
    >>> found.coef, found.nit
    (array([1., 0.]), 1)
    """
    return _thresholding(problem, iterations, start, momentum=False)


def fista(
    problem: PenalisedSquares,
    *,
    iterations: int = 1000,
    start: ArrayLike | None = None,
) -> MethodResult:
    r"""Minimise by iterative soft thresholding with momentum.

    The step of `ista` is taken from a point ahead of the last one,

    .. math:: z_{k+1} &= b_{k+1} + \frac{t_k - 1}{t_{k+1}} (b_{k+1} - b_k), \\
        t_{k+1} &= \tfrac12 \big(1 + \sqrt{1 + 4 t_k^2}\big), \; t_0 = 1.

    The objective may rise now and then, but
    :math:`f(b_k) - \min f \le 2L\|b_0 - b^*\|^2/(k+1)^2`.

    Parameters
    ----------
    problem : PenalisedSquares
    iterations : int, default 1000
        The most steps.
    start : array_like, shape (p,), optional
        The first point; by default zeros.

    Returns
    -------
    MethodResult

    Raises
    ------
    TypeError, ValueError
        If the start is no vector of length p.

    References
    ----------
    A. Beck and M. Teboulle (2009). A fast iterative shrinkage-thresholding algorithm for linear
    inverse problems. SIAM Journal on Imaging Sciences 2(1), 183–202. Theorem 4.4.

    Examples
    --------
    >>> found = fista(PenalisedSquares([[1, 0], [0, 1]], [3, 1], 1.0))
    >>> found.coef, found.nit
    (array([1., 0.]), 1)
    """
    return _thresholding(problem, iterations, start, momentum=True)


def _thresholding(
    problem: PenalisedSquares, iterations: int, start: ArrayLike | None, *, momentum: bool
) -> MethodResult:
    record = Record(problem, PenalisedSquares)
    b = problem.start(start)
    record.add(b, problem.residuals(b))
    rounds = as_count(iterations, "iterations", 0)
    ahead, t, L = b, 1.0, problem.smoothness
    for _ in range(rounds if L > 0 else 0):
        if record.proves(record.last):
            break
        before = b
        b = soft_threshold(ahead + problem.correlations(ahead) / L, problem.lam / L)
        record.add(b, problem.residuals(b))
        after = (1 + sqrt(1 + 4 * t * t)) / 2 if momentum else 1.0
        ahead, t = b + (t - 1) / after * (b - before), after
    return record.result(f"stopped after {iterations} steps, with no proof of optimality")
