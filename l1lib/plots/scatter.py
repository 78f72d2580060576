"""Points in the plane, lines through them, and the residuals between."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from l1lib.plots.axes import axes_for
from l1lib.plots.curves import draw_curve
from l1lib.plots.palette import L1, MARK, MUTED, Role
from l1lib.validate import FloatArray, as_count, as_vector, finite, one_each

INK = "#333333"


def draw_points(
    x: ArrayLike,
    y: ArrayLike,
    *,
    labels: Sequence[str] = (),
    offsets: Sequence[tuple[float, float]] = (),
    ax: Axes | None = None,
    **kwargs: Any,
) -> Axes:
    """Draw points, each with its name beside it if names are given.

    Parameters
    ----------
    x, y : array_like, shape (n,)
        The points.
    labels : sequence of str, optional
        A name per point.
    offsets : sequence of (float, float), optional
        How far from its point each name stands, in typographic points; (7, -4) without.
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
        If the points are not two vectors of finite numbers of the same length, or there are
        not as many names or offsets as points.

    Examples
    --------
    >>> ax = draw_points([0, 1], [2, 3], labels=["Rome", "Paris"])
    >>> [text.get_text() for text in ax.texts]
    ['Rome', 'Paris']
    """
    xs, ys = _pairs(x, y)
    names = one_each(labels, "labels", str, len(xs), "point")
    shifts = one_each(offsets, "offsets", Sequence, len(xs), "point")
    places = [as_vector(pair, f"offsets[{i}]", 2) for i, pair in enumerate(shifts)]
    ax = axes_for(ax)
    ax.plot(xs, ys, **{"color": INK, "marker": "o", "linestyle": "none", **kwargs})
    for i, name in enumerate(names):
        shift = tuple(places[i]) if places else (7.0, -4.0)
        ax.annotate(
            name, (xs[i], ys[i]), xytext=shift, textcoords="offset points", fontsize="small"
        )
    return ax


def draw_line(
    intercept: float,
    slope: float,
    between: ArrayLike,
    *,
    label: str = "",
    role: Role = L1,
    ax: Axes | None = None,
    **kwargs: Any,
) -> Axes:
    """Draw the line y = intercept + slope·x over an interval, its name at the right end.

    Parameters
    ----------
    intercept, slope : float
        The line, in the unit of y and in units of y per unit of x.
    between : array_like, shape (2,)
        Where the line begins and ends, in the unit of x.
    label, role, ax, **kwargs
        As for `draw_curve`.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    TypeError, ValueError
        If an argument is not a finite number, or the ends are not two.

    Examples
    --------
    >>> ax = draw_line(1, 2, [0, 3], label="LAD")
    >>> ax.lines[0].get_xydata().tolist()
    [[0.0, 1.0], [3.0, 7.0]]
    """
    ends = as_vector(between, "between", 2)
    heights = finite(intercept, "intercept") + finite(slope, "slope") * ends
    return draw_curve(ends, heights, label=label, role=role, ax=ax, **kwargs)


def draw_residuals(
    x: ArrayLike,
    y: ArrayLike,
    y_hat: ArrayLike,
    *,
    exact: Sequence[int] = (),
    ax: Axes | None = None,
) -> Axes:
    """Draw the residuals as upright sticks from prediction to point.

    Parameters
    ----------
    x, y : array_like, shape (n,)
        The points.
    y_hat : array_like, shape (n,)
        The predictions.
    exact : sequence of int, optional
        The rows that the fit passes through exactly; each gets a diamond instead of a stick.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure without it.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    TypeError, ValueError
        If the shapes do not fit, an entry is no finite number, or a row does not exist.

    Examples
    --------
    >>> ax = draw_residuals([0, 1, 2], [0, 3, 2], [0, 1, 2], exact=[0, 2])
    >>> ax.collections[0].get_segments()[0].tolist()
    [[1.0, 1.0], [1.0, 3.0]]
    """
    xs, ys = _pairs(x, y)
    _, fitted = _pairs(x, y_hat, "y_hat")
    through = np.zeros(len(xs), dtype=bool)
    if not isinstance(exact, Iterable):
        raise TypeError(f"exact must hold row numbers, got {exact!r}")
    for i, row in enumerate(exact):
        through[as_count(row, f"exact[{i}]", 0, len(xs) - 1)] = True
    ax = axes_for(ax)
    sticks = xs[~through], fitted[~through], ys[~through]
    ax.vlines(*sticks, colors=MUTED.color, linestyles="-", linewidth=1.4)
    ax.plot(xs[through], ys[through], "D", color=MARK.color, markersize=9, zorder=3)
    return ax


def _pairs(x: ArrayLike, y: ArrayLike, name: str = "y") -> tuple[FloatArray, FloatArray]:
    xs, ys = as_vector(x, "x"), as_vector(y, name)
    if xs.shape != ys.shape:
        raise ValueError(f"{name} must have the length of x, {len(xs)}, got {len(ys)}")
    return xs, ys
