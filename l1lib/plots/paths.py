"""Coefficients along a path: one broken line for each, its name where it ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.transforms import ScaledTranslation
from numpy.typing import ArrayLike

from l1lib.plots.axes import axes_for
from l1lib.plots.palette import L1, Role
from l1lib.validate import FloatArray, as_finite, as_flag, as_vector, one_each

APART = 0.058
"""Names stand apart by this share of the height of what is drawn."""

ASIDE = 16 / 72
"""Names are so far beside the point, in inches."""


def draw_path(
    x: ArrayLike,
    coef: ArrayLike,
    *,
    labels: Sequence[str] = (),
    roles: Sequence[Role] = (),
    at_start: bool = False,
    ax: Axes | None = None,
    **kwargs: Any,
) -> Axes:
    """Draw each column of a table as a line, its name beside the last point.

    Names that would overlap are moved up or down, each joined to its line by a thin stroke.

    Parameters
    ----------
    x : array_like, shape (m,)
        Where on the path each row belongs: λ, its logarithm, or the size of the coefficients.
    coef : array_like, shape (m, p)
        A row for each point of the path.
    labels : sequence of str, optional
        A name per column; an empty one is not written.
    roles : sequence of Role, optional
        Colour and line style per column, from `l1lib.plots.palette`; L1 without.
    at_start : bool, default False
        Whether names stand to the left of the first point instead.
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
        If the shapes do not fit, an entry is no finite number, or there are not as many names
        or roles as columns.

    Examples
    --------
    >>> ax = draw_path([2, 1, 0], [[0, 0], [1, 0], [2, 1]], labels=["bmi", "age"])
    >>> [line.get_ydata().tolist() for line in ax.lines]
    [[0.0, 1.0, 2.0], [0.0, 0.0, 1.0]]
    >>> [text.get_text() for text in ax.texts]
    ['bmi', 'age']
    """
    xs, table = as_vector(x, "x"), as_finite(coef, "coef")
    if table.ndim != 2 or len(table) != len(xs):
        raise ValueError(f"coef must have a row per point, {len(xs)}, got shape {table.shape}")
    p = table.shape[1]
    names = one_each(labels, "labels", str, p, "column")
    chosen = one_each(roles, "roles", Role, p, "column") or [L1] * p
    left = as_flag(at_start, "at_start")
    ax = axes_for(ax)
    for column, role in zip(table.T, chosen, strict=True):
        ax.plot(xs, column, **{**role.line, "linewidth": 1.8, **kwargs})
    named = [j for j, name in enumerate(names) if name]
    row, side = (0, -1) if left else (-1, 1)
    places = spread(table[row, named], APART * float(np.ptp(table)))
    aside = ax.transData + ScaledTranslation(side * ASIDE, 0, ax.figure.dpi_scale_trans)
    for j, place in zip(named, places, strict=True):
        ax.annotate(
            names[j],
            (xs[row], table[row, j]),
            xytext=(xs[row], place),
            textcoords=aside,
            ha="right" if left else "left",
            va="center",
            fontsize="small",
            color=chosen[j].color,
            annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": chosen[j].color, "linewidth": 0.6},
        )
    return ax


def spread(values: ArrayLike, gap: float) -> FloatArray:
    """Return the numbers moved as little as possible so that neighbours are a gap apart.

    Parameters
    ----------
    values : array_like, shape (m,)
        Any numbers; equal ones keep their order.
    gap : float
        The least distance.

    Returns
    -------
    ndarray, shape (m,)
        In the order of `values`: the least sum of squared moves.

    Examples
    --------
    >>> spread([0.0, 1.0, 0.2], 0.5)
    array([-0.15,  1.  ,  0.35])
    """
    wanted = np.asarray(values, dtype=float)
    order = np.argsort(wanted, kind="stable")
    steps = gap * np.arange(wanted.size)
    groups: list[tuple[float, int]] = []
    for value in wanted[order] - steps:
        mean, size = float(value), 1
        while groups and groups[-1][0] > mean:
            before, count = groups.pop()
            mean = (before * count + mean * size) / (count + size)
            size += count
        groups.append((mean, size))
    placed = np.empty(wanted.size)
    placed[order] = np.repeat([m for m, _ in groups], [s for _, s in groups]) + steps
    return placed
