"""What a certificate is about: the data as given, and the answer as returned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from l1lib.validate import FloatArray

BLOCK = 16_000
"""Rows read at once: a block of X is still in the cache when it is used again."""

UNIT = 2.0**-53
"""What rounding changes at most, relative to the result."""

ACCURACY = 1e-12
"""The gap up to which a fit counts as exact."""

BALANCE = 1e-9
"""So small must the dual residual be, too."""

Indices = NDArray[np.intp]


@dataclass(frozen=True)
class Data:
    """A problem; the weights are positive, or None for ones."""

    X: FloatArray
    y: FloatArray
    weights: FloatArray | None
    tau: float
    intercept: bool

    @property
    def columns(self) -> int:
        """The number of coefficients, the intercept counted."""
        columns: int = self.X.shape[1] + self.intercept
        return columns

    def design(self, rows: slice | Indices) -> FloatArray:
        """Return rows of the design, with ones for the intercept first."""
        X = self.X[rows]
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


def blocks(n: int) -> Iterator[slice]:
    """Cut n rows into slices."""
    return (slice(start, start + BLOCK) for start in range(0, n, BLOCK))
