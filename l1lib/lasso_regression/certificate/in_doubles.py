"""The certificate by sums in double precision."""

from __future__ import annotations

import numpy as np

from l1lib.lasso_regression.certificate.bound import ROUNDING, Certificate, Point, bound
from l1lib.lasso_regression.certificate.data import Data, at_means
from l1lib.validate import FloatArray

AROUND = 16
"""A correlation may be λ if it is not further below than so many times its rounding."""

SHARE = 1e-9
"""Nor if it is not further below than by this share of λ."""


def in_doubles(data: Data, lam: float, constant: float, coef: FloatArray) -> Certificate:
    """Judge an answer; what leaves the range of a double has an infinite gap.

    Columns that count are centred, all others are read as they lie.
    """
    n, level, active = data.y.size, lam * data.mass, np.flatnonzero(coef)
    b, columns = coef[active], data.columns(active)
    means = data.mean(columns)
    columns = columns - means
    high, low = at_means(constant, means, b)
    target = data.y - high - low
    residuals = target - columns @ b
    shift = float(data.mean(residuals))
    theta = residuals - shift
    weighted = data.weighted(theta) / n
    sizes = data.norm(columns)
    rho = float(data.norm(theta) + data.norm(target) + np.linalg.norm(b * sizes))
    c = np.abs(data.products(weighted))
    c[active] = 0.0
    doubt = ROUNDING * data.largest_norm() * float(np.linalg.norm(weighted))
    below = level * (1 - SHARE)
    near = np.flatnonzero(~(c + doubt < below) & (coef == 0))
    others = data.columns(near)
    others = others - data.mean(others)
    every = np.concatenate((sizes, data.norm(others)))
    c = np.concatenate((weighted @ columns, weighted @ others))
    levels = np.full(c.size, level)
    b = np.concatenate((b, np.zeros(near.size)))
    centred = data.y - data.mean(data.y)
    spread = float(data.norm(centred))
    point = Point(shift, theta, theta, b, c, every, levels, rho, ROUNDING)
    excess, alpha = bound(data, point, spread)
    clear = ROUNDING * AROUND * rho / n * every
    kept = ~(np.abs(c) + clear < below) | (b != 0)
    signs = np.sign(c) * (np.abs(c) > clear)
    fun = float(data.norm(residuals)) ** 2 / (2 * n) + level * np.abs(b).sum()
    scale = spread**2 / (2 * n)
    rounded = 2.0**-54 * (abs(constant) + float(np.abs(means * b[: active.size]).sum()))
    limit = rounded**2 * data.mass + (2.0**-54 * np.linalg.norm(b * every)) ** 2 / n
    return Certificate(
        fun=fun / data.mass,
        scale=scale / data.mass,
        gap=relative(excess, scale),
        dual=alpha * weighted * n / data.mass,
        index=np.concatenate((active, near))[kept],
        signs=signs[kept],
        limit=relative(float(limit), scale),
    )


def relative(excess: float, scale: float) -> float:
    """Return the gap, infinite where it is no number or the scale is zero."""
    gap = 0.0 if excess == 0 else excess / scale if scale > 0 else np.inf
    return float(gap) if np.isfinite(gap) else np.inf
