"""How far a fit is from the best at most, by a dual point made from its residuals."""

from __future__ import annotations

import numpy as np

from l1lib.shrinkage.problem import Problem
from l1lib.validate import FloatArray

ROUNDING = 1e-14
"""Correlations are known up to so much of the largest at b = 0."""


def shortening(problem: Problem, correlations: FloatArray, lams: FloatArray) -> FloatArray:
    """Return α, by which residuals are shortened to a point of the dual problem."""
    most = lams + ROUNDING * np.abs(problem.c).max()
    largest = np.maximum(np.abs(correlations).max(axis=0), most)
    alpha: FloatArray = np.divide(most, largest, out=np.ones_like(largest), where=largest > 0)
    return alpha


def gaps(
    problem: Problem,
    squares: FloatArray,
    correlations: FloatArray,
    b: FloatArray,
    lams: FloatArray,
) -> FloatArray:
    r"""Return relative duality gaps, for columns of correlations and coefficients.

    With r = y − Xb and c = Xᵀr/n, the residuals shortened to θ = αr, α = min(1, λ/‖c‖∞), are
    a point of the dual problem, and

    .. math:: P(b) - D(\theta) = \frac{(1 - \alpha)^2}{2n} \|r\|^2
        + \sum_j |b_j| \, (\lambda - \alpha\, c_j \operatorname{sign} b_j),

    a sum of terms that are not negative. `squares` are the ‖r‖².
    """
    alpha = shortening(problem, correlations, lams)
    slack = (np.abs(b) * np.abs(lams - alpha * correlations * np.sign(b))).sum(axis=0)
    n = problem.y.size
    found: FloatArray = ((1 - alpha) ** 2 * squares / (2 * n) + slack) / problem.size
    return found
