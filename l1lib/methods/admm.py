"""ADMM for the Lasso: the loss and the penalty each get a copy of the coefficients."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import cho_factor, cho_solve

from l1lib.functions import soft_threshold
from l1lib.methods.penalised_squares import PenalisedSquares
from l1lib.methods.result import MethodResult, Record
from l1lib.validate import as_count, positive


def admm(
    problem: PenalisedSquares,
    *,
    rho: float | None = None,
    iterations: int = 1000,
    start: ArrayLike | None = None,
) -> MethodResult:
    r"""Minimise by the alternating direction method of multipliers.

    The loss is a function of b, the penalty of z, and u adds up how far they disagree:

    .. math::
        b &\leftarrow (X^\top X/n + \rho I)^{-1} (X^\top y/n + \rho (z - u)), \\
        z &\leftarrow S_{\lambda/\rho}(b + u), \qquad u \leftarrow u + b - z.

    Parameters
    ----------
    problem : PenalisedSquares
    rho : float, optional
        The weight ρ > 0 of disagreement; by default the mean of the ‖xⱼ‖²/n.
    iterations : int, default 1000
        The most rounds.
    start : array_like, shape (p,), optional
        The first z; by default zeros.

    Returns
    -------
    MethodResult
        The points are the z, which have exact zeros.

    Raises
    ------
    TypeError, ValueError
        If `rho` is not positive, or the start is no vector of length p.

    References
    ----------
    S. Boyd, N. Parikh, E. Chu, B. Peleato and J. Eckstein (2011). Distributed optimization and
    statistical learning via the alternating direction method of multipliers. Foundations and
    Trends in Machine Learning 3(1), 1–122. Section 6.4.

    Examples
    --------
    >>> found = admm(PenalisedSquares([[1, 0], [0, 1]], [3, 1], 1.0))
    >>> found.coef.round(3), found.success
    (array([1., 0.]), True)
    """
    record = Record(problem, PenalisedSquares)
    z = problem.start(start)
    record.add(z, problem.residuals(z))
    n = problem.y.size
    gram, c = problem.X.T @ problem.X / n, problem.y @ problem.X / n
    mean = float(np.diag(gram).mean())
    weight = positive(rho, "rho") if rho is not None else mean or 1.0
    factor = cho_factor(gram + weight * np.eye(z.size))
    u = np.zeros(z.size)
    for _ in range(as_count(iterations, "iterations", 0)):
        if record.proves(record.last):
            break
        b = cho_solve(factor, c + weight * (z - u))
        z = soft_threshold(b + u, problem.lam / weight)
        u = u + b - z
        record.add(z, problem.residuals(z))
    return record.result(f"stopped after {iterations} rounds, with no proof of optimality")
