"""The door for series: values in a row, with weights."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from l1lib.validate import FloatArray, as_vector, as_weights

LARGEST = 1e150
"""Beyond it the squares of an objective are not safe."""


def as_series(y: ArrayLike, weights: ArrayLike | None) -> tuple[FloatArray, FloatArray]:
    """Return values and weights, or raise with the name of what is wrong.

    Examples
    --------
    >>> as_series([1, 2], None)
    (array([1., 2.]), array([1., 1.]))
    """
    values = as_vector(y, "y")
    given = as_weights(weights, values.size)
    w = np.ones(values.size) if given is None else given
    for name, array in (("y", values), ("weights", w)):
        most = np.abs(array).max()
        if most > LARGEST:
            raise ValueError(f"{name} must be within 1e150, so that squares fit, got {most:.3g}")
    most = np.sqrt(w.max()) * np.abs(values).max()
    if most > LARGEST:
        raise ValueError(
            f"weights must leave √w |y| within 1e150, so that squares fit, got {most:.3g}"
        )
    return values, w


def used(w: FloatArray) -> NDArray[np.intp]:
    """Return the points with weight."""
    return np.flatnonzero(w > 0)


def spread_dual(dual: FloatArray, w: FloatArray) -> FloatArray:
    """Return the dual at all borders; at points without weight it makes no step."""
    if dual.size == w.size - 1:
        return dual
    beside = np.cumsum(w > 0)[:-1]
    return np.concatenate(([0.0], dual, [0.0]))[beside]
