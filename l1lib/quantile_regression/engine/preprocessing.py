"""The minimiser of all rows: guess, solve a band of rows near the corner, verify, widen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from l1lib.quantile_regression.certificate.error_free import residuals
from l1lib.quantile_regression.engine.all_rows import Sides, divide, pull_of, wrong_side
from l1lib.quantile_regression.engine.crossover import Optimum, tied_vertex, to_vertex
from l1lib.quantile_regression.engine.huber_newton import Reduced, smooth
from l1lib.quantile_regression.engine.pivots import Unbounded
from l1lib.quantile_regression.engine.rows import Indices, NotFinite, Rows, strata
from l1lib.quantile_regression.engine.start import NEAR, Guess, guess, least_squares, sample_size
from l1lib.validate import FloatArray


@dataclass(frozen=True)
class Minimum:
    """A vertex b in the data's columns, its rows, a dual, and how many steps it took.

    It is the minimum if no frozen row is on the wrong side. Else `free` goes on with rows that are.
    """

    b: FloatArray
    basis: Indices
    sides: Sides
    steps: int
    free: Callable[[Indices], Minimum] | None = None


def minimise(rows: Rows) -> Minimum:
    """Return the best vertex, as `propose` does, and free rows as long as some are wrong."""
    minimum = propose(rows)
    while minimum.free is not None:
        wrong = wrong_side(rows, minimum.b, minimum.sides, np.arange(rows.n))
        if wrong.size == 0:
            break
        minimum = minimum.free(wrong)
    return minimum


def propose(rows: Rows) -> Minimum:
    """Return the best vertex, given that rows far from the corner at a guess keep their signs.

    The loss of such a row is linear there: all of them enter through the sum of their pulls. The
    problem that is left has few rows. Its objective is nowhere above the true one, so its
    minimiser is the true one as soon as no frozen row is found on the wrong side. Rows that are
    join the band.
    """
    if rows.rank == 0:
        sides, _ = divide(rows, np.zeros(0), 0.0)
        return Minimum(rows.original(np.zeros(0)), np.arange(0), sides, 0)
    size = sample_size(rows.n, rows.rank, rows.tau)
    few = rows.n <= 4 * size
    A, c = rows.take(np.arange(rows.n) if few else strata(rows.n, size))
    if not np.isfinite(A).all():
        raise NotFinite
    if few:
        return _all_free(rows, A, c, least_squares(A, c, rows.tau))
    start = guess(A, c, rows.tau)
    return _widened(rows, start, NEAR * start.width, partial(_within, rows, start))


def _widened(rows: Rows, start: Guess, reach: float, solve: Callable[[float], Minimum]) -> Minimum:
    """Solve, and with more rows free where too few were."""
    while True:
        try:
            return solve(reach)
        except (Unbounded, np.linalg.LinAlgError):
            if reach == np.inf:
                raise
            reach = 8 * reach if reach < 100 * start.width else np.inf
            solve = partial(_within, rows, start)


def _all_free(rows: Rows, A: FloatArray, c: FloatArray, start: Guess) -> Minimum:
    """Solve with all rows free."""
    sides = Sides(rows.tau, np.zeros(rows.n, dtype=bool), np.arange(rows.n), np.zeros(rows.n))
    return _in_band(rows, start, np.inf, sides, Reduced(A, c, np.zeros(rows.rank), rows.tau))


def _within(rows: Rows, start: Guess, reach: float) -> Minimum:
    """Solve with the rows within reach of the corner free."""
    sides, pull = divide(rows, start.beta, reach)
    A, c = rows.take(sides.band)
    return _in_band(rows, start, reach, sides, Reduced(A, c, rows.mixed(pull), rows.tau))


def _in_band(rows: Rows, start: Guess, reach: float, sides: Sides, problem: Reduced) -> Minimum:
    """Solve the problem of a band."""
    tolerance = dual_tolerance(rows.n, rows.tau)
    near = smooth(problem, start.beta, start.width)
    steps = start.steps + near.steps
    optimum = tied_vertex(problem, near) if near.tied else None
    if optimum is None:
        try:
            optimum = to_vertex(near.problem, near.beta, tolerance)
            sides = sides.narrow(near.free, near.side)
        except (Unbounded, np.linalg.LinAlgError):
            optimum = to_vertex(problem, near.beta, tolerance)
    return _minimum(rows, start, reach, sides, optimum, steps)


def _minimum(
    rows: Rows, start: Guess, reach: float, sides: Sides, optimum: Optimum, steps: int
) -> Minimum:
    """Return the minimum of a band in the data's columns, and the way to free more rows."""
    beta, corner, sides.dual = optimum.beta, sides.band[optimum.basis], optimum.dual
    b = beta if rows.mix is None else through(rows, corner, beta)
    steps += optimum.pivots

    def free(wrong: Indices) -> Minimum:
        def solve(reach: float) -> Minimum:
            wider = sides.widen(wrong)
            A, c = rows.take(wider.band)
            pull = rows.mixed(pull_of(rows, wider)) - wider.dual @ A
            basis = np.searchsorted(wider.band, corner)
            problem = Reduced(A, c, pull, rows.tau)
            again = to_vertex(problem, beta, dual_tolerance(rows.n, rows.tau), basis)
            return _minimum(rows, start, reach, wider, again, steps)

        return _widened(rows, start, reach, solve)

    return Minimum(b, corner, sides, steps, free)


def dual_tolerance(n: int, tau: float) -> float:
    """Return by how much rounding may put a dual outside its interval."""
    least = min(tau, 1 - tau)
    rounding = 1e-15 * max(2 * least * n, 10)
    return max(min(rounding, 1e-9, 1e-3 * least), 1e-15)


def through(rows: Rows, corner: Indices, beta: FloatArray) -> FloatArray:
    """Return the b that passes through the rows of a corner, from the data themselves."""
    plain = Rows(rows.X, rows.y, None, rows.tau, rows.intercept)
    A, c = plain.take(corner)
    kept = np.flatnonzero(rows.mix.any(axis=1)) if rows.mix is not None else slice(None)
    size = np.abs(A[:, kept]).max(axis=0)
    b = np.zeros(A.shape[1])
    try:
        for _ in range(2):
            left = residuals(A[:, kept], c, 0.0, b[kept])
            b[kept] += np.linalg.solve(A[:, kept] / size, left) / size
    except np.linalg.LinAlgError:
        return rows.original(beta)
    return b
