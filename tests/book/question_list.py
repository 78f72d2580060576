"""The list of questions: each has a place in the book that exists, or the mark that it has none."""

import re
from pathlib import Path

from store_outputs import BOOK, chapters, read

LIST = BOOK / "choose" / "question-list.md"
OUTSIDE = re.compile(r"\*outside this book\*: \S.*\.\Z")
_LINK = re.compile(r"\]\((?P<target>[^)\s]+)\)|\{(?:prf:ref|numref)\}`(?P<label>[^`]+)`")


def labels() -> set[str]:
    """Return what a link can point to: targets, statements, figures."""
    found = set()
    for notebook in map(read, chapters()):
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                found |= set(re.findall(r"^\(([\w-]+)\)=|^:label: ([\w-]+)", cell.source, re.M))
            else:
                found.add(("", cell.metadata.get("mystnb", {}).get("figure", {}).get("name", "")))
    return {name for pair in found for name in pair} - {""}


def questions(text: str) -> list[tuple[str, str]]:
    """Return the questions of the list, each with what is said of its place."""
    items = re.findall(r"^- (.+)$", text, re.MULTILINE)
    return [_question(item) for item in items]


def _question(item: str) -> tuple[str, str]:
    """Return the question and its place: what follows the arrow, or the link that it is."""
    asked, arrow, place = item.partition(" → ")
    whole = None if arrow else re.fullmatch(r"\[([^\]]+)\]\(#[\w-]+\)", item)
    return (whole[1], item) if whole else (asked, place)


def problems(text: str, known: set[str], folder: Path) -> list[str]:
    """Return the questions without a place, and the places that do not exist."""
    found = []
    for asked, place in questions(text):
        links = list(_LINK.finditer(place))
        if not (links or OUTSIDE.match(place)):
            found.append(f"no place: {asked}")
        for link in links:
            target = link["target"] or f"#{link['label']}"
            inside = target[1:] in known if target[0] == "#" else (folder / target).is_file()
            if not inside:
                found.append(f"dead target {target}: {asked}")
    return found
