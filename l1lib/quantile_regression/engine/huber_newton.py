"""Newton's method on the smoothed loss, with a ramp that narrows around the corner."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple

import numpy as np
from scipy.linalg.lapack import dposv

from l1lib.quantile_regression.engine.rows import Indices
from l1lib.validate import FloatArray

TIED = 1e-9
"""Rows that stay on a ramp so much narrower than the first are tied, and no ramp parts them."""

STALLS = 3
"""So many narrower ramps in turn that hold nearly the same rows show that these are tied."""

RUNAWAY = 1e4
"""A step so much longer than Newton's shows that too many rows were frozen."""

STEPS = 100
"""More Newton steps than this are not made; pivots do the rest."""


@dataclass
class Reduced:
    """The problem min Σ ρ(cᵢ − aᵢᵀβ) − qᵀβ over a few rows.

    Row i of `A` is aᵢ. The pull q = Σ dᵢaᵢ stands for all other rows, whose residuals keep
    their signs and whose losses are linear therefore.
    """

    A: FloatArray
    c: FloatArray
    pull: FloatArray
    tau: float

    def only(self, keep: Indices, side: FloatArray) -> Reduced:
        """Keep some rows, and freeze the others at their duals in `side`."""
        frozen = side.copy()
        frozen[keep] = 0.0
        pull = self.pull + frozen @ self.A
        return Reduced(self.A.take(keep, axis=0), self.c[keep], pull, self.tau)


class Smoothed(NamedTuple):
    """A point near the minimiser, the last ramp, and whether its rows seem tied.

    `free` are the rows that were not frozen on the way, `problem` is what they pose, and `side`
    has the duals of the others.
    """

    beta: FloatArray
    width: float
    steps: int
    tied: bool
    free: Indices
    problem: Reduced
    side: FloatArray


def few_rows(columns: int) -> int:
    """So many rows near zero are left to the pivots: some more than a vertex has."""
    return int(1.3 * columns) + 5


def smooth(problem: Reduced, beta: FloatArray, width: float, goal: float = 0.0) -> Smoothed:
    r"""Return a point near the minimiser.

    The slope of the loss is replaced by a ramp of width g around the corner,

    .. math:: \psi_g(r) = \min(\max(r/g + \tau - \tfrac12,\; \tau - 1),\; \tau),

    which belongs to a Huber loss tilted by τ. Where |r| < g/2 its second derivative is 1/g,
    elsewhere 0, so a Newton step solves a least-squares problem on these rows alone. Once
    steps are short compared with g, the ramp narrows, and rows that are far from the corner
    freeze. It ends when the ramp is as narrow as `goal` or holds hardly more rows than a
    vertex needs.
    """
    few = few_rows(beta.size)
    descent = Descent(problem, beta, width, problem.c - problem.A @ beta)
    stalls, before = 0, descent.residuals.size
    narrowest = max(goal, TIED * width)
    while 0 < descent.width and descent.steps < STEPS and len(descent.residuals) > few:
        width = descent.width
        moved = descent.step()
        if moved is None:
            if not descent.widen(few):
                break
            narrowest = max(narrowest, descent.width)
            continue
        on_ramp, size, move = moved
        if not size < np.inf:
            break
        if size > 0.6 * width or (on_ramp <= few and size > 0.05 * width):
            continue
        if on_ramp <= few or width <= narrowest:
            break
        stalls = stalls + 1 if on_ramp > 0.9 * before else 0
        before = on_ramp
        narrower = max(_narrower(descent.residuals, size, width, few), narrowest)
        if stalls == STALLS or narrower > 0.7 * width:
            break
        descent.narrow(narrower, move)
    return descent.result(tied=stalls == STALLS or descent.width <= narrowest)


class Descent:
    """Newton's method under way: the point, its residuals, the ramp, and the rows still free."""

    def __init__(
        self, problem: Reduced, beta: FloatArray, width: float, residuals: FloatArray
    ) -> None:
        self.problem, self.beta, self.width, self.residuals = problem, beta, width, residuals
        self.free, self.side = np.arange(residuals.size), np.zeros(residuals.size)
        self.steps = 0

    def step(self) -> tuple[int, float, FloatArray] | None:
        """Take a Newton step, shortened or lengthened by a line search where it is long.

        Return the number of rows on the ramp, the typical move of their residuals, and the moves
        of all; None where the rows on the ramp do not determine a step. The typical move is
        infinite, and no step taken, where it would run away.
        """
        self.steps += 1
        problem, residuals, width = self.problem, self.residuals, self.width
        on_ramp = (np.abs(residuals) < 0.5 * width).nonzero()[0]
        slope = ramp(residuals, width, problem.tau) @ problem.A + problem.pull
        step = _newton_step(problem.A.take(on_ramp, axis=0), width * slope)
        if step is None:
            return None
        move = problem.A @ step
        near = move[on_ramp]
        size = sqrt(float(near @ near) / near.size)
        if 0.3 * width < size < np.inf:
            length = _line_search(problem, residuals, step, move, float(slope @ step), width)
            if length > RUNAWAY:
                return on_ramp.size, np.inf, move
            step, move = length * step, length * move
        if size < np.inf:
            self.beta, self.residuals = self.beta + step, residuals - move
        return on_ramp.size, size, move

    def widen(self, few: int) -> bool:
        """Widen the ramp until it holds enough rows for a step; False where it holds all."""
        distance = np.abs(self.residuals)
        if np.count_nonzero(distance < 0.5 * self.width) == distance.size:
            return False
        self.width = 2 * max(self.width, float(np.partition(distance, few - 1)[few - 1]))
        return True

    def narrow(self, width: float, move: FloatArray) -> None:
        """Narrow the ramp, and freeze rows far from it if they are more than half."""
        self.width, residuals = width, self.residuals
        keep = (np.abs(residuals) <= 3 * (width + np.abs(move))).nonzero()[0]
        if 2 * keep.size < residuals.size:
            frozen = np.where(residuals > 0, self.problem.tau, self.problem.tau - 1)
            self.side[self.free] = frozen
            self.problem = self.problem.only(keep, frozen)
            self.free, self.residuals = self.free[keep], residuals[keep]

    def result(self, tied: bool) -> Smoothed:
        """Return the point reached."""
        return Smoothed(self.beta, self.width, self.steps, tied, self.free, self.problem, self.side)


def _narrower(residuals: FloatArray, size: float, width: float, few: int) -> float:
    """Return the next width: as narrow as steps of this size allow, but still with a few rows."""
    distance = np.abs(residuals)
    narrower = min(max(2 * size, 0.02 * width), 0.2 * width)
    if np.count_nonzero(distance < 0.5 * narrower) < few:
        narrower = 2.0001 * float(np.partition(distance, few - 1)[few - 1])
    return narrower


def _newton_step(rows: FloatArray, right: FloatArray) -> FloatArray | None:
    """Return the Newton step, or None where the rows on the ramp do not determine it."""
    if len(rows) < right.size:
        return None
    gram = rows.T @ rows
    gram.ravel()[:: right.size + 1] *= 1 + 1e-10
    _, step, failed = dposv(gram, right, overwrite_a=True)
    return None if failed else step


def ramp(residuals: FloatArray, width: float, tau: float) -> FloatArray:
    """Return the slope of the smoothed loss."""
    psi: FloatArray = residuals / width
    psi += tau - 0.5
    np.maximum(psi, tau - 1, out=psi)
    np.minimum(psi, tau, out=psi)
    return psi


def _line_search(
    problem: Reduced,
    residuals: FloatArray,
    step: FloatArray,
    move: FloatArray,
    at_start: float,
    width: float,
) -> float:
    """Return a length at which the downward slope along the step is a fifth of that at 0."""
    pull = float(problem.pull @ step)
    low, at_low, length, high = 0.0, at_start, 1.0, np.inf
    for _ in range(30):
        if length > RUNAWAY:
            break
        here = float(move @ ramp(residuals - length * move, width, problem.tau)) + pull
        if abs(here) <= 0.2 * at_start:
            break
        secant = length + (length - low) * here / (at_low - here) if at_low > here else np.inf
        if here > 0:
            low, at_low = length, here
            length = min(max(secant, 1.1 * length), 8 * length, 0.5 * (length + high))
        else:
            high = length
            length = max(secant, low + 0.1 * (high - low))
    return length
