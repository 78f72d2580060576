"""How far a fit is from the best at most, by a dual point made from its residuals."""

from __future__ import annotations

import numpy as np

from l1lib.lasso_regression.engine.problem import Problem
from l1lib.lasso_regression.engine.segment import reach, solve_positive
from l1lib.validate import FloatArray

ACCURACY = 1e-12
"""The relative gap up to which a fit counts as exact."""

ROUNDING = 1e-14
"""Correlations are known up to so much of the largest at b = 0."""


def gaps(
    problem: Problem,
    squares: FloatArray,
    correlations: FloatArray,
    b: FloatArray,
    lams: FloatArray,
) -> tuple[FloatArray, FloatArray]:
    r"""Return relative duality gaps and α, for columns of correlations and coefficients.

    With r = y − Xb and c = Xᵀr/n, the residuals shortened to θ = αr, α = min(1, λ/‖c‖∞), are
    a point of the dual problem, and

    .. math:: P(b) - D(\theta) = \frac{(1 - \alpha)^2}{2n} \|r\|^2
        + \sum_j |b_j| \, (\lambda - \alpha\, c_j \operatorname{sign} b_j),

    a sum of terms that are not negative. `squares` are the ‖r‖².
    """
    most = lams + ROUNDING * np.abs(problem.c).max(initial=0.0)
    largest = np.maximum(reach(correlations, problem.positive).max(axis=0, initial=0.0), most)
    alpha: FloatArray = np.divide(most, largest, out=np.ones_like(largest), where=largest > 0)
    slack = (np.abs(b) * np.abs(lams - alpha * correlations * np.sign(b))).sum(axis=0)
    n = problem.columns.n
    return ((1 - alpha) ** 2 * squares / (2 * n) + slack) / problem.size, alpha


def sharpened(
    problem: Problem, b: FloatArray, residuals: FloatArray, lam: float
) -> tuple[FloatArray, FloatArray, FloatArray]:
    r"""Return b, its residuals and their correlations after one step of refinement.

    Where large terms cancel in r = y − Xb, what is left of their rounding keeps :math:`X_A^T r/n`
    from λ s, and the gap from 0. The step takes it out of the residuals themselves:
    :math:`\delta = G_{AA}^{-1} (X_A^T r/n - \lambda s)` is added to b, and :math:`X_A \delta`
    taken from r, which is not computed anew from y.
    """
    columns, active = problem.columns.empty(), np.flatnonzero(b)
    gram = columns.hold(active)
    excess = columns.correlations(residuals)[active] - lam * np.sign(b[active])
    step = solve_positive(gram, excess)
    b = b.copy()
    b[active] += step
    residuals = columns.residuals(residuals, step)
    return b, residuals, columns.correlations(residuals)
