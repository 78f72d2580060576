"""The level lines of a sum of absolute residuals in the plane of two coefficients: polygons."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from l1lib.methods.absolute_deviations import AbsoluteDeviations
from l1lib.methods.tolerances import SPEED
from l1lib.validate import FloatArray, finite, instance_of


def level_polygon(problem: AbsoluteDeviations, centre: ArrayLike, value: float) -> FloatArray:
    r"""Return the corners of the polygon on which f has a value, in order.

    They lie on the lines :math:`y_i = x_i^\top \beta`, along each of which f is convex and
    piecewise linear. So they are exact, however narrow the polygon is.

    Parameters
    ----------
    problem : AbsoluteDeviations
        With two coefficients.
    centre : array_like, shape (2,)
        A point inside the polygon, such as the minimiser.
    value : float
        The value of f, above that at the centre.

    Returns
    -------
    ndarray, shape (m, 2)
        The corners, counter-clockwise; the first is not repeated.

    Raises
    ------
    TypeError, ValueError
        If there are not two coefficients, or the centre is not a point inside.

    Examples
    --------
    >>> square = AbsoluteDeviations([[1, 0], [0, 1]], [0, 0])
    >>> level_polygon(square, [0, 0], 1).round(6).tolist()
    [[0.0, -1.0], [1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]]
    """
    p = instance_of(problem, "problem", AbsoluteDeviations).X.shape[1]
    if p != 2:
        raise ValueError(f"problem must have 2 coefficients, got {p}")
    inside, value = problem.point(centre, "centre"), finite(value, "value")
    if not problem.value(inside) < value:
        raise ValueError(f"value must be above that at the centre, got {value}")
    corners: Any = []
    for row, target in zip(problem.X, problem.y, strict=True):
        if row.any():
            base, way = row * (target / (row @ row)), np.array([-row[1], row[0]])
            corners += [base + s * way for s in _crossings(problem, base, way, value)]
    found = np.array(corners) + 0.0
    order = np.argsort(np.arctan2(*(found - inside).T[::-1]))
    return found[order]


def _crossings(
    problem: AbsoluteDeviations, base: FloatArray, way: FloatArray, value: float
) -> list[float]:
    """Return the two places on a line at which f has the value, or none if it is above there."""
    speed = problem.X @ way
    moving = np.abs(speed) > SPEED * np.abs(speed).max()
    kinks = np.sort(problem.residuals(base)[moving] / speed[moving])
    # Beyond the kinks f has the slope Σ|speed|, so it is above the value by then.
    beyond = 1 + abs(value) / np.abs(speed).sum()
    places = np.concatenate(([kinks[0] - beyond], kinks, [kinks[-1] + beyond]))
    heights = np.array([problem.value(base + s * way) for s in places])
    low = int(np.argmin(heights))
    if heights[low] >= value:
        return []
    left = np.interp(value, heights[low::-1], places[low::-1])
    return [float(left), float(np.interp(value, heights[low:], places[low:]))]
