"""The letters in the formulas of a chapter, each of which has one meaning."""

import re
import tomllib
from collections.abc import Mapping

from nbformat import NotebookNode
from prose_decimals import without_blocks
from store_outputs import BOOK

EVERYWHERE = "everywhere"
_GREEK = (
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta kappa lambda mu nu xi pi "
    "rho varrho sigma tau phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi "
    "Omega ell"
).split()
_BLOCK = re.compile(r"^\s*(`{3,}|:{3,})\{math\}[^\n]*\n(.*?)^\s*\1\s*$", re.MULTILINE | re.DOTALL)
_WORDS = (
    r"\\(?:text|textbf|textit|operatorname\*?|mathrm|mathsf|label|begin|end|mathtt)\s*\{[^{}]*\}"
)
_LETTER = re.compile(
    rf"\\(?P<alphabet>mathcal|mathbb)\s*\{{?\s*(?P<in>[A-Za-z])\s*\}}?"
    rf"|\\(?P<greek>{'|'.join(_GREEK)})(?![A-Za-z])|\\(?:[A-Za-z]+|.)|(?P<latin>[A-Za-z])"
)


def meanings() -> Mapping[str, Mapping[str, str]]:
    """Return what the letters mean: those of every chapter, and those of one alone."""
    return tomllib.loads((BOOK / "letters.toml").read_text(encoding="utf-8"))


def formulas(notebook: NotebookNode) -> list[str]:
    """Return the TeX of the Markdown cells of a chapter."""
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    found = [
        re.sub(r"^\s*:\w+:.*$", "", match[2], flags=re.MULTILINE)
        for text in cells
        for match in _BLOCK.finditer(text)
    ]
    text = "\n\n".join(without_blocks(cells))
    text = re.sub(r"(?<!`)(`+)(?!`)(?:[^`\n]|\n(?!\n)|(?!\1)`)+?(?<!`)\1(?!`)", "", text)
    found += re.findall(r"\$\$(.+?)\$\$", text, re.DOTALL)
    text = re.sub(r"\$\$.+?\$\$", "", text, flags=re.DOTALL)
    return found + re.findall(r"(?<![\\$])\$(?!\$)((?:\\.|[^$\\]|\n(?!\n))+?)\$", text)


def letters(notebook: NotebookNode) -> set[str]:
    """Return the letters of the formulas of a chapter, as TeX."""
    found = set()
    for formula in formulas(notebook):
        for match in _LETTER.finditer(re.sub(_WORDS, " ", formula)):
            if match["alphabet"]:
                found.add(f"\\{match['alphabet']} {match['in']}")
            elif match["greek"]:
                found.add(rf"\{match['greek']}")
            elif match["latin"]:
                found.add(match["latin"])
    return found


def unexplained(name: str, notebook: NotebookNode) -> list[str]:
    """Return what is wrong with the letters of a chapter."""
    table = meanings()
    everywhere, here, used = set(table[EVERYWHERE]), set(table.get(name, {})), letters(notebook)
    return (
        [f"{letter} is not explained" for letter in sorted(used - everywhere - here)]
        + [f"{letter} is explained and not used" for letter in sorted(here - used)]
        + [f"{letter} means something else everywhere" for letter in sorted(here & everywhere)]
    )
