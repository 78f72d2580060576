"""Give the search the words of a page, and for its results texts that read well.

Sphinx indexes the TeX of formulas, outputs and what stands folded. Here a formula counts as its
letters, or not at all; letters that look alike are one, so that ``ℓ₁`` is found as ``l1`` and ``λ``
as ``lambda``. The texts that results show are written page by page as scripts, which load where
the book is opened as a file, too.
"""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx import addnodes
from sphinx.search import languages
from sphinx.search.en import SearchEnglish

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

TEXTS = "search-texts"
"""The folder of the scripts with texts, as ``search.js`` knows it."""

NOT_SAID = {"cell_output", "tag_answer", "tag_seals", "reading-time", "how-we-know"}
"""Classes of what is no sentence of the page."""

GREEK = {
    chr(code): unicodedata.name(chr(code)).split()[-1].lower().replace("lamda", "lambda")
    for code in (*range(0x3B1, 0x3C2), *range(0x3C3, 0x3CA))
}
LOW = str.maketrans("0123456789ijkn", "₀₁₂₃₄₅₆₇₈₉ᵢⱼₖₙ")
HIGH = str.maketrans("0123456789n", "⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ")
SIGNS = {"le": "≤", "ge": "≥", "ne": "≠", "in": "∈", "top": "ᵀ", "infty": "∞", "ell": "ℓ"}
SIGNS |= {name: letter for letter, name in GREEK.items()}
PLAIN = re.compile(r"[^\\{}^_$&]{1,24}")
OF_A_STATEMENT = re.compile(r"\s*\((.*?)[\s★]*\)")


def letters(text: str) -> str:
    """Return a text in the letters that are typed; ``search.js`` does the same."""
    plain = unicodedata.normalize("NFKC", text).replace("’", "'")
    return "".join(GREEK.get(letter.lower(), letter) for letter in plain)


def spoken(tex: str) -> str:
    """Return a short formula in plain letters, and an ellipsis for any other."""
    text = re.sub(r"\\([A-Za-z]+)", lambda found: SIGNS.get(found[1], found[0]), tex.strip())
    text = re.sub(r"_\{?([0-9ijkn])\}?", lambda found: found[1].translate(LOW), text)
    text = re.sub(r"\^\{?([0-9n])\}?", lambda found: found[1].translate(HIGH), text)
    text = text.replace("^ᵀ", "ᵀ").replace("-", "−")
    return text if PLAIN.fullmatch(text) else "…"


class English(SearchEnglish):
    """Words in the letters that are typed."""

    def split(self, input: str) -> list[str]:
        """Cut a text into words."""
        return super().split(letters(input))


def said(doctree: nodes.document) -> nodes.document:
    """Return a copy of a page that holds what the page says, and names of statements as titles."""
    page = doctree.deepcopy()
    for node in list(page.findall(nodes.Element)):
        if node.parent is None:
            continue
        unsaid = isinstance(node, nodes.raw | HideCodeCellNode | nodes.math_block)
        if unsaid or NOT_SAID & set(node.get("classes", [])):
            node.parent.remove(node)
        elif isinstance(node, nodes.math):
            node.parent.replace(node, nodes.Text(spoken(node.astext())))
        elif isinstance(node, nodes.title) and not isinstance(node.parent, nodes.section):
            name = OF_A_STATEMENT.fullmatch(node.astext())
            new = nodes.title("", name[1]) if name else nodes.paragraph("", node.astext())
            node.parent.replace(node, new)
    return page


def is_place(node: nodes.Node) -> bool:
    """Return whether a result of the search can lead to this part of a page.

    What a statement says is a section of its own, to which nothing leads, as to a proof.
    """
    kinds = nodes.section | nodes.Admonition | addnodes.desc | nodes.definition_list_item
    if not isinstance(node, kinds) or {"solution", "dropdown"} & set(node["classes"]):
        return False
    return not re.fullmatch(r"|proof|.*-content", anchor(node))


def anchor(node: nodes.Element) -> str:
    """Return what a link to a part of a page ends with."""
    named = node
    if isinstance(node, addnodes.desc | nodes.definition_list_item) and node.children:
        named = node[0]
    ids = named.get("ids", [])
    return str(ids[0]) if ids else ""


def sentences(place: nodes.Element) -> Iterator[str]:
    """Yield the paragraphs of a part of a page, without those of the parts in it."""
    for child in place.children:
        if isinstance(child, nodes.paragraph):
            yield " ".join(child.astext().split())
        elif (
            isinstance(child, nodes.Element)
            and not is_place(child)
            and not isinstance(child, nodes.literal_block)
            and not {"dropdown", "solution"} & set(child.get("classes", []))
        ):
            yield from sentences(child)


def texts(page: nodes.document) -> list[tuple[str, str]]:
    """Return the anchor and the text of each part of a page that has one."""
    places = [(anchor(node), " ".join(sentences(node))) for node in page.findall(is_place)]
    return [(name, text) for name, text in places if text]


def speak(app: Sphinx) -> None:
    """Index what a page says, and write its texts."""
    if app.builder.name != "html":
        return
    index_page = app.builder.index_page

    def index(pagename: str, doctree: nodes.document, title: str) -> None:
        page = said(doctree)
        index_page(pagename, page, title)
        path = Path(app.outdir, TEXTS, f"{pagename}.js")
        path.parent.mkdir(parents=True, exist_ok=True)
        data = json.dumps(texts(page), ensure_ascii=False, separators=(",", ":"))
        path.write_text(f"Search.setTexts({json.dumps(pagename)}, {data});\n", encoding="utf-8")

    app.builder.index_page = index  # type: ignore[method-assign]


def setup(app: Sphinx) -> dict[str, Any]:
    """Stand between the pages and the index of the search."""
    languages["en"] = English
    app.connect("builder-inited", speak)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
