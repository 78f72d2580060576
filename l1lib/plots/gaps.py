"""How far a method is above the least value, over the points it has seen."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from l1lib.plots.curves import draw_curve
from l1lib.plots.palette import L1, Role
from l1lib.validate import as_vector, finite, positive

POINTS = 70
"""So many points, evenly spaced on a logarithmic axis, make the curve."""


def draw_gap(
    values: ArrayLike,
    least: float,
    *,
    floor: float = 1e-6,
    label: str = "",
    at: int = -1,
    role: Role = L1,
    ax: Axes | None = None,
    **kwargs: Any,
) -> Axes:
    """Draw values minus the least one against their number, both on logarithmic axes.

    Where a value comes within the floor, the curve ends there with a diamond: what lies
    below is rounding or need not be seen.

    Parameters
    ----------
    values : array_like, shape (m,)
        The objective at the first point, the second, and so on; or the best so far.
    least : float
        The least value of the objective.
    floor : float, default 1e-6
        The smallest gap that is drawn, in the unit of the objective.
    label, at, role, ax, **kwargs
        As for `draw_curve`.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    TypeError, ValueError
        If the values are not a vector of finite numbers, or the floor is not positive.

    Examples
    --------
    >>> ax = draw_gap([3.0, 2.0, 1.0, 1.0], 1.0, label="it")
    >>> ax.lines[0].get_ydata().tolist(), len(ax.lines)
    ([2.0, 1.0, 1e-06], 2)
    """
    gaps = as_vector(values, "values") - finite(least, "least")
    low = positive(floor, "floor")
    arrived = np.flatnonzero(gaps <= low)
    end = int(arrived[0]) + 1 if arrived.size else gaps.size
    number = np.unique(np.round(np.geomspace(1, end, POINTS)).astype(int))
    shown = np.maximum(gaps[number - 1], low)
    ax = draw_curve(number, shown, label=label, at=at, role=role, ax=ax, **kwargs)
    if arrived.size:
        ax.plot([end], [low], "D", color=role.color, markersize=6, clip_on=False)
    ax.set(xscale="log", yscale="log")
    ax.minorticks_off()
    return ax
