"""Residuals as a histogram, with those that are exactly zero set apart."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from l1lib.plots.axes import axes_for
from l1lib.plots.palette import L1, Role
from l1lib.validate import as_vector, instance_of

ZERO = 1e-9
"""Residuals up to this size count as exactly zero: what rounding leaves of a zero."""


def draw_residual_histogram(
    r: ArrayLike,
    edges: ArrayLike,
    *,
    role: Role = L1,
    ax: Axes | None = None,
    **kwargs: Any,
) -> Axes:
    """Draw how many residuals fall between edges; exact zeros stand on top, darker and counted.

    Residuals up to 1e-9 count as zero: what rounding leaves of a zero.

    Parameters
    ----------
    r : array_like, shape (n,)
        The residuals.
    edges : array_like, shape (m + 1,)
        The edges of the bars, increasing, in the unit of the residuals.
    role : Role, default L1
        The colour, from `l1lib.plots.palette`: full for the exact zeros, pale for the others.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure without it.
    **kwargs
        Passed on to `Axes.stairs` for the other residuals.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    TypeError, ValueError
        If an entry is no finite number, the edges do not increase, or a residual lies beyond
        them.

    Examples
    --------
    >>> ax = draw_residual_histogram([0, 0, 0.1, 1.2], [-0.5, 0.5, 1.5])
    >>> [patch.get_data().values.tolist() for patch in ax.patches]
    [[1, 1], [3, 1]]
    >>> [text.get_text() for text in ax.texts]
    ['2 exactly 0']
    """
    rs, borders = as_vector(r, "r"), as_vector(edges, "edges")
    if len(borders) < 2 or not (np.diff(borders) > 0).all():
        raise ValueError(f"edges must increase, got {borders.tolist()}")
    if len(rs) and not (borders[0] <= rs.min() and rs.max() <= borders[-1]):
        raise ValueError(
            f"edges must hold all residuals, from {rs.min():g} to {rs.max():g}, "
            f"got {borders[0]:g} to {borders[-1]:g}"
        )
    exact = np.abs(rs) <= ZERO
    instance_of(role, "role", Role)
    ax = axes_for(ax)
    others, _ = np.histogram(rs[~exact], borders)
    zeros, _ = np.histogram(np.zeros(exact.sum()), borders)
    ax.stairs(others, borders, **{"color": role.color, "fill": True, "alpha": 0.4, **kwargs})
    if exact.any():
        top = others + zeros
        ax.stairs(top, borders, baseline=others, color=role.color, fill=True)
        spot = int(zeros.argmax())
        ax.annotate(
            f"{exact.sum()} exactly 0",
            ((borders[spot] + borders[spot + 1]) / 2, top[spot]),
            xytext=(8, -4),
            textcoords="offset points",
            color=role.color,
            va="top",
        )
    return ax
