"""Columns without penalty: they are projected out, and their coefficients found afterwards."""

from __future__ import annotations

import numpy as np
from scipy.linalg import qr, solve_triangular

from l1lib.lasso_regression.engine.columns import Columns, Dense, Indices, Sparse
from l1lib.validate import FloatArray

DEPENDENT = 1e-12
"""A column of which others leave less than this share depends on them."""

NEAR = 1e-3
"""Where less than this share of a column is left, sums of squares do not tell how much."""

DUST = 1e-14
"""What unpenalised columns leave of a target that they fit is below this share of it."""


class Unpenalised:
    """Columns without penalty, an orthonormal basis of them, and their coefficients."""

    def __init__(
        self, X: FloatArray, index: Indices, others: Dense | Sparse, y: FloatArray
    ) -> None:
        size = np.linalg.norm(X, axis=0)
        size[size == 0] = 1.0
        Q, R, order = qr(X / size, mode="economic", pivoting=True)
        rank = int(np.count_nonzero(np.abs(R.diagonal()) > DEPENDENT))
        self.independent = rank == index.size
        self.index, self.basis = index[order[:rank]], Q[:, :rank]
        self._factor, self._size = R[:rank, :rank], size[order[:rank]]
        self._target = self.basis.T @ y
        self._others = others.correlations(self.basis) * others.n

    def rest(self, y: FloatArray) -> FloatArray:
        """Return what the basis leaves of a target: zeros if nothing but rounding."""
        rest = y - self.basis @ (self.basis.T @ y)
        rest = rest - self.basis @ (self.basis.T @ rest)
        return rest if np.linalg.norm(rest) > DUST * np.linalg.norm(y) else np.zeros_like(y)

    def coefficients(self, b: FloatArray) -> FloatArray:
        """Return those that fit best what rows b of the others leave."""
        left = self._target - b @ self._others
        found: FloatArray = solve_triangular(self._factor, left.T).T / self._size
        return found


def without(columns: Dense | Sparse, basis: FloatArray) -> Columns:
    """Return columns less their projections on an orthonormal basis, without filling sparse ones.

    Columns that the basis makes up are zeros.
    """
    if isinstance(columns, Dense):
        return Dense(_rest(columns.X, basis))
    shares = (columns.correlations(basis) * columns.n).T
    squares = columns.n * np.square(columns.sizes(np.arange(columns.p)))
    left = np.ones(columns.p)
    for j in np.flatnonzero(squares - np.square(shares).sum(axis=0) <= NEAR**2 * squares):
        left[j] = _rest(columns.filled(np.array([j])), basis).any()
    return Projected(columns.scaled(left), basis, shares * left)


class Projected:
    """Columns X − QC for a basis Q and its `shares` C = QᵀX, of which X stays as it is stored."""

    def __init__(self, inner: Columns, basis: FloatArray, shares: FloatArray) -> None:
        self.n, self.p = inner.n, inner.p
        self.inner, self.basis, self.shares = inner, basis, shares
        self._index = np.empty(0, dtype=np.intp)

    def empty(self) -> Projected:
        """Return the same columns with none held."""
        return Projected(self.inner.empty(), self.basis, self.shares)

    def only(self, index: Indices) -> Projected:
        """Return some of the columns, with none held."""
        return Projected(self.inner.only(index), self.basis, self.shares[:, index])

    def correlations(self, residuals: FloatArray) -> FloatArray:
        """Return Xᵀr / n."""
        there = self.shares.T @ (self.basis.T @ residuals) / self.n
        return self.inner.correlations(residuals) - there

    def sizes(self, index: Indices) -> FloatArray:
        """Return √(‖x‖²/n) of some columns."""
        squares = np.square(self.inner.sizes(index))
        there = np.square(self.shares[:, index]).sum(axis=0) / self.n
        return np.asarray(np.sqrt(np.maximum(squares - there, 0.0)))

    def hold(self, index: Indices) -> FloatArray:
        """Hold more columns."""
        self._index = np.concatenate((self._index, index))
        there = self.shares[:, self._index].T @ self.shares[:, index] / self.n
        return self.inner.hold(index) - there

    def residuals(self, y: FloatArray, b: FloatArray) -> FloatArray:
        """Return y − Xb for coefficients of the held columns."""
        return self.inner.residuals(y, b) + self.basis @ (self.shares[:, self._index] @ b)


def _rest(X: FloatArray, basis: FloatArray) -> FloatArray:
    """Return what an orthonormal basis leaves of columns, zeros where it makes them up."""
    rest = X - basis @ (basis.T @ X)
    rest -= basis @ (basis.T @ rest)
    made_up = np.linalg.norm(rest, axis=0) <= DEPENDENT * np.linalg.norm(X, axis=0)
    rest[:, made_up] = 0.0
    return rest
