"""Weighted medians and quantiles: every minimiser of a weighted sum of tilted deviations."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from numpy.typing import ArrayLike

from l1lib.selection import select
from l1lib.validate import as_vector, as_weights, in_unit_interval


@dataclass(frozen=True)
class QuantileInterval:
    """The interval [lo, hi] of all quantiles at one level; one point where lo == hi.

    Parameters
    ----------
    lo, hi : float
        The smallest and the largest quantile, in the unit of the values. Both are values
        that carry weight.

    Examples
    --------
    >>> print(QuantileInterval(1.0, 2.0))
    every x from 1.0 to 2.0 is a quantile
    """

    lo: float
    hi: float
    _word: ClassVar[str] = "quantile"

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
            return f"{self.lo} is the only {self._word}"
        return f"every x from {self.lo} to {self.hi} is a {self._word}"


@dataclass(frozen=True)
class MedianInterval(QuantileInterval):
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

    _word: ClassVar[str] = "median"


def weighted_median(values: ArrayLike, weights: ArrayLike | None = None) -> MedianInterval:
    r"""Return the interval of all minimisers of a weighted sum of absolute deviations.

    .. math:: &\operatorname*{arg\,min}_x \sum_i w_i |x - v_i| \\
        &= \Bigl\{x : \sum_{v_i < x} w_i \le \tfrac12 W, \sum_{v_i > x} w_i \le \tfrac12 W\Bigr\}

    W is the sum of all weights. It is `weighted_quantile` for τ = ½.

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

    Examples
    --------
    >>> weighted_median([3, 1, 2, 10])
    MedianInterval(lo=2.0, hi=3.0)
    >>> weighted_median([3, 1, 2, 10], weights=[1, 1, 1, 4])
    MedianInterval(lo=10.0, hi=10.0)
    """
    v = as_vector(values, "values")
    return MedianInterval(*select(v, as_weights(weights, v.size), Fraction(1, 2)))


def weighted_quantile(
    values: ArrayLike, tau: float | Fraction, weights: ArrayLike | None = None
) -> QuantileInterval:
    r"""Return the interval of all minimisers of a weighted pinball loss.

    .. math:: &\operatorname*{arg\,min}_x \sum_i w_i\,\rho_\tau(v_i - x) \\
        &= \Bigl\{x : \sum_{v_i < x} w_i \le \tau W, \sum_{v_i > x} w_i \le (1 - \tau) W\Bigr\}

    with :math:`\rho_\tau(r) = \max(\tau r, (\tau - 1) r)`, and W the sum of all weights.

    It is exact as `weighted_median` is, and τ too counts as the rational number that its
    double is. The double 0.1 is a little more than 1/10, so of ten equal weights the first
    falls short of it; `Fraction(1, 10)` is reached.

    Parameters
    ----------
    values : array_like, shape (n,)
        Finite real numbers, taken as float64.
    tau : float or Fraction
        The quantile, strictly between 0 and 1.
    weights : array_like, shape (n,), optional
        Non-negative weights, not all zero; by default all are 1.

    Returns
    -------
    QuantileInterval
        The ends `lo` and `hi`, in the unit of the values. NumPy's `quantile` with
        ``method="inverted_cdf"`` returns `lo`, up to rounding of the weights.

    Raises
    ------
    TypeError, ValueError
        As for `weighted_median`; if `tau` is no number strictly between 0 and 1.

    Examples
    --------
    >>> weighted_quantile([3, 1, 2, 10], 0.25)
    QuantileInterval(lo=1.0, hi=2.0)
    >>> weighted_quantile([3, 1, 2, 10], 0.25, weights=[1, 1, 1, 4])
    QuantileInterval(lo=2.0, hi=2.0)

    References
    ----------
    R. Koenker (2005). Quantile Regression. Cambridge University Press, Section 1.3.
    """
    level = in_unit_interval(tau, "tau")
    v = as_vector(values, "values")
    share = tau if isinstance(tau, Fraction) else Fraction(level)
    return QuantileInterval(*select(v, as_weights(weights, v.size), share))
