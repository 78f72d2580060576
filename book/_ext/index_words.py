"""Give pages the words by which readers look for them; the search finds a page by its words.

Sphinx' search ranks a page that only contains a word by the letters of its title. A word that is
an index entry of the page comes first. The words stand in ``book/index_words.toml``.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

if TYPE_CHECKING:
    from sphinx.application import Sphinx

WORDS = Path(__file__).resolve().parents[1] / "index_words.toml"


@cache
def words() -> dict[str, list[str]]:
    """Return the words of each page."""
    found: dict[str, list[str]] = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    return found


class IndexWords(SphinxTransform):
    """Put the index entries of a page at its top, before they are collected."""

    default_priority = 200

    def apply(self, **kwargs: Any) -> None:
        """Add the entries below the title, to which they lead."""
        section = next(iter(self.document.findall(nodes.section)), None)
        found = words().get(self.env.docname.removeprefix("book/"), [])
        if section is not None and found:
            self.env.note_dependency(str(WORDS))
            target = section["ids"][0]
            entries = [("single", word, target, "main", None) for word in found]
            section.insert(1, addnodes.index(entries=entries))


def setup(app: Sphinx) -> dict[str, Any]:
    """Look at each page as it is read."""
    app.add_transform(IndexWords)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
