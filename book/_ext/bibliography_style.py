"""Name the entries of the bibliography as the text cites them, and write out their formulas."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from pybtex.database import Entry
from pybtex.plugin import register_plugin
from pybtex.style.formatting.alpha import Style as AlphaStyle
from pybtex.style.labels import BaseLabelStyle
from sphinx.errors import SphinxError
from sphinxcontrib.bibtex.style.referencing import PersonStyle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pybtex.style import FormattedEntry
    from sphinx.application import Sphinx

NORM = re.compile(r"\{?\$\\ell_(?:\{(\w+)\}|(\w))\$\}?")
BELOW = str.maketrans("0123456789p", "₀₁₂₃₄₅₆₇₈₉ₚ")


class AuthorYearLabels(BaseLabelStyle):
    """Labels like those in the text, with a letter where two would be the same."""

    def format_labels(self, sorted_entries: list[Entry]) -> Iterator[str]:
        """Yield a label for each entry."""
        plain = [label(entry) for entry in sorted_entries]
        for place, name in enumerate(plain):
            letter = "abcdefghijklmnopqrstuvwxyz"[plain[:place].count(name)]
            yield name + letter if plain.count(name) > 1 else name


def label(entry: Entry) -> str:
    """Return authors and year, as a citation in brackets has them."""
    style = SimpleNamespace(person=PersonStyle())
    names = style.person.author_or_editor_or_title(full=False)
    text = str(names.format_data({"entry": entry, "style": style}))
    text = text.replace("\N{NO-BREAK SPACE}", " ")
    return f"{text}, {entry.fields['year']}"


def written_out(key: str, text: str) -> str:
    r"""Return a field with ``$\ell_1$`` as ℓ₁; another formula has no letters of its own."""
    text = NORM.sub(lambda found: "ℓ" + (found[1] or found[2]).translate(BELOW), text)
    if re.search(r"(?<!\\)\$", text):
        raise SphinxError(f"the entry {key} has a formula that cannot be written out: {text}")
    return text


class Style(AlphaStyle):
    """The usual entries, under labels of authors and year."""

    default_label_style = AuthorYearLabels

    def format_entry(self, label: str, entry: Entry, bib_data: Any = None) -> FormattedEntry:
        """Return an entry without TeX."""
        fields = {name: written_out(entry.key, text) for name, text in entry.fields.items()}
        plain = Entry(entry.type, fields=fields, persons=entry.persons)
        plain.key = entry.key
        return super().format_entry(label, plain, bib_data)


def setup(app: Sphinx) -> dict[str, Any]:
    """Offer the style to ``bibtex_default_style`` and to the directive."""
    register_plugin("pybtex.style.formatting", "author_year", Style, force=True)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
