"""The directive ``{letter-list}``: the letters that have a meaning of their own in one chapter."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

MEANINGS = Path(__file__).resolve().parents[1] / "letters.toml"
EVERYWHERE = "everywhere"


class LetterList(SphinxDirective):
    """The directive ``{letter-list}``; with the argument *everywhere*, the letters of the book."""

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the table of the book, or one entry for each chapter with letters of its own."""
        self.env.note_dependency(str(MEANINGS))
        chapters = tomllib.loads(MEANINGS.read_text(encoding="utf-8"))
        everywhere = chapters.pop(EVERYWHERE)
        if self.arguments == [EVERYWHERE]:
            rows = [f"| ${letter}$ | {meaning} |" for letter, meaning in everywhere.items()]
            return self.parse_text_to_nodes("\n".join(["| letter | meaning |", "|---|---|", *rows]))
        return self.parse_text_to_nodes(
            "\n\n".join(
                f"[](/book/{name})\n: " + "; ".join(f"${k}$: {v}" for k, v in own.items()) + "."
                for name, own in chapters.items()
                if own
            )
        )


def setup(app: Sphinx) -> dict[str, Any]:
    """Offer the directive."""
    app.add_directive("letter-list", LetterList)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
