"""The median absolute deviation."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import norm

from l1lib.median import weighted_median
from l1lib.validate import as_vector

NORMAL = float(1 / norm.ppf(0.75))
"""1/Φ⁻¹(3/4) = 1.4826…, by which the MAD of normal data estimates the standard deviation."""


def mad(sample: ArrayLike, *, scale: float = NORMAL) -> float:
    r"""Return the median absolute deviation from the median, times a constant.

    .. math:: \frac{1}{\Phi^{-1}(3/4)} \, \operatorname{med}_i |y_i - \operatorname{med}_k y_k|.

    Parameters
    ----------
    sample : array_like, shape (n,)
        The numbers; for even n both medians are the middle of their interval.
    scale : float, default 1.4826…
        The constant; 1 for the plain median of the deviations.

    Returns
    -------
    float
        In the unit of the sample.

    Raises
    ------
    TypeError, ValueError
        If the sample is not a vector of finite numbers.

    References
    ----------
    F. R. Hampel (1974). The influence curve and its role in robust estimation. Journal of the
    American Statistical Association 69(346), 383–393.

    Examples
    --------
    >>> mad([1, 2, 3, 4, 1000], scale=1.0)
    1.0
    """
    values = as_vector(sample, "sample")
    return scale * weighted_median(np.abs(values - weighted_median(values).midpoint)).midpoint
