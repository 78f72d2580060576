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


def as_table(values: ArrayLike, name: str, *, columns: int = 1) -> FloatArray:
    """Return what `as_matrix` does, without the pass that looks for NaN and inf.

    For a solver that meets them anyway, and then calls `refuse_infinite`. There have to be at
    least so many `columns`.

    Examples
    --------
    >>> as_table([[1, float("nan")]], "X")
    array([[ 1., nan]])
    >>> as_table([[], []], "X", columns=0).shape
    (2, 0)
    """
    array = as_numbers(values, name)
    _refuse_shape(array.shape, name, columns)
    return array


def _refuse_shape(shape: tuple[int, ...], name: str, columns: int) -> None:
    if len(shape) != 2:
        raise ValueError(f"{name} must have rows and columns, got shape {shape}")
    if shape[0] == 0 or shape[1] < columns:
        least = "row and column" if columns else "row"
        raise ValueError(f"{name} must have at least one {least}, got shape {shape}")


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


def as_table_or_sparse(
    values: Any, name: str, *, columns: int = 1, kind: type = sparse.csc_array
) -> Any:
    """Return a sparse matrix as a `csc_array` or `csr_array` of float64, else what `as_table` does.

    Examples
    --------
    >>> as_table_or_sparse(sparse.eye_array(2), "X").format
    'csc'
    """
    if not sparse.issparse(values):
        return as_table(values, name, columns=columns)
    _refuse_shape(values.shape, name, columns)
    matrix = kind(values)
    if matrix.dtype != np.float64:
        numbers = as_numbers(matrix.data, name)
        matrix = kind((numbers, matrix.indices, matrix.indptr), matrix.shape)
    if not matrix.has_canonical_format:
        matrix = matrix.copy()
        matrix.sum_duplicates()
    if not np.isfinite(matrix.data).all():
        raise ValueError(f"{name} must be finite; it holds NaN or inf")
    return matrix
