"""Say under the title of a notebook how long it takes to read: computed from words and open code.

Folded code, folded solutions and outputs do not count; a formula counts by its length.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx_exercise.nodes import solution_node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

WORDS_PER_MINUTE = 200
LINES_PER_MINUTE = 15
CHARACTERS_OF_TEX_PER_WORD = 12


def read_parts(node: nodes.Node) -> Iterator[nodes.Node]:
    """Yield the nodes that a reader of the page goes through."""
    if isinstance(node, solution_node) or is_closed(node):
        return
    yield node
    if not isinstance(node, nodes.math | nodes.math_block | nodes.literal_block):
        for child in node.children:
            yield from read_parts(child)


def is_closed(node: nodes.Node) -> bool:
    """Tell whether a node is output, or the source of a folded cell."""
    if not isinstance(node, nodes.container):
        return False
    if node.get("nb_element") == "cell_code_output":
        return True
    folded = node.parent is not None and node.parent.get("hide_mode")
    return node.get("nb_element") == "cell_code_source" and bool(folded)


def minutes(doctree: nodes.Node) -> int:
    """Return the reading time of a page in whole minutes, at least one."""
    words = 0.0
    lines = 0
    for node in read_parts(doctree):
        if isinstance(node, nodes.literal_block):
            lines += len([line for line in node.astext().splitlines() if line.strip()])
        elif isinstance(node, nodes.math | nodes.math_block):
            words += len(node.astext()) / CHARACTERS_OF_TEX_PER_WORD
        elif isinstance(node, nodes.Text):
            words += len(node.astext().split())
    return max(1, round(words / WORDS_PER_MINUTE + lines / LINES_PER_MINUTE))


def add_line(app: Sphinx, doctree: nodes.document) -> None:
    """Put the line below the title of a page that was a notebook."""
    title = next(iter(doctree.findall(nodes.title)), None)
    if title is None or not app.env.doc2path(app.env.docname).endswith(".ipynb"):
        return
    count = minutes(doctree)
    text = "Reading time: 1 minute" if count == 1 else f"Reading time: {count} minutes"
    title.parent.insert(1, nodes.paragraph("", text, classes=["reading-time"]))


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the line when a page has been read."""
    app.connect("doctree-read", add_line)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
