"""The door for designs: tables of numbers with rows and columns."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse

from l1lib.validate import FloatArray, as_numbers


def as_matrix(values: ArrayLike, name: str) -> FloatArray:
    """Return finite real numbers as a two-dimensional float64 array.

    Parameters
    ----------
    values : array_like, shape (n, p)
        At least one row and one column; nested lists, arrays, data frames.
    name : str
        The argument's name in the caller, for the message.

    Returns
    -------
    ndarray of float64, shape (n, p)
        May share memory with `values`; treat it as read-only.

    Raises
    ------
    TypeError, ValueError
        If an entry is not a real number, or `values` is empty, ragged, masked, not
        two-dimensional, or not finite.

    Examples
    --------
    >>> as_matrix([[1, 2], [3, 4]], "X")
    array([[1., 2.],
           [3., 4.]])
    """
    array = as_table(values, name)
    if not np.isfinite(array).all():
        refuse_infinite(array, name)
    return array


def as_table(values: ArrayLike, name: str) -> FloatArray:
    """Return what `as_matrix` does, without the pass that looks for NaN and inf.

    For a solver that meets them anyway, and then calls `refuse_infinite`.

    Examples
    --------
    >>> as_table([[1, float("nan")]], "X")
    array([[ 1., nan]])
    """
    array = as_numbers(values, name)
    if array.ndim != 2:
        raise ValueError(f"{name} must have rows and columns, got shape {array.shape}")
    if array.size == 0:
        raise ValueError(f"{name} must have at least one row and column, got shape {array.shape}")
    return array


def refuse_infinite(array: FloatArray, name: str) -> None:
    """Raise a ValueError that names the first column that is not finite, if there is one.

    Examples
    --------
    >>> refuse_infinite(np.array([[1.0, np.nan]]), "X")
    Traceback (most recent call last):
        ...
    ValueError: X must be finite; column 1 has 1 NaN
    """
    for column in range(array.shape[1]):
        values = array[:, column]
        for kind, count in (("NaN", np.isnan(values).sum()), ("inf", np.isinf(values).sum())):
            if count:
                raise ValueError(f"{name} must be finite; column {column} has {count} {kind}")


def as_table_or_sparse(values: Any, name: str) -> Any:
    """Return a sparse matrix as a `csc_array` of float64, anything else as `as_table` does.

    Examples
    --------
    >>> as_table_or_sparse(sparse.eye_array(2), "X").format
    'csc'
    """
    if not sparse.issparse(values):
        return as_table(values, name)
    if values.ndim != 2 or 0 in values.shape:
        raise ValueError(f"{name} must have rows and columns, got shape {values.shape}")
    matrix = sparse.csc_array(values)
    if matrix.dtype != np.float64:
        numbers = as_numbers(matrix.data, name)
        matrix = sparse.csc_array((numbers, matrix.indices, matrix.indptr), matrix.shape)
    if not np.isfinite(matrix.data).all():
        raise ValueError(f"{name} must be finite; it holds NaN or inf")
    return matrix
