"""The door for designs: tables of numbers with rows and columns."""

from collections import Counter
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


def column_names(X: Any, name: str) -> tuple[str, ...] | None:
    """Return the names of the columns of a data frame, or None for what has no names.

    Any library's data frame does that lists its columns as `columns`, or as `column_names`. As
    in scikit-learn, labels of which none is a string, such as 0, 1, 2, are no names.

    Parameters
    ----------
    X : array_like or data frame, shape (n, p)
    name : str
        The argument's name in the caller, for the message.

    Returns
    -------
    tuple of str, length p, or None

    Raises
    ------
    TypeError
        If some labels are strings and some are not.

    Examples
    --------
    >>> import pandas as pd
    >>> column_names(pd.DataFrame({"age": [1], "bmi": [2]}), "X")
    ('age', 'bmi')
    >>> column_names([[1, 2]], "X") is None
    True
    """
    labels = getattr(X, "column_names", getattr(X, "columns", None))
    if labels is None:
        return None
    names = tuple(labels)
    text = [isinstance(label, str) for label in names]
    if not any(text):
        return None
    if not all(text):
        other = names[text.index(False)]
        raise TypeError(f"{name} must have strings as names of all columns, got {other!r} for one")
    return tuple(map(str, names))


def as_new_rows(X: Any, columns: int, names: tuple[str, ...] | None) -> Any:
    """Return finite rows with the columns of a fit, an array or a `csc_array`.

    Examples
    --------
    >>> as_new_rows([[1, 2]], 2, ("age", "bmi"))
    array([[1., 2.]])
    """
    given = column_names(X, "X")
    if names is not None and given is not None and given != names:
        raise ValueError(f"X must have the columns of the fit; {_difference(names, given)}")
    matrix = as_table_or_sparse(X, "X", columns=0)
    if matrix.shape[1] != columns:
        raise ValueError(f"X must have {columns} columns, got {matrix.shape[1]}")
    if isinstance(matrix, np.ndarray):
        refuse_infinite(matrix, "X")
    return matrix


def _difference(names: tuple[str, ...], given: tuple[str, ...]) -> str:
    """Say in which columns a data frame differs from the fit."""
    missing, unknown = Counter(names) - Counter(given), Counter(given) - Counter(names)
    if missing or unknown:
        lists = {"missing": missing, "not in the fit": unknown}
        return "; ".join(f"{what}: {_listed(found)}" for what, found in lists.items() if found)
    place = next(j for j, pair in enumerate(zip(names, given, strict=True)) if pair[0] != pair[1])
    return f"column {place} is {given[place]!r}, and {names[place]!r} in the fit"


def _listed(names: Counter[str]) -> str:
    """List names, at most five of them."""
    first = ", ".join(map(repr, sorted(names)[:5]))
    return first if len(names) <= 5 else f"{first} and {len(names) - 5} more"
