"""The minimiser of all rows: guess, solve a band of rows near the corner, verify, widen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from l1lib.quantile_regression.engine.certificate import Sides, Verdict, divide, verify
from l1lib.quantile_regression.engine.crossover import tied_vertex, to_vertex
from l1lib.quantile_regression.engine.huber_newton import Reduced, smooth
from l1lib.quantile_regression.engine.pivots import Unbounded
from l1lib.quantile_regression.engine.rows import Indices, NotFinite, Rows, strata
from l1lib.quantile_regression.engine.start import NEAR, Guess, guess, least_squares, sample_size
from l1lib.validate import FloatArray


@dataclass(frozen=True)
class Minimum:
    """A vertex b in the data's columns, its rows, a dual, and what a pass says of both."""

    b: FloatArray
    basis: Indices
    sides: Sides
    verdict: Verdict
    steps: int


def minimise(rows: Rows) -> Minimum:
    """Return the best vertex.

    A row far from the corner at a good guess keeps the sign of its residual, and its loss is
    linear there: all such rows enter through the sum of their pulls. The problem that is left
    has few rows. Its objective is nowhere above the true one, so its minimiser is the true one
    as soon as no frozen row is found on the wrong side. Rows that are join the band.
    """
    if rows.rank == 0:
        sides, _ = divide(rows, np.zeros(0), 0.0)
        b = rows.original(np.zeros(0))
        return Minimum(b, np.arange(0), sides, verify(rows, b, sides), 0)
    start, reach = _guess(rows)
    while True:
        try:
            return _within(rows, start, reach)
        except (Unbounded, np.linalg.LinAlgError):
            if reach == np.inf:
                raise
            reach = 8 * reach if reach < 100 * start.width else np.inf


def _guess(rows: Rows) -> tuple[Guess, float]:
    """Return a guess from a sample, and how far from the corner rows are left free."""
    size = sample_size(rows.n, rows.rank, rows.tau)
    few = rows.n <= 4 * size
    A, c = rows.take(np.arange(rows.n) if few else strata(rows.n, size))
    if not np.isfinite(A).all():
        raise NotFinite
    if few:
        return least_squares(A, c, rows.tau), np.inf
    start = guess(A, c, rows.tau)
    return start, NEAR * start.width


def _within(rows: Rows, start: Guess, reach: float) -> Minimum:
    """Solve with the rows within reach of the corner free, and free more as long as needed."""
    tolerance = min(1e-13 * max(rows.n, 10), 1e-9)
    sides, pull = divide(rows, start.beta, reach)
    A, c = rows.take(sides.band)
    problem = Reduced(A, c, rows.mixed(pull), rows.tau)
    near = smooth(problem, start.beta, start.width)
    steps = start.steps + near.steps
    optimum = tied_vertex(problem, near) if near.tied else None
    if optimum is None:
        try:
            optimum = to_vertex(near.problem, near.beta, tolerance)
            sides = sides.narrow(near.free, near.side)
        except (Unbounded, np.linalg.LinAlgError):
            optimum = to_vertex(problem, near.beta, tolerance)
    while True:
        steps += optimum.pivots
        beta, corner, sides.dual = optimum.beta, sides.band[optimum.basis], optimum.dual
        b = beta if rows.mix is None else _through(rows, corner, beta)
        verdict = verify(rows, b, sides)
        if verdict.wrong.size == 0:
            return Minimum(b, corner, sides, verdict, steps)
        sides = sides.widen(verdict.wrong)
        basis = np.searchsorted(sides.band, corner)
        A, c = rows.take(sides.band)
        problem = Reduced(A, c, rows.mixed(verdict.pull) - sides.dual @ A, rows.tau)
        optimum = to_vertex(problem, beta, tolerance, basis)


def _through(rows: Rows, corner: Indices, beta: FloatArray) -> FloatArray:
    """Return the b that passes through the rows of a corner, from the data themselves."""
    plain = Rows(rows.X, rows.y, None, rows.tau, rows.intercept)
    A, c = plain.take(corner)
    kept = np.flatnonzero(rows.mix.any(axis=1)) if rows.mix is not None else slice(None)
    size = np.abs(A[:, kept]).max(axis=0)
    b = np.zeros(A.shape[1])
    try:
        b[kept] = np.linalg.solve(A[:, kept] / size, c) / size
    except np.linalg.LinAlgError:
        return rows.original(beta)
    return b
