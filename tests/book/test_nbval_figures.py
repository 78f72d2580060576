import os
import re
import subprocess
import sys
from pathlib import Path

import nbval_figures
import pytest
from nbformat import from_dict
from store_outputs import executed, normalised

FIGURE = """<?xml version="1.0" encoding="utf-8" standalone="no"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"
  "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns="http://www.w3.org/2000/svg"><!-- loss --><path d="M 0 0.25 L 1 2"/></svg>
"""
MOVED = FIGURE.replace("0.25", "0.26")
OTHER = FIGURE.replace("loss", "cost").replace("L 1 2", "L 1 3")
SHOW = f"display({{'image/svg+xml': {FIGURE!r}, 'text/plain': 'figure'}}, raw=True)"
# Each cell with the text of its stored output that is not the one that a run gives, and the words
# of the failure; without words, the cell passes.
CELLS = {
    "kept": (SHOW, None, ""),
    "moved digit": (SHOW, (FIGURE, MOVED), ""),
    "changed figure": (SHOW, (FIGURE, OTHER), "text 'cost' became 'loss'"),
    "changed line": (SHOW, (FIGURE, OTHER), "d 3 became 2"),
    "one of two changed": (f"{SHOW}\n{SHOW}", (FIGURE, OTHER), "text 'cost' became 'loss'"),
    "words beside a figure": (SHOW, ("figure", "drawing"), "mismatch 'text/plain'"),
    "standard output": ("print(0.25)", ("0.25", "0.26"), "mismatch 'stdout'"),
    "value": ("0.25", ("0.25", "0.26"), "mismatch 'text/plain'"),
    "html": (
        "display({'text/html': '<b>1</b><svg><path d=\"M 0 0.25\"/></svg>'}, raw=True)",
        ("0.25", "0.26"),
        "mismatch 'text/html'",
    ),
    "latex": ("display({'text/latex': '$0.25$'}, raw=True)", ("0.25", "0.26"), "'text/latex'"),
    "figure not stored": (SHOW, "no figure", "Unexpected output fields"),
    "figure not drawn": ("display('figure')", "a figure", "Missing output fields"),
    "one figure too few": (f"{SHOW}\n{SHOW}", "one output", "dissimilar number of outputs"),
}


def tampered(outputs, change):
    """Return stored outputs of which the last is not what a run gives."""
    match change:
        case "no figure":
            del outputs[-1].data["image/svg+xml"]
        case "a figure":
            outputs[-1].data["image/svg+xml"] = FIGURE
        case "one output":
            outputs.pop()
        case (now, then):
            values = outputs[-1].get("data", outputs[-1])
            for key in values.keys() & {"text", *outputs[-1].get("data", {})}:
                values[key] = values[key].replace(now, then)
    return outputs


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory):
    """Return what nbval says of each cell."""
    folder = tmp_path_factory.mktemp("book")
    cells = [
        {"cell_type": "code", "id": name.replace(" ", "-"), "metadata": {}, "source": source,
         "outputs": [], "execution_count": None}
        for name, (source, _, _) in CELLS.items()
    ]  # fmt: skip
    book = from_dict({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells})
    book = executed(book, folder)
    for cell, (_, change, _) in zip(book.cells, CELLS.values(), strict=True):
        cell.outputs = tampered(cell.outputs, change)
    (folder / "a.ipynb").write_text(normalised(book), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "--color=no", "-p", "no:cacheprovider", "-p"]
    command += ["nbval_figures", "--nbval", "--nbval-current-env", "-v", "a.ipynb"]
    paths = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=folder,
        env=os.environ | {"PYTHONPATH": paths},
    )  # fmt: skip
    said = dict(re.findall(r"(?ms)^_+ a\.ipynb::Cell (\d+) _+$(.*?)(?=^_____|^=====)", done.stdout))
    passed = set(re.findall(r"Cell (\d+) PASSED", done.stdout))
    assert len(said) + len(passed) == len(CELLS), done.stdout
    return {
        name: "" if str(number) in passed else said[str(number)]
        for number, name in enumerate(CELLS)
    }


@pytest.mark.parametrize("name", CELLS)
def test_a_figure_may_move_by_a_last_digit_and_nothing_else_may_change(name, verdicts):
    words = CELLS[name][2]
    assert (verdicts[name] == "") == (words == "")
    assert words in verdicts[name]


def test_a_plain_run_of_nbval_compares_figures_so(pytestconfig):
    assert pytestconfig.pluginmanager.get_plugin("nbval_figures") is nbval_figures
