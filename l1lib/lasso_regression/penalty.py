"""The penalty in general: weights, squares, a sign."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

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

    def levels(self, lam: float | FloatArray, p: int) -> FloatArray:
        """Return λuⱼ of p columns, in rows; infinite where uⱼ is."""
        levels = np.multiply.outer(np.ones(p) if self.weights is None else self.weights, lam)
        if self.weights is not None:
            levels[np.isinf(self.weights)] = np.inf
        return np.asarray(levels, dtype=np.float64)

    def squares(self, p: int) -> FloatArray:
        """Return λ₂uⱼ of p columns, 0 for those that are left out."""
        u = np.ones(p) if self.weights is None else self.weights
        return np.where(np.isinf(u), 0.0, self.l2 * u)

    def toward(self, correlations: FloatArray) -> FloatArray:
        """Return correlations as λ bounds them: on both sides, or for b ≥ 0 from above."""
        return correlations if self.positive else np.abs(correlations)


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
