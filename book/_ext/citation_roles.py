"""Give the entries of the bibliography the roles that a list must have for a screen reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


def visit(self: HTML5Translator, node: nodes.citation) -> None:
    """Open the list at the first entry, and the entry."""
    if not isinstance(node.previous_sibling(), nodes.citation):
        self.body.append('<div role="list" class="citation-list">\n')
    self.body.append(self.starttag(node, "div", CLASS="citation", role="listitem"))


def depart(self: HTML5Translator, node: nodes.citation) -> None:
    """Close the entry, and the list after the last one."""
    self.body.append("</div>\n")
    if not isinstance(node.next_node(descend=False, siblings=True), nodes.citation):
        self.body.append("</div>\n")


def setup(app: Sphinx) -> dict[str, Any]:
    """Write citations this way."""
    app.add_node(nodes.citation, override=True, html=(visit, depart))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
