"""Variances of the mean and the median, from a density or exactly for small samples."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from math import exp, lgamma, log, pi
from typing import Any

import numpy as np
from scipy.integrate import dblquad, quad
from scipy.special import log_ndtr

from l1lib.robust.distributions import as_distribution
from l1lib.validate import as_count


def variance_of_mean(distribution: Any) -> float:
    r"""Return n times the variance of the mean of n values, ∫ (y − μ)² f(y) dy.

    Parameters
    ----------
    distribution : distribution of scipy.stats
        With methods `pdf`, `mean` and `support`, such as `scipy.stats.laplace()`.

    Returns
    -------
    float
        Infinite where the tails are too heavy.

    Examples
    --------
    >>> from scipy.stats import laplace, t
    >>> round(variance_of_mean(laplace()), 6), variance_of_mean(t(2))
    (2.0, inf)
    """
    return _moment(as_distribution(distribution, "pdf", "mean", "support"), 2)


def variance_of_median(distribution: Any) -> float:
    r"""Return the limit of n times the variance of the median of n values, 1 / (4 f(m)²).

    Parameters
    ----------
    distribution : distribution of scipy.stats
        With methods `pdf` and `median`, such as `scipy.stats.laplace()`.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If the density at the median is 0; the median then settles more slowly than 1/√n.

    References
    ----------
    R. Koenker (2005). Quantile Regression. Cambridge University Press, Section 3.2.

    Examples
    --------
    >>> from scipy.stats import laplace
    >>> round(variance_of_median(laplace()), 6)
    1.0
    """
    as_distribution(distribution, "pdf", "median")
    density = float(distribution.pdf(distribution.median()))
    if not 0 < density < np.inf:
        raise ValueError(f"distribution must have a density above 0 at its median, got {density}")
    return 1 / (4 * density**2)


def efficiency_of_median(distribution: Any) -> float:
    r"""Return the asymptotic efficiency of the median relative to the mean.

    .. math:: &\frac{\text{variance of the mean}}{\text{variance of the median}} \\
        &= 4 f(m)^2 \int (y - \mu)^2 f(y)\,dy.

    Above 1 the median needs fewer values than the mean for the same variance. It compares two
    estimators of one centre, so it is meant for symmetric distributions.

    Parameters
    ----------
    distribution : distribution of scipy.stats
        With methods `pdf`, `mean`, `median` and `support`, such as `scipy.stats.logistic()`.

    Returns
    -------
    float
        Infinite where the mean has no finite variance.

    Raises
    ------
    ValueError
        As for `variance_of_median`.

    References
    ----------
    E. L. Lehmann (1983). Theory of Point Estimation. Wiley, Section 5.3.

    Examples
    --------
    >>> from scipy.stats import norm
    >>> round(efficiency_of_median(norm()), 6), round(2 / np.pi, 6)
    (0.63662, 0.63662)
    """
    return variance_of_mean(distribution) / variance_of_median(distribution)


def efficiency_of_mean_deviation(distribution: Any) -> float:
    r"""Return the asymptotic efficiency of the mean deviation relative to the standard deviation.

    Both estimate a scale, so their squared coefficients of variation are compared,

    .. math:: \frac{(\kappa - 1)/4}{E Y^2 / (E|Y|)^2 - 1}, \qquad \kappa = E Y^4 / (E Y^2)^2,

    for a distribution with mean 0 and median 0.

    Parameters
    ----------
    distribution : distribution of scipy.stats
        With methods `pdf`, `mean`, `median` and `support`.

    Returns
    -------
    float
        Infinite where there is no fourth moment.

    References
    ----------
    P. J. Huber (1981). Robust Statistics. Wiley, Section 1.1.

    Examples
    --------
    >>> from l1lib.robust import TukeyMixture
    >>> round(efficiency_of_mean_deviation(TukeyMixture(0.002)), 3)
    1.016
    """
    as_distribution(distribution, "pdf", "mean", "median", "support")
    first, second, fourth = (_moment(distribution, power) for power in (1, 2, 4))
    if fourth == np.inf:
        return np.inf
    return (fourth / second**2 - 1) / 4 / (second / first**2 - 1)


def exact_efficiency_of_median(n: int) -> float:
    r"""Return the efficiency of the median of n normal values relative to their mean.

    It is 1/n over the variance of the median, integrated from the density of the middle value
    for odd n, and of the two middle values, of which the median is the mean, for even n.

    Parameters
    ----------
    n : int
        The sample size, at least 1.

    Returns
    -------
    float

    Raises
    ------
    TypeError, ValueError
        If `n` is not a whole number above 0.

    References
    ----------
    H. A. David and H. N. Nagaraja (2003). Order Statistics. Wiley, Section 2.1 and 2.2.

    Examples
    --------
    >>> exact_efficiency_of_median(1), round(exact_efficiency_of_median(3), 4)
    (1.0, 0.7429)
    """
    n = as_count(n, "n")
    if n <= 2:
        return 1.0
    below = (n - 1) // 2
    log_ways = lgamma(n + 1) - 2 * lgamma(below + 1)
    if n % 2:
        half, _ = quad(lambda y: y * y * exp(log_ways + _outside(y, y, below) + _log_pdf(y)), 0, 12)
        return 1 / (2 * n * float(half))
    variance, _ = dblquad(
        lambda w, v: (v + w) ** 2 / 4
        * exp(log_ways + _outside(v, w, below) + _log_pdf(v) + _log_pdf(w)),
        -9, 9, lambda v: v, lambda v: 9.0, epsabs=1e-10, epsrel=1e-9,
    )  # fmt: skip
    return 1 / (n * float(variance))


def _outside(v: float, w: float, below: int) -> float:
    """Return the logarithm of the chance that `below` values are under v, and as many over w."""
    return below * float(log_ndtr(v) + log_ndtr(-w))


def _log_pdf(y: float) -> float:
    return -y * y / 2 - log(2 * pi) / 2


def _moment(distribution: Any, power: int) -> float:
    """Return ∫ |y − μ|^k f(y) dy, infinite where the integral is."""
    mean, (low, high) = float(distribution.mean()), distribution.support()
    if not np.isfinite(mean):
        return np.inf
    below = _half_moment(lambda z: float(distribution.pdf(mean - z)), power, mean - low)
    return below + _half_moment(lambda z: float(distribution.pdf(mean + z)), power, high - mean)


def _half_moment(density: Callable[[float], float], power: int, end: float) -> float:
    """Return ∫ z^k f(z) dz from 0 to an end.

    At infinity the integral is finite if z^(k+1) f(z) falls by a power of z, which is looked for
    between a million and a billion.
    """
    if end == np.inf:
        near, far = (z ** (power + 1) * density(z) for z in (1e6, 1e9))
        if far > 0.5 * near > 0:
            return np.inf
    limits = [*(z for z in (0.0, 1.0, 10.0, 100.0, 1e4) if z < end), float(end)]
    pieces = pairwise(limits)
    return sum(float(quad(lambda z: z**power * density(z), a, b)[0]) for a, b in pieces)
