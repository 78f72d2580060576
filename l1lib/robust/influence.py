"""What one more value does to an estimate."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from l1lib.validate import FloatArray, as_function, as_number, as_vector

Estimator = Callable[[FloatArray], Any]
"""A function from a sample to one number."""


def sensitivity_curve(estimator: Estimator, sample: ArrayLike, at: ArrayLike) -> FloatArray:
    r"""Return how much one more value moves an estimate, times the new sample size.

    .. math:: (n + 1)\,\bigl(T(y_1, \dots, y_n, y) - T(y_1, \dots, y_n)\bigr)

    Parameters
    ----------
    estimator : callable
        From a vector to a number, such as `numpy.median`.
    sample : array_like, shape (n,)
        The numbers.
    at : array_like, shape (m,)
        The values to add, one at a time.

    Returns
    -------
    ndarray, shape (m,)
        In the unit of the sample.

    Raises
    ------
    TypeError, ValueError
        If `sample` or `at` is not a vector of finite numbers, or `estimator` returns no number.

    References
    ----------
    R. A. Maronna, R. D. Martin and V. J. Yohai (2006). Robust Statistics. Wiley, Section 3.1.

    Examples
    --------
    >>> sensitivity_curve(np.mean, [1, 2, 3], [2, 10]).round(6)
    array([0., 8.])
    >>> sensitivity_curve(np.median, [1, 2, 3], [2, 10, 1000])
    array([0., 2., 2.])
    """
    values, added = as_vector(sample, "sample"), as_vector(at, "at")
    before = estimate(estimator, values)
    after = [estimate(estimator, np.append(values, y)) for y in added]
    return (values.size + 1) * (np.array(after) - before)


def estimate(estimator: Estimator, sample: FloatArray) -> float:
    """Return the number that an estimator makes of a sample.

    Examples
    --------
    >>> estimate(np.median, np.array([1.0, 2.0, 9.0]))
    2.0
    """
    return as_number(as_function(estimator, "estimator")(sample), "estimator(sample)")
