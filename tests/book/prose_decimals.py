"""The computed decimals in the prose of a chapter, and the outputs in which they must stand.

What is no computed number is exempt by rule, see ``prose`` and ``EXEMPT``: formulas, code, links,
versions, pointers into other texts, and definitions of one letter. A decimal that an exercise
gives counts as given if the chapter's code takes it literally. Of a prediction the sealed reply is
read, too, and of its options only those that are right.
"""

import html
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

from nbformat import NotebookNode
from svg_difference import labels

from l1lib.teaching.exercises import opened_prediction

HOLE = " … "
_CODE_DIRECTIVES = {
    "code", "code-block", "code-cell", "sourcecode", "literalinclude", "math", "raw", "eval-rst",
    "bibliography", "toctree", "include", "parsed-literal", "mermaid",
}  # fmt: skip
_DECIMAL = r"(?:\d{1,3}(?:[,_ \u00a0\u2009\u202f]\d{3})+|\d+)?\.\d+"
_NUMBERS = r"\d+(?:\.\d+)*(?:(?:\s*[,;–-]\s*|\s+(?:and|or|to)\s+)\d+(?:\.\d+)*)*"
_POINTERS = (
    "Sections? Sec Chapters? Chap Parts? Appendix Tables? Tab Figures? Figs? Theorems? Thm Lemmas? "
    "Propositions? Corollary Corollaries Definitions? Examples? Exercises? Remarks? Algorithms? "
    "Equations? Eqs? Volumes? Vol Pages? pages? pp? No"
).split()
_PINS = Path(__file__).parents[2] / "requirements.txt"
_PACKAGES = re.findall(r"^([\w.-]+)==", _PINS.read_text(encoding="utf-8"), re.MULTILINE)
_SOFTWARE = "|".join(map(re.escape, ["Python", *_PACKAGES]))
_GREEK = "alpha|beta|gamma|delta|epsilon|eps|eta|theta|kappa|lambda|lam|mu|rho|sigma|tau|phi|psi"
_LETTER = rf"(?:[A-Za-zα-ωΑ-Ω]|{_GREEK})[₀-₉ᵢⱼ′']*"

EXEMPT = [
    re.compile(rf"\bversions?\s+{_NUMBERS}", re.IGNORECASE),
    re.compile(r"\bv\d+(?:\.\d+)+\b"),
    re.compile(r"(?<![\d.])\d+(?:\.\d+){2,}(?![\d.]*\d)"),
    re.compile(rf"\b(?:{_SOFTWARE})\s+(?:[≥>≤<]=?\s*)?{_NUMBERS}", re.IGNORECASE),
    re.compile(rf"(?:\b(?:{'|'.join(_POINTERS)})\b\.?|§+)\s*\(?{_NUMBERS}"),
    re.compile(rf"(?<![\w.]){_LETTER}\s*=\s*[-−]?{_DECIMAL}(?![\d.]*\d)"),
]
_NUMBER = re.compile(
    rf"(?<![\w.])(?:(?<!\d)(?P<sign>[-−]))?(?P<digits>{_DECIMAL})(?!\.?\d)"
    r"(?:\s*[×·]\s*10(?P<up>[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)|[eE](?P<e>[-+−]?\d+))?(?P<percent>\s?%)?"
)
_LONE = re.compile(rf"\s*(?:\\approx|≈)?\s*([-−+]?\s*{_DECIMAL})(?:\\?[,;: ])*(\\?%)?\s*")
_OUTPUT_NUMBER = re.compile(
    r"(?P<sign>(?<![\w.)\]])[-−])?(?<![\w.])(?P<digits>(?:\d{1,3}(?:[,_\u2009\u202f]\d{3})+|\d+)"
    r"(?:\.\d*)?|\.\d+)(?:[eE](?P<e>[-+]?\d+))?(?P<percent>\s?\\?%)?(?!\w|\.\d)"
)
_RATIO = re.compile(
    r"(?P<sign>(?<![\w)\]])[-−])?\s?(?:(?<![\w./])(\d+)/(\d+)(?![\w./])"
    r"|\\frac\{(\d+)\}\{(\d+)\})"
)
_PREDICTION = re.compile(
    r"^(?P<fence>:{3,})\{predict\}(?P<question>.*?)(?P<options>^[-*] .*?)"
    r"<!-- seal\b(?P<seal>.*?)-->\s*^(?P=fence)$",
    re.DOTALL | re.MULTILINE,
)
_SUPERSCRIPT = str.maketrans("⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹−", "-+0123456789-")


def without_blocks(cells: list[str]) -> tuple[str, str]:
    """Return the text of cells without fences of code, apart from that of their exercises."""
    plain: list[str] = []
    posed: list[str] = []
    between = False
    for cell in cells:
        for line, posing, info in _lines(cell):
            between = (between or "{exercise-start}" in info) and "{exercise-end}" not in info
            (posed if posing or between else plain).append(line)
        (posed if between else plain).append("\n")
    return "\n".join(plain), "\n".join(posed)


def _said(match: re.Match[str]) -> str:
    """Return what a prediction says in the end; its wrong options say what is not."""
    right, reply = opened_prediction(match["seal"])
    options = re.split(r"^[-*] ", match["options"], flags=re.MULTILINE)
    return "\n\n".join([match["question"], *(options[number] for number in right), reply])


def _lines(text: str) -> Iterator[tuple[str, bool, str]]:
    """Yield the lines of prose, whether inside an exercise, and what a fence says there."""
    stack: list[tuple[str, str]] = []
    options = False
    for line in text.split("\n"):
        fence = re.match(r"\s*(`{3,}|~{3,}|:{3,})\s*(.*)$", line)
        if fence and stack and not fence[2] and fence[1].startswith(stack[-1][0]):
            stack.pop()
            line = ""
        elif fence and not any(_is_code(info) for _, info in stack):
            stack.append((fence[1], fence[2]))
            options, line = True, re.sub(r"^\{[^}]*\}", "", fence[2])
            line = "" if _is_code(fence[2]) or re.match(r"\{(?:image|figure)", fence[2]) else line
        elif any(_is_code(info) for _, info in stack):
            continue
        elif options and re.match(r"\s*:[\w-]+:", line):
            continue
        else:
            options = False
        posing = any(re.match(r"\{exercise\}", info) for _, info in stack)
        yield line, posing, fence[2] if fence else ""


def _is_code(info: str) -> bool:
    name = re.match(r"\{([\w:-]+)\}", info)
    return name is None or name[1] in _CODE_DIRECTIVES


def prose(text: str) -> str:
    """Return a text with a hole for all that is no prose: code, roles, formulas, addresses."""
    text = re.sub(r"<!--.*?-->|^%.*$|^\([^()\s]+\)=$", HOLE, text, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"(?:\{[\w:.-]+\})?(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)", HOLE, text, flags=re.DOTALL)
    text = re.sub(r"\\begin\{(\w+\*?)\}.*?\\end\{\1\}", HOLE, text, flags=re.DOTALL)
    text = re.sub(r"\$\$.+?\$\$(?:\s*\([\w-]+\))?", HOLE, text, flags=re.DOTALL)
    text = re.sub(r"(?<![\\$])\$(?!\$)((?:\\.|[^$\\]|\n(?!\n))+?)\$", _formula, text)
    text = re.sub(r"\]\([^)]*\)|^\[[^\]]+\]:\s.*$", "] ", text, flags=re.MULTILINE)
    text = re.sub(r"\b(?:https?://|doi:|10\.\d{4,}/)\S+|</?\w[^>]*>|<\w+:[^>]+>", HOLE, text)
    text = re.sub(r"\{[#.][^}]*\}", HOLE, text)
    for rule in EXEMPT:
        text = rule.sub(HOLE, text)
    return text


def _formula(match: re.Match[str]) -> str:
    """A number between dollars is still a number, and no formula."""
    lone = _LONE.fullmatch(match[1])
    return f"{lone[1].replace(' ', '')}{(lone[2] or '').lstrip(chr(92))}" if lone else HOLE


def decimals(text: str) -> list[tuple[str, str]]:
    """Return the decimals of a prose, each with its sentence."""
    found = []
    for sentence in re.split(r"(?<=[.!?:])\s+(?=\S)|\n\s*\n", prose(text)):
        shown = " ".join(sentence.split())
        found += [(match[0].strip(), shown) for match in _NUMBER.finditer(sentence)]
    return found


def output_text(cell: NotebookNode) -> str:
    """Return what a reader sees of a cell's outputs, the labels of its figures included."""
    parts = []
    for output in cell.get("outputs", []):
        parts.append(output.get("text", ""))
        for kind, value in output.get("data", {}).items():
            if kind == "image/svg+xml":
                parts += labels(value)
            elif kind == "text/html":
                value = re.sub(r"<(script|style)\b.*?</\1>", " ", value, flags=re.DOTALL)
                parts.append(html.unescape(re.sub(r"<[^>]+>", " ", value)))
            elif kind.startswith("text/"):
                parts.append(value)
    return "\n".join(parts)


def numbers(text: str) -> list[Decimal | Fraction]:
    """Return the numbers of an output, each with its digits; a ratio of whole numbers is exact."""
    found: list[Decimal | Fraction] = []
    for match in _OUTPUT_NUMBER.finditer(text):
        value = _decimal(match["sign"], match["digits"], match["e"] or "0")
        found += [value, value.scaleb(-2)] if match["percent"] else [value]
    for match in _RATIO.finditer(text):
        top, bottom = int(match[2] or match[4]), int(match[3] or match[5])
        if bottom:
            found.append(Fraction(-top if match["sign"] else top, bottom))
    return found


def backed(number: str, outputs: list[Decimal | Fraction]) -> bool:
    """Say whether a decimal of the prose is one of the numbers, rounded to the digits given."""
    match = _NUMBER.fullmatch(number)
    assert match, number
    exponent = (match["e"] or match["up"] or "0").translate(_SUPERSCRIPT)
    value = _decimal(match["sign"], match["digits"], exponent)
    wanted = [value, value.scaleb(-2)] if match["percent"] else [value]
    return any(_rounds_to(v, w, bool(match["sign"])) for v in outputs for w in wanted)


def _decimal(sign: str | None, digits: str, exponent: str) -> Decimal:
    value = Decimal(re.sub(r"[,_\s]", "", digits)).scaleb(int(exponent))
    return -value if sign else value


def _rounds_to(value: Decimal | Fraction, wanted: Decimal, signed: bool) -> bool:
    """Without a sign in the prose, words may say which way: "falls by 0.5"."""
    if isinstance(value, Fraction):
        value = Decimal(value.numerator) / Decimal(value.denominator)
    elif value.as_tuple().exponent > wanted.as_tuple().exponent:
        return False
    value = value if signed else abs(value)
    unit = Decimal(1).scaleb(int(wanted.as_tuple().exponent))
    return any(value.quantize(unit, how) == wanted for how in (ROUND_HALF_EVEN, ROUND_HALF_UP))


def problems(notebook: NotebookNode) -> list[str]:
    """Return the decimals of a chapter that stand in none of its outputs."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    shown = [number for cell in code for number in numbers(output_text(cell))]
    open_code = [cell for cell in code if "seals" not in cell.metadata.get("tags", [])]
    given = [number for cell in open_code for number in numbers(cell.source)]
    written = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    cells = [_PREDICTION.sub(_said, text) for text in written]
    plain, posed = without_blocks(cells)
    text = [plain]
    for cell in code:
        about = cell.metadata.get("mystnb", {})
        text.append(about.get("figure", {}).get("caption", ""))
        text.append(about.get("image", {}).get("alt", ""))
    pairs = [(pair, shown) for pair in decimals("\n\n".join(text))]
    pairs += [(pair, shown + given) for pair in decimals(posed)]
    return [
        f"{number} in: {where}" for (number, where), known in pairs if not backed(number, known)
    ]
