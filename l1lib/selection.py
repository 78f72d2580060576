"""Weighted selection: the values at which a share of the weight is passed, exactly."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from l1lib.validate import FloatArray

Bracket = tuple[float, float]
"""Two values between which, ends included, all quantiles are expected."""

BLOCK = 16_000
"""So many values are compared and weighed while they are in the cache."""

SORT_UP_TO = 10_000
"""So many values are sorted at once; more are first narrowed to a bracket."""

LOWEST_BIT = 1_200
"""Exact sums are integers in units of 2**-LOWEST_BIT, finer than any step of the sum."""


def select(values: FloatArray, weights: FloatArray | None, tau: Fraction) -> tuple[float, float]:
    r"""Return the ends of the interval of quantiles.

    .. math:: \Bigl\{x : \sum_{v_i < x} w_i \le \tau W, \sum_{v_i > x} w_i \le (1 - \tau) W\Bigr\}

    A stratified sample of n^(2/3) values gives a bracket. Weighing what lies outside proves that
    the bracket holds all quantiles, and only what lies inside is sorted: about n operations.
    Where the bracket misses, a sample in proportion to the weights gives a second one; where
    that misses too, all values are sorted.

    Parameters
    ----------
    values : ndarray, shape (n,)
    weights : ndarray, shape (n,), or None
        Non-negative, not all zero.
    tau : Fraction
        Strictly between 0 and 1.

    Returns
    -------
    lo, hi : float
        -0.0 is returned as 0.0.

    Examples
    --------
    >>> select(np.array([1.0, 2.0, 3.0, 4.0]), None, Fraction(1, 4))
    (1.0, 2.0)

    References
    ----------
    R. W. Floyd and R. L. Rivest (1975). Expected time bounds for selection.
    Communications of the ACM 18(3), 165–172.
    """
    with np.errstate(over="ignore", under="ignore"):
        if weights is None or weights.min() == weights.max():
            lo, hi = _order_statistics(values, tau)
        else:
            lo, hi = _weighted(values, weights, tau)
    return float(lo) + 0.0, float(hi) + 0.0


class _Split(NamedTuple):
    """The weight below, up to and above a bracket, up to rounding, and the places inside it."""

    low: float
    high: float
    below: float
    upto: float
    above: float
    inside: NDArray[np.intp]


def _order_statistics(values: FloatArray, tau: Fraction) -> tuple[float, float]:
    """Return the values up to which at least, and more than, the share τ of all lies."""
    n, (part, whole) = values.size, tau.as_integer_ratio()
    least, most = -(-n * part // whole), n * part // whole
    low, high, _, upto, _, places = _first_proved(values, None, part / whole, (least, n - most))
    inside = values[places]
    ranks = [least - 1 - int(upto), most - int(upto)]
    kept = [rank for rank in ranks if 0 <= rank < inside.size]
    inside = np.partition(inside, kept) if kept else inside
    lo, hi = (low if k < 0 else high if k >= inside.size else inside[k] for k in ranks)
    return lo, hi


def _weighted(values: FloatArray, weights: FloatArray, tau: Fraction) -> tuple[float, float]:
    """Return the first values up to which at least, and more than, the share τ of W lies."""
    scaled = weights * 2.0**-128 if weights.max() > 2.0**800 else weights
    total = float(scaled.sum())
    slack = 4 * values.size * math.ulp(1.0) * total
    below, above = (float(share) * total for share in (tau, 1 - tau))
    split = _first_proved(values, scaled, float(tau), (below - slack, above - slack))
    inside, mass = values[split.inside], scaled[split.inside]
    order = np.argsort(inside)
    points = np.concatenate(([split.low], inside[order], [split.high])) + 0.0
    upto = np.cumsum(np.concatenate(([split.upto], mass[order])))
    first_unsure = int(np.searchsorted(upto, below - slack, side="left"))
    first_over = int(np.searchsorted(upto, below + slack, side="right"))
    part, whole = tau.as_integer_ratio()

    @cache
    def balance(i: int) -> int:
        return _sign_of_sum(np.copysign(weights, points[i] - values), whole - part, part)

    lo = _first(lambda i: balance(i) >= 0, first_unsure, first_over)
    hi = _first(lambda i: balance(i) > 0, lo, first_over)
    return points[lo], points[hi]


def _guesses(values: FloatArray, weights: FloatArray | None, tau: float) -> Iterator[Bracket]:
    """Guess brackets from samples, first of all places alike, then in proportion to weight."""
    n = values.size
    if n <= SORT_UP_TO:
        return
    size = round(n ** (2 / 3))
    strata = (np.arange(size) + np.random.default_rng(0).random(size)) / size
    drawn = np.minimum(strata * n, n - 1).astype(np.intp)
    yield from _around(values[drawn], None if weights is None else weights[drawn], tau)
    if weights is not None:
        cumulative = np.cumsum(weights)
        drawn = np.searchsorted(cumulative, strata * cumulative[-1], side="right")
        yield from _around(values[np.minimum(drawn, n - 1)], None, tau)


def _around(sample: FloatArray, weights: FloatArray | None, tau: float) -> Iterator[Bracket]:
    """Yield the three-sigma bracket of a sample's quantile, open where it leaves the sample."""
    order = np.argsort(sample)
    share = np.cumsum(np.ones(sample.size) if weights is None else weights[order])
    if not share[-1] > 0:
        return
    share /= share[-1]
    squares = float(np.square(np.diff(share, prepend=0.0)).sum())
    reach = 3 * math.sqrt(tau * (1 - tau) * squares)
    low, high = np.searchsorted(share, [tau - reach, tau + reach])
    if reach < max(tau, 1 - tau):
        yield (
            sample[order[low]] if reach < tau else -math.inf,
            sample[order[high]] if reach < 1 - tau else math.inf,
        )


def _first_proved(
    values: FloatArray,
    weights: FloatArray | None,
    tau: float,
    limits: tuple[float, float],
) -> _Split:
    """Split at the first bracket below and above which the weight is surely under its limit."""
    for bracket in _guesses(values, weights, tau):
        split = _split(values, weights, bracket)
        if split.below < limits[0] and split.above < limits[1]:
            return split
    return _Split(-math.inf, math.inf, 0.0, 0.0, 0.0, np.arange(values.size))


def _split(values: FloatArray, weights: FloatArray | None, bracket: Bracket) -> _Split:
    """Weigh what lies on either side of a bracket, and find what lies inside."""
    low, high = bracket
    below = above = 0.0
    inside = []
    for start in range(0, values.size, BLOCK):
        v = values[start : start + BLOCK]
        mass = np.count_nonzero if weights is None else weights[start : start + BLOCK].dot
        below += float(mass(v < low))
        above += float(mass(v > high))
        inside.append(((v > low) & (v < high)).nonzero()[0] + start)
    at_low = values == low
    upto = below + float(np.count_nonzero(at_low) if weights is None else weights[at_low].sum())
    return _Split(low, high, below, upto, above, np.concatenate(inside))


def _first(holds: Callable[[int], bool], start: int, stop: int) -> int:
    """Return the first index in [start, stop) from which on `holds` is true, else `stop`."""
    while start < stop:
        middle = (start + stop) // 2
        start, stop = (start, middle) if holds(middle) else (middle + 1, stop)
    return start


def _sign_of_sum(terms: FloatArray, up: int, down: int) -> int:
    """Return the sign of the exact sum of the positive terms times `up`, the others times `down`.

    As many leading bits are taken as decide it.
    """
    n = terms.size
    kept_bits = 53 - n.bit_length()
    total, rest, factor = 0, terms.copy(), max(up, down)
    while True:
        largest = float(max(rest.max(), -rest.min()))
        exponent = math.frexp(largest)[1] - kept_bits
        if largest == 0 or abs(total) > n * factor << (exponent + kept_bits + LOWEST_BIT):
            return (total > 0) - (total < 0)
        heads = np.ldexp(rest, -exponent)
        np.trunc(heads, out=heads)
        plus = int(heads.sum(where=heads > 0))
        tilted = up * plus + down * int(heads.sum(where=heads < 0))
        total += tilted << (exponent + LOWEST_BIT)
        rest -= np.ldexp(heads, exponent, out=heads)
