"""The style of the book, and figures as SVG that are the same bytes on every run."""

from __future__ import annotations

import re
from io import StringIO
from typing import TYPE_CHECKING, Any

from l1lib.validate import instance_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

STYLE = "l1lib.plots.corner"
DECIMALS = 2
_NUMBER = re.compile(r"-?\d*\.\d{3,}(?:e-?\d+)?")
_ROUNDED = re.compile(
    r'(?<= )(?:d|x|y|x1|x2|y1|y2|cx|cy|r|width|height|points)="[^"]*"|translate\([^)]*\)'
)

_MARKS = re.compile(
    r'(<g clip-path="[^"]*")>(?:\s*<use [^>]*( style="[^"]*")/>)(?:\s*<use [^>]*\2/>)+'
)


def use_style() -> None:
    """Apply the book's style; in a notebook, also show figures as byte-stable SVG.

    The only function of `l1lib` that changes settings: those of matplotlib, for the whole
    session. A chapter calls it in its first cell. Calling it again changes nothing.

    Examples
    --------
    >>> import matplotlib
    >>> with matplotlib.rc_context():
    ...     use_style()
    ...     matplotlib.rcParams["svg.hashsalt"]
    'corner'
    """
    import matplotlib
    from IPython.core.getipython import get_ipython
    from matplotlib import pyplot as plt
    from matplotlib.figure import Figure

    plt.style.use(STYLE)
    shell: Any = get_ipython()
    if shell is not None and "inline" in matplotlib.get_backend():
        from IPython.core import pylabtools
        from matplotlib_inline import backend_inline

        tools: Any = pylabtools
        inline: Any = backend_inline
        # Otherwise the backend does this after the first cell, and takes the formatter away.
        inline.configure_inline_support(shell, matplotlib.get_backend())
        tools.select_figure_formats(shell, {"svg"})
        shell.display_formatter.formatters["image/svg+xml"].for_type(Figure, svg)


def svg(figure: Figure) -> str:
    """Return a figure as SVG without a date or a version, numbers rounded when written.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Any figure. Its bytes depend on what is drawn and on the style alone.

    Returns
    -------
    str
        A whole SVG document; coordinates have two decimals.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> text = svg(Figure())
    >>> "<svg" in text, "<metadata" in text
    (True, False)
    """
    import matplotlib
    from matplotlib.figure import Figure

    instance_of(figure, "figure", Figure)
    out = StringIO()
    nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    with matplotlib.rc_context({"svg.hashsalt": "corner"}):
        figure.savefig(out, format="svg", metadata=nothing, bbox_inches="tight")
    rounded = _ROUNDED.sub(lambda part: _NUMBER.sub(_rounded, part[0]), out.getvalue())
    return _MARKS.sub(_styled_once, rounded)


def _rounded(number: re.Match[str]) -> str:
    text = f"{float(number[0]):.{DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _styled_once(cloud: re.Match[str]) -> str:
    """Say the style of many equal marks once, where a figure of points would say it for each."""
    opening, style = cloud[1], cloud[2]
    return opening + style + cloud[0].replace(style, "")[len(opening) :]
