"""Rows below the columns, one for each, by which the Lasso becomes the elastic net."""

from __future__ import annotations

import numpy as np

from l1lib.lasso_regression.engine.columns import Columns, Indices, less
from l1lib.validate import FloatArray


class Augmented:
    """Columns with rows below, one number in each: `roots`[j] under column j, zeros elsewhere.

    `n` is the number of rows above. Residuals have those below too.
    """

    def __init__(self, inner: Columns, roots: FloatArray, below: Indices | None = None) -> None:
        self.n, self.p, self.inner, self.roots = inner.n, inner.p, inner, roots
        self.below = np.arange(inner.p) if below is None else below
        self._index = np.empty(0, dtype=np.intp)

    def empty(self) -> Augmented:
        """Return the same columns with none held."""
        return Augmented(self.inner.empty(), self.roots, self.below)

    def only(self, index: Indices) -> Augmented:
        """Return some of the columns, with none held."""
        return Augmented(self.inner.only(index), self.roots[index], self.below[index])

    def correlations(self, residuals: FloatArray) -> FloatArray:
        """Return Xᵀr / n."""
        above, below = residuals[: self.n], residuals[self.n :][self.below]
        return self.inner.correlations(above) + (below.T * self.roots).T / self.n

    def sizes(self, index: Indices) -> FloatArray:
        """Return √(‖x‖²/n) of some columns."""
        return np.sqrt(np.square(self.inner.sizes(index)) + np.square(self.roots[index]) / self.n)

    def hold(self, index: Indices) -> FloatArray:
        """Hold more columns."""
        first, self._index = self._index.size, np.concatenate((self._index, index))
        products = self.inner.hold(index).copy()
        products[first + np.arange(index.size), np.arange(index.size)] += (
            np.square(self.roots[index]) / self.n
        )
        return products

    def residuals(self, y: FloatArray, b: FloatArray) -> FloatArray:
        """Return y − Xb for coefficients of the held columns."""
        fitted = np.zeros((len(y) - self.n, *b.shape[1:]))
        fitted[self.below[self._index]] = (b.T * self.roots[self._index]).T
        above = self.inner.residuals(y[: self.n], b)
        return np.concatenate((above, less(y[self.n :], fitted)))
