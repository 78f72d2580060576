"""Where a figure is drawn: axes that are given, or new ones."""

from __future__ import annotations

from typing import Any

from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from l1lib.validate import instance_of


def axes_for(ax: Axes | None) -> Any:
    """Return the axes given, or those of a new figure.

    Examples
    --------
    >>> axes_for(None).get_title()
    ''
    """
    return plt.subplots()[1] if ax is None else instance_of(ax, "ax", Axes)
