"""Sums and means of absolute and squared residuals; there is no factor ½ anywhere here.

The conventions are those of scikit-learn: `weights` is its ``sample_weight``, and a
mean divides by the sum of the weights. The terms are summed with their exponents kept
apart, so that nothing overflows or underflows before the result does.
"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from l1lib.validate import FloatArray, as_real, as_vector, as_weights

Scaled = tuple[FloatArray, NDArray[np.int32]]
"""Numbers as mantissas and exponents, m · 2ᵉ."""


def mae(y: ArrayLike, y_hat: ArrayLike, weights: ArrayLike | None = None) -> float:
    r"""Return the mean absolute error, with the conventions of scikit-learn.

    .. math:: \frac{\sum_i w_i |y_i - \hat y_i|}{\sum_i w_i}

    Without weights all :math:`w_i` are 1.

    Parameters
    ----------
    y : array_like, shape (n,)
        Observed values.
    y_hat : array_like, shape (n,), or a number
        Predictions, in the unit of `y`; one number predicts every value.
    weights : array_like, shape (n,), optional
        Non-negative weights, not all zero.

    Returns
    -------
    float
        In the unit of `y`; infinite only where the true value exceeds the range.

    Raises
    ------
    TypeError
        If an entry is not a real number.
    ValueError
        If an entry is not finite, a length is wrong, or the weights are not valid.

    Examples
    --------
    >>> mae([1, 2, 6], [1, 3, 3])
    1.3333333333333333
    >>> mae([1, 2, 6], 2, weights=[1, 1, 2])
    2.25
    """
    residuals, w = _door(y, y_hat, weights)
    return _to_float(*_mean(w, residuals))


def mse(y: ArrayLike, y_hat: ArrayLike, weights: ArrayLike | None = None) -> float:
    r"""Return the mean squared error; it has no factor ½.

    .. math:: \frac{\sum_i w_i (y_i - \hat y_i)^2}{\sum_i w_i}

    Without weights all :math:`w_i` are 1.

    Parameters
    ----------
    y, y_hat, weights
        As for `mae`.

    Returns
    -------
    float
        In the squared unit of `y`; infinite only where the true value exceeds the range.

    Raises
    ------
    TypeError, ValueError
        As for `mae`.

    Examples
    --------
    >>> mse([1, 2, 6], [1, 3, 4])
    1.6666666666666667
    """
    residuals, w = _door(y, y_hat, weights)
    return _to_float(*_mean(w, residuals, residuals))


def rmse(y: ArrayLike, y_hat: ArrayLike, weights: ArrayLike | None = None) -> float:
    r"""Return the root of the mean squared error.

    .. math:: \sqrt{\frac{\sum_i w_i (y_i - \hat y_i)^2}{\sum_i w_i}}

    Without weights all :math:`w_i` are 1.

    Parameters
    ----------
    y, y_hat, weights
        As for `mae`.

    Returns
    -------
    float
        In the unit of `y`; right also where the mean squared error itself overflows.

    Raises
    ------
    TypeError, ValueError
        As for `mae`.

    Examples
    --------
    >>> rmse([0, 0], [1, 7])
    5.0
    """
    residuals, w = _door(y, y_hat, weights)
    mantissa, exponent = _mean(w, residuals, residuals)
    odd = exponent % 2
    return _to_float(math.sqrt(math.ldexp(mantissa, odd)), (exponent - odd) // 2)


def sae(y: ArrayLike, y_hat: ArrayLike, weights: ArrayLike | None = None) -> float:
    r"""Return the sum of absolute errors.

    .. math:: \sum_i w_i |y_i - \hat y_i|

    Without weights all :math:`w_i` are 1.

    Parameters
    ----------
    y, y_hat, weights
        As for `mae`.

    Returns
    -------
    float
        In the unit of `y` times that of the weights; infinite only where the true
        value exceeds the range.

    Raises
    ------
    TypeError, ValueError
        As for `mae`.

    Examples
    --------
    >>> sae([1, 2, 6], [1, 3, 3])
    4.0
    """
    residuals, w = _door(y, y_hat, weights)
    return _to_float(*_sum_of_products(w, residuals))


def _door(y: ArrayLike, y_hat: ArrayLike, weights: ArrayLike | None) -> tuple[Scaled, Scaled]:
    """Check the input and return |y − ŷ| and the weights, scaled."""
    observed = as_vector(y, "y")
    predicted = as_real(y_hat, "y_hat")
    if predicted.ndim == 0:
        predicted = np.full(observed.size, predicted)
    predicted = as_vector(predicted, "y_hat")
    if predicted.size != observed.size:
        raise ValueError(f"y_hat must hold {observed.size} values like y, got {predicted.size}")
    w = as_weights(weights, observed.size)
    return _residuals(observed, predicted), np.frexp(np.ones(observed.size) if w is None else w)


def _residuals(observed: FloatArray, predicted: FloatArray) -> Scaled:
    """Return |y − ŷ|; a difference beyond the range comes from the halves."""
    with np.errstate(over="ignore"):
        size = np.abs(observed - predicted)
    beyond = np.isinf(size)
    halves = np.abs(0.5 * observed - 0.5 * predicted)
    mantissa, exponent = np.frexp(np.where(beyond, halves, size))
    return mantissa, exponent + beyond


def _mean(weights: Scaled, *factors: Scaled) -> tuple[float, int]:
    total, exponent = _sum_of_products(weights, *factors)
    mass, mass_exponent = _sum_of_products(weights)
    return total / mass, exponent - mass_exponent


def _sum_of_products(*factors: Scaled) -> tuple[float, int]:
    mantissas = np.prod([mantissa for mantissa, _ in factors], axis=0)
    exponents = np.sum([exponent for _, exponent in factors], axis=0)
    if not mantissas.any():
        return 0.0, 0
    top = int(exponents[mantissas > 0].max())
    terms = np.ldexp(mantissas, (exponents - top).astype(np.int32))
    return math.fsum(terms), top


def _to_float(mantissa: float, exponent: int) -> float:
    try:
        return math.ldexp(mantissa, exponent)
    except OverflowError:
        return math.inf
