"""A first guess from a sample, and guesses from larger and larger samples."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy.linalg.lapack import dposv

from l1lib.deviations.rows import strata
from l1lib.deviations.smoothing import Reduced, smooth
from l1lib.validate import FloatArray

NEAR = 4.0
"""Rows within so many ramps of the corner may change sides; the others are frozen."""


@dataclass(frozen=True)
class Guess:
    """A point near the minimiser, the scale of the residuals, and how near it should be."""

    beta: FloatArray
    scale: float
    width: float
    steps: int = 0


def sample_size(n: int, p: int, tau: float) -> int:
    """Return how many rows of n are worth a sample, so that it and what it leaves cost alike."""
    return int(max(1.4 * n ** (2 / 3) * p**0.4, 15 * (p + 3) / min(tau, 1 - tau), 500))


def guess(A: FloatArray, c: FloatArray, tau: float) -> Guess:
    """Return a guess whose error is that of the sample, from a guess for a sample of it.

    Rows that the smaller sample puts far from the corner are frozen, and Newton's method
    moves on with the rest.
    """
    n, p = A.shape
    size = sample_size(n, p, tau)
    problem = Reduced(A, c, np.zeros(p), tau)
    if n <= 4 * size:
        first = least_squares(A, c, tau)
    else:
        index = strata(n, size)
        first = guess(A[index], c[index], tau)
        residuals = c - A @ first.beta
        problem = problem.without(np.abs(residuals) < NEAR * first.width, residuals)
    width = 2 * first.scale * sqrt(p / n)
    near = smooth(problem, first.beta, first.width, width)
    return Guess(near.beta, first.scale, width, first.steps + near.steps)


def least_squares(A: FloatArray, c: FloatArray, tau: float) -> Guess:
    """Return least squares on targets cut to their middle nine tenths, moved to the quantile τ."""
    n, p = A.shape
    size = max(int(10 * p / min(tau, 1 - tau)), 500)
    if 2 * n > 3 * size:
        index = strata(n, size)
        A, c, n = A[index], c[index], size
    low, high = _quantiles(c, 0.05, 0.95)
    right = np.stack((np.minimum(np.maximum(c, low), high) @ A, A.sum(axis=0)), axis=1)
    _, solution, failed = dposv(A.T @ A, right)
    if failed:
        solution = np.linalg.lstsq(A.T @ A, right)[0]
    beta = solution[:, 0]
    reach = min(tau, 1 - tau) / 2
    below, middle, above = _quantiles(c - A @ beta, tau - reach, tau, tau + reach)
    scale = 0.21 * sqrt(tau * (1 - tau)) * (above - below) / reach
    scale = scale or float(np.abs(c - A @ beta).mean())
    if tau != 0.5:
        beta = beta + middle * solution[:, 1]
    return Guess(beta, scale, 4 * scale * sqrt(p / n))


def _quantiles(values: FloatArray, *shares: float) -> list[float]:
    places = [min(int(share * values.size), values.size - 1) for share in shares]
    return [float(q) for q in np.partition(values, places)[places]]
