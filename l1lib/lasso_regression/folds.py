"""Folds: each row is left out once."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.intp]


def k_folds(n: int, folds: int, rng: np.random.Generator | None = None) -> tuple[Indices, ...]:
    """Return the rows that each fold leaves out: n rows in parts that differ by one at most.

    Parameters
    ----------
    n : int
        The number of rows.
    folds : int
        The number of folds, from 2 to n.
    rng : numpy.random.Generator, optional
        Draws the rows of each fold. Without it folds are consecutive rows, the first of them
        one row longer where n is no multiple: those of scikit-learn's `KFold`.

    Returns
    -------
    tuple of ndarray of int
        Increasing row numbers.

    Raises
    ------
    TypeError, ValueError
        If `folds` is not a whole number from 2 to n, or `rng` no generator.

    Examples
    --------
    >>> k_folds(5, 2)
    (array([0, 1, 2]), array([3, 4]))
    """
    order = np.arange(n) if rng is None else _generator(rng).permutation(n)
    return tuple(np.sort(part) for part in np.array_split(order, _number(folds, n)))


def _number(folds: Any, n: int) -> int:
    if not isinstance(folds, int | np.integer) or isinstance(folds, bool):
        raise TypeError(f"folds must be a whole number, got {folds!r}")
    if not 2 <= folds <= n:
        raise ValueError(f"folds must lie between 2 and the number of rows, {n}, got {folds}")
    return int(folds)


def _generator(rng: Any) -> np.random.Generator:
    if not isinstance(rng, np.random.Generator):
        raise TypeError(f"rng must be a numpy.random.Generator or None, got {rng!r}")
    return rng
