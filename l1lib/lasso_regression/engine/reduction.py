"""The plain Lasso that other penalties come down to, and the way back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from l1lib.lasso_regression.engine.augmented import Augmented
from l1lib.lasso_regression.engine.columns import Columns, Dense, Indices, Sparse
from l1lib.lasso_regression.engine.unpenalised import Unpenalised, without
from l1lib.validate import FloatArray


@dataclass(frozen=True)
class Reduction:
    """The way back from the coefficients of a `Lasso` that is solved to those of all columns."""

    p: int
    weights: FloatArray
    penalised: Indices
    free: Unpenalised | None

    @property
    def determined(self) -> bool:
        """Whether the coefficients of the unpenalised columns are the only ones with their fit."""
        return self.free is None or self.free.independent

    def of_data(self, correlations: FloatArray, b: FloatArray, l2: float) -> FloatArray:
        """Return correlations of the columns that are solved for, from those of all at b."""
        pull = correlations[self.penalised].T / self.weights - l2 * b[self.penalised].T
        return np.asarray(pull.T)

    def back(self, b: FloatArray) -> FloatArray:
        """Return coefficients of all columns, for rows b."""
        coef = np.zeros((*b.shape[:-1], self.p))
        coef[..., self.penalised] = b / self.weights
        if self.free is not None:
            coef[..., self.free.index] = self.free.coefficients(b)
        return coef


def reduced(
    columns: Dense | Sparse, y: FloatArray, u: FloatArray, l2: float
) -> tuple[Columns, FloatArray, Reduction]:
    r"""Return columns and target of a plain Lasso with the same solutions, and the way back.

    Its columns are xⱼ/uⱼ, whose coefficients are uⱼbⱼ, less their projection on the unpenalised
    ones (u = 0), which best fit whatever the others leave. One row :math:`\sqrt{n \lambda_2 u_j}
    \, e_j` below for each column, with the target 0, is its share of the squares. Columns with
    infinite weights are left out.
    """
    penalised, unpenalised = np.flatnonzero((u > 0) & (u < np.inf)), np.flatnonzero(u == 0)
    p, weights, free = u.size, u[penalised], None
    stored = columns if penalised.size == p else columns.only(penalised)
    stored = stored if (weights == 1).all() else stored.scaled(1 / weights)
    few: Columns = stored
    if unpenalised.size:
        free = Unpenalised(columns.filled(unpenalised), unpenalised, stored, y)
        few, y = without(stored, free.basis), free.rest(y)
    if l2 > 0:
        few = Augmented(few, np.sqrt(few.n * (l2 / weights)))
        y = np.append(y, np.zeros(weights.size))
    return few, y, Reduction(p, weights, penalised, free)
