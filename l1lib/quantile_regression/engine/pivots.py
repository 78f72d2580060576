"""Simplex pivots from vertex to vertex, each as far downhill as its edge leads."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy.linalg.blas import dger
from scipy.linalg.lapack import dgesv

from l1lib.quantile_regression.engine.huber_newton import Reduced
from l1lib.quantile_regression.engine.rows import Indices
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

    A row off the basis is held as sᵢaᵢ in `rows`, with the sign sᵢ = ±1 that makes its residual
    a size |rᵢ|. Its dual is τ for sᵢ = 1 and τ − 1 for sᵢ = −1. The duals of the basis, where
    sᵢ = 1, solve :math:`\sum_i d_i a_i + q = 0`. The vertex is optimal when they lie in
    [τ − 1, τ] too.
    """

    problem: Reduced
    basis: Indices
    signs: FloatArray
    targets: FloatArray = field(init=False)
    beta: FloatArray = field(init=False)
    rows: FloatArray = field(init=False)
    sizes: FloatArray = field(init=False)
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
        A, basis = self.problem.A, self.basis
        p = basis.size
        right = np.zeros((p, p + 1), order="F")
        right.flat[:: p + 2] = 1.0
        right[:, p] = self.targets[basis]
        solution, failed = dgesv(A.take(basis, axis=0), right, overwrite_b=True)[2:]
        if failed:
            raise np.linalg.LinAlgError("the rows of the basis are dependent")
        self.inverse = solution[:, :p]
        self.beta = self._with_zeros(solution[:, p])
        residuals = self.targets - A @ self.beta
        bound = rounding(A, self.targets, self.beta)
        self.noise = float(bound[basis].max())
        self.sizes = np.abs(residuals)
        tied = (self.sizes <= bound).nonzero()[0]
        signs = np.copysign(1.0, residuals)
        signs[tied] = self.signs[tied]
        signs[basis] = 1.0
        self.signs, self.rows = signs, A * signs[:, None]
        self.sizes[tied] = self.sizes[basis] = 0.0
        off = self._sides()
        off[basis] = 0.0
        self.slope = self.problem.pull + off @ A
        self.age = 0

    def _with_zeros(self, beta: FloatArray) -> FloatArray:
        """Return β with zeros for what rounding left of them, if the basis is met as well.

        Rows with few entries, such as those of a penalty, would tell the rest from 0.
        """
        A, c = self.problem.A.take(self.basis, axis=0), self.targets[self.basis]
        bound = rounding(A, c, beta)
        lost = np.abs(self.inverse).sum(axis=1) * bound.max()
        cleared = np.where(np.abs(beta) <= lost, 0.0, beta)
        return cleared if (np.abs(c - A @ cleared) <= bound).all() else beta

    def _sides(self) -> FloatArray:
        """Return τ for rows above the corner, τ − 1 for those below."""
        return np.where(self.signs > 0, self.problem.tau, self.problem.tau - 1)

    def dual(self) -> FloatArray:
        """Return the duals of all rows, those of the basis brought into [τ − 1, τ]."""
        d, tau = self._sides(), self.problem.tau
        d[self.basis] = np.minimum(np.maximum(-(self.slope @ self.inverse), tau - 1), tau)
        return d

    def residuals(self) -> FloatArray:
        """Return the residuals of all rows."""
        return self.signs * self.sizes

    def steepest(self) -> tuple[int, float, float]:
        """Return the place in the basis to leave by, how far its dual is out, and the way."""
        off_centre = self.slope @ self.inverse
        off_centre += self.problem.tau - 0.5
        excess = np.abs(off_centre)
        excess -= 0.5
        length = np.sqrt(np.einsum("ij,ij->j", self.inverse, self.inverse))
        place = int((excess / length).argmax())
        return place, float(excess[place]), 1.0 if off_centre[place] < 0 else -1.0

    def pivot(self, place: int, excess: float, way: float) -> float:
        """Follow an edge past all corners up to the last where it leads down.

        The slope along the edge is −`excess`. Each row that is passed turns its sign and adds
        the speed of its residual. Return by how much a residual shrinks at most.
        """
        towards = self.rows @ (-way * self.inverse[:, place])
        towards[self.basis] = 0.0
        fastest = float(towards.max())
        ahead = (towards > 1e-11 * max(fastest, 0.0)).nonzero()[0]
        speed = towards.take(ahead)
        distance = self.sizes.take(ahead) / speed
        order = distance.argsort(kind="stable")
        last = int(speed.take(order).cumsum().searchsorted(excess))
        if last == ahead.size:
            raise Unbounded
        length = float(distance[order[last]])
        self.sizes -= length * towards
        np.abs(self.sizes, out=self.sizes)
        if last:
            self._turn(ahead[order[:last]])
        self._exchange(place, int(ahead[order[last]]), way, length)
        return length * fastest

    def _turn(self, passed: Indices) -> None:
        """Give rows the other sign."""
        rows = self.rows.take(passed, axis=0)
        self.slope -= rows.sum(axis=0)
        self.rows[passed] = -rows
        self.signs[passed] *= -1.0

    def _exchange(self, place: int, entering: int, way: float, length: float) -> None:
        """Exchange one row of the basis, by a rank-one update of the inverse."""
        leaving, tau = self.basis[place], self.problem.tau
        self.slope += (tau if way > 0 else tau - 1) * self.rows[leaving]
        if way < 0:
            self.rows[leaving] *= -1.0
        self.signs[leaving], self.sizes[leaving] = way, length
        if self.signs[entering] < 0:
            self.rows[entering] *= -1.0
        row = self.rows[entering]
        self.slope -= (tau if self.signs[entering] > 0 else tau - 1) * row
        self.signs[entering], self.sizes[entering] = 1.0, 0.0
        image = row @ self.inverse
        column = self.inverse[:, place] / image[place]
        dger(-1.0, column, image, a=self.inverse, overwrite_a=True)
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
