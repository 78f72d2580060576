"""The columns of a design, centred and weighted: products with them, and the few in use."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from l1lib.validate import FloatArray

Indices = NDArray[np.intp]

BLOCK = 131_072
"""So many numbers stay in the cache while they are read more than once."""

AT_LEAST = 512
"""A block has so many rows, so that its Gram matrix is worth the call."""


class Columns(Protocol):
    """What the solver asks of a design X with n rows and p columns.

    Some columns are held: the working set, in the order in which they came. Coefficients of
    held columns come in this order too.
    """

    n: int
    p: int

    def empty(self) -> Columns:
        """Return the same columns with none held."""

    def only(self, index: Indices) -> Columns:
        """Return some of the columns, with none held."""

    def correlations(self, residuals: FloatArray) -> FloatArray:
        """Return Xᵀr / n, for one r or for the columns of a matrix."""

    def sizes(self, index: Indices) -> FloatArray:
        """Return √(‖x‖²/n) of some columns."""

    def hold(self, index: Indices) -> FloatArray:
        """Hold more columns; return the products of all held ones with these, over n."""

    def residuals(self, y: FloatArray, b: FloatArray) -> FloatArray:
        """Return y − Xb for coefficients of the held columns, or for columns of these."""


class Centred:
    """An array less means, made when it is asked for."""

    def __init__(self, X: FloatArray, means: FloatArray | None = None) -> None:
        self.shape, self._X, self._means = X.shape, X, means

    @property
    def X(self) -> FloatArray:
        """Return the array."""
        if self._means is not None:
            self._X, self._means = self._X - self._means, None
        return self._X

    def gram(self) -> FloatArray:
        """Return XᵀX, block by block of rows as long as the array is not made."""
        if self._means is None:
            return np.asarray(self._X.T @ self._X)
        n, p = self.shape
        rows, found = max(BLOCK // max(p, 1), AT_LEAST), np.zeros((p, p))
        for first in range(0, n, rows):
            block = self._X[first : first + rows] - self._means
            found += block.T @ block
        return found


class Dense:
    """Columns of an array, whose rows are read as they lie."""

    def __init__(self, X: FloatArray | Centred) -> None:
        self.source = X if isinstance(X, Centred) else Centred(X)
        self.n, self.p = self.source.shape
        self._held = np.empty((self.n, 0), order="F")
        self._count = 0

    @property
    def X(self) -> FloatArray:
        """Return the array."""
        return self.source.X

    def empty(self) -> Dense:
        """Return the same columns with none held."""
        return Dense(self.source)

    def only(self, index: Indices) -> Dense:
        """Return some of the columns, with none held."""
        X = self.X
        return Dense(X.T.take(index, axis=0).T if X.flags.f_contiguous else X.take(index, axis=1))

    def scaled(self, factors: FloatArray) -> Dense:
        """Return the columns times one number each, with none held."""
        return Dense(self.X * factors)

    def filled(self, index: Indices) -> FloatArray:
        """Return some of the columns as an array."""
        return self.X[:, index]

    def correlations(self, residuals: FloatArray) -> FloatArray:
        """Return Xᵀr / n."""
        found: FloatArray = (residuals.T @ self.X).T
        found /= self.n
        return found

    def sizes(self, index: Indices) -> FloatArray:
        """Return √(‖x‖²/n) of some columns."""
        some = self.X[:, index]
        return np.asarray(np.sqrt(np.einsum("ij,ij->j", some, some) / self.n))

    def hold(self, index: Indices) -> FloatArray:
        """Hold more columns, all of them in their own place if they are all."""
        if index.size == self.p:
            self._count = self.p
            return np.asarray(self.source.gram() / self.n)
        first, self._count = self._count, self._count + index.size
        if self._count > self._held.shape[1]:
            longer = np.empty((self.n, 2 * self._count), order="F")
            longer[:, :first] = self._held[:, :first]
            self._held = longer
        self._held[:, first : self._count] = self.X[:, index]
        products = self._held[:, : self._count].T @ self._held[:, first : self._count]
        return np.asarray(products / self.n)

    def residuals(self, y: FloatArray, b: FloatArray) -> FloatArray:
        """Return y − Xb for coefficients of the held columns."""
        held = self._held[:, : self._count] if self._held.size else self.X
        fitted: FloatArray = held @ b
        return less(y, fitted)


class Sparse:
    """Columns of a sparse matrix, centred and weighted without being filled.

    The design is diag(√w)(X − 1mᵀ), with means m that are zero without an intercept.
    """

    def __init__(self, X: Any, roots: FloatArray, means: FloatArray) -> None:
        self.X, self.roots, self.means = X, roots, means
        self.n, self.p = X.shape
        self._held = X[:, :0]
        self._index = np.empty(0, dtype=np.intp)

    def empty(self) -> Sparse:
        """Return the same columns with none held."""
        return Sparse(self.X, self.roots, self.means)

    def only(self, index: Indices) -> Sparse:
        """Return some of the columns, with none held."""
        return Sparse(self.X[:, index], self.roots, self.means[index])

    def scaled(self, factors: FloatArray) -> Sparse:
        """Return the columns times one number each, with none held."""
        return Sparse(self.X.multiply(factors).tocsc(), self.roots, self.means * factors)

    def filled(self, index: Indices) -> FloatArray:
        """Return some of the columns as an array."""
        return np.asarray((self.X[:, index].toarray() - self.means[index]) * self.roots[:, None])

    def correlations(self, residuals: FloatArray) -> FloatArray:
        """Return Xᵀr / n."""
        weighted = (residuals.T * self.roots).T
        total = weighted.sum(axis=0)
        found: FloatArray = self.X.T @ weighted - np.multiply.outer(self.means, total)
        found /= self.n
        return found

    def sizes(self, index: Indices) -> FloatArray:
        """Return √(‖x‖²/n) of some columns."""
        squares = self.X[:, index].power(2).T @ np.square(self.roots) / self.n
        mass = np.square(self.roots).mean()
        return np.asarray(np.sqrt(np.maximum(squares - mass * self.means[index] ** 2, 0.0)))

    def hold(self, index: Indices) -> FloatArray:
        """Hold more columns."""
        self._index = np.concatenate((self._index, index))
        self._held = self.X[:, self._index]
        right = self.X[:, index].multiply(np.square(self.roots)[:, None])
        products = np.asarray((self._held.T @ right).todense())
        sums = np.multiply.outer(self.means[self._index], np.asarray(right.sum(axis=0)).ravel())
        twice = np.asarray(self._held.T @ np.square(self.roots))[:, None] * self.means[index]
        mass = np.square(self.roots).sum()
        centred = np.multiply.outer(self.means[self._index], self.means[index]) * mass
        return np.asarray((products - sums - twice + centred) / self.n)

    def residuals(self, y: FloatArray, b: FloatArray) -> FloatArray:
        """Return y − Xb for coefficients of the held columns."""
        fitted = self._held @ b - self.means[self._index] @ b
        return less(y, np.asarray((fitted.T * self.roots).T))


def less(y: FloatArray, fitted: FloatArray) -> FloatArray:
    """Return y less a fit, or less each column of fits."""
    residuals: FloatArray = (y - fitted.T).T
    return residuals
