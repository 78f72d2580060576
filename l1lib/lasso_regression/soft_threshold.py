"""Soft thresholding: the prox of λ|·|."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from l1lib.validate import FloatArray, as_real, nonnegative


def soft_threshold(z: ArrayLike, lam: float) -> FloatArray:
    r"""Shrink numbers towards zero by λ, and those within λ of zero to exactly zero.

    .. math:: S_\lambda(z) &= \operatorname{sign}(z)\,\max(|z| - \lambda,\, 0) \\
        &= \arg\min_b \tfrac12 (z - b)^2 + \lambda |b|.

    Parameters
    ----------
    z : array_like, any shape
        Numbers, in any unit; ±inf is legal.
    lam : float
        The threshold λ ≥ 0, in the unit of `z`.

    Returns
    -------
    ndarray, shape of `z`

    Raises
    ------
    TypeError, ValueError
        If `z` holds anything but numbers, or NaN; if `lam` is negative or not finite.

    References
    ----------
    D. L. Donoho and I. M. Johnstone (1994). Ideal spatial adaptation by wavelet shrinkage.
    Biometrika 81(3), 425–455.

    Examples
    --------
    >>> soft_threshold([-3.0, 0.5, 2.0], 1.0)
    array([-2.,  0.,  1.])
    """
    values, threshold = as_real(z, "z"), nonnegative(lam, "lam")
    return values - np.clip(values, -threshold, threshold) + 0.0 if threshold else values.copy()
