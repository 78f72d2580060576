"""One pass over all rows: the objective, the certificate, and the rows on the wrong side."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from l1lib.deviations.pivots import rounding
from l1lib.deviations.rows import Indices, Rows
from l1lib.validate import FloatArray


@dataclass
class Sides:
    """A dual of all rows: τ above the corner, τ − 1 below, any values in the band."""

    tau: float
    above: NDArray[np.bool_]
    band: Indices
    dual: FloatArray

    def part(self, rows: slice) -> FloatArray:
        """Return the dual of consecutive rows."""
        d: FloatArray = np.where(self.above[rows], self.tau, self.tau - 1)
        first, last = np.searchsorted(self.band, (rows.start, rows.stop))
        d[self.band[first:last] - rows.start] = self.dual[first:last]
        return d

    def inside(self, rows: slice) -> Indices:
        """Return where among consecutive rows the band is."""
        first, last = np.searchsorted(self.band, (rows.start, rows.stop))
        return self.band[first:last] - rows.start

    def widen(self, wrong: Indices) -> Sides:
        """Return the same dual with more rows in the band."""
        added = np.setdiff1d(wrong, self.band, assume_unique=True)
        band = np.concatenate((self.band, added))
        dual = np.concatenate((self.dual, np.where(self.above[added], self.tau, self.tau - 1)))
        order = np.argsort(band)
        return Sides(self.tau, self.above, band[order], dual[order])


@dataclass(frozen=True)
class Verdict:
    """What a pass finds: f(b), Σ(ρ(rᵢ) − dᵢrᵢ), Σ dᵢxᵢ, and frozen rows on the wrong side."""

    fun: float
    slack: float
    pull: FloatArray
    wrong: Indices


def divide(rows: Rows, beta: FloatArray, reach: float) -> tuple[Sides, FloatArray]:
    """Freeze the rows beyond reach of the corner; return their pull, in the data's columns."""
    b = rows.original(beta)
    above = np.empty(rows.n, dtype=bool)
    pull = np.zeros(b.size)
    near = []
    for block in rows.blocks(b):
        up = np.greater(block.residuals, 0, out=above[block.rows])
        dual = np.where(up, rows.tau, rows.tau - 1)
        distance = np.abs(block.residuals)
        if rows.weights is not None:
            distance *= rows.weights[block.rows]
        inside = np.flatnonzero(distance < reach)
        dual[inside] = 0.0
        pull += rows.pull(block, dual)
        near.append(inside + block.rows.start)
    band = np.concatenate(near)
    return Sides(rows.tau, above, band, np.zeros(band.size)), pull


def verify(rows: Rows, b: FloatArray, sides: Sides) -> Verdict:
    """Weigh a point b against a dual, over all rows and from the data alone."""
    total = slack = 0.0
    pull = np.zeros(b.size)
    wrong = []
    for block in rows.blocks(b):
        dual = sides.part(block.rows)
        pull += rows.pull(block, dual)
        r = block.residuals
        if rows.weights is not None:
            r *= rows.weights[block.rows]
        dual *= r
        total += float(dual.sum())
        free = sides.inside(block.rows)
        loss = np.maximum(rows.tau * r[free], (rows.tau - 1) * r[free])
        slack += float((loss - dual[free]).sum())
        dual[free] = 0.0
        against = np.flatnonzero(dual < 0)
        slack += float(np.abs(r[against]).sum())
        wrong.append(against + block.rows.start)
    return Verdict(total + slack, slack, pull, _beyond_rounding(rows, b, np.concatenate(wrong)))


def _beyond_rounding(rows: Rows, b: FloatArray, wrong: Indices) -> Indices:
    """Return the rows whose wrong sign is no matter of rounding."""
    A, c = Rows(rows.X, rows.y, None, rows.tau, rows.intercept).take(wrong)
    return wrong[np.abs(c - A @ b) > rounding(A, c, b)]
