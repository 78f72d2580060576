"""Passes over all rows: which are frozen, how hard they pull, which are on the wrong side."""

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

    def part(self, rows: slice) -> FloatArray:
        """Return the dual of consecutive rows."""
        dual: FloatArray = np.where(self.above[rows], self.tau, self.tau - 1)
        first, last = self.band.searchsorted((rows.start, rows.stop))
        dual[self.band[first:last] - rows.start] = self.dual[first:last]
        return dual

    def whole(self) -> FloatArray:
        """Return the dual of all rows."""
        dual: FloatArray = np.where(self.above, self.tau, self.tau - 1)
        dual[self.band] = self.dual
        return dual

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


def pull_of(rows: Rows, sides: Sides) -> FloatArray:
    """Return Σ dᵢxᵢ over all rows, in the data's columns."""
    pull = np.zeros(rows.X.shape[1] + rows.intercept)
    for block in rows.blocks(pull):
        pull += rows.pull(block, sides.part(block.rows))
    return pull


def wrong_side(rows: Rows, b: FloatArray, sides: Sides, against: Indices) -> Indices:
    """Return those of some rows that are frozen on the wrong side, rounding aside."""
    frozen: Indices = against
    if sides.band.size:
        place = np.minimum(sides.band.searchsorted(against), sides.band.size - 1)
        frozen = against[sides.band[place] != against]
    if frozen.size == 0:
        return frozen
    A, c = Rows(rows.X, rows.y, None, rows.tau, rows.intercept).take(frozen)
    r = c - A @ b
    opposed = (np.abs(r) > rounding(A, c, b)) & ((r > 0) != sides.above[frozen])
    wrong: Indices = frozen[opposed]
    return wrong
