"""Interior-point steps on the dual of trend filtering: which kinks there are, and their signs."""

from __future__ import annotations

import numpy as np
from scipy.linalg import LinAlgError, solveh_banded

from l1lib.validate import FloatArray

STEPS = 80
ENOUGH = 1e-12


def box_start(y: FloatArray, w: FloatArray, row: FloatArray, lam: float) -> tuple[FloatArray, int]:
    r"""Return the signs of s at ±λ, 0 inside, at nearly the best s, and the steps taken.

    The dual problem is :math:`\min_s ½ \|D^\top s\|^2_{1/w} - (Dy)^\top s` with |s| ≤ λ. With
    multipliers u, v ≥ 0 of its two bounds, each step is Newton's for products of slack and
    multiplier that are all 1/t, in units in which λ = 1 (Kim et al. 2009).
    """
    k = row.size - 1
    m = y.size - k
    target = np.convolve(y, row[::-1], "valid") / lam
    band = _squared(w, row)
    s, u, v = np.zeros(m), np.ones(m), np.ones(m)
    largest = size = max(float(np.abs(target).max()), 1.0)
    u, v = u * size, v * size
    steps = 0
    while steps < STEPS:
        steps += 1
        products = u * (1 - s) + v * (1 + s)
        goal = products.sum() / (20 * m)
        diagonal = band.copy()
        diagonal[-1] += u / (1 - s) + v / (1 + s)
        gradient = np.convolve(np.convolve(s, row) / w, row[::-1], "valid") - target
        push = -gradient - goal / (1 - s) + goal / (1 + s)
        try:
            ds = solveh_banded(diagonal, push, check_finite=False)
        except LinAlgError:
            # Too flat for its digits: the signs found so far are where the next stage begins.
            break
        du = (goal + u * ds) / (1 - s) - u
        dv = (goal - v * ds) / (1 + s) - v
        length = min(1.0, 0.99 * _room(s, u, v, ds, du, dv))
        s, u, v = s + length * ds, u + length * du, v + length * dv
        largest = max(u.max(), v.max())
        if (u * (1 - s) + v * (1 + s)).max() <= ENOUGH * largest:
            break
    near = np.where(s > 0, u > largest * (1 - s), v > largest * (1 + s))
    return np.where(near, np.sign(s), 0.0), steps


def _squared(w: FloatArray, row: FloatArray) -> FloatArray:
    """Return D W⁻¹ Dᵀ as the upper bands of `solveh_banded`."""
    k = row.size - 1
    m = w.size - k
    band = np.zeros((k + 1, m))
    for shift in range(min(k, m - 1) + 1):
        for i in range(k + 1 - shift):
            at = np.arange(m - shift) + i + shift
            band[k - shift, shift:] += row[i + shift] * row[i] / w[at]
    return band


def _room(
    s: FloatArray, u: FloatArray, v: FloatArray, ds: FloatArray, du: FloatArray, dv: FloatArray
) -> float:
    """Return how far the step can go before a bound or a multiplier is 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = [
            np.where(change < 0, -value / change, np.inf).min()
            for value, change in ((1 - s, -ds), (1 + s, ds), (u, du), (v, dv))
        ]
    return float(min(ratios))
