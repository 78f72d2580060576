"""The build stops at a notebook whose outputs are not those of its code."""

import nbformat
import pytest
from sphinx.errors import SphinxError
from store_outputs import CODE, digest, executed, normalised, read, stale

CONF = """
extensions = ["myst_nb", "stored_outputs"]
nb_execution_mode = "off"
"""


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """Return the text of a small notebook that was run as a whole."""
    cells = [
        nbformat.v4.new_markdown_cell("# Title"),
        nbformat.v4.new_code_cell("x = 1"),
        nbformat.v4.new_code_cell("x + 1"),
    ]
    notebook = nbformat.v4.new_notebook(cells=cells)
    return normalised(executed(notebook, tmp_path_factory.mktemp("run")))


def changed(text, change):
    notebook = nbformat.reads(text, as_version=4)
    change(notebook)
    return normalised(notebook)


def edit(notebook):
    notebook.cells[1].source = "x = 2"


def swap(notebook):
    notebook.cells[1], notebook.cells[2] = notebook.cells[2], notebook.cells[1]


def add(notebook):
    notebook.cells.append(nbformat.v4.new_code_cell("x + 2", execution_count=3))


def clear(notebook):
    for cell in notebook.cells[1:]:
        cell.outputs, cell.execution_count = [], None


def forget(notebook):
    del notebook.metadata[CODE]


def reword(notebook):
    notebook.cells[0].source = "# Another title"


def test_notebook_that_was_run_is_built_and_shows_what_is_stored(ran, small_book):
    (small_book.source / "index.ipynb").write_text(ran)
    assert small_book.build(CONF) == ""
    assert ">2\n" in small_book.html("index")


def test_text_may_change_without_a_run(ran, tmp_path):
    (tmp_path / "a.ipynb").write_text(changed(ran, reword))
    assert stale(read(tmp_path / "a.ipynb")) == ""


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (edit, "was changed since it was run"),
        (swap, "was changed since it was run"),
        (add, "was changed since it was run"),
        (clear, "has cells that were not run"),
        (forget, "was not run as a whole"),
    ],
)
def test_stale_notebook_stops_the_build_with_the_command_that_runs_it(
    ran, small_book, change, said
):
    (small_book.source / "index.md").write_text("# Book\n\n```{toctree}\na/b\n```\n")
    (small_book.source / "a").mkdir()
    (small_book.source / "a" / "b.ipynb").write_text(changed(ran, change))
    with pytest.raises(SphinxError) as stopped:
        small_book.build(CONF)
    assert f"a/b.ipynb {said}." in str(stopped.value)
    assert "Run make notebooks, or: python scripts/store_outputs.py a/b.ipynb" in str(stopped.value)


def test_moving_a_line_to_the_next_cell_changes_the_digest():
    cells = [nbformat.v4.new_code_cell("a\nb"), nbformat.v4.new_code_cell("c")]
    moved = [nbformat.v4.new_code_cell("a"), nbformat.v4.new_code_cell("b\nc")]
    one, two = (nbformat.v4.new_notebook(cells=these) for these in (cells, moved))
    assert digest(one) != digest(two)
