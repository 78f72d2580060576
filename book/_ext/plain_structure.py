"""Take out of a page what says nothing or says it twice to a screen reader.

The extension of the exercises gives the content of each the same id, which nothing links to. A
table of pandas names a column of row names with an empty header where they have no name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx

REPEATED = {"exercise-content", "solution-content"}


def simplify(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Drop the ids that repeat, and make an empty header a cell."""
    for section in doctree.findall(nodes.section):
        section["ids"] = [name for name in section["ids"] if name not in REPEATED]
    for raw in list(doctree.findall(nodes.raw)):
        if "<th></th>" in raw.astext():
            text = raw.astext().replace("<th></th>", "<td></td>")
            raw.replace_self(nodes.raw("", text, **raw.attributes))


def setup(app: Sphinx) -> dict[str, Any]:
    """Look at each page when it is complete."""
    app.connect("doctree-resolved", simplify)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
