"""From a point near the minimiser to a vertex that is the minimiser."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.linalg.lapack import dgeqp3

from l1lib.deviations.pivots import Unbounded, Vertex, descend, rounding
from l1lib.deviations.rows import Indices
from l1lib.deviations.smoothing import Reduced, Smoothed, ramp
from l1lib.validate import FloatArray


@dataclass(frozen=True)
class Optimum:
    """The minimiser of a reduced problem: a vertex, its dual, its rows, how many pivots."""

    beta: FloatArray
    dual: FloatArray
    basis: Indices
    pivots: int


def settle(problem: Reduced, near: Smoothed, tolerance: float) -> Optimum:
    """Return the optimal vertex, from where smoothing has led.

    First with the rows that smoothing left free; if they do not settle it, or one of the others
    is then on the wrong side, with all.
    """
    optimum = tied_vertex(problem, near) if near.tied else None
    if optimum is not None:
        return optimum
    try:
        few = to_vertex(near.problem, near.beta, tolerance)
    except (Unbounded, np.linalg.LinAlgError):
        return to_vertex(problem, near.beta, tolerance)
    dual = near.side.copy()
    dual[near.free] = few.dual
    residuals = problem.c - problem.A @ few.beta
    residuals[near.free] = 0.0
    if wrong_side(problem, residuals, dual, few.beta).size:
        return to_vertex(problem, few.beta, tolerance, near.free[few.basis])
    return Optimum(few.beta, dual, near.free[few.basis], few.pivots)


def to_vertex(
    problem: Reduced, beta: FloatArray, tolerance: float, basis: Indices | None = None
) -> Optimum:
    """Return the optimal vertex of a reduced problem, started from a point near it.

    Only the rows nearest to the corner may change sides. Where one of the others would have
    to, it joins them, and the pivots go on from the vertex reached.
    """
    n, p = problem.A.shape
    residuals = problem.c - problem.A @ beta
    side = np.where(residuals > 0, problem.tau, problem.tau - 1)
    near = _nearest(np.abs(residuals), 4 * p + 20)
    if basis is None:
        basis = _choose_basis(problem.A, np.abs(residuals), near)
    working = np.zeros(n, dtype=bool)
    working[near] = True
    pivots = 0
    while True:
        working[basis] = True
        index = np.flatnonzero(working)
        pull = problem.pull + np.where(working, 0.0, side) @ problem.A
        few = Reduced(problem.A[index], problem.c[index], pull, problem.tau)
        vertex = Vertex(few, np.searchsorted(index, basis), side[index])
        try:
            descend(vertex, tolerance)
        except Unbounded:
            if working.all():
                raise
            working[_nearest(np.abs(residuals), 8 * index.size)] = True
            continue
        pivots += vertex.pivots
        basis, side[index] = index[vertex.basis], vertex.dual()
        residuals = problem.c - problem.A @ vertex.beta
        residuals[index] = vertex.residuals
        wrong = wrong_side(problem, residuals, side, vertex.beta)
        if wrong.size == 0:
            return Optimum(vertex.beta, side, basis, pivots)
        working[wrong] = True
        side[wrong] = np.where(residuals[wrong] > 0, problem.tau, problem.tau - 1)


def tied_vertex(problem: Reduced, near: Smoothed) -> Optimum | None:
    """Return the vertex where many rows meet, if the rows on the ramp are such rows.

    Whatever the width, the minimiser of the smoothed loss is then near the vertex, and its
    slopes are a dual for it. So the vertex interpolates all rows on the ramp, and is optimal
    if all other rows stay where they are. None where it is not so.
    """
    residuals = problem.c - problem.A @ near.beta
    on_ramp = np.flatnonzero(np.abs(residuals) < 0.5 * near.width)
    dual = ramp(residuals, near.width, problem.tau)
    A = problem.A.take(on_ramp, axis=0)
    try:
        basis = _choose_basis(A, np.abs(residuals[on_ramp]), np.arange(on_ramp.size))
        factor = cho_factor(A.T @ A)
    except np.linalg.LinAlgError:
        return None
    vertex = near.beta
    for _ in range(2):
        vertex = vertex + cho_solve(factor, A.T @ (problem.c[on_ramp] - A @ vertex))
    left = problem.c - problem.A @ vertex
    if np.any(np.abs(left[on_ramp]) > rounding(A, problem.c[on_ramp], vertex)):
        return None
    dual[on_ramp] -= A @ cho_solve(factor, dual @ problem.A + problem.pull)
    if dual.max() > problem.tau or dual.min() < problem.tau - 1:
        return None
    if wrong_side(problem, left, dual, vertex).size:
        return None
    return Optimum(vertex, dual, on_ramp[basis], 0)


def wrong_side(
    problem: Reduced, residuals: FloatArray, dual: FloatArray, beta: FloatArray
) -> Indices:
    """Return the rows whose residuals have not the sign of their dual, rounding aside."""
    wrong = np.flatnonzero(residuals * dual < 0)
    slack = rounding(problem.A[wrong], problem.c[wrong], beta)
    return wrong[np.abs(residuals[wrong]) > slack]


def _nearest(distance: FloatArray, count: int) -> Indices:
    """Return the rows with the smallest distances."""
    if count >= distance.size:
        return np.arange(distance.size)
    return np.argpartition(distance, count - 1)[:count]


def _choose_basis(A: FloatArray, distance: FloatArray, near: Indices) -> Indices:
    """Choose independent rows, as near to the corner as can be, by a pivoted QR.

    A few of the nearest rows, which are in `near`, mostly do. If they are not independent, four
    times as many are tried, and again, up to all.
    """
    n, p = A.shape
    if n < p:
        raise np.linalg.LinAlgError("fewer rows than coefficients")
    count = 3 * p // 2 + 5
    while True:
        if count <= near.size:
            rows = near[_nearest(distance[near], count)]
        else:
            rows = _nearest(distance, count)
        reach = np.partition(distance[rows], p - 1)[p - 1]
        size = np.sqrt(np.einsum("ij,ij->i", A[rows], A[rows]))
        remote = distance[rows] / reach if reach > 0 else np.sign(distance[rows])
        nearness = 1 / (1 + 1e3 * np.minimum(remote, 1e3))
        directions = A[rows] * (nearness / np.where(size > 0, size, 1))[:, None]
        R, order = dgeqp3(directions.T)[0:2]
        pivots = np.abs(np.diag(R))
        if pivots[-1] > (1e-9 if rows.size < n else 1e-15) * pivots[0]:
            chosen: Indices = rows[order[:p] - 1]
            return chosen
        if rows.size == n:
            raise np.linalg.LinAlgError("the rows do not determine the coefficients")
        count *= 4
