"""Sums of products that are right to twice the digits of a double, in blocks of NumPy.

A sum s = fl(a + b) and its error a + b − s are both doubles, and so are a product and its error,
unless they overflow or vanish. The errors are summed beside the sums.
"""

from __future__ import annotations

from contextlib import suppress
from math import fsum, isnan

import numpy as np

from l1lib.validate import FloatArray

HIGH = np.int64(-1 << 27)
"""A mask that leaves the leading 26 digits of a double."""

FEW = 100
"""So many rows are summed one by one sooner than all at once."""


def product_error(a: FloatArray, b: FloatArray, product: FloatArray) -> FloatArray:
    """Return ab − fl(ab), after Dekker: products of halves have no error."""
    a_high, a_low = _halves(a)
    b_high, b_low = _halves(b)
    error: FloatArray = a_high * b_high
    error -= product
    error += a_high * b_low
    error += a_low * b_high
    error += a_low * b_low
    return error


def _halves(a: FloatArray) -> tuple[FloatArray, FloatArray]:
    high: FloatArray = (a.view(np.int64) & HIGH).view(np.float64)
    return high, a - high


def compensated_sum(terms: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the sums over the first axis, and what rounding took from them.

    Terms are added in pairs, pairs of pairs, and so on, each with the error of its addition. NaN
    counts as 0.
    """
    terms = np.where(np.isnan(terms), 0.0, terms)
    lost = np.zeros(terms.shape[1:])
    while len(terms) > 1:
        half = len(terms) // 2
        a, b = terms[:half], terms[half : 2 * half]
        s = a + b
        moved = s - a
        lost += ((a - (s - moved)) + (b - moved)).sum(axis=0)
        terms = s if 2 * half == len(terms) else np.concatenate((s, terms[-1:]))
    return (terms[0] if len(terms) else np.zeros(terms.shape[1:])), lost


def residuals(X: FloatArray, y: FloatArray, intercept: float, coef: FloatArray) -> FloatArray:
    """Return y − b₀ − Xb, rounded once.

    Examples
    --------
    >>> residuals(np.array([[1e16 + 2]]), np.array([1.0]), -1e16, np.array([1.0]))
    array([-1.])
    """
    terms = _terms(X, y, intercept, coef)
    if y.size <= FEW:
        with suppress(OverflowError, ValueError):
            sums = [fsum(row) for row in terms.T.tolist()]
            if not isnan(sum(sums)):
                return np.array(sums)
    high, low = compensated_sum(terms)
    return high + low


def _terms(X: FloatArray, y: FloatArray, intercept: float, coef: FloatArray) -> FloatArray:
    p, minus = coef.size, -coef[:, None]
    terms = np.empty((2 * p + 2, y.size))
    products = np.multiply(X.T, minus, out=terms[:p])
    terms[p : 2 * p] = product_error(X.T, minus, products)
    terms[2 * p], terms[2 * p + 1] = y, -intercept
    return terms


def weighted_sums(d: FloatArray, X: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return Xᵀd, and what rounding took from it.

    Examples
    --------
    >>> weighted_sums(np.array([1.0, 1, -1]), np.array([[1e20], [1], [1e20]]))
    (array([0.]), array([1.]))
    """
    products = d[:, None] * X
    return compensated_sum(
        np.concatenate((products, product_error(d[:, None], X, products)), axis=0)
    )
