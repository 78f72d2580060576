"""The chapters speak in the words of the field, so that one can search for what one reads."""

import re

import pytest
from prose_decimals import prose, without_blocks
from store_outputs import BOOK, chapters, read

INSTEAD = {
    r"wild": "outlier, contaminated",
    r"twins?": "identical or duplicate columns",
    r"laws?(?! of large)": "distribution",
    r"least place": "minimiser",
    r"constant term": "intercept",
    r"data set": "dataset",
    r"path piece|pieces of the path": "segment of the path",
}
"""What is not to be written, and what to write in its place."""
NAMES = re.compile(r"(?:Engel|Engel's|Engel’s) laws?|Law of Large Numbers")
TEXTS = [*chapters(), *sorted(BOOK.rglob("*.md"))]


def written(path):
    if path.suffix == ".md":
        cells = [path.read_text(encoding="utf-8")]
        return NAMES.sub("", prose("\n".join(without_blocks(cells))))
    notebook = read(path)
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    about = [cell.metadata.get("mystnb", {}) for cell in notebook.cells]
    cells += [text for a in about for text in (a.get("image", {}).get("alt", ""),
                                               a.get("figure", {}).get("caption", ""))]  # fmt: skip
    return NAMES.sub("", prose("\n\n".join(without_blocks(cells))))


def avoided(text):
    return [
        f"{match[0]!r} in {text[max(0, match.start() - 40) : match.end() + 20]!r}: say {better}"
        for word, better in INSTEAD.items()
        for match in re.finditer(rf"(?i)(?<![\w-])(?:{word})(?![\w-])", text)
    ]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(BOOK)))
def test_page_is_written_in_the_words_of_the_field(path):
    assert avoided(written(path)) == []


@pytest.mark.parametrize("text", ["Two wild values.", "The normal law holds.", "Exact twins split"])
def test_other_words_are_found(text):
    assert len(avoided(text)) == 1


def test_names_stay():
    assert avoided(NAMES.sub("", "Engel's law, and {prf:ref}`exact-twins`, wilderness")) == []
