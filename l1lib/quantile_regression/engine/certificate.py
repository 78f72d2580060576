"""One pass over all rows: the objective, the certificate, and the rows on the wrong side."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from l1lib.quantile_regression.engine.pivots import rounding
from l1lib.quantile_regression.engine.rows import Indices, NotFinite, Rows
from l1lib.validate import FloatArray


@dataclass
class Sides:
    """A dual of all rows: τ above the corner, τ − 1 below, any values in the band."""

    tau: float
    above: NDArray[np.bool_]
    band: Indices
    dual: FloatArray

    def part(self, rows: slice) -> tuple[FloatArray, Indices, FloatArray]:
        """Return the dual of consecutive rows, which of them the band has, and its dual."""
        above = self.above[rows]
        dual: FloatArray = np.where(above, self.tau, self.tau - 1)
        first, last = self.band.searchsorted((rows.start, rows.stop))
        inside, values = self.band[first:last] - rows.start, self.dual[first:last]
        dual[inside] = values
        return dual, inside, values

    def narrow(self, free: Indices, dual: FloatArray) -> Sides:
        """Return the same with only some rows of the band free, the others frozen at a dual."""
        self.above[self.band] = dual > 0
        return Sides(self.tau, self.above, self.band[free], self.dual[free])

    def widen(self, wrong: Indices) -> Sides:
        """Return the same dual with more rows in the band."""
        added = np.setdiff1d(wrong, self.band, assume_unique=True)
        band = np.concatenate((self.band, added))
        dual = np.concatenate((self.dual, np.where(self.above[added], self.tau, self.tau - 1)))
        order = np.argsort(band)
        return Sides(self.tau, self.above, band[order], dual[order])


@dataclass(frozen=True)
class Verdict:
    """What a pass finds: d, f(b), Σ(ρ(rᵢ) − dᵢrᵢ), Σ dᵢxᵢ, and frozen rows on the wrong side."""

    dual: FloatArray
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
        dual = up - (1 - rows.tau)
        distance = np.abs(block.residuals)
        if rows.weights is not None:
            distance *= rows.weights[block.rows]
        inside = (distance < reach).nonzero()[0]
        dual[inside] = 0.0
        pull += rows.pull(block, dual)
        near.append(inside + block.rows.start)
    if not np.isfinite(pull).all():
        raise NotFinite
    band = np.concatenate(near)
    return Sides(rows.tau, above, band, np.zeros(band.size)), pull


def verify(rows: Rows, b: FloatArray, sides: Sides) -> Verdict:
    """Weigh a point b against a dual, over all rows and from the data alone."""
    duals = np.empty(rows.n)
    total = slack = 0.0
    pull = np.zeros(b.size)
    wrong = []
    for block in rows.blocks(b):
        dual, inside, values = sides.part(block.rows)
        duals[block.rows] = dual
        pull += rows.pull(block, dual)
        r = block.residuals
        if rows.weights is not None:
            r *= rows.weights[block.rows]
        dual *= r
        total += float(dual.sum())
        free = r[inside]
        slack += float((np.maximum(rows.tau * free, (rows.tau - 1) * free) - values * free).sum())
        dual[inside] = 0.0
        against = (dual < 0).nonzero()[0]
        slack += float(np.abs(r[against]).sum())
        wrong.append(against + block.rows.start)
    return Verdict(duals, total + slack, slack, pull, _beyond_rounding(rows, b, wrong))


def _beyond_rounding(rows: Rows, b: FloatArray, parts: list[Indices]) -> Indices:
    """Return the rows whose wrong sign is no matter of rounding."""
    wrong: Indices = np.concatenate(parts)
    if wrong.size == 0:
        return wrong
    A, c = Rows(rows.X, rows.y, None, rows.tau, rows.intercept).take(wrong)
    return wrong[np.abs(c - A @ b) > rounding(A, c, b)]
