"""Arrays of real numbers, finite or not, and weights.

What these functions return may share memory with what was given: treat it as read-only.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from l1lib.validate.numbers import as_float

FloatArray = NDArray[np.float64]


def as_real(values: ArrayLike, name: str) -> FloatArray:
    """Return values of any shape as float64; ±inf is legal, NaN, text and complex are not.

    Examples
    --------
    >>> as_real([[1, 2]], "r")
    array([[1., 2.]])
    """
    array = as_numbers(values, name)
    bad = np.isnan(array)
    if bad.any():
        place = f"{_first(bad)} is" if bad.ndim else "got"
        raise ValueError(f"{name} must not be NaN; {place} nan")
    return array


def as_vector(values: ArrayLike, name: str, length: int | None = None) -> FloatArray:
    """Return finite real numbers as a one-dimensional float64 array.

    Examples
    --------
    >>> as_vector((1, 2, 4), "y")
    array([1., 2., 4.])
    """
    array = as_numbers(values, name)
    if array.ndim != 1:
        raise ValueError(f"{name} must be one-dimensional, got shape {array.shape}")
    if array.size == 0:
        raise ValueError(f"{name} must hold at least one value, got none")
    if length is not None and array.size != length:
        raise ValueError(f"{name} must hold {length} values, got {array.size}")
    _refuse_infinite(array, name)
    return array


def as_finite(values: ArrayLike, name: str) -> FloatArray:
    """Return finite real numbers of any shape, or raise.

    Examples
    --------
    >>> as_finite([[1, 2]], "z")
    array([[1., 2.]])
    """
    array = as_numbers(values, name)
    _refuse_infinite(array, name)
    return array


def as_weights(weights: ArrayLike | None, length: int, name: str = "weights") -> FloatArray | None:
    """Return non-negative weights, one per value and not all zero, or None for None.

    Their sum may exceed the range of a double; callers that need it scale first.

    Examples
    --------
    >>> as_weights([1, 0, 2], 3)
    array([1., 0., 2.])
    """
    if weights is None:
        return None
    array = as_vector(weights, name)
    if array.size != length:
        raise ValueError(f"{name} must hold {length} values, one per value, got {array.size}")
    if array.min() < 0:
        bad = array < 0
        raise ValueError(f"{name} must not be negative; {_first(bad)} is {array[bad][0]}")
    if array.max() == 0:
        raise ValueError(f"{name} must not all be zero")
    return array


def as_numbers(values: ArrayLike, name: str) -> FloatArray:
    """Return values of any shape as float64, NaN and inf included; refuse all else by name.

    Examples
    --------
    >>> as_numbers([True, 2], "r")
    array([1., 2.])
    """
    if np.ma.is_masked(values):
        raise ValueError(f"{name} must not have masked entries")
    try:
        array = np.asarray(values)
    except ValueError:
        raise ValueError(f"{name} must be a regular array, got rows of unequal length") from None
    if array.dtype.kind == "O":
        return _from_objects(array, name)
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{name} must hold real numbers, got {array.dtype}")
    with np.errstate(over="ignore"):
        return array.astype(np.float64, copy=False)


def _from_objects(array: NDArray[Any], name: str) -> FloatArray:
    out = np.empty(array.shape)
    for position, entry in np.ndenumerate(array):
        label = f"{name}[{', '.join(map(str, position))}]" if position else name
        out[position] = as_float(entry, label)
    return out


def _refuse_infinite(array: FloatArray, name: str) -> None:
    with np.errstate(all="ignore"):
        total = array.sum()
    # NaN and inf stay in a sum: where it is finite, all terms are.
    if not np.isfinite(total):
        bad = ~np.isfinite(array)
        if bad.any():
            place = f"{_first(bad)} is" if bad.ndim else "got"
            raise ValueError(f"{name} must be finite; {place} {array[bad][0]}")


def _first(bad: NDArray[np.bool_]) -> str:
    """Name the first place where `bad` holds."""
    position = tuple(int(i) for i in np.argwhere(bad)[0])
    return f"position {position[0] if len(position) == 1 else position}"
