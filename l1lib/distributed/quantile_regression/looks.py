"""What the solver looks for in a block: a sample, slopes, the rows of the band, wrong sides."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np

from l1lib.distributed.blocks import Block, Few, Indices, Mark
from l1lib.quantile_regression.engine.all_rows import divide
from l1lib.quantile_regression.engine.huber_newton import ramp
from l1lib.quantile_regression.engine.pivots import rounding
from l1lib.quantile_regression.engine.rank import triangle_of
from l1lib.quantile_regression.engine.rows import BLOCK, Rows, strata
from l1lib.quantile_regression.engine.scaling import Scaled
from l1lib.quantile_regression.engine.start import sample_size
from l1lib.validate import FloatArray


def in_units(scaled: Scaled, X: FloatArray, y: FloatArray, weights: FloatArray | None) -> Rows:
    """Return rows of the data in the units that a sample suggested."""
    like = scaled.rows
    X = X if scaled.centre is None else X - scaled.centre
    y = y if scaled.unit == 1 else y / scaled.unit
    y = y - scaled.shift / scaled.unit if scaled.shift else y
    w = None if weights is None else weights / scaled.heaviest
    return Rows(X, y, w, like.tau, like.intercept, like.mix)


@dataclass(frozen=True)
class Survey:
    """The first look: the marks of blocks, a sample, and the extreme rows of each column."""

    marks: list[Mark]
    rows: int
    sample: Few
    extremes: Few


@dataclass(frozen=True)
class LookAround:
    """Take a sample of so many `rows` of all, or of so many `blocks` like each of them."""

    rows: int | None
    blocks: int
    tau: float
    intercept: bool
    room: int

    def __call__(self, block: Block) -> Survey:
        """Look at a block."""
        n = block.y.size
        size, wanted = self.rows or n * self.blocks, n
        if size and n:
            wanted = min(ceil(n * self.share(size, block.X.shape[1])), n)
        sample = block.few(strata(n, wanted) if wanted < n else np.arange(n))
        return Survey([block.mark], n, sample, block.few(extreme_rows(block.X)))

    def merge(self, parts: list[Survey]) -> Survey:
        """Return what is seen of several blocks."""
        marks = [mark for part in parts for mark in part.marks]
        extremes = Few.joined([part.extremes for part in parts])
        sample = Few.joined([part.sample for part in parts])
        rows = sum(part.rows for part in parts)
        return Survey(marks, rows, sample, extremes.take(extreme_rows(extremes.X)))

    def share(self, n: int, p: int) -> float:
        """Return which share of n rows is taken: all if they are few."""
        wanted = sample_size(n, p + self.intercept, self.tau)
        if n <= 4 * wanted and n * (p + 1) <= self.room:
            return 1.0
        return min(wanted, max(self.room // (4 * (p + 1)), 1)) / n


def extreme_rows(X: FloatArray) -> Indices:
    """Return the rows with the least and the largest value of each column."""
    if len(X) == 0:
        return np.arange(0)
    return np.unique(np.concatenate((X.argmin(axis=0), X.argmax(axis=0))))


@dataclass(frozen=True)
class LookAtColumns:
    """Reduce the design to a triangle R with the same dependences, and the sizes of columns."""

    scaled: Scaled

    def __call__(self, block: Block) -> tuple[FloatArray, FloatArray]:
        """Look at a block."""
        intercept = self.scaled.rows.intercept
        if block.y.size == 0:
            p = block.X.shape[1] + intercept
            return np.empty((0, p)), np.zeros(p)
        return triangle_of(in_units(self.scaled, block.X, block.y, None).X, intercept)

    def merge(self, parts: list[tuple[FloatArray, FloatArray]]) -> tuple[FloatArray, FloatArray]:
        """Return the triangle of several."""
        sizes = np.max([size for _, size in parts], axis=0)
        safe = np.where(sizes > 0, sizes, 1)
        R: Any = np.linalg.qr(np.concatenate([R for R, _ in parts]) / safe, mode="r")
        return R * safe, sizes


@dataclass(frozen=True)
class LookAtSlope:
    """The slope of the smoothed loss at β, and AᵀA over the rows on the ramp."""

    scaled: Scaled
    beta: FloatArray
    width: float

    def __call__(self, block: Block) -> FloatArray:
        """Look at a block: a row for the slope below the matrix, and the number of rows last."""
        rows = in_units(self.scaled, block.X, block.y, block.weights)
        p = rows.rank
        found = np.zeros((p + 2, p))
        for piece in block.slices(BLOCK):
            A, c = rows.take(np.arange(piece.start, min(piece.stop, rows.n)))
            r = c - A @ self.beta
            on_ramp = A[np.abs(r) < 0.5 * self.width]
            found[:p] += on_ramp.T @ on_ramp
            found[p] += ramp(r, self.width, rows.tau) @ A
            found[p + 1, 0] += len(on_ramp)
        return found

    def merge(self, parts: list[FloatArray]) -> FloatArray:
        """Return the sums."""
        return np.asarray(np.sum(parts, axis=0))


@dataclass(frozen=True)
class Band:
    """The pull of the rows beyond the band; those in it, or None if more than there is room for."""

    pull: FloatArray
    count: int
    few: Few | None


def _merged(parts: list[Band], limit: int) -> Band:
    """Return the band over several blocks."""
    count = sum(part.count for part in parts)
    few = [part.few for part in parts if part.few is not None]
    kept = Few.joined(few) if count <= limit and len(few) == len(parts) else None
    return Band(np.asarray(np.sum([part.pull for part in parts], axis=0)), count, kept)


@dataclass(frozen=True)
class LookAtBand:
    """Part the rows within reach of the corner at β from the others."""

    scaled: Scaled
    beta: FloatArray
    reach: float
    limit: int

    def __call__(self, block: Block) -> Band:
        """Look at a block."""
        rows = in_units(self.scaled, block.X, block.y, block.weights)
        if rows.n == 0:
            none = np.arange(0)
            return Band(np.zeros(block.X.shape[1] + rows.intercept), 0, block.few(none))
        sides, pull = divide(rows, self.beta, self.reach)
        few = block.few(sides.band) if sides.band.size <= self.limit else None
        return Band(pull, sides.band.size, few)

    def merge(self, parts: list[Band]) -> Band:
        """Return what is seen of several blocks."""
        return _merged(parts, self.limit)


@dataclass(frozen=True)
class LookAtSides:
    """Find the rows beyond reach of the corner at β that do not keep their sides at b."""

    scaled: Scaled
    beta: FloatArray
    reach: float
    b: FloatArray
    limit: int

    def __call__(self, block: Block) -> Band:
        """Look at a block."""
        rows = in_units(self.scaled, block.X, block.y, block.weights)
        start = rows.original(self.beta)
        wrong = []
        for before, after in zip(rows.blocks(start), rows.blocks(self.b), strict=True):
            distance = np.abs(before.residuals)
            if rows.weights is not None:
                distance *= rows.weights[before.rows]
            r, side = after.residuals, np.where(before.residuals > 0, 1.0, -1.0)
            doubt = self._doubt(before.X, rows.y[before.rows])
            moved = (distance >= self.reach) & (side * r <= doubt)
            wrong.append(moved.nonzero()[0] + before.rows.start)
        index = np.concatenate(wrong) if wrong else np.arange(0)
        few = block.few(index) if index.size <= self.limit else None
        return Band(np.zeros(0), index.size, few)

    def merge(self, parts: list[Band]) -> Band:
        """Return what is seen of several blocks."""
        return _merged(parts, self.limit)

    def _doubt(self, X: FloatArray, y: FloatArray) -> FloatArray:
        """Return by how much rounding may move residuals."""
        constant, slopes = (self.b[0], self.b[1:]) if self.scaled.rows.intercept else (0.0, self.b)
        return rounding(X, np.abs(y) + abs(constant), slopes)
