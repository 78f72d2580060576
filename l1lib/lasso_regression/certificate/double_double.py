"""Numbers as unevaluated sums of two doubles: sums and products with about 32 digits."""

from __future__ import annotations

import numpy as np

from l1lib.validate import FloatArray

Pair = tuple[FloatArray, FloatArray]
"""A number is high + low, where high is the sum rounded to a double."""

SPLITTER = 2.0**27 + 1
"""It parts a double into two halves whose products are exact."""


def two_sum(a: FloatArray, b: FloatArray) -> Pair:
    """Return a + b, exactly."""
    high = a + b
    part = high - a
    return high, (a - (high - part)) + (b - part)


def two_product(a: FloatArray, b: FloatArray) -> Pair:
    """Return a b, exactly where no half of a product leaves the range of a double."""
    high = a * b
    top_a, top_b = SPLITTER * a, SPLITTER * b
    top_a, top_b = top_a - (top_a - a), top_b - (top_b - b)
    low_a, low_b = a - top_a, b - top_b
    return high, ((top_a * top_b - high) + top_a * low_b + low_a * top_b) + low_a * low_b


def add(a: Pair, b: Pair) -> Pair:
    """Return a + b."""
    high, low = two_sum(a[0], b[0])
    return two_sum(high, low + (a[1] + b[1]))


def multiply(a: Pair, b: Pair) -> Pair:
    """Return a b."""
    high, low = two_product(a[0], b[0])
    return two_sum(high, low + (a[0] * b[1] + a[1] * b[0]))


def total(a: Pair) -> Pair:
    """Return the sum over the first axis, of halves of halves."""
    high, low = a
    while len(high) > 1:
        half = len(high) // 2
        top = add((high[:half], low[:half]), (high[half : 2 * half], low[half : 2 * half]))
        odd = slice(2 * half, None)
        high, low = (np.concatenate((t, o[odd])) for t, o in zip(top, (high, low), strict=True))
    return high[0], low[0]


def exact(a: FloatArray) -> Pair:
    """Return a double as a pair."""
    return a, np.zeros_like(a)
