"""Differences and roots without the error that cancellation makes."""

import math
from collections.abc import Callable
from fractions import Fraction

import numpy as np

from l1lib.validate import FloatArray


def minus(v: FloatArray, shift: Fraction) -> FloatArray:
    """Return v − shift to full relative accuracy, also where the two nearly cancel.

    The shift is split into a double and the double nearest to the remainder. A shift
    beyond the range of a double counts as infinite.

    Parameters
    ----------
    v : ndarray of float64, any shape
    shift : Fraction

    Returns
    -------
    ndarray of float64, the shape of `v`

    Examples
    --------
    >>> minus(np.array([1.0]), Fraction(0.1) * 10)
    array([-5.55111512e-17])
    """
    try:
        high = float(shift)
    except OverflowError:
        return np.subtract(v, math.inf if shift > 0 else -math.inf)
    low = float(shift - Fraction(high))
    return (v - high) - low


def increasing_root(excess: Callable[[FloatArray], FloatArray], top: FloatArray) -> FloatArray:
    """Return the u in [0, top] where the increasing function `excess` crosses zero.

    The bit patterns of the non-negative doubles are in the order of the doubles. So
    halving an interval of bit patterns finds one double among all in at most 63
    steps, at every magnitude alike, where Newton's method crawls for some arguments.

    Parameters
    ----------
    excess : callable
        Entry-wise increasing, with excess(0) ≤ 0 ≤ excess(top).
    top : ndarray of float64, any shape
        Non-negative and finite.

    Returns
    -------
    ndarray of float64, the shape of `top`

    Examples
    --------
    >>> increasing_root(lambda u: u * u - 9.0, np.array([100.0]))
    array([3.])
    """
    above = top.view(np.int64)
    below = np.zeros_like(above)
    while np.any(above - below > 1):
        middle = below + (above - below) // 2
        low = excess(middle.view(np.float64)) < 0.0
        below, above = np.where(low, middle, below), np.where(low, above, middle)
    left, right = below.view(np.float64), above.view(np.float64)
    return np.where(np.abs(excess(left)) < np.abs(excess(right)), left, right)
