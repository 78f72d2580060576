"""What follows from the kind of a cell: in the file, and on the page."""

import re

import nbformat
import pytest
from cell_kinds import DERIVED, FOLDED, KINDS, dressed, kind

CONF = """
extensions = ["myst_nb", "folds"]
nb_execution_mode = "off"
"""


@pytest.mark.parametrize("name", sorted(FOLDED))
def test_folded_cell_is_collapsed_in_the_notebook_and_says_what_it_is(name):
    made = dressed({"tags": [name], "mystnb": {"image": {"alt": "A V."}}})
    assert made["tags"] == [name, "hide-input"]
    assert made["jupyter"] == {"source_hidden": True}
    assert made["mystnb"]["code_prompt_show"] == f"Show {FOLDED[name]}"
    assert made["mystnb"]["image"] == {"alt": "A V."}
    assert kind(made) == name


def test_answer_shows_in_the_notebook_and_only_its_box_on_the_page():
    assert dressed({"tags": ["answer"]}) == {"tags": ["answer", "remove-input"]}


def test_open_cell_gets_nothing_and_a_cell_that_was_folded_is_opened_again():
    assert dressed({}) == {}
    for name in KINDS:
        was = dressed({"tags": [name], "mystnb": {"image": {"alt": "A V."}}})
        now = was | {"tags": [tag for tag in was["tags"] if tag != name]}
        assert dressed(now) == {"mystnb": {"image": {"alt": "A V."}}}


@pytest.mark.parametrize("name", sorted(KINDS))
def test_dressing_twice_changes_nothing(name):
    once = dressed({"tags": [name]})
    assert dressed(once) == once
    assert set(once["tags"]) <= {name} | DERIVED


def test_page_has_one_fold_for_each_folded_cell_with_its_name_and_the_output_outside(small_book):
    output = nbformat.v4.new_output("stream", text="the result")
    cells = [nbformat.v4.new_markdown_cell("# Title")]
    for name in [*FOLDED, "answer", ""]:
        cell = nbformat.v4.new_code_cell(f"code_of({name!r})", execution_count=1, outputs=[output])
        cell.metadata = nbformat.from_dict(dressed({"tags": [name]} if name else {}))
        cells.append(cell)
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(notebook, small_book.source / "index.ipynb")
    small_book.build(CONF)
    page = small_book.html("index")
    folds = re.findall(r"(?s)<details class=\"fold\">(.*?)</details>", page)
    assert len(folds) == len(FOLDED)
    for fold, name in zip(folds, FOLDED, strict=True):
        assert f'<span class="when-closed">Show {FOLDED[name]}</span>' in fold
        assert "code_of" in fold
        assert "the result" not in fold
    assert page.count("the result") == len(FOLDED) + 2
    assert page.count("code_of") == len(FOLDED) + 1
    assert 'aria-label="Toggle' not in page
