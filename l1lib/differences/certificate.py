"""How far a fit is from the best at most: from the data, the fit and its dual alone."""

from __future__ import annotations

import numpy as np

from l1lib.validate import FloatArray

ACCURACY = 1e-12
"""The relative gap up to which a fit counts as exact."""

EPS = 8 * float(np.finfo(float).eps)
"""The last digits of a number, as far as sums of few terms know them."""


def backward(s: FloatArray, times: int) -> FloatArray:
    """Return Dᵀs for differences taken so often."""
    step: FloatArray = np.diff(np.pad(s, times), times)
    return -step if times % 2 else step


def sizes(numbers: FloatArray, times: int) -> FloatArray:
    """Return the sums of absolute terms of differences taken so often."""
    total = np.abs(numbers)
    for _ in range(times):
        total = total[1:] + total[:-1]
    return total


def gap_and_scale(
    y: FloatArray, w: FloatArray, b: FloatArray, dual: FloatArray, lam: float, order: int
) -> tuple[float, float]:
    r"""Return the gap, relative to the scale, and the scale, the objective at the weighted mean.

    For any s with |s| ≤ λ the objective is nowhere below the dual objective of s, and

    .. math:: P(b) - D(s) = \sum_j (\lambda |(Db)_j| - s_j (Db)_j)
        + \sum_i (w_i(b_i - y_i) + (D^\top s)_i)^2 / (2 w_i),

    a sum of terms that are not negative. Each number in the brackets counts as known up to the
    last digits of the numbers it is the sum of.
    """
    times = order + 1
    unit, heavy = units(y, w, b)
    y, b, w = y / unit, b / unit, w / heavy
    lam, dual = in_unit(in_unit(lam, unit), heavy), dual / unit / heavy
    s = np.clip(dual, -lam, lam)
    jump = known(b, y, times)
    with np.errstate(over="ignore"):
        slack = lam * np.abs(jump) - s * jump
    used = w > 0
    off = np.abs(w * (b - y) + backward(s, times))
    rounding = EPS * (w * np.abs(b) + sizes(np.pad(s, times), times))
    off = np.maximum(off - rounding, 0.0)
    total = slack.sum() + (off[used] ** 2 / (2 * w[used])).sum()
    if off[~used].any():
        total = np.inf
    scale = at_mean(y, w)
    return relative(float(total), scale), scale * heavy * unit * unit


def units(y: FloatArray, w: FloatArray, b: FloatArray) -> tuple[float, float]:
    """Return the size of the data and of the weights, as powers of two, so that squares fit."""
    size = max(np.abs(y - y[w > 0][0]).max(), np.abs(y - b).max())
    return power_of_two(float(size)), power_of_two(float(w.max()))


def in_unit(lam: float, unit: float) -> float:
    """Return a penalty weight in a unit, the largest float if it is beyond it."""
    return min(lam / unit, float(np.finfo(float).max))


def power_of_two(size: float) -> float:
    """Return a power of two next to a size, 1 for none."""
    return float(2.0 ** np.floor(np.log2(size))) if size > 0 else 1.0


def at_mean(y: FloatArray, w: FloatArray) -> float:
    """Return the objective at the weighted mean of y."""
    first = y[w > 0][0]
    return float(w @ (y - first - np.average(y - first, weights=w)) ** 2) / 2


def relative(total: float, scale: float) -> float:
    """Return a gap free of units."""
    return total / scale if scale > 0 else (np.inf if total > 0 else 0.0)


def known(b: FloatArray, y: FloatArray, times: int) -> FloatArray:
    """Return Db, with 0 for what is rounding of b alone, in the sizes of b and y there."""
    jump = np.diff(b, times)
    return np.where(np.abs(jump) <= EPS * sizes(np.abs(b) + np.abs(y), times), 0.0, jump)
