"""The guide of the chapter on choosing a loss is drawn and written, and both say the same."""

import re

import pytest
from store_outputs import BOOK, read
from svg_difference import labels

HEADINGS = ["Loss", "Penalty"]
ARROWS = {"yes", "no", "no, or", "looked at", "no: a mean", "or a total"}


def words(text):
    return re.sub(r"[^\w,? ]", "", text).lower()


@pytest.fixture(scope="module")
def notebook():
    return read(BOOK / "choose" / "cases.ipynb")


@pytest.fixture(scope="module")
def figure(notebook):
    return next(
        cell for cell in notebook.cells
        if cell.metadata.get("mystnb", {}).get("figure", {}).get("name") == "fig-cases-guide"
    )  # fmt: skip


@pytest.fixture(scope="module")
def drawn(figure):
    svg = next(o.data["image/svg+xml"] for o in figure.outputs if "image/svg+xml" in o.data)
    texts = [text for text in labels(svg) if text]
    return [text for text in texts if text not in ARROWS and text not in HEADINGS]


@pytest.fixture(scope="module")
def written(notebook):
    lead = "The same as {numref}`fig-cases-guide`"
    text = next(cell.source for cell in notebook.cells if lead in cell.source)
    return "\n".join(re.findall(r"^\d\. .*", text, re.MULTILINE))


def test_each_question_and_answer_drawn_stands_in_the_list_in_this_order(drawn, written):
    assert len(drawn) >= 12
    place, rest = 0, words(written)
    for text in drawn:
        assert words(text) in rest[place:], text
        place += rest[place:].index(words(text))


def test_each_answer_of_the_list_is_drawn(drawn, written):
    shown = words(" ".join(drawn))
    answers = re.findall(r"\*\*(.+?)\*\*", written)
    assert len(answers) == 7
    assert [answer for answer in answers if words(answer) not in shown] == []


def test_alt_text_says_all_that_is_drawn(figure, drawn):
    alt = words(figure.metadata["mystnb"]["image"]["alt"])
    assert [text for text in drawn if words(text) not in alt] == []


def test_each_line_of_the_comparison_has_its_answer_in_the_guide(written):
    answers = {words(answer) for answer in re.findall(r"\*\*(.+?)\*\*", written)}
    assert {f"{name} loss" for name in ("l1", "l2", "huber")} <= answers
    assert {"l1 penalty", "l2 penalty", "leverages first"} <= answers
