"""The point of the Lasso's path at which λ over the root mean squared residual is as asked."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from l1lib.lasso_regression.engine.columns import Dense
from l1lib.lasso_regression.engine.continuation import in_stages
from l1lib.lasso_regression.engine.problem import Problem
from l1lib.sparse_recovery.factor import Factor
from l1lib.sparse_recovery.fit import best_proposal
from l1lib.validate import FloatArray

NEXT_TO_NOTHING = 1e-6
"""Below this share of λ_max the fit may be a perfect one."""

MOST = 100
"""So many points of the path are tried at most."""


@dataclass(frozen=True)
class Found:
    """Coefficients, the dual θ, the λ of the Lasso, and whether the fit is perfect."""

    coef: FloatArray
    dual: FloatArray
    level: float
    perfect: bool
    steps: int


class Segment:
    r"""A segment of the path: r = r₀ + nλν, r₀ orthogonal to the active columns and Aᵀν = s.

    So with σ the root mean squared residual
    :math:`n \sigma^2 = \|r_0\|^2 + n^2 \lambda^2 \|\nu\|^2`, and λ/σ grows with λ.
    """

    def __init__(self, X: FloatArray, y: FloatArray, signs: FloatArray) -> None:
        self.signs, self.y, self.n = signs, y, y.size
        self.active = np.flatnonzero(signs)
        self.factor = Factor(X, self.active)
        Q = self.factor.Q
        self.nu = self.factor.dual(signs[self.active])
        rest = y - Q @ (Q.T @ y)
        self.rest = rest - Q @ (Q.T @ rest)

    def sigma(self, level: float) -> float:
        """Return the root mean squared residual at λ."""
        return float(np.linalg.norm(self.rest + self.n * level * self.nu)) / math.sqrt(self.n)

    def root(self, ratio: float) -> float:
        """Return the λ with λ/σ = ratio, if the segment went on for ever; inf if there is none."""
        left = 1 - self.n * (ratio * float(np.linalg.norm(self.nu))) ** 2
        if left <= 0:
            return math.inf
        return ratio * float(np.linalg.norm(self.rest)) / math.sqrt(self.n * left)

    def at(self, level: float, steps: int) -> Found:
        """Return the fit at λ, and θ = r/(√n‖r‖)."""
        coef = np.zeros(self.signs.size)
        coef[self.active] = self.factor.solve(self.y - self.n * level * self.nu)
        coef[coef * self.signs < 0] = 0.0
        left = self.rest + self.n * level * self.nu
        length = float(np.linalg.norm(left)) or 1.0
        return Found(coef, left / (math.sqrt(self.n) * length), level, False, steps)


def root(problem: Problem, ratio: float) -> Found:
    """Return the fit at which λ is `ratio` times the root mean squared residual.

    The formula of one segment says where to look next, as long as that is between a λ that is
    known to be too small and one that is too large.
    """
    columns = problem.columns
    assert isinstance(columns, Dense)
    X, y = columns.X, problem.y
    if problem.intercept:
        # What rounding has left of the means of far columns is no small share of a small residual.
        X, y = X - X.mean(axis=0), y - y.mean()
    level = ratio * float(np.linalg.norm(y)) / math.sqrt(y.size)
    if level >= problem.lam_max:
        return Segment(X, y, np.zeros(columns.p)).at(level, 0)
    low, high, steps, tried_perfect = 0.0, level, 0, False
    before = np.full(columns.p, np.nan)
    for _ in range(MOST):
        if level <= NEXT_TO_NOTHING * problem.lam_max and not tried_perfect:
            tried_perfect, perfect = True, _perfect(X, y, ratio)
            if perfect is not None:
                return perfect
        work = in_stages(problem, level)
        steps += work.steps
        segment = Segment(X, y, work.full(work.piece.signs))
        target = segment.root(ratio)
        if target == level or (target < high and np.array_equal(segment.signs, before)):
            break
        before = segment.signs
        if level >= ratio * segment.sigma(level):
            high = level
        else:
            low = level
        inside = low < target < high
        level = target if inside else math.sqrt(low * high) if low else 0.1 * high
        if not inside:
            before = np.full(columns.p, np.nan)
    return segment.at(min(target, high), steps)


def _perfect(X: FloatArray, y: FloatArray, ratio: float) -> Found | None:
    """Return the solution of basis pursuit, where it is that of the square-root Lasso too."""
    try:
        proposal, _ = best_proposal(X, y)
    except ValueError:
        return None
    dual = ratio * proposal.dual
    if math.sqrt(y.size) * float(np.linalg.norm(dual)) > 1:
        return None
    return Found(proposal.x, dual, 0.0, True, proposal.steps)
