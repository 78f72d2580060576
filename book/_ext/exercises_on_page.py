"""Load the script and the style of answer boxes and predictions on the pages that have them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from predictions import prediction

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def has_answer_box(doctree: nodes.document) -> bool:
    """Say whether an output of a cell asks for an answer."""
    return any('class="answer-box"' in raw.astext() for raw in doctree.findall(nodes.raw))


def add_assets(app: Sphinx, pagename: str, template: str, context: Any, doctree: Any) -> None:
    """Link each script with its style where the page has something for it."""
    if doctree is None:
        return
    if has_answer_box(doctree):
        _add(app, "exercises")
    if any(doctree.findall(prediction)):
        _add(app, "predictions")


def _add(app: Sphinx, name: str) -> None:
    app.add_css_file(f"{name}.css")
    app.add_js_file(f"{name}.js", loading_method="defer")


def setup(app: Sphinx) -> dict[str, Any]:
    """Have every page looked at before it is written."""
    app.connect("html-page-context", add_assets)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
