"""Link a word of the glossary where a chapter uses it first.

Only in running text: never in headings, links, code, mathematics, captions, exercises or outputs.
All words over one text of the glossary count as one, and a word that is part of another word of
the glossary, or joined to a word by a hyphen, is not that word. Where a chapter means something
else by a word, ``book/glossary_other_senses.toml`` says so.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.util import logging
from sphinx.util.nodes import make_refnode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

SUFFIX = ".ipynb"
"""How the file of a chapter ends."""

OTHER_SENSES = Path(__file__).resolve().parents[1] / "glossary_other_senses.toml"

NOT_IN = (
    nodes.Titular, nodes.reference, nodes.literal, nodes.math, nodes.caption, nodes.Admonition,
    nodes.table, nodes.raw, addnodes.pending_xref,
)  # fmt: skip

logger = logging.getLogger(__name__)

Entry = tuple[str, str]
"""The glossary and the anchor of an entry in it, which is that of its first word."""


@cache
def other_senses() -> dict[str, list[str]]:
    """Return for each chapter the words around a word that has another sense there."""
    found: dict[str, list[str]] = tomllib.loads(OTHER_SENSES.read_text(encoding="utf-8"))
    return found


def entries(env: BuildEnvironment) -> dict[str, Entry]:
    """Return the entry of each word of the glossary, in small letters."""
    objects = env.get_domain("std").objects  # type: ignore[attr-defined]
    pages = {page for (kind, _), (page, _) in objects.items() if kind == "term"}
    found = {}
    for page in sorted(pages):
        for item in env.get_doctree(page).findall(nodes.definition_list_item):
            words = [child for child in item.children if isinstance(child, nodes.term)]
            found |= {word.astext().lower(): (page, words[0]["ids"][0]) for word in words}
    return found


def paragraphs(doctree: nodes.document) -> Iterator[nodes.paragraph]:
    """Yield the paragraphs in which a word may be linked."""
    for paragraph in list(doctree.findall(nodes.paragraph)):
        above: nodes.Node = paragraph
        while above.parent is not None and not _closed(above):
            above = above.parent
        if above.parent is None:
            yield paragraph


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
    places = entries(app.env)
    wanted = set(places.values())
    elsewhere = dict.fromkeys(other_senses().get(docname.removeprefix("book/"), ()), False)
    words = "|".join(map(re.escape, sorted(places, key=len, reverse=True)))
    word = re.compile(rf"(?<![\w-])({words})(?:s|es)?(?![\w-])", re.IGNORECASE)
    for paragraph in paragraphs(doctree):
        texts = list(paragraph.findall(nodes.Text))
        spans = _spans(elsewhere, "".join(texts))
        start = 0
        for text in texts:
            parts: list[nodes.Node] = []
            at = 0
            for match in word.finditer(text) if _open(text) else ():
                entry = places[match[1].lower()]
                if entry not in wanted:
                    continue
                around = [p for p, a, b in spans if a <= start + match.start() < b]
                elsewhere |= dict.fromkeys(around, True)
                if around:
                    continue
                wanted.remove(entry)
                reference = make_refnode(app.builder, docname, *entry, nodes.inline("", match[0]))
                reference["classes"].append("glossary-term")
                parts += [nodes.Text(text[at : match.start()]), reference]
                at = match.end()
            start += len(text)
            if parts:
                # By its place: equal texts count as the same.
                place = next(k for k, child in enumerate(text.parent) if child is text)
                text.parent[place : place + 1] = [*parts, nodes.Text(text[at:])]
    for phrase in (phrase for phrase, used in elsewhere.items() if not used):
        said = "%s keeps no word of the glossary from a link here: drop it from %s"
        logger.warning(said, repr(phrase), OTHER_SENSES.name, location=docname, type="glossary")


def _spans(phrases: Iterable[str], text: str) -> list[tuple[str, int, int]]:
    """Return where phrases stand in a text, whatever the blanks between their words."""
    return [
        (phrase, match.start(), match.end())
        for phrase in phrases
        for match in re.finditer(r"\s+".join(map(re.escape, phrase.split())), text)
    ]


def setup(app: Sphinx) -> dict[str, Any]:
    """Link when references are resolved, and after them."""
    app.connect("doctree-resolved", link, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
