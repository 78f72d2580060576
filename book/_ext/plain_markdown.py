"""Write a resolved document as plain Markdown, with the places of its code cells in between.

Plain is what Jupyter, VS Code and hosted services show alike: headings, lists, tables, links,
formulas between dollars, and ``<details>`` for what is folded.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from claims import claim
from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from predictions import folded_answer, prediction
from sphinx import addnodes
from sphinx.util import logging
from sphinx_exercise.nodes import exercise_enumerable_node, exercise_node, solution_node
from sphinx_proof.nodes import proof_node

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TypeAlias

    from sphinx.environment import BuildEnvironment

    Piece: TypeAlias = str | int
    """A stretch of Markdown, or the index of a code cell."""

logger = logging.getLogger(__name__)

NOT_SHOWN = (nodes.target, nodes.comment, nodes.system_message, addnodes.index)
AS_THEIR_CONTENT = (nodes.compound, nodes.container, HideCodeCellNode, nodes.admonition)
HEAD = re.compile(r"([#>+-]|\d+[.)])(?=\s)")


class PlainMarkdown:
    """A document of the book as Markdown; links are absolute, or none if the address is unknown."""

    def __init__(self, env: BuildEnvironment, docname: str, base: str) -> None:
        self.env, self.docname, self.base = env, docname, base
        self.works: set[str] = set()
        self._level = self._nested = 0

    def pieces(self, doctree: nodes.document) -> list[Piece]:
        """Return what the document says, and where its code cells stand."""
        pieces = self._all(doctree.children)
        if self.works:
            works = "\n".join(f"- {_escaped(work)}" for work in sorted(self.works))
            pieces.append(f"## References\n\n{works}")
        return pieces

    def _all(self, children: Iterable[nodes.Node]) -> list[Piece]:
        found: list[Piece] = []
        inline: list[nodes.Node] = []
        for child in children:
            if isinstance(child, nodes.Text | nodes.Inline) and not isinstance(child, NOT_SHOWN):
                inline.append(child)
                continue
            found += self._line(inline)
            inline = []
            found += self._block(child)
        return found + self._line(inline)

    def _line(self, inline: list[nodes.Node]) -> list[Piece]:
        text = self.inline(inline).strip()
        return [HEAD.sub(r"\\\1", text) if HEAD.match(text) else text] if text else []

    def _block(self, node: nodes.Node) -> list[Piece]:
        if isinstance(node, NOT_SHOWN) or "reading-time" in node.get("classes", ()):
            return []
        if node.get("nb_element") == "cell_code":
            return [node["cell_index"], *self._captions(node)]
        if node.get("realtype"):
            return self._quoted(self._named(node, node["realtype"], node["countertype"]))
        for kind, write in self._writers().items():
            if isinstance(node, kind):
                return write(node)
        if not isinstance(node, AS_THEIR_CONTENT):
            logger.warning("%s has no plain form", type(node).__name__, location=node)
        return self._all(node.children)

    def _writers(self) -> dict[type[nodes.Node], Callable[..., list[Piece]]]:
        return {
            nodes.section: self._section,
            nodes.title: lambda node: [f"{'#' * self._level} {self.inline(node.children)}"],
            nodes.rubric: lambda node: [f"**{self.inline(node.children)}**"],
            nodes.paragraph: lambda node: self._line(node.children),
            nodes.math_block: lambda node: [self._display(node)],
            nodes.literal_block: lambda node: [_fenced(node)],
            nodes.bullet_list: lambda node: self._list(node, lambda number: "- "),
            nodes.enumerated_list: lambda node: self._list(node, lambda number: f"{number}. "),
            nodes.table: lambda node: [self._table(node)],
            nodes.block_quote: lambda node: self._quoted(lambda: self._all(node.children)),
            nodes.warning: lambda node: self._quoted(
                lambda: ["**Warning.**", *self._all(node.children)]
            ),
            nodes.raw: lambda node: [node.astext()] if node.get("format") == "html" else [],
            proof_node: self._proof,
            exercise_node: self._exercise,
            exercise_enumerable_node: self._exercise,
            solution_node: self._solution,
            claim: self._claim,
            prediction: self._prediction,
            folded_answer: lambda node: self._folded("Show the answer", node.children),
        }

    def _section(self, node: nodes.section) -> list[Piece]:
        self._level += 1
        pieces = self._all(node.children)
        self._level -= 1
        return pieces

    def _captions(self, cell: nodes.Element) -> list[Piece]:
        return [
            f"*{self._number('figure', figure['ids'], 'Figure')}.* {self.inline(caption.children)}"
            for figure in cell.findall(nodes.figure)
            for caption in figure.findall(nodes.caption)
        ]

    def _number(self, counter: str, labels: Iterable[str], name: str) -> str:
        numbers = self.env.toc_fignumbers.get(self.docname, {}).get(counter, {})
        found = next((numbers[label] for label in labels if label in numbers), ())
        return f"{name} {'.'.join(map(str, found))}".strip()

    def _named(self, node: nodes.Element, kind: str, counter: str) -> Callable[[], list[Piece]]:
        """Return what writes a box with its kind, number and title in front."""
        title = node.next_node(nodes.title)
        said = _joined(self.inline(title.children)) if title in node.children else ""
        name = self._number(counter, node["ids"], kind.title())
        rest = [part for child in node.children if child is not title for part in child.children]
        return lambda: [f"**{f'{name} {said}'.strip()}.**", *self._all(rest)]

    def _exercise(self, node: nodes.Element) -> list[Piece]:
        return self._quoted(self._named(node, "exercise", "exercise"))

    def _quoted(self, write: Callable[[], list[Piece]]) -> list[Piece]:
        """Return what is written as quotations, each of neighbouring stretches."""
        return [_indented("> ", "> ", piece) for piece in self._within(write)]

    def _within(self, write: Callable[[], list[Piece]]) -> list[Piece]:
        self._nested += 1
        pieces = _merged(write())
        self._nested -= 1
        return pieces

    def _proof(self, node: proof_node) -> list[Piece]:
        pieces = self._all(node.children)
        if pieces and isinstance(pieces[0], str):
            pieces[0] = re.sub(r"^Proof\b(.*?)\.", r"*Proof\1.*", pieces[0])
        if pieces and isinstance(pieces[-1], str) and not pieces[-1].endswith("$$"):
            return [*pieces[:-1], f"{pieces[-1]} ∎"]
        return [*pieces, "∎"]

    def _solution(self, node: nodes.Element) -> list[Piece]:
        title, *content = node.children
        return self._folded(_joined(title.astext()), content)

    def _folded(self, summary: str, content: Iterable[nodes.Node]) -> list[Piece]:
        """Return what opens on a click; what follows a code cell says that it goes on."""
        found: list[Piece] = []
        children = [
            part
            for child in content
            for part in (child.children if isinstance(child, nodes.section) else [child])
        ]
        for piece in _merged(self._all(children)):
            if isinstance(piece, str):
                said = f"{summary}, continued" if found else summary
                piece = f"<details>\n<summary>{said}</summary>\n\n{piece}\n\n</details>"
            elif not found:
                found.append(f"**{summary}**")
            found.append(piece)
        return found

    def _claim(self, node: claim) -> list[Piece]:
        sentence, *rest = node.children
        said = self.inline(sentence.children)
        return self._quoted(lambda: [f"**{said}**", *self._all(rest)])

    def _prediction(self, node: prediction) -> list[Piece]:
        question, *rest = node.children
        return [f"**{self.inline(question.children)}**", *self._all(rest)]

    def _list(self, node: nodes.Element, mark: Callable[[int], str]) -> list[Piece]:
        found: list[Piece] = []
        for number, item in enumerate(node.children, start=node.get("start", 1)):
            first = mark(number)
            for piece in self._within(lambda item=item: self._all(item.children)):
                found.append(_indented(first, " " * len(first), piece))
                first = " " * len(first)
        return _merged(found, "\n")

    def _table(self, node: nodes.table) -> str:
        rows = [[self._cell(entry) for entry in row.children] for row in node.findall(nodes.row)]
        lines = [f"| {' | '.join(row)} |" for row in rows]
        head = 1 if any(node.findall(nodes.thead)) else 0
        if not head:
            lines.insert(0, "|" + "  |" * len(rows[0]))
        return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])

    def _cell(self, entry: nodes.entry) -> str:
        formula = re.compile(r"\$[^$]*\$")
        texts = self._within(lambda: self._all(entry.children))
        text = _joined(" ".join(str(text) for text in texts))
        text = formula.sub(lambda found: found[0].replace(r"\|", r"\Vert "), text)
        text = formula.sub(lambda found: found[0].replace("|", r"\vert "), text)
        return text.replace("|", r"\|")

    def _display(self, node: nodes.math_block) -> str:
        tex = re.sub(r"\n\s*\n", "\n", node.astext().strip())
        tex = re.sub(r"\\(begin|end){(align|gather)\*?}", r"\\\1{\2ed}", tex)
        if r"\\" in tex and r"\begin" not in tex:
            tex = rf"\begin{{aligned}}{tex}\end{{aligned}}"
        if node.get("number"):
            tex += rf" \tag{{{self._equation(node)}}}"
        return f"$${_joined(tex)}$$" if self._nested else f"$$\n{tex}\n$$"

    def _equation(self, node: nodes.math_block) -> str:
        if self.env.config.math_numfig and self.env.config.numfig:
            number = self._number("displaymath", node["ids"], "")
            if number:
                return number
        return str(node["number"])

    def inline(self, children: Iterable[nodes.Node]) -> str:
        """Return words, formulas and links."""
        return "".join(map(self._word, children))

    def _word(self, node: nodes.Node) -> str:
        if isinstance(node, nodes.Text):
            return _escaped(str(node))
        if isinstance(node, NOT_SHOWN):
            return ""
        if isinstance(node, nodes.math):
            return f"${_joined(node.astext())}${_escaped(node.get('after', ''))}"
        if isinstance(node, nodes.literal):
            return _code(node.astext())
        if isinstance(node, nodes.raw):
            return node.astext() if node.get("format") == "html" else ""
        text = self.inline(node.children)
        if isinstance(node, nodes.reference):
            return self._link(node, text)
        for kind, mark in ((nodes.emphasis, "*"), (nodes.strong, "**")):
            if isinstance(node, kind) and text.strip():
                return f"{mark}{text.strip()}{mark}"
        return text

    def _link(self, node: nodes.reference, text: str) -> str:
        address = node.get("refuri") or f"#{node.get('refid', '')}"
        if node.get("reftitle"):
            self.works.add(node["reftitle"])
        if re.match(r"[a-z]+:", address):
            return f"[{text}]({address})"
        if self.base:
            return f"[{text}]({urljoin(f'{self.base}/{self.docname}.html', address)})"
        page = posixpath.join(posixpath.dirname(self.docname), address.partition("#")[0])
        name = posixpath.normpath(page).removesuffix(".html")
        chapter = self.env.titles[name].astext() if name in self.env.titles else ""
        known = node.get("reftitle") or "glossary-term" in node["classes"]
        if address.startswith("#") or known or not chapter or chapter in node.astext():
            return text
        return f"{text} (in *{_escaped(chapter)}*)"


def _merged(pieces: Iterable[Piece], between: str = "\n\n") -> list[Piece]:
    """Return the pieces with neighbouring stretches of Markdown as one."""
    found: list[Piece] = []
    for piece in pieces:
        if found and isinstance(piece, str) and isinstance(found[-1], str):
            found[-1] += between + piece
        else:
            found.append(piece)
    return found


def _indented(first: str, others: str, piece: Piece) -> Piece:
    """Put marks in front of the lines of a stretch; a code cell cannot have any."""
    if isinstance(piece, int):
        return piece
    head, *lines = piece.split("\n")
    return "\n".join([first + head, *((others + line).rstrip() for line in lines)])


def _escaped(text: str) -> str:
    text = re.sub(r"([\\`*_$~]|(?<=\])\()", r"\\\1", text.replace("&", "&amp;"))
    return text.replace("<", "&lt;")


def _joined(text: str) -> str:
    text = " ".join(text.split())
    return text.replace("( ", "(").replace(" )", ")") if text.startswith("Solution") else text


def _code(text: str) -> str:
    marks = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    space = " " if "`" in text else ""
    return f"{marks}{space}{text}{space}{marks}"


def _fenced(node: nodes.literal_block) -> str:
    language = node.get("language", "")
    return f"```{'' if language in ('none', 'default') else language}\n{node.astext()}\n```"
