"""How far a solution is from Ax = b, and its sum from the least, from the data and it alone."""

from __future__ import annotations

import sys
from dataclasses import dataclass

import numpy as np

from l1lib.quantile_regression.certificate.error_free import residuals, weighted_sums
from l1lib.validate import FloatArray

BLOCK = 2**18
"""So many entries of A are multiplied at once."""


@dataclass(frozen=True)
class Certificate:
    """The sum of |xⱼ|, the gap in its unit, what rounding explains of it, the residual, and Aᵀν."""

    fun: float
    excess: float
    rounding: float
    residual: float
    products: FloatArray

    @property
    def gap(self) -> float:
        """The gap relative to the sum, or as it is where that is 0."""
        return self.excess / (self.fun or 1.0)

    def explained(self, digits: float) -> bool:
        """Tell whether so many units in the last place of x, ν and b may make the gap."""
        return self.excess <= digits * self.rounding


def certify(A: FloatArray, b: FloatArray, x: FloatArray, dual: FloatArray) -> Certificate:
    r"""Bound how far ‖x‖₁ is above the minimum over all x with Ax = b, by any vector ν.

    With α = min(1, 1/‖Aᵀν‖∞) the vector αν has |Aᵀαν| ≤ 1, so that αbᵀν is a lower bound, and

    .. math:: \|x\|_1 - \alpha b^\top \nu = \sum_j \bigl(|x_j| - \alpha x_j a_j^\top \nu\bigr)
        - \alpha (b - Ax)^\top \nu.
    """
    used = np.flatnonzero(x)
    held, values = A[:, used], x[used]
    left = residuals(held, b, 0.0, values) if used.size else b
    size = np.abs(b) + np.abs(held) @ np.abs(values)
    products = _products(A, dual)
    alpha = 1 / max(1.0, float(np.abs(products).max(initial=0.0)))
    slack = np.abs(x) - alpha * x * products
    reach = np.abs(held).T @ np.abs(dual)
    moved = np.abs(values) @ reach + np.abs(b) @ np.abs(dual)
    moved += np.abs(x).sum() * float((np.abs(A).T @ np.abs(dual)).max(initial=0.0))
    return Certificate(
        fun=float(np.abs(x).sum()),
        excess=float(slack.sum() + alpha * abs(left @ dual)),
        rounding=float(sys.float_info.epsilon / 2 * moved),
        residual=float((np.abs(left[size > 0]) / size[size > 0]).max(initial=0.0)),
        products=products,
    )


def _products(A: FloatArray, dual: FloatArray) -> FloatArray:
    """Return Aᵀν, rounded once."""
    width = max(1, BLOCK // len(A))
    sums = [weighted_sums(dual, A[:, j : j + width]) for j in range(0, A.shape[1], width)]
    return np.concatenate([high + low for high, low in sums])
