"""The data of a Lasso as they were given, read column by column."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from l1lib.lasso_regression.certificate.double_double import two_product
from l1lib.validate import FloatArray

Indices = NDArray[np.intp]


@dataclass
class Data:
    """The design, the target, and the weights times a power of two, with their mean.

    `spread` is the norm of the target less its mean. `norm_of_all` is √Σxᵢⱼ², which bounds the
    norm of each column.
    """

    X: Any
    y: FloatArray
    weights: FloatArray | None
    mass: float
    intercept: bool
    norm_of_all: float
    spread: float = field(init=False)

    def __post_init__(self) -> None:
        self.spread = self.norm(self.y - self.mean(self.y))

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

    def columns(self, index: Indices) -> FloatArray:
        """Return some columns as an array."""
        if isinstance(self.X, np.ndarray):
            return np.asarray(self.X[:, index])
        return np.asarray(self.X[:, index].toarray())

    def products(self, values: FloatArray) -> FloatArray:
        """Return the products of all columns with a vector."""
        return np.asarray(values @ self.X)


def given(
    X: Any, y: FloatArray, weights: FloatArray | None, intercept: bool, norm_of_all: float
) -> Data:
    """Return data with weights whose sum lies in the range of a double."""
    if weights is None:
        return Data(X, y, None, 1.0, intercept, norm_of_all)
    scaled = np.ldexp(weights, -math.frexp(float(weights.max()))[1])
    return Data(X, y, scaled, math.fsum(scaled) / y.size, intercept, norm_of_all)


def at_means(constant: float, means: FloatArray, b: FloatArray) -> tuple[float, float]:
    """Return the constant + Σ mⱼ bⱼ as the sum of two doubles."""
    high, low = two_product(means, b)
    parts = [constant, *high.tolist(), *low.tolist()]
    total = math.fsum(parts)
    return total, math.fsum([*parts, -total])
