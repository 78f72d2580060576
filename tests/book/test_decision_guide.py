"""The guide of the chapter on choosing a loss: drawn, written, and the same as the comparison."""

import re

import pytest
from store_outputs import BOOK, read
from svg_difference import labels

HEADINGS = ["Loss", "Penalty"]
ARROWS = {"yes", "no", "no, or", "looked at", "no, a mean", "or a total"}
# Of each line of the comparison: what it asks for and on what condition, and a call that does it.
LINES = {
    "L2 loss": ["a mean", "a total", "skewed", "LinearRegression()"],
    "Huber loss": ["response", "wrong", "symmetric", "leverages small", "HuberRegressor("],
    "L1 loss": ["typical case", "as many above as below", "QuantileRegressor(alpha=0)"],
    "leverage": ["predictor", "far above the mean", "withstands leverage", "hat_values"],
    "L1 penalty": ["few coefficients", "standardised columns", "LassoCV()"],
    "L2 penalty": ["columns say nearly the same", "all", "RidgeCV()"],
}


def words(text):
    return re.sub(r"[^\w,? ]", "", text).lower()


def items(notebook, lead):
    """Return the numbered items of the first list after the lead, with what stands around them."""
    source = next(cell.source for cell in notebook.cells if lead in cell.source)
    return re.search(r"^1\. .*^6\. [^\n]*", source.partition(lead)[2], re.MULTILINE | re.DOTALL)[0]


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
def texts(figure):
    svg = next(o.data["image/svg+xml"] for o in figure.outputs if "image/svg+xml" in o.data)
    return [text for text in labels(svg) if text]


@pytest.fixture(scope="module")
def drawn(texts):
    return [text for text in texts if text not in ARROWS and text not in HEADINGS]


@pytest.fixture(scope="module")
def written(notebook):
    return items(notebook, "{numref}`fig-cases-guide` in words")


def test_each_question_and_answer_drawn_stands_in_the_list_in_this_order(drawn, written):
    assert len(drawn) >= 12
    place, rest = 0, words(written)
    for text in drawn:
        assert words(text) in rest[place:], text
        place += rest[place:].index(words(text))


def test_each_answer_of_the_list_is_drawn(drawn, written):
    shown = words(" ".join(drawn))
    answers = re.findall(r"\*\*(.+?)\*\*", written)
    assert len(answers) == 8
    assert [answer for answer in answers if words(answer) not in shown] == []


def test_alt_text_says_all_that_is_drawn(figure, drawn):
    alt = words(figure.metadata["mystnb"]["image"]["alt"])
    assert [text for text in drawn if words(text) not in alt] == []


@pytest.mark.parametrize(("answer", "said"), LINES.items())
def test_each_line_of_the_comparison_stands_in_the_guide_with_its_conditions(answer, said, written):
    comparison = items(read(BOOK / "choose" / "compare.ipynb"), "**When to use which**")
    lines = [line for line in comparison.splitlines() if words(answer) in words(line)]
    assert any(all(words(part) in words(line) for part in said) for line in lines), lines
    assert [part for part in said if words(part) not in words(written)] == []


def test_the_conditions_of_huber_are_drawn_and_few_or_many_columns_end_at_the_error(texts):
    ladder = " ".join(text for text in texts if text != "yes")
    assert "Wrong responses, errors symmetric, leverages small? Huber loss no L2 loss" in ladder
    assert "Less error on new rows? L1 or L2 penalty no No penalty" in ladder
