"""The path from kink to kink."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from l1lib.lasso_regression.engine.problem import Problem
from l1lib.lasso_regression.engine.segment import Piece, reach
from l1lib.lasso_regression.engine.working_set import WorkingSet, largest
from l1lib.validate import FloatArray

PAST = 1e-9
"""Kinks nearer to each other than by this share of λ are taken as one."""

WIDER = 4.0
"""Where the next kink is that near again, the share grows by this factor."""


def kinks(problem: Problem, end: float) -> tuple[FloatArray, FloatArray, int]:
    r"""Return the kinks of the path from λ_max down to `end`, the coefficients, and the steps.

    Between kinks the pattern of signs stays and the coefficients are linear in λ. At a kink
    one coefficient reaches zero and leaves, or one correlation reaches λ and joins. Where more
    than one does at once, the pattern just below is solved for. Kinks at a λ that is next to
    nothing beside λ_max are rounding, and left out.
    """
    lam = problem.lam_max
    work = WorkingSet(problem, largest(reach(problem.c, problem.positive), 1))
    lams, coef = [lam], [np.zeros(problem.c.size)]
    past = PAST
    most = 10 * (problem.y.size + problem.c.size) + 100
    while lam > end and len(lams) < most:
        found, place = work.piece.until(lam)
        blur = work.blur(work.index)
        kink = max(found if found > blur[place] else 0.0, end)
        sooner = _sooner(work, lam, kink)
        if sooner.any():
            work.grow(np.flatnonzero(sooner))
            continue
        past = WIDER * past if lams[-1] - kink <= past * kink else PAST
        lam = kink
        _append(lams, coef, lam, work, place if lam == found else -1)
        below = max(lam * (1 - past), end)
        if lam == end:
            break
        signs = work.piece.signs.copy()
        signs[place] = 0.0 if signs[place] else np.sign(work.piece.at(lam)[1][place])
        piece = work.patterns.piece(signs)
        if piece.wrong(below, work.patterns.rounding)[0].size:
            piece = work.patterns.solve(below, work.piece, lam)
            lam = below
        _clear(coef[-1], work, piece)
        work.piece = piece
        _append(lams, coef, lam, work)
    return np.array(lams), np.array(coef), work.steps


def _sooner(work: WorkingSet, lam: float, kink: float) -> NDArray[np.bool_]:
    """Return which columns not held have a correlation that reaches λ before the next kink."""
    columns = work.columns
    if work.whole:
        return np.zeros(0, dtype=bool)
    both = np.stack((work.piece.start, -work.piece.slope), axis=1)
    ends = columns.residuals(work.problem.y, both @ np.array([[1.0, 1.0], [lam, kink]]))
    excess = reach(columns.correlations(ends), work.problem.positive) - np.array([lam, kink])
    above = np.flatnonzero((excess[:, 1] > 0) & ~work.held)
    sooner = np.zeros(work.held.size, dtype=bool)
    sooner[above] = excess[above, 1] > work.blur(above)
    return sooner


def _clear(b: FloatArray, work: WorkingSet, below: Piece) -> None:
    """Make others that leave at the same kink zero there, if next to nothing beside the largest.

    Where columns depend on each other, one may take the place of another, which is not.
    """
    left = (work.piece.signs != 0) & (below.signs == 0)
    dust = np.abs(b[work.index]) <= PAST * np.abs(b).max()
    b[work.index[left & dust]] = 0.0


def _append(
    lams: list[float], coef: list[FloatArray], lam: float, work: WorkingSet, zero: int = -1
) -> None:
    """Add a point of the path that is not there yet.

    The coefficient whose kink it is, if there is one, is zero there and not what rounding leaves.
    """
    if lam < lams[-1]:
        b = work.piece.at(lam)[0]
        if zero >= 0:
            b[zero] = 0.0
        lams.append(lam)
        coef.append(work.full(b))
