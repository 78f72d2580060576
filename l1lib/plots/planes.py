"""Functions of two variables: level lines and arrows."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from l1lib.plots.axes import axes_for
from l1lib.plots.palette import L1, MARK, Role
from l1lib.validate import as_finite, as_text, as_vector, instance_of


def draw_level_lines(
    x: ArrayLike, y: ArrayLike, z: ArrayLike, levels: ArrayLike, *, ax: Axes | None = None
) -> Axes:
    """Draw the lines on which a function of two variables has given values.

    Parameters
    ----------
    x, y : array_like, shapes (m,) and (k,)
        The coordinates.
    z : array_like, shape (k, m)
        The values of the function, one row for each y.
    levels : array_like, shape (l,)
        The values whose lines are drawn, increasing; each line carries its value.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure without it.

    Returns
    -------
    matplotlib.axes.Axes
        With equal scales.

    Raises
    ------
    TypeError, ValueError
        If the shapes do not fit or an entry is no finite number.

    Examples
    --------
    >>> ax = draw_level_lines([0, 1], [0, 1], [[0, 1], [1, 2]], [0.5, 1.5])
    >>> sorted(text.get_text() for text in ax.texts)
    ['0.5', '1.5']
    """
    xs, ys, zs = as_vector(x, "x"), as_vector(y, "y"), as_finite(z, "z")
    heights = as_vector(levels, "levels")
    if not (np.diff(heights) > 0).all():
        raise ValueError(f"levels must increase, got {heights.tolist()}")
    if zs.shape != (len(ys), len(xs)):
        raise ValueError(f"z must have the shape {(len(ys), len(xs))}, got {zs.shape}")
    ax = axes_for(ax)
    lines = ax.contour(xs, ys, zs, levels=heights, colors=L1.color, linewidths=1.4)
    ax.clabel(lines, fmt="%g", fontsize=10)
    ax.set_aspect("equal")
    return ax


def draw_arrow(
    start: ArrayLike, step: ArrayLike, label: str, *, role: Role = MARK, ax: Axes | None = None
) -> Axes:
    """Draw an arrow from a point along a step, its name at the tip.

    Parameters
    ----------
    start, step : array_like, shape (2,)
        Where the arrow begins, and how far it goes.
    label : str
        The name.
    role : Role, default MARK
        Colour, from `l1lib.plots.palette`.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure without it.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    TypeError, ValueError
        If the start or the step is not a pair of finite numbers.

    Examples
    --------
    >>> ax = draw_arrow([1, 0], [-1, -2], "−g")
    >>> [text.get_text() for text in ax.texts]
    ['', '−g']
    """
    tail, along = as_vector(start, "start", 2), as_vector(step, "step", 2)
    as_text(label, "label"), instance_of(role, "role", Role)
    ax = axes_for(ax)
    tip = tail + along
    ax.plot(*np.array([tail, tip]).T, alpha=0)
    ax.annotate(
        "",
        tuple(tip),
        xytext=tuple(tail),
        arrowprops={"arrowstyle": "-|>", "color": role.color, "linewidth": 2, "shrinkA": 0},
    )
    ax.annotate(
        label, tuple(tip), xytext=(6, -3), textcoords="offset points", color=role.color, va="top"
    )
    return ax
