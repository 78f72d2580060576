"""The data of a Lasso as they were given, read column by column."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from l1lib.lasso_regression.certificate.double_double import two_product
from l1lib.validate import FloatArray

Indices = NDArray[np.intp]


@dataclass(frozen=True)
class Data:
    """The design, the target, the weights times a power of two, and the mean of these."""

    X: Any
    y: FloatArray
    weights: FloatArray | None
    mass: float
    intercept: bool

    def weighted(self, values: FloatArray) -> FloatArray:
        """Return rows times their weights."""
        return values if self.weights is None else (values.T * self.weights).T

    def mean(self, values: FloatArray) -> FloatArray:
        """Return weighted means over rows, by a second pass; 0 without an intercept."""
        if not self.intercept:
            return np.zeros(values.shape[1:])
        first = self.weighted(values).mean(axis=0) / self.mass
        return np.asarray(first + self.weighted(values - first).mean(axis=0) / self.mass)

    def norm(self, values: FloatArray) -> FloatArray:
        """Return weighted norms of columns."""
        return np.asarray(np.sqrt(np.einsum("i...,i...->...", self.weighted(values), values)))

    def columns(self, index: Indices) -> FloatArray:
        """Return some columns as an array."""
        some = self.X[:, index]
        return np.asarray(some.toarray() if sparse.issparse(some) else some)

    def products(self, values: FloatArray) -> FloatArray:
        """Return the products of all columns with a vector."""
        return np.asarray(values @ self.X)

    def largest_norm(self) -> float:
        """Return a bound of the norm of each column, not weighted."""
        return float(np.linalg.norm(self.X.data if sparse.issparse(self.X) else self.X))


def given(X: Any, y: FloatArray, weights: FloatArray | None, intercept: bool) -> Data:
    """Return data with weights whose sum lies in the range of a double."""
    if weights is None:
        return Data(X, y, None, 1.0, intercept)
    scaled = np.ldexp(weights, -math.frexp(float(weights.max()))[1])
    return Data(X, y, scaled, math.fsum(scaled) / y.size, intercept)


def at_means(constant: float, means: FloatArray, b: FloatArray) -> tuple[float, float]:
    """Return the constant + Σ mⱼ bⱼ as the sum of two doubles."""
    high, low = two_product(means, b)
    parts = [constant, *high.tolist(), *low.tolist()]
    total = math.fsum(parts)
    return total, math.fsum([*parts, -total])
