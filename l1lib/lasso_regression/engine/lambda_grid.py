"""The solutions at many λ, from the largest to the smallest."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from l1lib.lasso_regression.engine.active_set import Stalled
from l1lib.lasso_regression.engine.columns import Dense, Indices
from l1lib.lasso_regression.engine.duality_gap import ACCURACY, gaps, sharpened
from l1lib.lasso_regression.engine.problem import Problem
from l1lib.lasso_regression.engine.segment import reach
from l1lib.lasso_regression.engine.single_precision import Rounded
from l1lib.lasso_regression.engine.working_set import NEARLY, WorkingSet, largest
from l1lib.validate import FloatArray

AT_ONCE = 8
"""So many λ are verified by one product with X."""

SPAN = 0.65
"""λ below this share of the one before are left to the next product."""

MANY = 4 * AT_ONCE
"""For so many λ it pays to store the columns once more, in single precision."""

FIRST = 100
"""So many columns are held from the start, unless all are."""

CROWD = 40
"""With more active columns, signs that go in circles are a reason to let λ fall more slowly."""

FINE = 0.05
"""The step in log λ in which it falls then."""

LEAST = 1e-9
"""Below this share of λ_max one step has to do."""

WHOLE = 2_000
"""All columns are held if they are not more than this, nor than half the rows."""


@dataclass
class Grid:
    """Rows of coefficients, one for each λ, with ‖r‖², relative gaps, and all systems solved."""

    coef: FloatArray
    squares: FloatArray
    gap: FloatArray
    steps: int


def follow(problem: Problem, lams: FloatArray) -> Grid:
    """Return the solutions at decreasing λ."""
    n, p = problem.columns.n, problem.columns.p
    if 2 * p <= n and p <= WHOLE:
        return _inside(problem, lams)
    try:
        return _by_batches(problem, lams, CROWD)[0]
    except Stalled as stalled:
        return finely(problem, lams, stalled.steps)[0]


def finely(problem: Problem, lams: FloatArray, steps: int) -> tuple[Grid, WorkingSet]:
    """Return the solutions at decreasing λ by way of many more λ, and the columns held.

    `steps` are those made so far.
    """
    top = problem.lam_max
    span = math.log(top / max(float(lams[-1]), LEAST * top))
    between = top * np.exp(-np.linspace(0, span, math.ceil(span / FINE) + 1))
    fine = np.union1d(lams, between[between > lams[-1]])[::-1]
    grid, work = _by_batches(problem, fine, math.inf)
    wanted = fine.size - 1 - np.searchsorted(fine[::-1], lams)
    work.patterns.steps += steps
    found = Grid(grid.coef[wanted], grid.squares[wanted], grid.gap[wanted], work.steps)
    return found, work


def _inside(problem: Problem, lams: FloatArray) -> Grid:
    """Solve with the Gram matrix of all columns, piece by piece of the path."""
    n, p = problem.columns.n, problem.columns.p
    work = WorkingSet(problem, np.arange(p))
    coef, correlations = np.zeros((lams.size, p)), np.zeros((lams.size, p))
    first = 0
    while first < lams.size:
        work.solve(lams[first])
        kink, _ = work.piece.until(lams[first])
        last = max(int(np.count_nonzero(lams >= kink)), first + 1)
        here = lams[first:last, None]
        coef[first:last] = work.piece.start - here * work.piece.slope
        correlations[first:last] = work.piece.rest + here * work.piece.pull
        first = last
    squares = problem.y @ problem.y - n * (coef * (problem.c + correlations)).sum(axis=1)
    squares = np.maximum(squares, 0.0)
    gap, _ = gaps(problem, squares, correlations.T, coef.T, lams)
    return Grid(coef, squares, gap, work.steps)


def _by_batches(problem: Problem, lams: FloatArray, crowd: float) -> tuple[Grid, WorkingSet]:
    """Solve on a working set; one product with all columns verifies some λ at once.

    Columns whose correlations are above λ join, and the λ at which they were are solved again.
    """
    m = lams.size
    grid = Grid(np.zeros((m, problem.c.size)), np.zeros(m), np.zeros(m), 0)
    work = WorkingSet(problem, largest(reach(problem.c, problem.positive), FIRST), crowd)
    columns = work.columns
    rounded = Rounded(columns) if isinstance(columns, Dense) and m >= MANY else None
    todo = _batch(lams, 0, AT_ONCE)
    while todo.size:
        b = np.stack([work.solve(lam) for lam in lams[todo]], axis=1)
        residuals = columns.residuals(problem.y, b)
        if rounded is None:
            correlations = columns.correlations(residuals)
        else:
            correlations = rounded.correlations(residuals, lams[todo])
        excess = work.outside(correlations, lams[todo])
        done, here = ~excess.any(axis=0), lams[todo]
        fits = _Fits(work.full(b.T)[done], residuals[:, done], correlations[:, done])
        _store(problem, grid, todo[done], lams, fits)
        again = todo[~done]
        todo = np.append(again, _batch(lams, int(todo[-1]) + 1, AT_ONCE - again.size))
        if todo.size:
            end = lams[todo[-1]]
            ahead = work.outside(_expected(correlations, here, end), NEARLY * end)
            new = np.flatnonzero(excess.any(axis=1) | (ahead > 0))
            if new.size:
                work.grow(new)
    grid.steps = work.steps
    return grid, work


def _batch(lams: FloatArray, first: int, count: int) -> Indices:
    """Return the places of the next λ, one at least, as long as they are not far apart."""
    near = int(np.count_nonzero(lams[first : first + count] >= SPAN * lams[max(first - 1, 0)]))
    return np.arange(first, min(first + max(near, 1), lams.size))


def _expected(correlations: FloatArray, lams: FloatArray, end: float) -> FloatArray:
    """Return correlations at the end of the next batch, if they go on as in half of this one."""
    middle = lams.size // 2
    pace = (lams[-1] - end) / (lams[middle] - lams[-1]) if lams[middle] > lams[-1] else 0.0
    expected: FloatArray = correlations[:, -1] * (1 + pace) - correlations[:, middle] * pace
    return expected


def certified(problem: Problem, lams: FloatArray, coef: FloatArray, steps: int) -> Grid:
    """Return given rows of coefficients with what a product with all columns says of them."""
    columns, m = problem.columns.empty(), lams.size
    grid = Grid(np.zeros_like(coef), np.zeros(m), np.zeros(m), steps)
    used = np.flatnonzero(coef.any(axis=0))
    columns.hold(used)
    for first in range(0, m, AT_ONCE):
        rows = np.arange(first, min(first + AT_ONCE, m))
        residuals = columns.residuals(problem.y, coef[rows][:, used].T)
        correlations = columns.correlations(residuals)
        _store(problem, grid, rows, lams, _Fits(coef[rows], residuals, correlations))
    return grid


def sharpen(problem: Problem, lams: FloatArray, grid: Grid) -> None:
    """Refine the fits whose gap is above what counts as exact."""
    for place in np.flatnonzero((grid.gap > ACCURACY) & grid.coef.any(axis=1)):
        b = grid.coef[place]
        columns, active = problem.columns.empty(), np.flatnonzero(b)
        columns.hold(active)
        found = sharpened(problem, b, columns.residuals(problem.y, b[active]), lams[place])
        fits = _Fits(found[0][None], found[1][:, None], found[2][:, None])
        _store(problem, grid, np.array([place]), lams, fits)


class _Fits(NamedTuple):
    """Rows of coefficients, with columns of residuals and of correlations with them."""

    coef: FloatArray
    residuals: FloatArray
    correlations: FloatArray


def _store(problem: Problem, grid: Grid, rows: Indices, lams: FloatArray, fits: _Fits) -> None:
    """Write fits and what they are worth into rows of a grid."""
    squares = np.square(fits.residuals).sum(axis=0)
    grid.coef[rows], grid.squares[rows] = fits.coef, squares
    grid.gap[rows] = gaps(problem, squares, fits.correlations, fits.coef.T, lams[rows])[0]
