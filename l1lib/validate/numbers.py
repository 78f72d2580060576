"""Single numbers: real, positive, whole, within bounds."""

import math
from decimal import Decimal
from numbers import Integral, Real
from typing import Any

import numpy as np


def finite(value: Any, name: str) -> float:
    """Return a finite number as a float, or raise.

    Examples
    --------
    >>> finite(-2, "slope")
    -2.0
    """
    number = as_number(value, name)
    if not math.isfinite(number):
        raise ValueError(f"{name} must be finite, got {value!r}")
    return number


def positive(value: Any, name: str) -> float:
    """Return a positive finite number as a float, or raise.

    Examples
    --------
    >>> positive(2, "delta")
    2.0
    """
    number = as_number(value, name)
    if not 0.0 < number < np.inf:
        raise ValueError(f"{name} must be positive and finite, got {value!r}")
    return number


def nonnegative(value: Any, name: str) -> float:
    """Return a finite number that is zero or more as a float, or raise.

    Examples
    --------
    >>> nonnegative(0, "eps")
    0.0
    """
    number = as_number(value, name)
    if not 0.0 <= number < np.inf:
        raise ValueError(f"{name} must be non-negative and finite, got {value!r}")
    return abs(number)


def in_unit_interval(value: Any, name: str) -> float:
    """Return a number strictly between 0 and 1 as a float, or raise.

    Examples
    --------
    >>> in_unit_interval(0.5, "tau")
    0.5
    """
    number = as_number(value, name)
    if not 0.0 < number < 1.0:
        raise ValueError(f"{name} must lie strictly between 0 and 1, got {value!r}")
    return number


def as_count(value: Any, name: str, least: int = 1, most: int | None = None) -> int:
    """Return a whole number between bounds, ends included, or raise; 2.0 is none.

    Examples
    --------
    >>> as_count(5, "folds", 2, 10)
    5
    """
    number = _unwrapped(value)
    bounds = f"of {least} or more" if most is None else f"from {least} to {most}"
    if isinstance(number, bool) or not isinstance(number, Integral):
        raise TypeError(f"{name} must be a whole number {bounds}, got {value!r}")
    count = int(number)
    if count < least or (most is not None and count > most):
        raise ValueError(f"{name} must be a whole number {bounds}, got {value!r}")
    return count


def as_number(value: Any, name: str) -> float:
    """Return a real number as a float, NaN and inf included; a truth value is none.

    Examples
    --------
    >>> as_number(2, "slope")
    2.0
    """
    if isinstance(_unwrapped(value), bool | np.bool_):
        raise TypeError(f"{name} must be a real number, got the truth value {value!r}")
    return as_float(value, name)


def as_float(value: Any, name: str) -> float:
    """Return a real number or, as an entry of an array may be, a truth value as a float.

    Examples
    --------
    >>> as_float(True, "y[0]")
    1.0
    """
    number = _unwrapped(value)
    if not isinstance(number, Real | Decimal | np.bool_):
        raise TypeError(f"{name} must be a real number, got {value!r}")
    try:
        return float(number)
    except OverflowError:
        raise ValueError(f"{name} must fit in a double, got a larger integer") from None


def _unwrapped(value: Any) -> Any:
    return value[()] if isinstance(value, np.ndarray) and value.ndim == 0 else value
