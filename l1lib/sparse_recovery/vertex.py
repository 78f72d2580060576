"""From a pattern of signs to a vertex of min ‖x‖₁ with Ax = b, and its dual."""

from __future__ import annotations

import numpy as np

from l1lib.quantile_regression.certificate.error_free import residuals
from l1lib.sparse_recovery.factor import Factor, Indices
from l1lib.validate import FloatArray

DUST = 1e-11
"""An entry below this share of the largest may be what rounding leaves of a zero."""

SOLVED = 1e-14
"""A row solves Ax = b if it is out by at most this share of its terms."""


def vertex(
    A: FloatArray, b: FloatArray, signs: FloatArray, near: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return a vertex x with Ax = b and no other signs than these, and a dual ν with Aᵀν = signs.

    The vertex is on the face on which the point `near` is, and close to it.
    """
    nu = Factor(A, np.flatnonzero(signs)).dual(signs[signs != 0])
    index, factor = _independent(A, np.where(near * signs > 0, near, 0.0))
    values = factor.solve(b)
    dust = np.abs(values) <= DUST * np.abs(values).max(initial=0.0)
    for dropped in (dust, values * signs[index] < 0):
        fewer = Factor(A, index[~dropped]).solve(b)
        if _solves(A[:, index[~dropped]], b, fewer):
            index, values = index[~dropped], fewer
            break
    x = np.zeros(signs.size)
    x[index] = values
    return x, nu


def _independent(A: FloatArray, x: FloatArray) -> tuple[Indices, Factor]:
    """Return independent columns of which the same Ax and ‖x‖₁ can be made, without a new sign.

    Along d with Ad = 0 entries of x move until one is zero. Its sum of sizes stays, where it is
    the least.
    """
    index = np.flatnonzero(x)
    while (factor := Factor(A, index)).rank < index.size:
        sizes, way = np.abs(x[index]), factor.along() * np.sign(x[index])
        way = way if (way < 0).any() else -way
        falls = way < 0
        shares = np.full(way.size, np.inf)
        shares[falls] = sizes[falls] / -way[falls]
        x[index] = np.sign(x[index]) * np.maximum(sizes + shares.min() * way, 0.0)
        index = index[np.arange(index.size) != shares.argmin()]
    return index, factor


def _solves(columns: FloatArray, b: FloatArray, values: FloatArray) -> bool:
    """Tell whether each row holds, up to the rounding of its terms."""
    left = residuals(columns, b, 0.0, values)
    size = np.abs(b) + np.abs(columns) @ np.abs(values)
    return bool((np.abs(left) <= SOLVED * size).all())
