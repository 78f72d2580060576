"""The penalty in general: weights, squares, a sign; and the plain Lasso that it comes down to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from l1lib.lasso_regression.engine.augmented import Augmented
from l1lib.lasso_regression.engine.columns import Columns, Dense, Indices, Sparse
from l1lib.lasso_regression.engine.unpenalised import Unpenalised, without
from l1lib.validate import FloatArray, as_flag, as_real, nonnegative


@dataclass(frozen=True)
class Penalty:
    """Penalty λ Σ uⱼ|bⱼ| + ½ λ₂ Σ uⱼ bⱼ², on b ≥ 0 if `positive`; uⱼ = 1 where there are none."""

    weights: FloatArray | None = None
    l2: float = 0.0
    positive: bool = False

    def each(self, p: int) -> FloatArray | None:
        """Return the weights of p columns, or None if all are 1."""
        if self.weights is None and self.l2 == 0:
            return None
        u = np.ones(p) if self.weights is None else self.weights
        if u.size != p:
            raise ValueError(f"penalty_weights must hold {p} values, one per column, got {u.size}")
        return u


LASSO = Penalty()
"""The penalty λ‖b‖₁."""


def as_penalty(penalty_weights: ArrayLike | None, l2: Any, positive: Any) -> Penalty:
    """Check what a caller gives."""
    signed, squares = as_flag(positive, "positive"), nonnegative(l2, "l2")
    if penalty_weights is None:
        return Penalty(None, squares, signed)
    u = as_real(penalty_weights, "penalty_weights")
    if u.ndim != 1:
        raise ValueError(f"penalty_weights must be one-dimensional, got shape {u.shape}")
    if u.min(initial=0.0) < 0:
        raise ValueError(f"penalty_weights must not be negative, got {u.min()}")
    if signed and not u.all():
        raise ValueError("penalty_weights must be above 0 where positive=True")
    return Penalty(u, squares, signed)


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
