"""Link a word of the glossary where a chapter uses it first.

Only in running text: never in headings, links, code, mathematics, captions, exercises or outputs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.util.nodes import make_refnode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

SUFFIX = ".ipynb"
"""How the file of a chapter ends."""

NOT_IN = (
    nodes.Titular, nodes.reference, nodes.literal, nodes.math, nodes.caption, nodes.Admonition,
    nodes.table, nodes.raw, addnodes.pending_xref,
)  # fmt: skip


def terms(env: BuildEnvironment) -> dict[str, tuple[str, str]]:
    """Return the place of each term of the glossary, in small letters."""
    return {
        name.lower(): (place[0], place[1])
        for (kind, name), place in env.get_domain("std").objects.items()  # type: ignore[attr-defined]
        if kind == "term"
    }


def running_text(doctree: nodes.document) -> Iterator[nodes.Text]:
    """Yield the pieces of text in which a word may be linked."""
    for paragraph in list(doctree.findall(nodes.paragraph)):
        above = paragraph
        while above.parent is not None and not _closed(above):
            above = above.parent
        if above.parent is None:
            yield from (text for text in list(paragraph.findall(nodes.Text)) if _open(text))


def _closed(node: nodes.Element) -> bool:
    # An option of a prediction becomes a button, which cannot hold a link.
    return (
        isinstance(node, NOT_IN)
        or node.get("nb_element") == "cell_code_output"
        or "prediction-options" in node.get("classes", ())
    )


def _open(text: nodes.Text) -> bool:
    above = text.parent
    while not isinstance(above, nodes.paragraph):
        if _closed(above):
            return False
        above = above.parent
    return True


def link(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Link the first occurrences in a chapter."""
    if not app.env.doc2path(docname).endswith(SUFFIX):
        return
    wanted = terms(app.env)
    for text in running_text(doctree):
        if not wanted:
            return
        longest = sorted(wanted, key=len, reverse=True)
        pattern = re.compile(rf"\b({'|'.join(map(re.escape, longest))})(?:s|es)?\b", re.IGNORECASE)
        parts: list[nodes.Node] = []
        at = 0
        for match in pattern.finditer(str(text)):
            if match[1].lower() not in wanted:
                continue
            page, anchor = wanted[match[1].lower()]
            wanted = {name: place for name, place in wanted.items() if place != (page, anchor)}
            shown = nodes.inline("", match[0])
            reference = make_refnode(app.builder, docname, page, anchor, shown)
            reference["classes"].append("glossary-term")
            parts += [nodes.Text(str(text)[at : match.start()]), reference]
            at = match.end()
        if parts:
            text.parent.replace(text, [*parts, nodes.Text(str(text)[at:])])


def setup(app: Sphinx) -> dict[str, Any]:
    """Link when references are resolved, and after them."""
    app.connect("doctree-resolved", link, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
