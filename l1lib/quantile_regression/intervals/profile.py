"""The objective as a function of one coefficient alone, the others at their best."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from l1lib.quantile_regression.engine.crossover import to_vertex
from l1lib.quantile_regression.engine.huber_newton import Reduced
from l1lib.quantile_regression.engine.pivots import Unbounded
from l1lib.quantile_regression.engine.rows import Indices
from l1lib.validate import FloatArray

NUDGE = 1e-9
"""Slopes that differ by less count as one; the slopes are sums over a vector of length 1."""

SAME = 1e-10
"""Kinks nearer than this count as one; the targets have size 1."""


@dataclass
class Profile:
    r"""The function :math:`f(\theta) = \min_{b_j = \theta} \sum_i \rho_\tau(r_i - a_i^\top b)`.

    It is convex and piecewise linear. Let z be the part of column j that the other columns do
    not explain, and d a dual of the fit with :math:`b_j = \theta` held fixed. Then
    :math:`f'(\theta) = -\sum_i d_i z_i`. Here all is in units of z: places are |z|θ, slopes are
    :math:`f'(\theta) / |z|`, between −√n and √n.

    A point where f has the subgradient s minimises f(θ) − sθ, so a fit with a tilted objective
    finds it.

    Parameters
    ----------
    A : ndarray, shape (n, p)
        The design, with independent columns.
    r : ndarray, shape (n,)
        The targets, of size 1: residuals of the fit, so that f is least at 0.
    tau : float
        The quantile.
    column : int
        The coefficient that is the variable.
    basis : ndarray of int, shape (p,)
        Independent rows with r = 0: the support of the fit.
    """

    A: FloatArray
    r: FloatArray
    tau: float
    column: int
    basis: Indices
    length: float = field(init=False)
    rows: FloatArray = field(init=False)
    beta: FloatArray = field(init=False)

    def __post_init__(self) -> None:
        order = np.append(np.delete(np.arange(self.A.shape[1]), self.column), self.column)
        Q, R = np.linalg.qr(self.A[:, order])
        self.rows = np.ascontiguousarray(Q * np.where(R[-1, -1] < 0, -1.0, 1.0))
        self.length = float(abs(R[-1, -1]))
        self.beta = np.zeros(self.basis.size)

    def where(self, slope: float, interpolate: bool) -> float:
        """Return the θ at which the slope is reached; infinite where it never is.

        The slopes jump at kinks, and the answer is the kink at which the slope is passed. To
        interpolate, a line joins the slope before that jump, put at the kink where it begins,
        to the slope behind the jump, put at the kink itself.
        """
        way = 1.0 if slope > 0 else -1.0
        try:
            place, least, most = self._minimise(slope)
        except Unbounded:
            return way * math.inf
        if not interpolate:
            return place / self.length
        inner, outer = (least, most) if way > 0 else (most, least)
        outer, _ = self._leave(place, outer, way)
        inner, start = self._leave(place, inner, -way)
        if way * inner < -NUDGE:
            return place / self.length
        share = (slope - inner) / (outer - inner)
        return (start + (place - start) * share) / self.length

    def _leave(self, place: float, slope: float, way: float) -> tuple[float, float]:
        """Return the last slope of a kink on one side, and the place of its neighbour there."""
        while True:
            try:
                there, least, most = self._minimise(slope + way * NUDGE)
            except Unbounded:
                return slope, way * math.inf
            if way * (there - place) > SAME * (1.0 + abs(place)):
                return slope, there
            slope = max(most, slope + NUDGE) if way > 0 else min(least, slope - NUDGE)

    def _minimise(self, slope: float) -> tuple[float, float, float]:
        """Return where f(θ) − slope·θ is least, and between which slopes its rows stay the best."""
        pull = np.zeros(self.beta.size)
        pull[-1] = slope
        problem = Reduced(self.rows, self.r, pull, self.tau)
        optimum = to_vertex(problem, self.beta, 1e-13 * max(self.r.size, 10), self.basis)
        self.basis, self.beta = optimum.basis, optimum.beta
        d = optimum.dual[self.basis]
        speed = -np.linalg.inv(self.rows[self.basis])[-1]
        moving = np.abs(speed) > 1e-12 * np.abs(speed).max()
        up = np.where(speed > 0, self.tau - d, d - (self.tau - 1))[moving]
        down = np.where(speed > 0, d - (self.tau - 1), self.tau - d)[moving]
        pace = np.abs(speed[moving])
        return (
            float(self.beta[-1]),
            slope - float((down / pace).min()),
            slope + float((up / pace).min()),
        )
