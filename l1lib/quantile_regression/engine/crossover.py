"""From a point near the minimiser to a vertex that is the minimiser."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.linalg.lapack import dgeqp3

from l1lib.quantile_regression.engine.huber_newton import Reduced, Smoothed, ramp
from l1lib.quantile_regression.engine.pivots import Unbounded, Vertex, descend, rounding
from l1lib.quantile_regression.engine.rows import Indices
from l1lib.validate import FloatArray


@dataclass(frozen=True)
class Optimum:
    """The minimiser of a reduced problem: a vertex, its dual, its rows, how many pivots."""

    beta: FloatArray
    dual: FloatArray
    basis: Indices
    pivots: int


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
    distance = np.abs(residuals)
    near = _nearest(distance, 4 * p + 20)
    if basis is None:
        basis = _choose_basis(problem.A, distance, near)
    working = np.zeros(n, dtype=bool)
    working[near] = True
    pivots = 0
    while True:
        working[basis] = True
        index = working.nonzero()[0]
        few = problem.only(index, side)
        vertex = Vertex(few, index.searchsorted(basis), np.copysign(1.0, side[index]))
        try:
            descend(vertex, tolerance)
        except Unbounded:
            if working.all():
                raise
            working[_nearest(distance, 8 * index.size)] = True
            continue
        pivots += vertex.pivots
        basis, side[index] = index[vertex.basis], vertex.dual()
        residuals = problem.c - problem.A @ vertex.beta
        residuals[index] = vertex.residuals()
        wrong = _wrong_side(problem, residuals, side, vertex.beta)
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
    if _wrong_side(problem, left, dual, vertex).size:
        return None
    return Optimum(vertex, dual, on_ramp[basis], 0)


def _wrong_side(
    problem: Reduced, residuals: FloatArray, dual: FloatArray, beta: FloatArray
) -> Indices:
    """Return the rows whose residuals have not the sign of their dual, rounding aside."""
    wrong = (residuals * dual < 0).nonzero()[0]
    if wrong.size == 0:
        return wrong
    slack = rounding(problem.A[wrong], problem.c[wrong], beta)
    return wrong[np.abs(residuals[wrong]) > slack]


def _nearest(distance: FloatArray, count: int) -> Indices:
    """Return the rows with the smallest distances, in the order of these."""
    if count < distance.size:
        near = distance.argpartition(count - 1)[:count]
        return near[distance[near].argsort()]
    return distance.argsort()


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
        rows = near[:count] if count <= near.size else _nearest(distance, count)
        directions, remote = A.take(rows, axis=0), distance[rows]
        if remote[p - 1] > 0:
            remote = np.minimum(remote / remote[p - 1], 1e3)
        size = np.sqrt(np.einsum("ij,ij->i", directions, directions))
        size[size == 0] = 1
        directions /= (size * (1 + 1e3 * remote))[:, None]
        R, order = dgeqp3(directions.T, overwrite_a=True)[:2]
        pivots = np.abs(R.diagonal())
        if pivots[-1] > (1e-9 if rows.size < n else 1e-15) * pivots[0]:
            chosen: Indices = rows[order[:p] - 1]
            return chosen
        if rows.size == n:
            raise np.linalg.LinAlgError("the rows do not determine the coefficients")
        count *= 4
