import re
import subprocess
import sys
from pathlib import Path

import pytest
from nbformat import from_dict
from nbval.plugin import get_sanitize_patterns
from store_outputs import executed, normalised

CONFIG = Path(__file__).with_name("nbval_sanitize.cfg")
DOCUMENT = """<?xml version="1.0" encoding="utf-8" standalone="no"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"
  "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns="http://www.w3.org/2000/svg">
 <path d="M 0 0.25"/>
</svg>
"""
CELLS = {
    "kept": "print(0.25)",
    "stdout": "print(0.25)",
    "plain": "0.25",
    "html": "display({'text/html': '<b>0.25</b><svg><!-- 0.25 --></svg>'}, raw=True)",
    "latex": "display({'text/latex': '$0.25$'}, raw=True)",
    "svg": f"display({{'image/svg+xml': {DOCUMENT!r}}}, raw=True)",
    "piece": "display({'image/svg+xml': '<svg><g x=\"0.25\"/></svg>'}, raw=True)",
    "gone": f"display({{'image/svg+xml': {DOCUMENT!r}, 'text/plain': 'figure'}}, raw=True)",
    "one": f"for _ in range(2):\n    display({{'image/svg+xml': {DOCUMENT!r}}}, raw=True)",
}


def sanitised(text):
    ((pattern, replacement),) = get_sanitize_patterns(CONFIG.read_text())
    return re.sub(pattern, replacement, text)


@pytest.mark.parametrize(
    "text", [DOCUMENT, DOCUMENT.strip(), re.sub('(?s)<!DOC.*?dtd">', "", DOCUMENT)]
)
def test_a_whole_svg_document_is_blanked(text):
    assert sanitised(text) == "an SVG document"


@pytest.mark.parametrize(
    "text",
    [
        "0.25",
        "<svg><g/></svg>",
        f"<p>{DOCUMENT}</p>",
        f"{DOCUMENT}0.25",
        f"0.25\n{DOCUMENT}",
        DOCUMENT.replace("</svg>", ""),
        '<?xml version="1.0"?><data>0.25</data>',
    ],
)
def test_nothing_else_is_blanked(text):
    assert sanitised(text) == text


def tampered(notebook):
    """Change the stored outputs of every cell but the first."""
    for cell in notebook.cells:
        name = cell.id
        for output in cell.outputs if name not in {"kept", "gone", "one"} else []:
            values = output.data if "data" in output else output
            for key in values.keys() & {"text", *output.get("data", {})}:
                values[key] = values[key].replace("0.25", "0.26")
        if name == "gone":
            del cell.outputs[0].data["image/svg+xml"]
        if name == "one":
            cell.outputs.pop()
    return notebook


def test_nbval_compares_everything_but_the_svg(tmp_path):
    cells = [
        {"cell_type": "code", "id": name, "metadata": {}, "source": source, "outputs": [],
         "execution_count": None}
        for name, source in CELLS.items()
    ]  # fmt: skip
    book = from_dict({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells})
    path = tmp_path / "a.ipynb"
    path.write_text(normalised(tampered(executed(book, tmp_path))), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-v",
        "-p",
        "no:cacheprovider",
        "--rootdir",
        tmp_path,
    ]
    command += ["--nbval", "--nbval-current-env", "--nbval-sanitize-with", CONFIG, path]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    verdicts = re.findall(r"Cell (\d+) (PASSED|FAILED)", done.stdout)
    names = list(CELLS)
    passed = {names[int(number)] for number, verdict in verdicts if verdict == "PASSED"}
    assert len(verdicts) == len(CELLS), done.stdout
    assert passed == {"kept", "svg"}
