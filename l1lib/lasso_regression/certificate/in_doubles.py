"""The certificate by sums in double precision."""

from __future__ import annotations

import math

import numpy as np

from l1lib.lasso_regression.certificate.bound import ROUNDING, Certificate, Point, bound
from l1lib.lasso_regression.certificate.data import Data, at_means
from l1lib.validate import FloatArray

AROUND = 16
"""A correlation may be λ if it is not further below than so many times its rounding."""

SHARE = 1e-9
"""Nor if it is not further below than by this share of λ."""


def in_doubles(
    data: Data, lam: float, constant: float, coef: FloatArray
) -> tuple[Certificate, FloatArray]:
    """Judge an answer; return all correlations too, times the mean weight.

    Columns that count are centred, all others are read as they lie. What leaves the range of a
    double has an infinite gap.
    """
    n, active, toward = data.y.size, coef.nonzero()[0], data.penalty.toward
    levels, squares = data.levels(lam), data.squares()
    b, columns = coef[active], data.columns(active)
    means = data.about(columns)
    columns = columns - means
    high, low = at_means(constant, means, b)
    target = data.y - high - low
    residuals = target - columns @ b
    shift = float(data.about(residuals))
    theta = residuals - shift
    weighted = data.weighted(theta) / n
    sizes = data.norms(columns)
    rho = data.norm(theta) + data.norm(target) + _length(b * sizes)
    c = data.products(weighted)
    c[active] = weighted @ columns
    doubt, below = ROUNDING * data.norm_of_all * rho / n, levels * (1 - SHARE)
    index = (~(toward(c) + doubt < below) | (coef != 0)).nonzero()[0]
    if index.size > active.size:
        others = index[coef[index] == 0]
        columns = data.columns(others)
        columns = columns - data.about(columns)
        c[others] = weighted @ columns
        sizes = np.concatenate((sizes, data.norms(columns)))
        index = np.concatenate((active, others))
    b, here, below = coef[index], c[index], below[index]
    levels, squares = levels[index], squares[index]
    point = Point(shift, theta, theta, b, here, sizes, levels, squares, rho, ROUNDING)
    excess, alpha = bound(data, point, data.spread)
    clear = ROUNDING * AROUND * rho / n * sizes
    on = b.nonzero()[0]
    fun = data.norm(residuals) ** 2 / (2 * n) + levels[on] @ np.abs(b[on]) + (squares * b) @ b / 2
    scale = data.spread**2 / (2 * n)
    rounded = abs(constant) + float(np.abs(means * b[: active.size]).sum())
    limit = 2.0**-108 * (rounded**2 * data.mass + _length(b * sizes) ** 2 / n)
    kept = ~(toward(here) + clear < below) | (b != 0)
    verdict = Certificate(
        fun=float(fun / data.mass),
        scale=scale / data.mass,
        gap=relative(excess, scale),
        dual=weighted * (alpha * n / data.mass),
        index=index[kept],
        signs=(np.sign(here) * (np.abs(here) > clear))[kept],
        limit=relative(limit, scale),
    )
    return verdict, c


def _length(values: FloatArray) -> float:
    return math.sqrt(float(values @ values))


def relative(excess: float, scale: float) -> float:
    """Return the gap, infinite where it is no number or the scale is zero."""
    gap = 0.0 if excess == 0 else excess / scale if scale > 0 else np.inf
    return float(gap) if np.isfinite(gap) else np.inf
