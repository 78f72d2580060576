import ast
import contextlib
import io
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from l1lib.teaching.exercises import (
    Answer,
    opened_answers,
    opened_prediction,
    reveal,
    seal,
    seal_prediction,
    unseal,
)

ANSWERS = {
    "check_units": Answer(25, hints={28: "The shift cancels in y − ŷ.", 2 / 3: 'A "ratio".'}),
    "check_ends": Answer((-0.2, 0.1), within=5e-5, hints={(-0.3, 0.3): "Three steps?"}),
    "check_count": Answer(7, ordered=False),
}
SCRIPT = Path(__file__).parents[3] / "scripts" / "sealed_answers.py"


def run(code):
    """Run the code of a cell; return its names and what it prints."""
    names, printed = {}, io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(code, names)
    return names, printed.getvalue().rstrip("\n")


def test_sealed_cell_makes_the_same_checkers_and_shows_no_answer():
    cell = seal(**ANSWERS)
    names, _ = run(cell)
    assert {name: names[name] for name in ANSWERS} == ANSWERS
    assert max(map(len, cell.splitlines())) <= 79
    for secret in ["25", "shift", "Answer(", "ordered"]:
        assert secret not in cell


@pytest.mark.parametrize("count", [1, 2, 7, 12])
def test_sealed_cell_is_short_python_for_few_and_many_answers(count):
    answers = {f"check_number_{n}": Answer(n, hints={-1: "A hint."}) for n in range(count)}
    cell = seal(**answers)
    ast.parse(cell)
    names, _ = run(cell)
    assert [names[name].truth for name in answers] == list(range(count))
    assert len(cell.splitlines()) <= 25
    assert max(map(len, cell.splitlines())) <= 79


def test_revealed_seal_prints_the_same_cell_again():
    cell = seal(**ANSWERS)
    opened = reveal(cell.split('"""')[1])
    assert "25, hints=" in opened
    assert "within=5e-05" in opened
    assert run(f"from l1lib.teaching.exercises import *\n{opened}")[1] == cell


def test_revealed_prediction_prints_the_same_comment_again():
    comment = seal_prediction({3, 1}, "They are *equal*: $\\frac12$.\n\nBoth.")
    text = comment.removeprefix("<!-- seal").removesuffix("-->")
    assert opened_prediction(text) == ([1, 3], "They are *equal*: $\\frac12$.\n\nBoth.")
    assert "--" not in text
    assert run(f"from l1lib.teaching.exercises import *\n{reveal(text)}")[1] == comment


def test_script_prints_the_seals_of_a_notebook_as_code_that_writes_them(tmp_path):
    cell, comment = seal(**ANSWERS), seal_prediction(1, "So it is.")
    notebook = nbformat.v4.new_notebook(cells=[
        nbformat.v4.new_markdown_cell(f":::{{predict}} What?\n- a\n- b\n\n{comment}\n:::"),
        nbformat.v4.new_code_cell(cell),
    ])  # fmt: skip
    nbformat.write(notebook, tmp_path / "a.ipynb")
    told = subprocess.run(
        [sys.executable, SCRIPT, tmp_path / "a.ipynb"], capture_output=True, check=True, text=True
    )
    assert run(told.stdout)[1] == f"{comment}\n{cell}"


@pytest.mark.parametrize("text", ["", "no seal", "eJyrVkrLz1eyUkpKLFKqBQA", "YWJj"])
def test_what_is_no_seal_is_refused(text):
    for opening in [unseal, opened_prediction, reveal]:
        with pytest.raises(ValueError, match="text must be a seal, got one that does not open"):
            opening(text)


def test_one_kind_of_seal_is_not_taken_for_the_other():
    answers = seal(**ANSWERS).split('"""')[1]
    prediction = seal_prediction(1, "Yes.").removeprefix("<!-- seal").removesuffix("-->")
    assert opened_answers(answers) == ANSWERS
    with pytest.raises(ValueError, match="seal of answers"):
        unseal(prediction)
    with pytest.raises(ValueError, match="seal of a prediction"):
        opened_prediction(answers)


def test_seal_of_nothing_is_refused():
    with pytest.raises(ValueError, match="answers must be named"):
        seal()
    with pytest.raises(ValueError, match="right must name at least one option"):
        seal_prediction((), "Yes.")
    with pytest.raises(ValueError, match="reply must say something"):
        seal_prediction(1, " ")
