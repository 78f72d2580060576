"""Folds: each row is left out once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from l1lib.validate import Seed, as_count, as_generator

Indices = NDArray[np.intp]


def k_folds(n: int, folds: int, rng: Seed = None) -> tuple[Indices, ...]:
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
