"""The directive ``{claim}``: a sentence that people repeat, a verdict, and where the book shows it.

The evidence are labels: of statements, which must be verified or cited, of figures, sections or
cells. A claim without any, or with a label that does not exist, is a warning, so that a strict
build fails. The directive ``{claim-list}`` counts the claims of its page by verdict, and lists
each with its whole verdict and a link.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_refnode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.writers.html5 import HTML5Translator
    from statement_list import Statement

VERDICTS = ("true", "true if", "false")

logger = logging.getLogger(__name__)


class claim(nodes.General, nodes.Element):
    """A sentence with its verdict, the correct sentence, and the evidence."""


class claim_evidence(nodes.General, nodes.Element):
    """The place where the links go once all chapters are read."""


class claim_list(nodes.General, nodes.Element):
    """The place where the count and the table go once the page is read."""


@dataclass
class Target:
    """A place that can be linked: a statement, or else a figure, a section or a cell."""

    docname: str
    anchor: str
    title: str = ""
    statement: Statement | None = None
    verified: bool = True


def warn(text: str, place: Any) -> None:
    """Report a defect of a claim; a strict build fails on it."""
    logger.warning(text, location=place, type="claims")


def verdict_of(text: str) -> str:
    """Return which of the verdicts a text is, or nothing."""
    match = re.fullmatch(r"(true|false)|(true if) \S.*", text)
    return (match[1] or match[2]) if match else ""


class ClaimDirective(SphinxDirective):
    """The directive ``{claim}``; its argument is the sentence, its content the correct one."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar = {"verdict": directives.unchanged, "evidence": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """Return the claim, with a warning for each thing that it lacks."""
        verdict, evidence = self.options.get("verdict", ""), self.options.get("evidence", "")
        sentence = nodes.paragraph(classes=["claim-sentence"])
        sentence += self.state.inline_text(self.arguments[0], self.lineno)[0]
        judged = nodes.paragraph(classes=["claim-verdict"])
        judged += self.state.inline_text(f"{verdict[:1].upper()}{verdict[1:]}.", self.lineno)[0]
        name = nodes.make_id(f"claim-{sentence.astext()}")
        box = claim(ids=[name], verdict=verdict_of(verdict), evidence=evidence.split())
        self.set_source_info(box)
        box += [sentence, judged]
        self.state.nested_parse(self.content, self.content_offset, box)
        box += claim_evidence(evidence=evidence.split())
        for lacking in self._lacking(box):
            warn(f"the claim {sentence.astext()!r} {lacking}", box)
        return [box]

    def _lacking(self, box: claim) -> Iterator[str]:
        if not box["verdict"]:
            yield f"has no verdict: {', '.join(VERDICTS)} …"
        if not box["evidence"]:
            yield "has no evidence"
        if not self.content:
            yield "is not followed by the correct sentence"


class ClaimList(SphinxDirective):
    """The directive ``{claim-list}``."""

    def run(self) -> list[nodes.Node]:
        """Leave a place for the count and the table."""
        return [claim_list()]


def target(env: BuildEnvironment, label: str) -> Target | None:
    """Return the place of a label, wherever in the book it is."""
    for docname, chapter in getattr(env, "statement_chapters", {}).items():
        for statement in chapter.statements:
            if statement.label == label:
                known = statement.cited or label in chapter.verified
                return Target(docname, label, statement=statement, verified=known)
    standard = env.get_domain("std")
    docname, anchor, *title = (standard.labels | standard.anonlabels).get(label, ("", ""))
    return Target(docname, anchor, *title) if docname in env.found_docs else None


def check(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn about each claim whose evidence is missing or not verified, in all pages."""
    for docname in sorted(env.found_docs):
        boxes = list(env.get_doctree(docname).findall(claim)) if docname in _pages(env) else []
        for box in boxes:
            name = f"the claim {box[0].astext()!r}"
            if sum(other["ids"] == box["ids"] for other in boxes) > 1:
                warn(f"{name} is there twice", box)
            for label in box["evidence"]:
                found = target(env, label)
                if found is None:
                    warn(f"{name} leans on {label}, which the book does not have", box)
                elif not found.verified:
                    warn(f"{name} leans on {label}, which is not verified", box)


def collect(app: Sphinx, doctree: nodes.document) -> None:
    """Note which pages have claims or a list of them."""
    if any(doctree.findall(claim)) or any(doctree.findall(claim_list)):
        _pages(app.env).add(app.env.docname)


def fill(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Write the links below each claim, and the list of all."""
    for place in list(doctree.findall(claim_evidence)):
        found = [target(app.env, label) for label in place["evidence"]]
        line = nodes.paragraph(classes=["claim-evidence"])
        line += nodes.Text("Shown by: ")
        for number, one in enumerate(one for one in found if one):
            line += nodes.Text("; ") if number else nodes.Text("")
            line += link(app, docname, one)
        place.replace_self(line)
    for listing in list(doctree.findall(claim_list)):
        boxes = list(doctree.findall(claim))
        listing.replace_self([count(boxes), *tables(boxes)])


def link(app: Sphinx, docname: str, found: Target) -> nodes.reference:
    """Return a link whose text names the statement, the figure, the section or the cell."""
    numbers = app.env.toc_fignumbers.get(found.docname, {})
    text = nodes.inline()
    if found.statement:
        number = numbers.get(found.statement.counter, {}).get(found.anchor, ())
        text += nodes.Text(f"{found.statement.kind.title()} {'.'.join(map(str, number))}".strip())
        text += [part.deepcopy() for part in found.statement.title]
    else:
        number = numbers.get("figure", {}).get(found.anchor)
        form = app.config.numfig_format["figure"]
        title = found.title or section_title(app.env, found)
        text += nodes.Text(form % ".".join(map(str, number)) if number else title)
        if found.docname != docname:
            text += nodes.Text(", in ")
            text += nodes.emphasis("", app.env.titles[found.docname].astext())
    return make_refnode(app.builder, docname, found.docname, found.anchor, text)


def section_title(env: BuildEnvironment, found: Target) -> str:
    """Return the title of the section in which a place is."""
    node: Any = next(
        node
        for node in env.get_doctree(found.docname).findall(nodes.Element)
        if found.anchor in node.get("ids", ())
    )
    while not isinstance(node, nodes.section):
        node = node.parent
    return str(node[0].astext())


def count(boxes: list[claim]) -> nodes.paragraph:
    """Return the sentence that counts the claims by verdict."""
    given = [box["verdict"] for box in boxes]
    words = {"true": "true", "true if": "true under a condition", "false": "false"}
    parts = [f"{given.count(verdict)} {words[verdict]}" for verdict in VERDICTS]
    noun = "sentence" if len(boxes) == 1 else "sentences"
    text = f"{len(boxes)} {noun}: {', '.join(parts)}."
    return nodes.paragraph("", text, classes=["claim-count"])


def tables(boxes: list[claim]) -> Iterator[nodes.Element]:
    """Yield a title and a table for each section: its claims as links, and their verdicts."""
    sections: dict[str, list[claim]] = {}
    for box in boxes:
        section = next(part for part in ancestors(box) if isinstance(part, nodes.section))
        sections.setdefault(section[0].astext(), []).append(box)
    for title, members in sections.items():
        yield nodes.rubric("", title)
        group = nodes.tgroup("", *(nodes.colspec(colwidth=w) for w in (55, 45)), cols=2)
        group += nodes.thead("", _row([nodes.Text("It is said")], [nodes.Text("Verdict")]))
        body = nodes.tbody()
        for box in members:
            said, judged = ([part.deepcopy() for part in line.children] for line in box[:2])
            name = nodes.reference("", "", *said, refid=box["ids"][0], internal=True)
            body += _row([name], judged)
        group += body
        yield nodes.table("", group, classes=["claims"])


def ancestors(node: Any) -> Iterator[Any]:
    """Yield what a node stands in, from the inside."""
    while node.parent is not None:
        node = node.parent
        yield node


def _row(*cells: list[nodes.Node]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", *parts)) for parts in cells))


def _pages(env: BuildEnvironment) -> set[str]:
    if not hasattr(env, "claim_pages"):
        env.claim_pages = set()
    pages: set[str] = env.claim_pages
    return pages


def forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Drop a page, before it is read again."""
    _pages(env).discard(docname)


def merge(app: Sphinx, env: BuildEnvironment, docnames: set[str], other: Any) -> None:
    """Take over what another reading process found."""
    _pages(env).update(_pages(other) & set(docnames))


def refresh(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Have the pages with claims written anew, since any chapter may have changed."""
    return sorted(_pages(env))


def visit_claim(self: HTML5Translator, node: claim) -> None:
    """Open the box; its border has a shape for each verdict, beside the words."""
    kind = node["verdict"].replace(" ", "-")
    self.body.append(self.starttag(node, "div", CLASS=f"claim claim-{kind}"))


def depart_claim(self: HTML5Translator, node: claim) -> None:
    """Close the box."""
    self.body.append("</div>\n")


def add_style(app: Sphinx, pagename: str, template: str, context: Any, doctree: Any) -> None:
    """Link the style on the pages that need it."""
    if pagename in _pages(app.env):
        app.add_css_file("claims.css")


def setup(app: Sphinx) -> dict[str, Any]:
    """Offer both directives and connect the checks."""
    app.add_node(claim, html=(visit_claim, depart_claim))
    app.add_node(claim_evidence)
    app.add_node(claim_list)
    app.add_directive("claim", ClaimDirective)
    app.add_directive("claim-list", ClaimList)
    app.connect("doctree-read", collect)
    app.connect("env-check-consistency", check)
    app.connect("doctree-resolved", fill)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    app.connect("env-updated", refresh)
    app.connect("html-page-context", add_style)
    return {"parallel_read_safe": True, "parallel_write_safe": True, "env_version": 1}
