"""The numbers in what is said about a figure, which a reader must be able to find again."""

import re
from decimal import Decimal

from chapter_rules import code_cells
from nbformat import NotebookNode
from prose_decimals import HOLE, backed, decimals, numbers, output_text, prose

_WHOLE = re.compile(
    r"(?<![\w.,])\d{1,3}(?:[,\u2009\u202f ]\d{3})+(?![\d.]*\d)|(?<![\w.])\d+(?![.,]?\d|\w)"
)


def figure_numbers(notebook: NotebookNode) -> list[str]:
    """A number in an alt text or a caption, whole or not, is in an output or on an axis."""
    shown = [value for _, cell in code_cells(notebook) for value in numbers(output_text(cell))]
    found = []
    for name, cell in code_cells(notebook):
        about = cell.metadata.get("mystnb", {})
        for where, text in (
            ("alt text", about.get("image", {}).get("alt", "")),
            ("caption", about.get("figure", {}).get("caption", "")),
        ):
            said = [number for number, _ in decimals(text) if not backed(number, shown)]
            said += [number for number in _whole(text) if not _is_shown(number, shown)]
            found += [f"the {where} of {name} says {number}" for number in said]
    return found


def _whole(text: str) -> list[str]:
    text = re.sub(r"\d+(?:[,_\u2009\u202f ]\d{3})*\.\d+", HOLE, prose(text))
    return _WHOLE.findall(text)


def _is_shown(number: str, shown: list) -> bool:
    wanted = Decimal(re.sub(r"[,\s]", "", number))
    return any(abs(round(value)) == wanted for value in shown)
