"""Fold the code that is not the lesson behind one line that says what it is."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from myst_nb.sphinx_ import HideCodeCellNode

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


def visit(self: HTML5Translator, node: HideCodeCellNode) -> None:
    """Open the fold; its line is its name, for the eye and for a screen reader."""
    self.body.append(
        '<details class="fold"><summary>'
        f'<span class="when-closed">{escape(node["prompt_show"])}</span>'
        f'<span class="when-open">{escape(node["prompt_hide"])}</span></summary>\n'
    )


def depart(self: HTML5Translator, node: HideCodeCellNode) -> None:
    """Close the fold."""
    self.body.append("</details>\n")


def setup(app: Sphinx) -> dict[str, Any]:
    """Write folded cells this way."""
    app.add_node(HideCodeCellNode, override=True, html=(visit, depart))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
