"""Sums of absolute deviations: kinks, slopes and minimisers."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from l1lib.median import MedianInterval, QuantileInterval
from l1lib.plots.curves import draw_curve
from l1lib.plots.palette import L1, MARK
from l1lib.validate import as_vector, as_weights, instance_of

MARGIN = 0.15
"""How far to go beyond the points, as a part of their range."""


def draw_sum_of_absolute(
    points: ArrayLike,
    *,
    weights: ArrayLike | None = None,
    median: MedianInterval | None = None,
    ax: Axes | None = None,
    **kwargs: Any,
) -> Axes:
    """Draw Σ wᵢ|x − yᵢ| over x, with its kinks and the slope of each piece.

    Parameters
    ----------
    points : array_like, shape (n,)
        The points yᵢ, in their unit.
    weights : array_like, shape (n,), optional
        Non-negative; 1 without.
    median : MedianInterval, optional
        The minimisers, drawn thick; see `l1lib.weighted_median`.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure without it.
    **kwargs
        Passed on to `Axes.plot` for the sum.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    TypeError, ValueError
        If the points or the weights are not valid, or all points are equal.

    Examples
    --------
    >>> ax = draw_sum_of_absolute([0, 1, 3])
    >>> [text.get_text() for text in ax.texts]
    ['−3', '−1', '1', '3']
    """
    y = as_vector(points, "points")
    w = as_weights(weights, len(y))
    w = np.ones(len(y)) if w is None else w
    kinks = np.unique(y[w > 0])
    if len(kinks) < 2:
        raise ValueError("points must have at least two different values that carry weight")
    if median is not None:
        instance_of(median, "median", QuantileInterval)
    reach = MARGIN * (kinks[-1] - kinks[0])
    x = np.concatenate([[kinks[0] - reach], kinks, [kinks[-1] + reach]])

    def total(at: np.ndarray) -> np.ndarray:
        return np.abs(at[:, None] - y) @ w

    ax = draw_curve(x, total(x), role=L1, ax=ax, **kwargs)
    ax.plot(kinks, total(kinks), "o", color=L1.color)
    middles = (x[1:] + x[:-1]) / 2
    slopes = w @ np.sign(middles - y[:, None])
    for place, height, slope in zip(middles, total(middles), slopes, strict=True):
        ax.annotate(
            f"{slope:g}".replace("-", "−"),
            (place, height),
            xytext=(6 * np.sign(slope), -3 if slope else 7),
            textcoords="offset points",
            ha={-1: "right", 0: "center", 1: "left"}[int(np.sign(slope))],
            va="top" if slope else "bottom",
        )
    if median is not None:
        ends = np.array([median.lo, median.hi])
        style: dict[str, Any] = {"color": MARK.color, "linewidth": 5, "solid_capstyle": "round"}
        ax.plot(ends, total(ends), marker="D", markersize=8, **style)
    ax.set(xlabel="$x$", ylabel="$A(x)$")
    return ax
