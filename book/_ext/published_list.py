"""The directive ``{published-list}``: numbers from the literature beside the recomputed ones.

The table is computed while the book is built. An entry that does not come out as it is marked is
a warning, so that a strict build fails.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))

from published_numbers import TABLE, Number, Published

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)


class PublishedList(SphinxDirective):
    """The directive ``{published-list}``."""

    def run(self) -> list[nodes.Node]:
        """Recompute all numbers and return them in tables."""
        self.env.note_dependency(sys.modules[Published.__module__].__file__)
        entries = [(entry, entry.numbers()) for entry in TABLE]
        for entry, numbers in entries:
            if entry.agrees != all(number.agrees for number in numbers):
                said = "does not agree" if entry.agrees else "agrees, but is marked otherwise"
                place = (self.env.docname, self.lineno)
                logger.warning("%r %s", entry.what, said, location=place, type="published")
        parts = [count(entries), *(shown(entry, numbers) for entry, numbers in entries)]
        return self.parse_text_to_nodes("\n\n".join(parts))


def count(entries: list[tuple[Published, list[Number]]]) -> str:
    """Return the sentence that counts the numbers."""
    counted = [(entry, found) for entry, found in entries if entry.counted]
    numbers = [number for _, found in counted for number in found]
    agree = sum(number.agrees for number in numbers)
    sources = {entry.key for entry, _ in counted}
    return (
        f"{len(numbers)} numbers from {len(sources)} sources: {agree} come out to the last printed "
        f"digit, {len(numbers) - agree} do not."
    )


def shown(entry: Published, numbers: list[Number]) -> str:
    """Return the entry in Markdown: its title, its source, its table."""
    rows = "\n".join(row(number) for number in numbers)
    where = f", {entry.where}" if entry.where else ""
    return f"""```{{rubric}} {entry.what}
```

{{cite:t}}`{entry.key}`{where}. Treated in [](/book/{entry.chapter}). {entry.note}

| number | printed | recomputed |
|---|---:|---:|
{rows}
"""


def row(number: Number) -> str:
    """Return the line of a number, the recomputed one with two digits more."""
    found = f"{number.found:.{number.decimals + 2}f}" if number.decimals else f"{number.found:g}"
    verdict = "✓" if number.agrees else "✗"
    cells = (f"{verdict} {number.name}", _minus(number.printed), _minus(found))
    return f"| {' | '.join(cells)} |"


def _minus(number: str) -> str:
    return number.replace("-", "−")


def setup(app: Sphinx) -> dict[str, Any]:
    """Offer the directive."""
    app.add_directive("published-list", PublishedList)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
