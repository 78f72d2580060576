"""A first guess from a sample, and guesses from larger and larger samples."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy.linalg.lapack import dposv, dpotrs

from l1lib.quantile_regression.engine.huber_newton import Reduced, ramp, smooth
from l1lib.quantile_regression.engine.rows import strata
from l1lib.validate import FloatArray

CHORDS = 2
"""So many quick steps on each sample."""

NEAR = 2.0
"""Rows within so many ramps of the corner may change sides; the others are frozen."""


@dataclass(frozen=True)
class Guess:
    """A point near the minimiser, the scale of the residuals, and how near it should be.

    `factor` is a Cholesky factor of AᵀA / m over the m rows of the first sample.
    """

    beta: FloatArray
    scale: float
    width: float
    factor: FloatArray | None = None
    steps: int = 0


def sample_size(n: int, p: int, tau: float) -> int:
    """Return how many rows of n are worth a sample, so that it and what it leaves cost alike."""
    return int(max(1.4 * n ** (2 / 3) * p**0.4, 15 * (p + 3) / min(tau, 1 - tau), 500))


def guess(A: FloatArray, c: FloatArray, tau: float) -> Guess:
    """Return a guess whose error is that of the sample, from a guess for a sample of it."""
    n, p = A.shape
    size = sample_size(n, p, tau)
    if n <= 4 * size:
        first = least_squares(A, c, tau)
    else:
        index = strata(n, size)
        first = guess(A.take(index, axis=0), c[index], tau)
    width = 4 * first.scale * sqrt(p / n)
    beta = _descend(A, c, tau, first)
    steps = first.steps + CHORDS
    if beta is None:
        near = smooth(Reduced(A, c, np.zeros(p), tau), first.beta, first.width, width)
        beta, steps = near.beta, first.steps + near.steps
    return Guess(beta, first.scale, width, first.factor, steps)


def _descend(A: FloatArray, c: FloatArray, tau: float, first: Guess) -> FloatArray | None:
    """Return a better point by a few quick steps, or None where these do not lead downhill.

    They are Newton steps on the smoothed loss, in which the rows on the ramp are taken to be a
    fair sample of all: their AᵀA is that of the first sample times their number.
    """
    beta, before = first.beta, np.inf
    if first.factor is None:
        return None
    for _ in range(CHORDS):
        residuals = c - A @ beta
        share = np.count_nonzero(np.abs(residuals) < 0.5 * first.width) / first.width
        slope = ramp(residuals, first.width, tau) @ A
        step = dpotrs(first.factor, slope)[0]
        decrement = float(slope @ step)
        if not decrement < 0.5 * before or share == 0:
            return None
        beta, before = beta + step / share, decrement
    return beta


def least_squares(A: FloatArray, c: FloatArray, tau: float) -> Guess:
    """Return least squares on targets cut to their middle nine tenths, moved to the quantile τ."""
    n, p = A.shape
    size = max(int(10 * p / min(tau, 1 - tau)), 500)
    if 2 * n > 3 * size:
        index = strata(n, size)
        A, c, n = A.take(index, axis=0), c[index], size
    low, high = _quantiles(c, 0.05, 0.95)
    targets = np.ones((2, n))
    np.minimum(np.maximum(c, low), high, out=targets[0])
    gram, right = A.T @ A / n, A.T @ targets.T / n
    factor, solution, failed = dposv(gram, right)
    if failed:
        factor, solution = None, np.linalg.lstsq(gram, right)[0]
    beta = solution[:, 0]
    reach = min(tau, 1 - tau) / 2
    below, middle, above = _quantiles(c - A @ beta, tau - reach, tau, tau + reach)
    scale = 0.21 * sqrt(tau * (1 - tau)) * (above - below) / reach
    scale = scale or float(np.abs(c - A @ beta).mean())
    if tau != 0.5:
        beta = beta + middle * solution[:, 1]
    return Guess(beta, scale, 4 * scale * sqrt(p / n), factor)


def _quantiles(values: FloatArray, *shares: float) -> list[float]:
    ordered, last = np.sort(values), values.size - 1
    return [float(ordered[min(int(share * values.size), last)]) for share in shares]
