"""Correlations in single precision, which tell most of them from λ."""

from __future__ import annotations

import numpy as np

from l1lib.lasso_regression.engine.columns import Dense, Indices
from l1lib.validate import FloatArray

UNIT = 2.0**-24
"""The relative error of a number rounded to single precision."""


class Rounded:
    r"""Columns of an array once more, rounded, so that a pass over them takes half the time.

    For columns and residuals rounded to a relative error u, and a sum of n products rounded
    after each term, the error of xᵀr is at most about :math:`(n + 2) u \|x\| \|r\|`. A
    correlation which is further than twice that below λ is below it in truth, and that is all
    that has to be known of it.
    """

    def __init__(self, columns: Dense) -> None:
        self.columns, X = columns, columns.X
        self.unit = float(np.sqrt(np.einsum("ij,ij->j", X, X).max())) or 1.0
        self.X = np.empty_like(X, dtype=np.float32)
        np.divide(X, self.unit, out=self.X, casting="same_kind")

    def correlations(self, residuals: FloatArray, lams: FloatArray) -> tuple[FloatArray, Indices]:
        """Return Xᵀr / n for columns of residuals, and where it is not surely below its λ."""
        n = self.columns.n
        size = np.sqrt(np.square(residuals).sum(axis=0))
        scaled = (residuals / np.where(size > 0, size, 1)).astype(np.float32)
        found: FloatArray = (scaled.T @ self.X).T.astype(np.float64)
        scale = self.unit * size / n
        found *= scale
        near = (~(np.abs(found) + 2 * (n + 2) * UNIT * scale < lams)).any(axis=1).nonzero()[0]
        return found, near
