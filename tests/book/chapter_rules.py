"""What a chapter must be, each rule as a function from a notebook to its problems in words."""

import re
import statistics
from collections.abc import Callable, Iterator

from cell_kinds import DERIVED, FOLDED, KINDS, LINES, kind
from nbformat import NotebookNode

from l1lib.teaching.exercises import opened_answers

MEDIAN = 4
CHARACTERS = 80
COLUMNS_PRINTED = 3
ALT_CHARACTERS = 40
EXERCISES = 3
SUMMARY_LINES = 5
SECTIONS = ("In practice", "Exercises", "Summary", "Further reading")
# Every other tag may keep a cell from being run or compared.
TAGS = KINDS | DERIVED
_EXEMPT = re.compile(r"#\s*(?:NBVAL_|PYTEST_VALIDATE_)\w+", re.IGNORECASE)
_OF_THIS_MACHINE = re.compile(
    r"(?<![\w./<])/(?:home|root|Users|usr|opt|tmp|var|private|work|mnt|srv|etc)\b[^\s'\"<]*"
    r"|\b[A-Za-z]:\\\S*"
    r"|\b(?:https?|ftp)://(?!www\.w3\.org/)\S*"
    r"|\b(?:localhost|127\.0\.0\.1)\b"
    r"|\b0x[0-9a-fA-F]{6,}\b"
)
_SEALS = re.compile(
    r"from l1lib\.teaching\.exercises import unseal\n\n"
    r'(?P<names>.*) = unseal\("""(?P<seal>.*)"""\)',
    re.DOTALL,
)
_ASKS = re.compile(r"answer = None\n(\w+)\(answer\)")
_FENCE = r"^[ \t]*(?:`{3,}|:{3,})"
_LINK_AT_END = re.compile(
    r"(?:\{(?:prf:ref|numref|ref|eq)\}`[^`]+`|\]\((?!https?:)[^)\s]+\))[.)]*\s*\Z"
)
_EXERCISE = re.compile(rf"{_FENCE}\{{exercise(?:-start)?\}}(.*)\n((?:[ \t]*:.*\n)*)", re.MULTILINE)
_SOLUTION = re.compile(
    rf"{_FENCE}\{{solution(?:-start)?\}}[ \t]*(\S*).*\n((?:[ \t]*:.*\n)*)", re.MULTILINE
)


def code_cells(notebook: NotebookNode) -> Iterator[tuple[str, NotebookNode]]:
    """Yield the code cells, each with a name for messages."""
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type == "code":
            yield f"cell {number} ({cell.source.strip().partition(chr(10))[0]!r})", cell


def prose(notebook: NotebookNode) -> str:
    """Return the text of all Markdown cells."""
    return "\n\n".join(c.source for c in notebook.cells if c.cell_type == "markdown") + "\n"


def counts(notebook: NotebookNode) -> list[str]:
    """Code cells are numbered 1, 2, …: nbval does not compare a cell without a number."""
    found = []
    for expected, (name, cell) in enumerate(code_cells(notebook), start=1):
        inner = [o.execution_count for o in cell.outputs if o.output_type == "execute_result"]
        if any(count != expected for count in [cell.execution_count, *inner]):
            found.append(f"{name} has the count {cell.execution_count}, not {expected}")
    return found


def clean_outputs(notebook: NotebookNode) -> list[str]:
    """No output is an error or a word on stderr."""
    return [
        f"{name} stores {output.get('name', output.output_type)}"
        for name, cell in code_cells(notebook)
        for output in cell.outputs
        if output.output_type == "error" or output.get("name") == "stderr"
    ]


def no_exemptions(notebook: NotebookNode) -> list[str]:
    """No cell is kept from being run or compared, by a tag or by a comment."""
    found = []
    for name, cell in code_cells(notebook):
        found += [f"{name} has the tag {tag}" for tag in cell.metadata.get("tags", [])
                  if tag not in TAGS]  # fmt: skip
        found += [f"{name} has {mark}" for mark in _EXEMPT.findall(cell.source)]
    return found


def short_cells(notebook: NotebookNode) -> list[str]:
    """A code cell has few lines, blank ones counted, and at least one; a folded one has more."""
    found = []
    for name, cell in code_cells(notebook):
        size, most = len(cell.source.splitlines()), LINES[kind(cell.metadata) in FOLDED]
        if not 1 <= size <= most:
            found.append(f"{name} has {size} lines, and {most} is the most")
    return found


def short_lines(notebook: NotebookNode) -> list[str]:
    """A line of code has few characters, so that a page of the usual width shows all of it."""
    return [
        f"{name} has a line of {len(line)} characters: {line.strip()[:40]!r}"
        for name, cell in code_cells(notebook)
        if not _tagged(cell, "seals")
        for line in cell.source.splitlines()
        if len(line) > CHARACTERS
    ]


def open_cells(notebook: NotebookNode) -> list[str]:
    """Most of the cells that stay open, which are the lesson, have very few lines."""
    sizes = [len(c.source.splitlines()) for _, c in code_cells(notebook) if not kind(c.metadata)]
    median = statistics.median(sizes or [0])
    return [f"the median of the open cells is {median} lines"] if median > MEDIAN else []


def kinds(notebook: NotebookNode) -> list[str]:
    """A cell has one kind at most, and what is not the lesson is folded."""
    found = []
    for name, cell in code_cells(notebook):
        named = [tag for tag in cell.metadata.get("tags", []) if tag in KINDS]
        if len(named) > 1:
            found.append(f"{name} has the kinds {named}")
        found += [f"{name} is to be of the kind {wanted}" for wanted in _wanted(cell)
                  if wanted not in named]  # fmt: skip
    return found


def _wanted(cell: NotebookNode) -> Iterator[str]:
    lines = [line for line in cell.source.splitlines() if line.strip()]
    if lines and all(re.match(r"(?:from|import) |[ ).\w,]+$|use_style\(", line) for line in lines):
        yield "imports"
    if re.search(r"^verify\(|[ (=]verify\(", cell.source, re.MULTILINE):
        yield "check"
    shown = {mime for output in cell.outputs for mime in output.get("data", {})}
    if any(mime.startswith("image/") for mime in shown):
        yield "figure"


def tables(notebook: NotebookNode) -> list[str]:
    """A table is a data frame: no output is printed as columns of words and blanks."""
    found = []
    for name, cell in code_cells(notebook):
        for output in cell.outputs:
            rows = [line.strip() for line in output.get("text", "").splitlines()]
            if sum(len(re.split(r" {2,}|\t", row)) > 1 for row in rows) >= COLUMNS_PRINTED:
                found.append(f"{name} prints a table: {rows[0]!r}")
    return found


def alt_texts(notebook: NotebookNode) -> list[str]:
    """A cell that shows an image says in words what the image shows."""
    found = []
    for name, cell in code_cells(notebook):
        kinds = {kind for output in cell.outputs for kind in output.get("data", {})}
        if any(kind.startswith("image/") for kind in kinds):
            alt = cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "")
            if len(alt) < ALT_CHARACTERS or re.search(r"^\S*$|\.(?:svg|png|jpe?g)$", alt):
                found.append(f"{name} has the alt text {alt!r}")
    return found


def no_machine(notebook: NotebookNode) -> list[str]:
    """No output names a path, a host or an address in memory."""
    return [
        f"{name} shows {match[0]}"
        for name, cell in code_cells(notebook)
        for output in cell.outputs
        for text in [output.get("text", ""), *output.get("data", {}).values()]
        for match in _OF_THIS_MACHINE.finditer(str(text))
    ]


def opening(notebook: NotebookNode) -> list[str]:
    """The chapter opens with its only title, and with what one will do, learn and need."""
    first = notebook.cells[0] if notebook.cells else NotebookNode(cell_type="none", source="")
    found = []
    if first.cell_type != "markdown" or not first.source.startswith("# "):
        found.append("the first cell does not start with the title")
    titles = re.findall(r"^# .+", _without_code(prose(notebook)), re.MULTILINE)
    if len(titles) != 1:
        found.append(f"there is not one title: {titles}")
    missing = [word for word in ("do", "learn", "need") if f"**{word}**" not in first.source]
    if missing:
        found.append(f"the first cell lacks {missing}")
    if re.search(r"\b\d+ minutes\b", first.source):
        found.append("the first cell types the minutes, which are computed at build")
    return found


def summary_links(notebook: NotebookNode) -> list[str]:
    """Each line of the summary ends with a link to what it stands on."""
    text = "\n".join(c.source for c in _sections(notebook).get("Summary", []))
    items = re.split(r"^[-*] ", text, flags=re.MULTILINE)[1:]
    return [f"the summary line {item.strip()[:50]!r} ends without a link" for item in items
            if not _LINK_AT_END.search(item)]  # fmt: skip


def sections(notebook: NotebookNode) -> list[str]:
    """The last sections are there, in order; "In practice" runs, the summary is short."""
    parts = _sections(notebook)
    if [title for title in parts if title in SECTIONS] != list(SECTIONS):
        return [f"the sections {SECTIONS} are not there in this order, but {list(parts)}"]
    found = []
    if not any(cell.cell_type == "code" for cell in parts["In practice"]):
        found.append('"In practice" has no code')
    items = re.findall(r"^[-*] ", "\n".join(c.source for c in parts["Summary"]), re.MULTILINE)
    if not 1 <= len(items) <= SUMMARY_LINES:
        found.append(f"the summary has {len(items)} lines, not up to {SUMMARY_LINES}")
    return found


def exercises(notebook: NotebookNode) -> list[str]:
    """Three exercises or more, each graded, labelled, and with one folded solution."""
    text = prose(notebook)
    posed = [(m[1].strip(), _option(m[2], "label")) for m in _EXERCISE.finditer(text)]
    solved = [(m[1], _option(m[2], "class")) for m in _SOLUTION.finditer(text)]
    found = [] if len(posed) >= EXERCISES else [f"there are {len(posed)} exercises"]
    found += [f"exercise {t!r} has no grade of ★ to ★★★" for t, _ in posed if not _graded(t)]
    found += [f"exercise {title!r} has no label" for title, label in posed if not label]
    labels = [label for _, label in posed]
    targets = [target for target, _ in solved]
    found += [f"{x} has {targets.count(x)} solutions" for x in labels if targets.count(x) != 1]
    found += [f"a solution of {x}, which is no exercise" for x in targets if x not in labels]
    return found + [f"{x} is not folded" for x, kind in solved if "dropdown" not in kind.split()]


def answers(notebook: NotebookNode) -> list[str]:
    """No answer stands in the open: one sealed cell makes the checkers, two lines ask for each."""
    cells = list(code_cells(notebook))
    found = [f"{name} shows an answer" for name, c in cells if re.search(r"\bAnswer\b", c.source)]
    found += [
        f"{name} does not ask in two lines, with the tag answer"
        for name, cell in cells
        if (_tagged(cell, "answer") or re.search(r"^answer\b", cell.source, re.MULTILINE))
        and not (_tagged(cell, "answer") and _ASKS.fullmatch(cell.source))
    ]
    asked = [match[1] for _, cell in cells if (match := _ASKS.fullmatch(cell.source))]
    seals = [cell for _, cell in cells if _tagged(cell, "seals") or "unseal" in cell.source]
    if not (asked or seals):
        return found
    part = _sections(notebook).get("Exercises", [])
    head = next((cell for cell in part if cell.cell_type == "code"), None)
    if len(seals) != 1 or seals[0] is not head or not _tagged(head, "seals"):
        return [*found, "the exercises do not start with the one sealed cell, tagged seals"]
    match = _SEALS.fullmatch(head.source)
    named = re.findall(r"\w+", match["names"]) if match else []
    sealed = list(opened_answers(match["seal"])) if match else []
    if not named or named != sealed:
        found.append(f"the sealed cell names {named} and seals {sealed}")
    return found + [f"{x} is asked {asked.count(x)} times" for x in sorted({*sealed, *asked})
                    if asked.count(x) != (x in sealed)]  # fmt: skip


RULES: list[Callable[[NotebookNode], list[str]]] = [
    counts, clean_outputs, no_exemptions, short_cells, short_lines, open_cells, kinds, tables,
    alt_texts, no_machine, opening, sections, exercises, answers, summary_links,
]  # fmt: skip


def _tagged(cell: NotebookNode, tag: str) -> bool:
    return tag in cell.metadata.get("tags", [])


def _graded(title: str) -> bool:
    return re.search(r"(?<!★)★{1,3}$", title) is not None


def _option(lines: str, name: str) -> str:
    match = re.search(rf"^[ \t]*:{name}:[ \t]*(.*)", lines, re.MULTILINE)
    return match[1].strip() if match else ""


def _without_code(text: str) -> str:
    """Leave out fences of code; those of a directive are text."""
    kept, open_fences = [], []
    for line in text.split("\n"):
        fence = re.match(r"\s*(`{3,}|:{3,})\s*(\S*)", line)
        closes = fence and open_fences and not fence[2] and fence[1] == open_fences[-1][0]
        if closes:
            open_fences.pop()
        elif fence and not any(is_code for _, is_code in open_fences):
            open_fences.append((fence[1], not fence[2].startswith("{")))
            continue
        if not closes and not any(is_code for _, is_code in open_fences):
            kept.append(line)
    return "\n".join(kept)


def _sections(notebook: NotebookNode) -> dict[str, list[NotebookNode]]:
    """Return the cells and pieces of cells under each heading of the second level."""
    parts: dict[str, list[NotebookNode]] = {"": []}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            parts[list(parts)[-1]].append(cell)
            continue
        before, *rest = re.split(r"^## (.+)$", _without_code(cell.source), flags=re.MULTILINE)
        parts[list(parts)[-1]].append(NotebookNode(cell_type="markdown", source=before))
        for title, text in zip(rest[::2], rest[1::2], strict=True):
            parts[title.strip()] = [NotebookNode(cell_type="markdown", source=text)]
    return parts
