"""List every statement of the book with how it is known, and refuse any that nobody verified.

A statement is a labelled theorem, lemma, proposition, corollary, property or criterion of
sphinx-proof. It is verified by a cell of the same chapter that calls ``l1lib.verify`` with its
label, or it has ``:class: cited`` and a citation. Everything else is a warning, so that a strict
build fails. The directive ``{statement-list}`` writes the table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from docutils import nodes
from reading_order import in_order
from sphinx import addnodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_refnode
from sphinx_proof.nodes import proof_node

from l1lib.teaching.statements import GRADES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

KINDS = {"theorem", "lemma", "proposition", "corollary", "property", "criterion"}
CITED = "cited, not shown here"

logger = logging.getLogger(__name__)


class statement_list(nodes.General, nodes.Element):
    """The place where the table goes once all chapters are read."""


@dataclass
class Statement:
    """A statement as it stands in a chapter."""

    label: str
    kind: str
    counter: str
    title: list[nodes.Node]
    cited: bool
    has_citation: bool
    has_proof: bool
    place: tuple[str, int | None]


@dataclass
class Chapter:
    """The statements of one document, what its cells verified, and what its summary leans on.

    The summary gives pairs of a label and the anchor of the line that refers to it.
    """

    statements: list[Statement] = field(default_factory=list)
    verified: dict[str, dict[str, str]] = field(default_factory=dict)
    summary: list[tuple[str, str]] = field(default_factory=list)


class _Marks(HTMLParser):
    """Collect the data that a verification carries in its HTML, and what it says was rejected."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[dict[str, str]] = []
        self._said: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        data = {key[5:]: value or "" for key, value in attrs if key.startswith("data-")}
        if "statement" in data:
            self.found.append(data)
            self._said = ""

    def handle_data(self, data: str) -> None:
        if self._said is not None:
            self._said += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "p" and self._said is not None:
            self.found[-1]["rejected"] = self._said.partition("Rejected: ")[2].removesuffix(".")
            self._said = None


def warn(text: str, place: Any) -> None:
    """Report a defect in the statements; a strict build fails on it."""
    logger.warning(text, location=place, type="statements")


def verifications(doctree: nodes.document) -> Iterator[tuple[dict[str, str], nodes.Element]]:
    """Yield what the outputs of the cells say was verified, each with its cell."""
    for cell in doctree.findall(nodes.container):
        if cell.get("nb_element") != "cell_code":
            continue
        source = "".join(
            part.astext()
            for part in cell.findall(nodes.container)
            if part.get("nb_element") == "cell_code_source"
        )
        marks = _Marks()
        for raw in cell.findall(nodes.raw):
            marks.feed(raw.astext())
        for data in marks.found:
            if re.search(rf"\bverify\(\s*[\"']{re.escape(data['statement'])}[\"']", source):
                yield data, cell
            else:
                warn(f"{data['statement']} is marked verified by a cell that does not", cell)


def statements(doctree: nodes.document) -> Iterator[tuple[Statement, nodes.Element]]:
    """Yield the statements of a document, each with its node."""
    for node in doctree.findall(nodes.Element):
        kind = node.get("realtype")
        if kind not in KINDS:
            continue
        label = node["label"]
        if re.fullmatch(rf"{kind}-\d+", label):
            warn(f"a {kind} has no label, so nothing can verify it", node)
            continue
        after = node.next_node(descend=False, siblings=True)
        citations = any(
            "bibtex" in type(part).__name__ or _is_citation(part)
            for part in node.findall(nodes.Element)
        )
        yield (
            Statement(
                label=label,
                kind=kind,
                counter=node["countertype"],
                title=[child.deepcopy() for child in node[0].children],
                cited="cited" in node["classes"],
                has_citation=citations,
                has_proof=isinstance(after, proof_node),
                place=(doctree.settings.env.docname, node.line),
            ),
            node,
        )


def _is_citation(node: nodes.Element) -> bool:
    return node.get("refdomain") == "cite" or node.get("reftype") in {"p", "t", "cite"}


def summary(doctree: nodes.document) -> Iterator[tuple[str, str]]:
    """Yield the labels to which the summary refers, each with the anchor of its line."""
    for section in doctree.findall(nodes.section):
        if "summary" not in section["names"]:
            continue
        for number, item in enumerate(section.findall(nodes.list_item), start=1):
            references = [
                node["reftarget"]
                for node in item.findall(addnodes.pending_xref)
                if node["refdomain"] == "prf"
            ]
            if references:
                item["ids"].append(f"summary-{number}")
            yield from ((label, f"summary-{number}") for label in references)


def collect(app: Sphinx, doctree: nodes.document) -> None:
    """Read the statements and verifications of a document and tie them together."""
    chapter = Chapter()
    for data, cell in verifications(doctree):
        if data["statement"] in chapter.verified:
            warn(f"{data['statement']} is verified twice", cell)
        chapter.verified[data["statement"]] = data
    for statement, node in statements(doctree):
        chapter.statements.append(statement)
        node[-1].append(how_we_know(statement, chapter.verified.get(statement.label)))
    chapter.summary = list(summary(doctree))
    _chapters(app.env)[app.env.docname] = chapter
    check(chapter)


def check(chapter: Chapter) -> None:
    """Warn about each statement without a verification, and the other way round."""
    for statement in chapter.statements:
        data = chapter.verified.get(statement.label)
        name = f"the {statement.kind} {statement.label}"
        if statement.cited and data:
            warn(f"{name} is marked cited but has a verification", statement.place)
        elif statement.cited and not statement.has_citation:
            warn(f"{name} is marked cited but cites nothing", statement.place)
        elif not statement.cited and not data:
            warn(f"{name} has no cell that verifies it", statement.place)
        elif data and data["how"] == "text" and not statement.has_proof:
            warn(f"{name} claims a proof in the text, but none follows it", statement.place)
    labels = {statement.label for statement in chapter.statements}
    for label in sorted(chapter.verified.keys() - labels):
        warn(f"{label} is verified, but no statement has this label", None)


def how_we_know(statement: Statement, data: dict[str, str] | None) -> nodes.paragraph:
    """Return the line below a statement that says how it is known."""
    line = nodes.paragraph(classes=["how-we-know"])
    line += nodes.Text("How we know: ")
    if data is None:
        line += nodes.Text(CITED if statement.cited else "not verified")
    else:
        line += nodes.reference(
            "", GRADES[data["how"]], refid=f"verified-{statement.label}", internal=True
        )
    return line


class StatementList(SphinxDirective):
    """The directive ``{statement-list}``."""

    def run(self) -> list[nodes.Node]:
        """Leave a place for the table."""
        self.env.note_reread()  # any chapter may have changed
        return [statement_list()]


def fill(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Write the tables, one for each chapter, in the order of the contents."""
    for node in doctree.findall(nodes.Element):
        for name in ("proof-content", "proof"):  # sphinx-proof gives all its boxes the same id
            if name in node["ids"]:
                node["ids"].remove(name)
    for place in list(doctree.findall(statement_list)):
        chapters = _chapters(app.env)
        order = [name for name in in_order(app.env) if chapters.get(name, Chapter()).statements]
        content: list[nodes.Node] = [counts([chapters[name] for name in order])]
        for name in order:
            content += [heading(app, docname, name), table(app, docname, name, chapters[name])]
        place.replace_self(content)


def counts(chapters: list[Chapter]) -> nodes.paragraph:
    """Return the sentence that counts the statements by grade."""
    grades = [
        CITED if statement.cited else GRADES[chapter.verified[statement.label]["how"]]
        for chapter in chapters
        for statement in chapter.statements
        if statement.cited or statement.label in chapter.verified
    ]
    parts = [f"{grades.count(grade)} {grade}" for grade in [*GRADES.values(), CITED]]
    noun = "statement" if len(grades) == 1 else "statements"
    return nodes.paragraph("", f"{len(grades)} {noun}: {'; '.join(parts)}.")


def table(app: Sphinx, docname: str, chapter_name: str, chapter: Chapter) -> nodes.table:
    """Return the table of one chapter."""
    group = nodes.tgroup("", *(nodes.colspec(colwidth=w) for w in (30, 30, 40)), cols=3)
    titles = ("Statement", "How we know", "Rejected on trial")
    head = [nodes.Text(text) for text in titles]
    group += nodes.thead("", _row([[cell] for cell in head]))
    body = nodes.tbody()
    for statement in chapter.statements:
        data = chapter.verified.get(statement.label)
        body += _row(
            [
                _name(app, docname, chapter_name, statement),
                _status(app, docname, chapter_name, statement, data),
                [nodes.Text(data["rejected"] if data else "–")],
            ]
        )
    group += body
    return nodes.table("", group, classes=["statements"])


def heading(app: Sphinx, docname: str, chapter: str) -> nodes.rubric:
    """Return the title of a chapter, linked to it."""
    title = nodes.inline("", app.env.titles[chapter].astext())
    return nodes.rubric("", "", make_refnode(app.builder, docname, chapter, "", title))


def _name(app: Sphinx, docname: str, chapter: str, statement: Statement) -> list[nodes.Node]:
    numbers = app.env.toc_fignumbers.get(chapter, {}).get(statement.counter, {})
    number = ".".join(map(str, numbers.get(statement.label, ())))
    text = nodes.inline("", f"{statement.kind.title()} {number}".strip())
    link = make_refnode(app.builder, docname, chapter, statement.label, text)
    return [link, *(part.deepcopy() for part in statement.title)]


def _status(
    app: Sphinx, docname: str, chapter: str, statement: Statement, data: dict[str, str] | None
) -> list[nodes.Node]:
    summaries = _summaries(app, docname, statement.label)
    if data is None:
        return [nodes.Text(CITED if statement.cited else "not verified"), *summaries]
    cases = "1 case" if data["cases"] == "1" else f"{data['cases']} cases"
    text = nodes.inline("", GRADES[data["how"]])
    link = make_refnode(app.builder, docname, chapter, f"verified-{statement.label}", text)
    return [link, nodes.Text(f" ({cases})"), *summaries]


def _summaries(app: Sphinx, docname: str, label: str) -> list[nodes.Node]:
    """Return words with a link to each line of a summary that refers to a statement."""
    parts: list[nodes.Node] = []
    for name in in_order(app.env):
        for target, anchor in _chapters(app.env).get(name, Chapter()).summary:
            if target == label:
                text = nodes.inline("", app.env.titles[name].astext())
                parts.append(nodes.Text(", " if parts else "; in the summary of "))
                parts.append(make_refnode(app.builder, docname, name, anchor, text))
    return parts


def _row(cells: list[list[nodes.Node]]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", *parts)) for parts in cells))


def _chapters(env: BuildEnvironment) -> dict[str, Chapter]:
    if not hasattr(env, "statement_chapters"):
        env.statement_chapters = {}
    chapters: dict[str, Chapter] = env.statement_chapters
    return chapters


def forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Drop what a document said, before it is read again."""
    _chapters(env).pop(docname, None)


def merge(app: Sphinx, env: BuildEnvironment, docnames: set[str], other: Any) -> None:
    """Take over what another reading process found."""
    _chapters(env).update(
        {name: chapter for name, chapter in _chapters(other).items() if name in docnames}
    )


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect the collection, the checks and the table."""
    app.add_node(statement_list)
    app.add_directive("statement-list", StatementList)
    app.connect("doctree-read", collect)
    app.connect("doctree-resolved", fill)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    return {"parallel_read_safe": True, "parallel_write_safe": True, "env_version": 2}
