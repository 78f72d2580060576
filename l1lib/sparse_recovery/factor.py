"""Some columns of a matrix as a product Q R, of which as many count as are independent."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import qr, solve_triangular

from l1lib.quantile_regression.certificate.error_free import residuals, weighted_sums
from l1lib.validate import FloatArray

Indices = NDArray[np.intp]

DEPENDENT = 1e-11
"""A column of which others leave less than this share depends on them."""


class Factor:
    """Columns of A over their lengths, as Q R in an order that puts independent ones first."""

    def __init__(self, A: FloatArray, index: Indices) -> None:
        self.columns = A[:, index]
        self.size = np.linalg.norm(self.columns, axis=0)
        self.size[self.size == 0] = 1.0
        self.Q, self.R, self.order = qr(self.columns / self.size, mode="economic", pivoting=True)
        self.rank = int(np.count_nonzero(np.abs(self.R.diagonal()) > DEPENDENT))
        self.Q, self.first = self.Q[:, : self.rank], self.order[: self.rank]

    def solve(self, b: FloatArray) -> FloatArray:
        """Return the x on independent columns for which Ax is nearest to b."""
        x = np.zeros(self.order.size)
        for _ in range(2):
            left = residuals(self.columns, b, 0.0, x)
            x[self.first] += self._back(self.Q.T @ left) / self.size[self.first]
        return x

    def dual(self, signs: FloatArray) -> FloatArray:
        """Return the shortest ν with aⱼᵀν = sⱼ for the first independent columns."""
        nu, few = np.zeros(len(self.Q)), self.columns[:, self.first]
        for _ in range(2):
            high, low = weighted_sums(nu, few)
            left = (signs[self.first] - high) - low
            nu += self.Q @ self._back(left / self.size[self.first], trans=1)
        return nu

    def along(self) -> FloatArray:
        """Return a direction d with Ad = 0 along which the first dependent column joins."""
        d = np.zeros(self.order.size)
        joining = self.order[self.rank]
        d[self.first], d[joining] = -self._back(self.R[: self.rank, self.rank]), 1.0
        d /= self.size
        return d

    def _back(self, right: FloatArray, trans: int = 0) -> FloatArray:
        k = self.rank
        found: FloatArray = solve_triangular(self.R[:k, :k], right[:k], trans=trans)
        return found
