"""What a certificate is about: the data as given, and the answer as returned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from l1lib.validate import FloatArray

BLOCK = 16_000
"""Rows read at once: a block of X is still in the cache when it is used again."""

UNIT = 2.0**-53
"""What rounding changes at most, relative to the result."""

ACCURACY = 1e-12
"""The gap up to which a fit counts as exact."""

BALANCE = 1e-9
"""So small must the dual residual be, too."""

FILLED = 2**18
"""So many entries of a sparse design are filled at once."""

Indices = NDArray[np.intp]

Design = Any
"""An array, or a `csr_array`."""


@dataclass(frozen=True)
class Data:
    """A problem; the weights are positive, or None for ones."""

    X: Design
    y: FloatArray
    weights: FloatArray | None
    tau: float
    intercept: bool

    def rows(self, rows: slice | Indices) -> FloatArray:
        """Return rows of X, filled."""
        X: FloatArray = self.X[rows].toarray() if sparse.issparse(self.X) else self.X[rows]
        return X

    def blocks(self, n: int | None = None) -> Iterator[slice]:
        """Cut n rows, or all, into slices; of a sparse design they are no more than fit."""
        size = BLOCK
        if sparse.issparse(self.X):
            size = min(size, max(FILLED // max(self.X.shape[1], 1), 1))
        return (slice(start, start + size) for start in range(0, n or self.y.size, size))

    @property
    def columns(self) -> int:
        """The number of coefficients, the intercept counted."""
        columns: int = self.X.shape[1] + self.intercept
        return columns

    def design(self, rows: slice | Indices) -> FloatArray:
        """Return rows of the design, with ones for the intercept first."""
        X = self.rows(rows)
        return np.concatenate((np.ones((len(X), 1)), X), axis=1) if self.intercept else X

    def ends(self, rows: slice | Indices) -> tuple[FloatArray | float, FloatArray | float]:
        """Return the upper and lower ends of the intervals of the duals."""
        if self.weights is None:
            return self.tau, self.tau - 1
        return self.tau * self.weights[rows], (self.tau - 1) * self.weights[rows]

    def sizes(self, dual: FloatArray, rows: slice | Indices) -> FloatArray:
        """Return the sizes of duals, but not less than typical ones."""
        w = 1.0 if self.weights is None else self.weights[rows]
        return np.maximum(np.abs(dual[rows]), 2 * self.tau * (1 - self.tau) * w)


@dataclass(frozen=True)
class Answer:
    """A fit with its dual, and the rows that determine it."""

    intercept: float
    coef: FloatArray
    dual: FloatArray
    support: Indices
