"""Down to one λ in stages, with few passes over all columns."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from l1lib.lasso_regression.engine.active_set import Stalled
from l1lib.lasso_regression.engine.columns import Indices
from l1lib.lasso_regression.engine.lambda_grid import CROWD, finely
from l1lib.lasso_regression.engine.problem import Problem
from l1lib.lasso_regression.engine.segment import reach
from l1lib.lasso_regression.engine.working_set import LEAST, NEARLY, WorkingSet, largest
from l1lib.validate import FloatArray

Judge = Callable[[FloatArray], FloatArray]
"""It returns the correlations of all columns with the residuals of all coefficients."""

FEW = 50
"""Not more columns than this are held from the start, unless all are; as many may join at once."""

CHEAP = 2e7
"""All columns are held where so many multiplications make their Gram matrix."""

STAGE = 0.1
"""λ falls by this factor from one pass over all columns to the next."""

PROMISING = 500
"""So many columns are looked at between two passes over all."""

MANY = 8
"""If all are not so many times as many, they are looked at instead."""


def in_stages(problem: Problem, lam: float, judge: Judge | None = None) -> WorkingSet:
    """Return the working set on which the solution was found.

    Stage by stage λ falls to its value. Between two passes over all columns the promising ones
    are looked at, those with the largest correlations so far. The passes at λ itself are made by
    the judge, if there is one.
    """
    columns, c = problem.columns, reach(problem.c, problem.positive)
    if 2 * columns.p <= columns.n and columns.n * columns.p**2 < CHEAP:
        first = np.arange(columns.p)
    else:
        first = largest(c, min(max(int(np.count_nonzero(c > lam)), 10), FEW))
    work = WorkingSet(problem, first, math.inf if first.size == columns.p else CROWD)
    try:
        return _down(work, lam, judge)
    except Stalled as stalled:
        return _down(finely(problem, np.array([lam]), stalled.steps)[1], lam, judge)


def _down(work: WorkingSet, lam: float, judge: Judge | None) -> WorkingSet:
    """Go down to λ from where a working set is."""
    problem, correlations = work.problem, work.c
    columns, least = problem.columns, LEAST * problem.lam_max
    while True:
        stage = lam if work.whole or work.lam <= least else max(lam, STAGE * work.lam)
        if columns.p >= MANY * PROMISING:
            far = reach(correlations, problem.positive)
            few = largest(np.where(work.held, 0.0, far), PROMISING)
            b = _among(work, few, stage)
        else:
            b = work.solve(stage)
        if stage == lam and judge is not None:
            correlations = judge(work.full(b))
        else:
            correlations = columns.correlations(work.columns.residuals(problem.y, b))
        if stage == lam and (work.whole or not work.outside(correlations, lam).any()):
            return work
        ahead = NEARLY * (max(lam, STAGE * stage) if stage > least else lam)
        new = largest(work.outside(correlations, ahead), max(int(np.count_nonzero(b)), FEW))
        if new.size:
            work.grow(new)


def _among(work: WorkingSet, few: Indices, lam: float) -> FloatArray:
    """Solve at λ for the held columns and a few more, of which those join that have to."""
    columns = work.problem.columns.only(few)
    while True:
        b = work.solve(lam)
        correlations = columns.correlations(work.columns.residuals(work.problem.y, b))
        if not work.outside(correlations, lam, few).any():
            return b
        ahead = work.outside(correlations, NEARLY * lam, few)
        work.grow(few[largest(ahead, max(int(np.count_nonzero(b)), FEW))])
