"""Print the sealed answers and predictions of a chapter in the open, as the code that seals them.

``python scripts/sealed_answers.py NOTEBOOK``; edit what it prints, run it, and paste the result.
"""

import re
import sys
from pathlib import Path

import nbformat

from l1lib.teaching.exercises import reveal

SEAL = re.compile(r'\bunseal\("""(.*?)"""\)|<!-- seal\b(.*?)-->', re.DOTALL)


def opened(path: Path) -> str:
    """Return Python code that, run, prints the seals of a notebook."""
    notebook = nbformat.read(path, as_version=4)
    text = "\n".join(cell.source for cell in notebook.cells)
    parts = [reveal(match[1] or match[2]) for match in SEAL.finditer(text)]
    return "\n\n".join(
        ["from l1lib.teaching.exercises import Answer, seal, seal_prediction", *parts]
    )


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python scripts/sealed_answers.py NOTEBOOK")
    print(opened(Path(sys.argv[1])))
