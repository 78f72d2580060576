"""Sums and means of absolute, squared and tilted residuals; the first two have no factor ½.

The conventions are those of scikit-learn: `weights` is its ``sample_weight``, and a
mean divides by the sum of the weights.
"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from l1lib.median import weighted_quantile
from l1lib.scaled_sums import Scaled, absolute_difference, mean, sum_of_products, to_float
from l1lib.validate import as_finite, as_vector, as_weights, in_unit_interval


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
    residuals, w, _ = _door(y, y_hat, weights)
    return to_float(*mean(w, residuals))


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
    residuals, w, _ = _door(y, y_hat, weights)
    return to_float(*mean(w, residuals, residuals))


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
    residuals, w, _ = _door(y, y_hat, weights)
    mantissa, exponent = mean(w, residuals, residuals)
    odd = exponent % 2
    return to_float(math.sqrt(math.ldexp(mantissa, odd)), (exponent - odd) // 2)


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
    residuals, w, _ = _door(y, y_hat, weights)
    return to_float(*sum_of_products(w, residuals))


def mean_pinball_loss(
    y: ArrayLike, y_hat: ArrayLike, *, tau: float = 0.5, weights: ArrayLike | None = None
) -> float:
    r"""Return the mean pinball loss, with the conventions of scikit-learn; for τ = ½, half `mae`.

    .. math:: \frac{\sum_i w_i\,\rho_\tau(y_i - \hat y_i)}{\sum_i w_i},
        \qquad \rho_\tau(r) = \max(\tau r, (\tau - 1) r).

    Without weights all :math:`w_i` are 1.

    Parameters
    ----------
    y, y_hat, weights
        As for `mae`.
    tau : float, default 0.5
        The quantile that is predicted, strictly between 0 and 1.

    Returns
    -------
    float
        In the unit of `y`; infinite only where the true value exceeds the range.

    Raises
    ------
    TypeError, ValueError
        As for `mae`; if `tau` is not strictly between 0 and 1.

    Examples
    --------
    >>> mean_pinball_loss([1, 2, 6], [2, 2, 2], tau=0.75)
    1.0833333333333333
    """
    return to_float(*_pinball(y, y_hat, in_unit_interval(tau, "tau"), weights))


def pseudo_r1(
    y: ArrayLike, y_hat: ArrayLike, *, tau: float = 0.5, weights: ArrayLike | None = None
) -> float:
    r"""Return by which share predictions of a quantile do better than one number for all.

    .. math:: R^1 = 1 - \frac{\sum_i w_i\,\rho_\tau(y_i - \hat y_i)}
        {\min_q \sum_i w_i\,\rho_\tau(y_i - q)}

    The least sum below is that of a `weighted_quantile` of `y`. A fit with an intercept has R¹
    between 0 and 1 on its own rows; predictions may be worse than one number, and R¹ negative.
    For τ = ½ it compares sums of absolute errors.

    Parameters
    ----------
    y, y_hat, weights
        As for `mae`.
    tau : float, default 0.5
        The quantile that is predicted, strictly between 0 and 1.

    Returns
    -------
    float
        Without a unit; 1 where all predictions are right.

    Raises
    ------
    TypeError, ValueError
        As for `mean_pinball_loss`; if all `y` that carry weight are equal, so that one number
        leaves nothing to do better.

    References
    ----------
    R. Koenker and J. A. F. Machado (1999). Goodness of fit and related inference processes for
    quantile regression. Journal of the American Statistical Association 94(448), 1296–1310.

    Examples
    --------
    >>> pseudo_r1([1, 2, 6, 9], [1, 2, 6, 7])
    0.8333333333333334
    """
    level = in_unit_interval(tau, "tau")
    loss, exponent = _pinball(y, y_hat, level, weights)
    constant = weighted_quantile(y, level, weights).lo
    least, least_exponent = _pinball(y, constant, level, weights)
    if least == 0:
        raise ValueError("y must hold at least two different values that carry weight")
    return 1 - to_float(loss / least, exponent - least_exponent)


def _pinball(
    y: ArrayLike, y_hat: ArrayLike, tau: float, weights: ArrayLike | None
) -> tuple[float, int]:
    """Return the mean pinball loss, as a mantissa and an exponent."""
    residuals, w, above = _door(y, y_hat, weights)
    return mean(w, residuals, np.frexp(np.where(above, tau, 1 - tau)))


def _door(
    y: ArrayLike, y_hat: ArrayLike, weights: ArrayLike | None
) -> tuple[Scaled, Scaled, NDArray[np.bool_]]:
    """Check the input and return |y − ŷ| and the weights, scaled, and where y is above ŷ."""
    observed = as_vector(y, "y")
    predicted = as_finite(y_hat, "y_hat")
    if predicted.ndim == 0:
        predicted = np.full(observed.size, predicted)
    predicted = as_vector(predicted, "y_hat")
    if predicted.size != observed.size:
        raise ValueError(f"y_hat must hold {observed.size} values like y, got {predicted.size}")
    w = as_weights(weights, observed.size)
    w = np.ones(observed.size) if w is None else w
    return absolute_difference(observed, predicted), np.frexp(w), observed > predicted
