"""The solutions at many λ, from the largest to the smallest."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from l1lib.lasso_regression.certificate import ACCURACY, refined
from l1lib.lasso_regression.certificate.probe import Claims, Probe, judged
from l1lib.lasso_regression.certificate.several import Answers, Gathered
from l1lib.lasso_regression.engine.active_set import Stalled
from l1lib.lasso_regression.engine.columns import Dense, Indices
from l1lib.lasso_regression.engine.problem import Problem
from l1lib.lasso_regression.engine.reduction import Reduction
from l1lib.lasso_regression.engine.segment import reach
from l1lib.lasso_regression.engine.single_precision import Rounded
from l1lib.lasso_regression.engine.working_set import LEAST, NEARLY, WorkingSet, largest
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

NEXT = 1e-9
"""A correlation within this share of λ may be λ."""

WHOLE = 2_000
"""All columns are held if they are not more than this, nor than half the rows."""


@dataclass
class Grid:
    """Answers at many λ in the units of the data, with their certificates, and the systems solved.

    `wrong` tells that claims about some columns did not pass the probe.
    """

    intercept: FloatArray
    coef: FloatArray
    fun: FloatArray
    gap: FloatArray
    steps: int
    wrong: bool = False


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
    found = Grid(
        grid.intercept[wanted],
        grid.coef[wanted],
        grid.fun[wanted],
        grid.gap[wanted],
        work.steps,
        grid.wrong,
    )
    return found, work


def _inside(problem: Problem, lams: FloatArray) -> Grid:
    """Solve with the Gram matrix of all columns, piece by piece of the path."""
    p = problem.columns.p
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
    return _probed(problem, lams, coef, correlations, work)


def _probed(
    problem: Problem, lams: FloatArray, b: FloatArray, c: FloatArray, work: WorkingSet
) -> Grid:
    """Return coefficients with what their correlations prove, which a probe verifies."""
    if problem.reduction is not None:
        return certified(problem, lams, b, work.steps)
    data, unit = problem.data, problem.unit_lam
    intercept, coef = problem.original(b)
    sizes = work.patterns.rounding.sizes * (math.sqrt(data.y.size * data.mass) * problem.unit_x)
    claims = Claims(lams * unit, intercept, coef, c * (unit * data.mass), sizes)
    fun, gap, wrong = judged(data, claims, problem.c * (unit * data.mass))
    return Grid(intercept, coef, fun, gap, work.steps, wrong)


def _by_batches(problem: Problem, lams: FloatArray, crowd: float) -> tuple[Grid, WorkingSet]:
    """Solve on a working set; one product with all columns verifies some λ at once.

    Columns whose correlations are above λ join, and the λ at which they were are solved again.
    """
    first = largest(reach(problem.c, problem.positive), FIRST)
    work = WorkingSet(problem, first, crowd)
    judge = _Judge(problem, lams, np.zeros((lams.size, problem.data.X.shape[1])))
    todo = _batch(lams, 0, AT_ONCE)
    while todo.size:
        b = work.full(np.stack([work.solve(lam) for lam in lams[todo]]))
        correlations, answers = judge.correlations(b, todo)
        excess = work.outside(correlations, lams[todo])
        done, here = ~excess.any(axis=0).astype(bool), lams[todo]
        judge.store(answers, correlations, todo, done)
        again = todo[~done]
        todo = np.append(again, _batch(lams, int(todo[-1]) + 1, AT_ONCE - again.size))
        if todo.size:
            end = lams[todo[-1]]
            ahead = work.outside(_expected(correlations, here, end), NEARLY * end)
            new = np.flatnonzero(excess.any(axis=1) | (ahead > 0))
            if new.size:
                work.grow(new)
    return judge.grid(work.steps), work


class _Judge:
    """The certificates of a path, made batch by batch on the way."""

    def __init__(self, problem: Problem, lams: FloatArray, coef: FloatArray) -> None:
        self.problem, self.lams, m = problem, lams, lams.size
        self.found = Grid(np.zeros(m), coef, np.zeros(m), np.zeros(m), 0)
        self.probe = Probe(problem.data, m)
        columns = problem.columns
        many = isinstance(columns, Dense) and m >= MANY
        self.rounded = Rounded(columns) if many and isinstance(columns, Dense) else None
        self.gathered = Gathered(problem.data)

    def correlations(self, b: FloatArray, places: Indices) -> tuple[FloatArray, Answers]:
        """Return the correlations of all columns, from the data where they may reach λ."""
        problem, lams = self.problem, self.lams[places]
        unit = problem.unit_lam * problem.data.mass
        answers = Answers(self.gathered, lams * problem.unit_lam, *problem.original(b))
        if problem.reduction is not None:
            return self._reduced(problem.reduction, answers) / unit, answers
        residuals = answers.theta / problem.unit_y
        residuals = residuals if problem.share is None else (residuals.T * np.sqrt(problem.share)).T
        if self.rounded is None:
            found = problem.columns.correlations(residuals)
            toward = reach(found, problem.positive)
            near = np.flatnonzero((toward >= lams * (1 - NEXT)).any(axis=1))
        else:
            found, near = self.rounded.correlations(residuals, lams)
        index, exact = answers.correlations(near)
        found[index] = exact / unit
        return found, answers

    def _reduced(self, reduction: Reduction, answers: Answers) -> FloatArray:
        """Return correlations of what the problem was reduced to, from those of the data."""
        data = self.problem.data
        found, doubt = answers.of_all()
        levels = data.levels(answers.lams) * (1 - NEXT)
        near = np.flatnonzero((data.penalty.toward(found) + doubt >= levels).any(axis=1))
        index, exact = answers.correlations(near)
        found[index] = exact
        return reduction.of_data(found, answers.coef.T, data.penalty.l2 * data.mass)

    def store(
        self, answers: Answers, correlations: FloatArray, places: Indices, done: NDArray[np.bool_]
    ) -> None:
        """Keep the answers that are done."""
        rows, found = places[done], self.found
        if self.problem.reduction is None:
            claims = correlations * (self.problem.unit_lam * self.problem.data.mass)
            self.probe.add(rows, answers, claims, done)
        found.intercept[rows], found.coef[rows] = answers.constants[done], answers.coef[done]
        found.fun[rows], found.gap[rows] = answers.fun()[done], answers.gaps()[done]

    def grid(self, steps: int) -> Grid:
        """Return all of them."""
        plain = self.problem.reduction is None
        return replace(self.found, steps=steps, wrong=plain and self.probe.wrong().size > 0)


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


def certified(problem: Problem, lams: FloatArray, b: FloatArray, steps: int) -> Grid:
    """Return given rows of coefficients with what the data say of them."""
    judge = _Judge(problem, lams, np.zeros((lams.size, problem.data.X.shape[1])))
    for first in range(0, lams.size, AT_ONCE):
        rows = np.arange(first, min(first + AT_ONCE, lams.size))
        correlations, answers = judge.correlations(b[rows], rows)
        judge.store(answers, correlations, rows, np.ones(rows.size, dtype=bool))
    return judge.grid(steps)


def sharpen(problem: Problem, lams: FloatArray, grid: Grid) -> None:
    """Judge anew, and refine, the answers whose gap is above what counts as exact.

    `lams` are in the units of the data. If claims were wrong, that is all of them.
    """
    for place in np.flatnonzero((grid.gap > ACCURACY) | grid.wrong):
        answer = float(grid.intercept[place]), grid.coef[place]
        grid.intercept[place], grid.coef[place], verdict = refined(
            problem.data, float(lams[place]), *answer
        )
        grid.fun[place], grid.gap[place] = verdict.fun, verdict.gap
