"""The rows of a regression problem, read in blocks that fit in the cache."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from l1lib.validate import FloatArray

BLOCK = 16_000
"""Rows read at once: a block of X is still in the cache when it is used again."""

GOLDEN = (math.sqrt(5) - 1) / 2
"""Multiples of it fill the unit interval evenly, and no period of the rows is in step with them."""

Indices = NDArray[np.intp]

Design = Any
"""An array, or a `csr_array`, whose rows are filled a few at a time."""


class NotFinite(ArithmeticError):
    """X holds NaN or inf, or numbers too large to be summed."""


@dataclass(frozen=True)
class Block:
    """Some consecutive rows: their places, their part of X, their residuals y − Xb."""

    rows: slice
    X: Design
    residuals: FloatArray


@dataclass(frozen=True)
class Rows:
    r"""The terms :math:`w_i \rho_\tau(y_i - b_0 - x_i^\top b)`, without a copy of `X`.

    A minimiser works in coordinates β of its own: (b₀, b) = `mix` β, or β itself where
    `mix` is None. In these coordinates row i is aᵢ with the target cᵢ, both multiplied by wᵢ,
    so that every term is ρ(cᵢ − aᵢᵀβ).
    """

    X: Design
    y: FloatArray
    weights: FloatArray | None
    tau: float
    intercept: bool
    mix: FloatArray | None = None

    @property
    def n(self) -> int:
        """The number of rows."""
        return self.y.size

    @property
    def rank(self) -> int:
        """The number of coordinates."""
        columns: int = self.X.shape[1] + self.intercept
        return columns if self.mix is None else self.mix.shape[1]

    def take(self, index: Indices) -> tuple[FloatArray, FloatArray]:
        """Return the rows aᵢ and targets cᵢ of a few indices."""
        few = self._coordinates(index)
        if self.weights is None:
            return few, self.y[index]
        w = self.weights[index]
        return few * w[:, None], self.y[index] * w

    def _coordinates(self, index: Indices) -> FloatArray:
        """Return rows without weights; sparse ones are multiplied before they are filled."""
        first = int(self.intercept)
        if self.mix is None:
            few = filled(few_rows(self.X, index))
            return np.concatenate((np.ones((index.size, 1)), few), axis=1) if first else few
        mixed: FloatArray = few_rows(self.X, index) @ self.mix[first:]
        if first:
            mixed += self.mix[0]
        return mixed

    def original(self, beta: FloatArray) -> FloatArray:
        """Return the coefficients of the data's own columns, the intercept first."""
        return beta if self.mix is None else self.mix @ beta

    def blocks(self, b: FloatArray) -> Iterator[Block]:
        """Go through all rows once; b has the coefficients of the data's own columns."""
        constant, slopes = (b[0], b[1:]) if self.intercept else (0.0, b)
        for start in range(0, self.n, BLOCK):
            rows = slice(start, start + BLOCK)
            X = self.X[rows]
            residuals = self.y[rows] - X @ slopes
            if self.intercept:
                residuals -= constant
            yield Block(rows, X, residuals)

    def pull(self, block: Block, dual: FloatArray) -> FloatArray:
        """Return Σ dᵢaᵢ over a block, in the columns of the data."""
        if self.weights is not None:
            dual = dual * self.weights[block.rows]
        pull = dual @ block.X
        return np.concatenate(([dual.sum()], pull)) if self.intercept else pull

    def mixed(self, pull: FloatArray) -> FloatArray:
        """Return a pull in the coordinates β."""
        return pull if self.mix is None else pull @ self.mix


def few_rows(X: Design, index: Indices) -> Design:
    """Return rows of X, which of an array `take` copies faster than an index does."""
    return X[index] if sparse.issparse(X) else X.take(index, axis=0)


def filled(rows: Design) -> FloatArray:
    """Return a few rows as an array."""
    few: FloatArray = rows.toarray() if sparse.issparse(rows) else rows
    return few


def strata(n: int, size: int) -> Indices:
    """Return the places of a sample that takes one row of each of `size` equal stretches."""
    stretch = np.arange(size, dtype=np.float64)
    within = stretch * GOLDEN
    within -= np.floor(within)
    return np.minimum((stretch + within) * (n / size), n - 1).astype(np.intp)
