"""Folds: the rows that are left out, and those that are fitted meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from numbers import Integral
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from l1lib.validate import Seed, as_count, as_generator

Indices = NDArray[np.intp]


def k_folds(n: int, folds: Any, rng: Seed = None) -> tuple[Indices, ...]:
    """Return the rows that each fold leaves out: n rows in parts that differ by one at most.

    Parameters
    ----------
    n : int
        The number of rows.
    folds : int
        The number of folds, from 2 to n.
    rng : numpy.random.Generator or int, optional
        Draws the rows of each fold. Without it folds are consecutive rows, the first of them
        one row longer where n is no multiple: those of scikit-learn's `KFold`.

    Returns
    -------
    tuple of ndarray of int
        Increasing row numbers.

    Raises
    ------
    TypeError, ValueError
        If `folds` is not a whole number from 2 to n, or `rng` no generator or seed.

    Examples
    --------
    >>> k_folds(5, 2)
    (array([0, 1, 2]), array([3, 4]))
    """
    parts = as_count(folds, "folds", 2, n)
    order = np.arange(n) if rng is None else as_generator(rng).permutation(n)
    return tuple(np.sort(part) for part in np.array_split(order, parts))


def splits(
    X: Any, y: Any, folds: Any, rng: Seed, groups: ArrayLike | None
) -> list[tuple[Indices, Indices]]:
    """Return the rows fitted and the rows left out, for each fold.

    Parameters
    ----------
    X, y : array_like or sparse matrix with n rows, array_like with n values
        What a splitter gets.
    folds : int, splitter or iterable of pairs
        A number as for `k_folds`; an object like those of `sklearn.model_selection`, whose
        `split(X, y, groups)` gives pairs; or pairs of row numbers, fitted and left out.
    rng : numpy.random.Generator or int, optional
        For `k_folds`.
    groups : array_like, shape (n,), optional
        For a splitter.

    Returns
    -------
    list of pairs of ndarray of int

    Raises
    ------
    TypeError, ValueError
        If `folds` is none of these or gives less than two pairs, if a pair does not hold
        numbers of rows, or if `rng` or `groups` are given and nothing would use them.

    Examples
    --------
    >>> splits([[0], [1], [2]], [0, 1, 2], 3, None, None)[1]
    (array([0, 2]), array([1]))
    """
    n, splitter = len(y), None if isinstance(folds, str | type) else getattr(folds, "split", None)
    if splitter is None and groups is not None:
        raise ValueError(
            "groups must be left out where folds is no splitter, such as scikit-learn's GroupKFold"
        )
    if isinstance(folds, Integral):
        every = np.arange(n)
        return [(np.setdiff1d(every, rows), rows) for rows in k_folds(n, folds, rng)]
    if rng is not None:
        raise ValueError("rng must be left out where folds is no number: others draw their own")
    if groups is not None and np.shape(groups) != (n,):
        raise ValueError(f"groups must hold {n} values, one per row, got {np.shape(groups)}")
    if splitter is None and (isinstance(folds, str) or not isinstance(folds, Iterable)):
        wanted = "a whole number, a splitter, or pairs of rows fitted and left out"
        raise TypeError(f"folds must be {wanted}, got {folds!r}")
    pairs = list(folds if splitter is None else splitter(X, y, groups))
    if len(pairs) < 2:
        raise ValueError(f"folds must have at least two pairs, got {len(pairs)}")
    return [_pair(pair, n) for pair in pairs]


def _pair(pair: Any, n: int) -> tuple[Indices, Indices]:
    try:
        inside, outside = (np.asarray(part) for part in pair)
    except (TypeError, ValueError):
        raise ValueError(f"folds must be pairs of rows fitted and left out, got {pair!r}") from None
    return _rows(inside, n), _rows(outside, n)


def _rows(rows: NDArray[Any], n: int) -> Indices:
    """Return row numbers, from numbers or from a truth value for each row."""
    if rows.dtype == bool and rows.shape == (n,):
        rows = np.flatnonzero(rows)
    if rows.ndim != 1 or rows.size == 0 or rows.dtype.kind not in "iu":
        raise ValueError(f"folds must hold row numbers, some for each part, got {rows!r}")
    if rows.min() < 0 or rows.max() >= n:
        raise ValueError(f"folds must hold row numbers from 0 to {n - 1}, got {rows!r}")
    return rows.astype(np.intp, copy=False)
