"""How fast a method arrives: how far its points are above the minimum, one after another."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from l1lib.plots.curves import draw_curve
from l1lib.plots.palette import L1, Role
from l1lib.validate import as_vector, positive

POINTS = 70
"""So many points, evenly spaced on a logarithmic axis, make the curve."""


def draw_convergence(
    above: ArrayLike,
    *,
    floor: float = 1e-6,
    label: str = "",
    role: Role = L1,
    ax: Axes | None = None,
    **kwargs: Any,
) -> Axes:
    """Draw how far points are above the minimum against their number, on logarithmic axes.

    Where a value comes within the floor, the curve ends there with a diamond: what lies
    below is rounding or need not be seen.

    Parameters
    ----------
    above : array_like, shape (m,)
        The objective less its minimum, or the gap, at the first point, the second, and so on.
    floor : float, default 1e-6
        The smallest value that is drawn, in the unit of `above`.
    label, role, ax, **kwargs
        As for `draw_curve`.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    TypeError, ValueError
        If `above` is not a vector of finite numbers, or the floor is not positive.

    Examples
    --------
    >>> ax = draw_convergence([2.0, 1.0, 0.0, 0.0], label="it")
    >>> ax.lines[0].get_ydata().tolist(), len(ax.lines)
    ([2.0, 1.0, 1e-06], 2)
    """
    values, low = as_vector(above, "above"), positive(floor, "floor")
    arrived = np.flatnonzero(values <= low)
    end = int(arrived[0]) + 1 if arrived.size else values.size
    number = np.unique(np.round(np.geomspace(1, end, POINTS)).astype(int))
    shown = np.maximum(values[number - 1], low)
    ax = draw_curve(number, shown, label=label, role=role, ax=ax, **kwargs)
    if arrived.size:
        ax.plot([end], [low], "D", color=role.color, markersize=6, clip_on=False)
    ax.set(xscale="log", yscale="log")
    ax.minorticks_off()
    return ax
