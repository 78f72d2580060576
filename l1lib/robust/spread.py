"""The median absolute deviation."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import norm

from l1lib.median import weighted_median
from l1lib.validate import as_vector, as_weights, positive

NORMAL = float(1 / norm.ppf(0.75))
"""1/Φ⁻¹(3/4) = 1.4826…, by which the MAD of normal data estimates the standard deviation."""

LARGE = 2.0**1022
"""Differences of larger numbers might leave the range of a double."""


def mad(sample: ArrayLike, *, scale: float = NORMAL, weights: ArrayLike | None = None) -> float:
    r"""Return the median absolute deviation from the median, times a factor.

    .. math:: \frac{1}{\Phi^{-1}(3/4)} \, \operatorname{med}_i |y_i - \operatorname{med}_k y_k|.

    With weights both medians are weighted, by the same weights.

    Parameters
    ----------
    sample : array_like, shape (n,)
        The numbers; where a median is not unique, the middle of its interval is taken.
    scale : float, default 1.4826…
        The factor, positive; 1 for the plain median of the deviations.
    weights : array_like, shape (n,), optional
        Non-negative weights, not all zero; by default all are 1.

    Returns
    -------
    float
        In the unit of the sample; infinite only where the true value exceeds the range.

    Raises
    ------
    TypeError, ValueError
        If the sample is not a vector of finite numbers, `scale` not positive and finite, or the
        weights not valid.

    References
    ----------
    F. R. Hampel (1974). The influence curve and its role in robust estimation. Journal of the
    American Statistical Association 69(346), 383–393.

    Examples
    --------
    >>> mad([1, 2, 3, 4, 1000], scale=1.0)
    1.0
    >>> mad([1, 2, 3], scale=1.0, weights=[1, 0, 1])
    1.0
    """
    factor, values = positive(scale, "scale"), as_vector(sample, "sample")
    w = as_weights(weights, values.size)
    unit = 4.0 if np.abs(values).max() > LARGE else 1.0
    values = values / unit
    deviations = np.abs(values - weighted_median(values, w).midpoint)
    return factor * unit * weighted_median(deviations, w).midpoint
