"""Functions of one variable: their graph, their slopes, the lines that support them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from l1lib.functions.base import ScalarFunction
from l1lib.plots.axes import axes_for
from l1lib.plots.palette import L1, MARK, MUTED, Role
from l1lib.validate import as_count, as_text, as_vector, finite, instance_of


def draw_curve(
    x: ArrayLike,
    y: ArrayLike,
    *,
    label: str = "",
    at: int = -1,
    role: Role = L1,
    ax: Axes | None = None,
    **kwargs: Any,
) -> Axes:
    """Draw a curve with its name beside it.

    Parameters
    ----------
    x, y : array_like, shape (m,)
        The points of the curve.
    label : str, optional
        The name, written at the point number `at` in the colour of the curve.
    at : int, default -1
        The point that carries the name.
    role : Role, default L1
        Colour and line style, from `l1lib.plots.palette`.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure without it.
    **kwargs
        Passed on to `Axes.plot`.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    TypeError, ValueError
        If the points are not two vectors of finite numbers of the same length.

    Examples
    --------
    >>> ax = draw_curve([-1, 0, 1], [1, 0, 1], label="|r|")
    >>> [text.get_text() for text in ax.texts]
    ['|r|']
    """
    xs, ys = as_vector(x, "x"), as_vector(y, "y")
    if xs.shape != ys.shape:
        raise ValueError(f"y must have the length of x, {len(xs)}, got {len(ys)}")
    point = as_count(at, "at", -xs.size, xs.size - 1)
    as_text(label, "label"), instance_of(role, "role", Role)
    ax = axes_for(ax)
    ax.plot(xs, ys, **{**role.line, **kwargs})
    if label:
        ax.annotate(
            label,
            (xs[point], ys[point]),
            xytext=(5, 0),
            textcoords="offset points",
            color=role.color,
            va="center",
            annotation_clip=False,
        )
    return ax


def draw_subdifferential(
    f: ScalarFunction,
    r: ArrayLike,
    *,
    label: str = "",
    role: Role = L1,
    ax: Axes | None = None,
    **kwargs: Any,
) -> Axes:
    """Draw the subdifferential as the graph of a set: an upright stroke at each kink.

    Parameters
    ----------
    f : ScalarFunction
        A member of `l1lib.functions`.
    r : array_like, shape (m,)
        Residuals in increasing order. A kink shows where a residual lies exactly on it.
    label, role, ax, **kwargs
        As for `draw_curve`.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    TypeError, ValueError
        If the residuals are not a vector of finite numbers.

    Examples
    --------
    >>> from l1lib import Absolute
    >>> ax = draw_subdifferential(Absolute(), [-1, 0, 1])
    >>> [line.get_ydata().tolist() for line in ax.lines]
    [[-1.0, -1.0, -1.0, 1.0, 1.0, 1.0]]
    """
    rs = as_vector(r, "r")
    slopes = instance_of(f, "f", ScalarFunction).subdifferential(rs)
    return draw_curve(np.repeat(rs, 2), slopes.ravel(), label=label, role=role, ax=ax, **kwargs)


def draw_supporting_lines(
    f: ScalarFunction,
    point: float,
    slopes: Iterable[float],
    r: ArrayLike,
    *,
    also: Iterable[float] = (),
    ax: Axes | None = None,
) -> Axes:
    """Draw a function with lines through one of its points, each with its slope.

    Parameters
    ----------
    f : ScalarFunction
        A member of `l1lib.functions`.
    point : float
        The residual at which the lines touch.
    slopes : iterable of float
        The slopes of lines that support the graph.
    r : array_like, shape (m,)
        The residuals over which to draw.
    also : iterable of float, optional
        The slopes of lines that cut the graph, drawn as such.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure without it.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ValueError
        If one of the `slopes` does not support the graph, or one of `also` does.

    Examples
    --------
    >>> from l1lib import Absolute
    >>> ax = draw_supporting_lines(Absolute(), 0.0, [-1, 0.5], [-2, 0, 2], also=[1.5])
    >>> [text.get_text() for text in ax.texts]
    ['g = −1', 'g = 0.5', 'g = 1.5: no']
    """
    rs = as_vector(r, "r")
    place = finite(point, "point")
    height = float(instance_of(f, "f", ScalarFunction).value(place))
    lo, hi = f.subdifferential(place)
    supporting = as_vector(_listed(slopes), "slopes").tolist()
    cutting = as_vector(given, "also").tolist() if (given := _listed(also)) != [] else []
    if not all(lo <= g <= hi for g in supporting):
        raise ValueError(f"slopes must be subgradients, from {lo:g} to {hi:g}, got {supporting}")
    if any(lo <= g <= hi for g in cutting):
        raise ValueError(f"also must hold no subgradients, from {lo:g} to {hi:g}, got {cutting}")
    ax = axes_for(ax)
    for group, role, tail in ((supporting, MUTED, ""), (cutting, MARK, ": no")):
        for slope in group:
            name = f"g = {slope:g}{tail}".replace("-", "−")
            line = height + slope * (rs - place)
            draw_curve(rs, line, label=name, role=role, ax=ax, linewidth=1.4)
    draw_curve(rs, f.value(rs), role=L1, ax=ax)
    ax.plot([place], [height], "o", color=L1.color)
    return ax


def _listed(values: Any) -> Any:
    """Return what can be gone through once as a list."""
    return list(values) if isinstance(values, Iterable) and not isinstance(values, str) else values
