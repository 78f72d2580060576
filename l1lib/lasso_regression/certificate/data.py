"""The data of a Lasso as they were given, read column by column."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from l1lib.lasso_regression.certificate.double_double import two_product
from l1lib.lasso_regression.penalty import Penalty
from l1lib.validate import FloatArray

Indices = NDArray[np.intp]

DUST = 1e-14
"""What a fit leaves of a target is rounding below this share of it."""


@dataclass
class Data:
    """The design, the target, the weights times a power of two, with their mean, and the penalty.

    `spread` is the norm of the target less its best fit without penalised columns, or less its
    mean where that fit is exact. `norm_of_all` is √Σxᵢⱼ², which bounds the norm of each column.
    """

    X: Any
    y: FloatArray
    weights: FloatArray | None
    mass: float
    intercept: bool
    penalty: Penalty
    norm_of_all: float = math.inf
    spread: float = field(init=False)

    def complete(self, norm_of_all: float) -> None:
        """Take up what is known once all numbers are found to be finite."""
        self.norm_of_all = norm_of_all
        u = self.penalty.weights
        rest = self.y - self.mean(self.y)
        if u is not None and not u.all():
            columns = self.columns(np.flatnonzero(u == 0))
            columns = columns - self.mean(columns)
            sizes = self.norms(columns)
            columns = columns[:, sizes > 0] / sizes[sizes > 0]
            root = np.ones(rest.size) if self.weights is None else np.sqrt(self.weights)
            left = rest - columns @ np.linalg.lstsq((columns.T * root).T, rest * root)[0]
            rest = left if self.norm(left) > DUST * self.norm(rest) else rest
        self.spread = self.norm(rest)

    def weighted(self, values: FloatArray) -> FloatArray:
        """Return rows times their weights."""
        return values if self.weights is None else (values.T * self.weights).T

    def about(self, values: FloatArray) -> FloatArray:
        """Return weighted means over rows in one pass; 0 without an intercept."""
        if not self.intercept:
            return np.zeros(values.shape[1:])
        w = np.ones(len(values)) if self.weights is None else self.weights
        return np.asarray(w @ values) / (self.mass * len(values))

    def mean(self, values: FloatArray) -> FloatArray:
        """Return weighted means over rows in two passes; 0 without an intercept."""
        first = self.about(values)
        return first + self.about(values - first) if self.intercept else first

    def norm(self, values: FloatArray) -> float:
        """Return the weighted norm of a vector."""
        return math.sqrt(float(self.weighted(values) @ values))

    def norms(self, values: FloatArray) -> FloatArray:
        """Return the weighted norms of columns."""
        return np.asarray(np.sqrt(np.einsum("ij,ij->j", self.weighted(values), values)))

    def levels(self, lam: float | FloatArray) -> FloatArray:
        """Return λuⱼ of all columns, times the mean weight."""
        return self.penalty.levels(np.multiply(lam, self.mass), self.X.shape[1])

    def squares(self) -> FloatArray:
        """Return λ₂uⱼ of all columns, times the mean weight."""
        return self.mass * self.penalty.squares(self.X.shape[1])

    def columns(self, index: Indices) -> FloatArray:
        """Return some columns as an array."""
        if isinstance(self.X, np.ndarray):
            return np.asarray(self.X[:, index])
        return np.asarray(self.X[:, index].toarray())

    def products(self, values: FloatArray) -> FloatArray:
        """Return the products of all columns with a vector."""
        return np.asarray(values @ self.X)


def given(
    X: Any, y: FloatArray, weights: FloatArray | None, intercept: bool, penalty: Penalty
) -> Data:
    """Return data with weights whose sum lies in the range of a double."""
    if weights is None:
        return Data(X, y, None, 1.0, intercept, penalty)
    scaled = np.ldexp(weights, -math.frexp(float(weights.max()))[1])
    return Data(X, y, scaled, math.fsum(scaled) / y.size, intercept, penalty)


def at_means(constant: float, means: FloatArray, b: FloatArray) -> tuple[float, float]:
    """Return the constant + Σ mⱼ bⱼ as the sum of two doubles."""
    high, low = two_product(means, b)
    parts = [constant, *high.tolist(), *low.tolist()]
    total = math.fsum(parts)
    return total, math.fsum([*parts, -total])
