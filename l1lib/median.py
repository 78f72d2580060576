"""The weighted median: every minimiser of a weighted sum of absolute deviations."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from l1lib.validate import FloatArray, as_vector, as_weights

Bracket = tuple[float, float]
"""Two values between which, ends included, all medians are expected."""

BLOCK = 16_000
"""So many values are compared and weighed while they are in the cache."""

SORT_UP_TO = 10_000
"""So many values are sorted at once; more are first narrowed to a bracket."""

LOWEST_BIT = 1_200
"""Exact sums are integers in units of 2**-LOWEST_BIT, finer than any step of the sum."""


@dataclass(frozen=True)
class MedianInterval:
    """The interval [lo, hi] of all medians; one point where lo == hi.

    Parameters
    ----------
    lo, hi : float
        The smallest and the largest median, in the unit of the values. Both are values
        that carry weight.

    Examples
    --------
    >>> interval = MedianInterval(1.0, 2.0)
    >>> print(interval)
    every x from 1.0 to 2.0 is a median
    >>> 1.7 in interval
    True
    """

    lo: float
    hi: float

    @property
    def midpoint(self) -> float:
        """The middle of the interval, the one number that most software returns."""
        if self.lo == self.hi:
            return self.lo
        both = self.lo + self.hi
        return both / 2 if math.isfinite(both) else self.lo / 2 + self.hi / 2

    def __contains__(self, x: float) -> bool:
        return self.lo <= x <= self.hi

    def __str__(self) -> str:
        if self.lo == self.hi:
            return f"{self.lo} is the only median"
        return f"every x from {self.lo} to {self.hi} is a median"


def weighted_median(values: ArrayLike, weights: ArrayLike | None = None) -> MedianInterval:
    r"""Return the interval of all minimisers of a weighted sum of absolute deviations.

    .. math:: &\operatorname*{arg\,min}_x \sum_i w_i |x - v_i| \\
        &= \Bigl\{x : \sum_{v_i < x} w_i \le \tfrac12 W, \sum_{v_i > x} w_i \le \tfrac12 W\Bigr\}

    W is the sum of all weights.

    The answer is exact and does not depend on the order of the values: each weight
    counts as the rational number that its double is, and "half of the weight" is decided
    in exact arithmetic where rounding could decide it otherwise. So ten weights 0.1
    have an exact half, while 0.1 + 0.2 is not 0.3: the doubles differ. Give such weights
    as integers, 1, 2, 3, where the half must be exact. A value of weight zero has no
    influence.

    Parameters
    ----------
    values : array_like, shape (n,)
        Finite real numbers, taken as float64: integers beyond 2**53 are rounded.
    weights : array_like, shape (n,), optional
        Non-negative weights, not all zero; by default all are 1. Their sum may exceed
        the range of a double.

    Returns
    -------
    MedianInterval
        The ends `lo` and `hi`, in the unit of the values; -0.0 is returned as 0.0.

    Raises
    ------
    TypeError
        If an entry is not a real number.
    ValueError
        If `values` is empty, not one-dimensional or not finite, or if the weights are
        negative, not finite, all zero, or not as many as the values.

    Notes
    -----
    A stratified sample of n^(2/3) values gives a bracket. Weighing what lies outside
    proves that the bracket holds all medians, and only what lies inside is sorted: about
    n operations. Where the bracket misses, a sample in proportion to the weights gives a
    second one; where that misses too, all values are sorted.

    Examples
    --------
    >>> weighted_median([3, 1, 2, 10])
    MedianInterval(lo=2.0, hi=3.0)
    >>> weighted_median([3, 1, 2, 10], weights=[1, 1, 1, 4])
    MedianInterval(lo=10.0, hi=10.0)

    References
    ----------
    R. W. Floyd and R. L. Rivest (1975). Expected time bounds for selection.
    Communications of the ACM 18(3), 165–172.
    """
    v = as_vector(values, "values")
    w = as_weights(weights, v.size)
    with np.errstate(over="ignore", under="ignore"):
        if w is None or w.min() == w.max():
            lo, hi = _middle_values(v)
        else:
            lo, hi = _weighted_middle(v, w)
    return MedianInterval(float(lo) + 0.0, float(hi) + 0.0)


class _Split(NamedTuple):
    """The weight below, up to and above a bracket, up to rounding, and the places inside it."""

    low: float
    high: float
    below: float
    upto: float
    above: float
    inside: NDArray[np.intp]


def _middle_values(values: FloatArray) -> tuple[float, float]:
    """Return the two middle order statistics, the same one twice for an odd number."""
    n = values.size
    low, high, _, upto, _, places = _first_proved(values, None, n, 0)
    inside = values[places]
    ranks = [(n - 1) // 2 - int(upto), n // 2 - int(upto)]
    kept = [rank for rank in ranks if 0 <= rank < inside.size]
    inside = np.partition(inside, kept) if kept else inside
    lo, hi = (low if k < 0 else high if k >= inside.size else inside[k] for k in ranks)
    return lo, hi


def _weighted_middle(values: FloatArray, weights: FloatArray) -> tuple[float, float]:
    """Return the first values up to which at least, and more than, half the weight lies."""
    scaled = weights * 2.0**-128 if weights.max() > 2.0**800 else weights
    total = float(scaled.sum())
    slack = 8 * values.size * math.ulp(1.0) * total
    split = _first_proved(values, scaled, total, slack)
    inside, mass = values[split.inside], scaled[split.inside]
    order = np.argsort(inside)
    points = np.concatenate(([split.low], inside[order], [split.high])) + 0.0
    upto = np.cumsum(np.concatenate(([split.upto], mass[order])))
    first_unsure = int(np.searchsorted(2 * upto, total - slack, side="left"))
    first_over = int(np.searchsorted(2 * upto, total + slack, side="right"))

    @cache
    def balance(i: int) -> int:
        return _sign_of_sum(np.copysign(weights, points[i] - values))

    lo = _first(lambda i: balance(i) >= 0, first_unsure, first_over)
    hi = _first(lambda i: balance(i) > 0, lo, first_over)
    return points[lo], points[hi]


def _guesses(values: FloatArray, weights: FloatArray | None) -> Iterator[Bracket]:
    """Guess brackets from samples, first of all places alike, then in proportion to weight."""
    n = values.size
    if n <= SORT_UP_TO:
        return
    size = round(n ** (2 / 3))
    strata = (np.arange(size) + np.random.default_rng(0).random(size)) / size
    drawn = np.minimum(strata * n, n - 1).astype(np.intp)
    yield from _around_the_middle(values[drawn], None if weights is None else weights[drawn])
    if weights is not None:
        cumulative = np.cumsum(weights)
        drawn = np.searchsorted(cumulative, strata * cumulative[-1], side="right")
        yield from _around_the_middle(values[np.minimum(drawn, n - 1)], None)


def _around_the_middle(sample: FloatArray, weights: FloatArray | None) -> Iterator[Bracket]:
    """Yield the three-sigma bracket of a sample's median, if it ends within the sample."""
    order = np.argsort(sample)
    share = np.cumsum(np.ones(sample.size) if weights is None else weights[order])
    if not share[-1] > 0:
        return
    share /= share[-1]
    reach = 1.5 * math.sqrt(np.square(np.diff(share, prepend=0.0)).sum())
    if reach < 0.5:
        low, high = np.searchsorted(share, [0.5 - reach, 0.5 + reach])
        yield sample[order[low]], sample[order[high]]


def _first_proved(
    values: FloatArray, weights: FloatArray | None, total: float, slack: float
) -> _Split:
    """Split at the first bracket below and above which less than half the weight surely lies."""
    for bracket in _guesses(values, weights):
        split = _split(values, weights, bracket)
        if 2 * max(split.below, split.above) < total - slack:
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


def _sign_of_sum(terms: FloatArray) -> int:
    """Return the sign of the exact sum, taking as many leading bits as decide it."""
    n = terms.size
    kept_bits = 53 - n.bit_length()
    total, rest = 0, terms.copy()
    while True:
        largest = float(max(rest.max(), -rest.min()))
        exponent = math.frexp(largest)[1] - kept_bits
        if largest == 0 or abs(total) > n << (exponent + kept_bits + LOWEST_BIT):
            return (total > 0) - (total < 0)
        heads = np.ldexp(rest, -exponent)
        np.trunc(heads, out=heads)
        total += int(heads.sum()) << (exponent + LOWEST_BIT)
        rest -= np.ldexp(heads, exponent, out=heads)
