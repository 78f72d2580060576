"""Simplex pivots from vertex to vertex, each as far downhill as its edge leads."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy.linalg.blas import dger

from l1lib.deviations.rows import Indices
from l1lib.deviations.smoothing import Reduced
from l1lib.validate import FloatArray

REFRESH = 100
"""After so many rank-one updates the inverse is computed anew."""

PERTURBATIONS = 4
"""So often a corner where too many rows meet is shaken apart."""


class Unbounded(ArithmeticError):
    """The rows that may change sign do not hold the objective from below."""


@dataclass
class Vertex:
    r"""A point β through the rows of a basis, with the dual that belongs to it.

    The dual of a row off the basis is its `side`, τ above the corner and τ − 1 below. Those
    of the basis solve :math:`\sum_i d_i a_i + q = 0`. The vertex is optimal when they lie in
    [τ − 1, τ] too.
    """

    problem: Reduced
    basis: Indices
    side: FloatArray
    targets: FloatArray = field(init=False)
    beta: FloatArray = field(init=False)
    residuals: FloatArray = field(init=False)
    inverse: FloatArray = field(init=False)
    slope: FloatArray = field(init=False)
    noise: float = field(init=False)
    pivots: int = 0
    age: int = 0

    def __post_init__(self) -> None:
        self.targets = self.problem.c
        self.refresh()

    def refresh(self) -> None:
        """Compute from the basis all that pivots only update."""
        A = self.problem.A
        corner = A[self.basis]
        right = np.concatenate((np.eye(len(corner)), self.targets[self.basis, None]), axis=1)
        solution = np.asarray(np.linalg.solve(corner, right), dtype=np.float64)
        self.inverse, self.beta = np.ascontiguousarray(solution[:, :-1]), solution[:, -1]
        self.residuals = self.targets - A @ self.beta
        self.residuals[self.basis] = 0.0
        bound = rounding(A, self.targets, self.beta)
        self.noise = float(bound[self.basis].max())
        tied = np.abs(self.residuals) <= bound
        self.residuals[tied] = 0.0
        above = np.where(self.residuals > 0, self.problem.tau, self.problem.tau - 1)
        self.side = np.where(tied, self.side, above)
        off = self.side.copy()
        off[self.basis] = 0.0
        self.slope = self.problem.pull + off @ A
        self.age = 0

    def multipliers(self) -> FloatArray:
        """Return the duals of the basis."""
        return -(self.slope @ self.inverse)

    def dual(self) -> FloatArray:
        """Return the duals of all rows, those of the basis brought into [τ − 1, τ]."""
        d = self.side.copy()
        tau = self.problem.tau
        d[self.basis] = np.clip(self.multipliers(), tau - 1, tau)
        return d

    def steepest(self) -> tuple[int, float, float]:
        """Return the place in the basis to leave by, how far its dual is out, and the way."""
        d = self.multipliers()
        tau = self.problem.tau
        excess = np.maximum(d - tau, tau - 1 - d)
        length = np.sqrt(np.einsum("ij,ij->j", self.inverse, self.inverse))
        place = int(np.argmax(excess / length))
        return place, float(excess[place]), 1.0 if d[place] > tau else -1.0

    def pivot(self, place: int, excess: float, way: float) -> float:
        """Follow an edge past all corners up to the last where it leads down.

        The slope along the edge is −`excess`. Each row that is passed turns its sign and adds
        the speed of its residual. Return by how much a residual changed at most.
        """
        edge = -way * self.inverse[:, place]
        speed = self.problem.A @ edge
        speed[self.basis] = 0.0
        towards = np.where(self.side > 0, speed, -speed)
        ahead = np.flatnonzero(towards > 1e-11 * max(towards.max(), 0.0))
        distance = np.abs(self.residuals[ahead]) / towards[ahead]
        order = np.argsort(distance, kind="stable")
        climb = np.cumsum(towards[ahead[order]])
        last = int(np.searchsorted(climb, excess))
        if last == ahead.size:
            raise Unbounded
        passed, entering = ahead[order[:last]], int(ahead[order[last]])
        length = float(distance[order[last]])
        leaving = int(self.basis[place])
        self._turn(passed)
        self.residuals -= length * speed
        self.residuals[passed] = np.where(
            self.side[passed] > 0, np.abs(self.residuals[passed]), -np.abs(self.residuals[passed])
        )
        self.residuals[leaving], self.residuals[entering] = way * length, 0.0
        self.side[leaving] = self.problem.tau if way > 0 else self.problem.tau - 1
        self._exchange(place, leaving, entering)
        return length * float(np.abs(speed).max())

    def _turn(self, passed: Indices) -> None:
        """Give rows the other side."""
        tau = self.problem.tau
        other = np.where(self.side[passed] > 0, tau - 1, tau)
        if passed.size:
            self.slope = self.slope + (other - self.side[passed]) @ self.problem.A[passed]
        self.side[passed] = other

    def _exchange(self, place: int, leaving: int, entering: int) -> None:
        """Exchange one row of the basis, by a rank-one update of the inverse."""
        A = self.problem.A
        self.slope = self.slope + self.side[leaving] * A[leaving]
        self.slope -= self.side[entering] * A[entering]
        image = A[entering] @ self.inverse
        column = self.inverse[:, place] / image[place]
        dger(-1.0, image, column, a=self.inverse.T, overwrite_a=True)
        self.inverse[:, place] = column
        self.basis[place] = entering
        self.pivots += 1
        self.age += 1


def descend(vertex: Vertex, tolerance: float) -> None:
    """Pivot until no dual is out of its interval by more than the tolerance.

    Where more rows meet in a corner than it needs, pivots of length zero can go round in
    circles. Then the targets are shaken a little, which pulls the rows apart; the dual found
    is as good for the true targets, which are restored, and any pivots still missing follow.
    """
    patience = 2 * vertex.basis.size + 50
    most = 40 * patience
    stalled = shaken = 0
    while vertex.pivots < most:
        place, excess, way = vertex.steepest()
        if excess <= tolerance:
            if vertex.targets is not vertex.problem.c:
                vertex.targets = vertex.problem.c
                stalled = 0
            elif vertex.age == 0:
                return
            vertex.refresh()
            continue
        stalled = stalled + 1 if vertex.pivot(place, excess, way) <= vertex.noise else 0
        if vertex.age >= REFRESH:
            vertex.refresh()
        if stalled > patience:
            if shaken == PERTURBATIONS:
                return
            shaken, stalled = shaken + 1, 0
            _shake(vertex, shaken)


def _shake(vertex: Vertex, seed: int) -> None:
    """Move each target by about 1e-7 of the numbers that make its residual."""
    problem = vertex.problem
    size = 2.0**22 * rounding(problem.A, problem.c, vertex.beta)
    size = np.where(size > 0, size, size.max() or 1.0)
    vertex.targets = problem.c + size * np.random.default_rng(seed).uniform(-1, 1, size.size)
    vertex.refresh()


def rounding(A: FloatArray, c: FloatArray, beta: FloatArray) -> FloatArray:
    """Return by how much rounding may move each residual c − Aβ."""
    bound: FloatArray = 2.0**-44 * (np.abs(c) + np.abs(A) @ np.abs(beta))
    return bound
