"""Intervals from an estimate of the density at the quantile."""

from __future__ import annotations

import math
import warnings

import numpy as np
from scipy.special import ndtri, stdtrit

from l1lib.quantile_regression.fit import lad
from l1lib.quantile_regression.intervals.sample import Sample
from l1lib.validate import FloatArray

COINCIDE = 1e-9
"""Two fits nearer than this, relative to their typical distance, coincide."""

DEPENDENT = 1e-14
"""So little of a column beside its size, per column, is rounding."""


def hall_sheather(tau: float, n: int, level: float) -> float:
    r"""Return the bandwidth of Hall and Sheather (1988), made for intervals of a level.

    .. math:: h = n^{-1/3} z^{2/3}
        \left(\frac{3 \varphi(q)^2}{2 (2 q^2 + 1)}\right)^{1/3},
        \qquad q = \Phi^{-1}(\tau),\; z = \Phi^{-1}\bigl(\tfrac12 (1 + \text{level})\bigr).

    Examples
    --------
    >>> round(hall_sheather(0.5, 235, 0.95), 4)
    0.1574
    """
    q, z = float(ndtri(tau)), float(ndtri((1 + level) / 2))
    return float(n ** (-1 / 3) * z ** (2 / 3) * (1.5 * _normal(q) ** 2 / (2 * q**2 + 1)) ** (1 / 3))


def bofinger(tau: float, n: int, level: float) -> float:
    r"""Return the bandwidth of Bofinger (1975), best for the density itself at any level.

    .. math:: h = n^{-1/5} \left(\frac{9 \varphi(q)^4}{2 (2 q^2 + 1)^2}\right)^{1/5},
        \qquad q = \Phi^{-1}(\tau).

    Examples
    --------
    >>> round(bofinger(0.5, 235, 0.95), 4)
    0.2173
    """
    q = float(ndtri(tau))
    return float(n**-0.2 * (4.5 * _normal(q) ** 4 / (2 * q**2 + 1) ** 2) ** 0.2)


BANDWIDTHS = {"hall-sheather": hall_sheather, "bofinger": bofinger}


def by_sparsity(sample: Sample, level: float, bandwidth: str) -> tuple[FloatArray, FloatArray]:
    r"""Return :math:`b_j \pm t\,s_j` with the standard errors of Hendricks and Koenker (1992).

    .. math:: s_j^2 = \tau (1 - \tau) \bigl[(A^\top F A)^{-1} A^\top A (A^\top F A)^{-1}\bigr]_{jj},
        \qquad F_{ii} = \frac{2h}{a_i^\top (b(\tau + h) - b(\tau - h))},

    and t the quantile of Student's distribution with n − p degrees of freedom.
    """
    A, tau = sample.A, sample.tau
    n, p = A.shape
    h = BANDWIDTHS[bandwidth](tau, n, level)
    while not 0 < tau - h < tau + h < 1:
        h /= 2
    high, low = (lad(A, sample.y, tau=t, intercept=False) for t in (tau + h, tau - h))
    f = _densities(A @ (high.coef - low.coef), h)
    size = np.abs(A).max(axis=0)
    A = A / size
    R = np.asarray(np.linalg.qr(np.sqrt(f)[:, None] * A, mode="r"))
    if np.count_nonzero(f) < p or _is_dependent(R):
        raise ValueError(
            "y has too many ties to tell the density at the quantile; method='rank' does without it"
        )
    inverse = np.linalg.inv(R)
    half = np.linalg.qr(A, mode="r") @ inverse @ inverse.T
    errors = math.sqrt(tau * (1 - tau)) * np.linalg.norm(half, axis=0) / size
    reach = float(stdtrit(n - p, (1 + level) / 2)) * errors
    return sample.b - reach, sample.b + reach


def _is_dependent(R: FloatArray) -> bool:
    """Tell whether a column is one of the others but for rounding, each by its own size."""
    left, sizes = np.abs(np.diag(R)), np.linalg.norm(R, axis=0)
    return bool((left <= DEPENDENT * len(R) * sizes).any())


def _densities(width: FloatArray, h: float) -> FloatArray:
    """Return 2h over the distance of the two fits, and 0 where they meet or cross."""
    apart = width > COINCIDE * float(np.median(np.abs(width)))
    lost = int(width.size - np.count_nonzero(apart))
    if 0 < lost < width.size:
        warnings.warn(
            f"the quantiles at tau ± {h:.3g} meet or cross in {lost} of {width.size} rows, which "
            "are left out of the density; the intervals may be off",
            RuntimeWarning,
            stacklevel=4,
        )
    f = np.zeros(width.size)
    f[apart] = 2 * h / width[apart]
    return f


def _normal(q: float) -> float:
    return math.exp(-(q**2) / 2) / math.sqrt(2 * math.pi)
