"""What a notebook stores when a chapter shows a figure."""

import nbformat
from nbclient import NotebookClient

CELLS = [
    "from l1lib import Absolute, plots\nplots.use_style()\nplots.use_style()",
    '_ = plots.draw_subdifferential(Absolute(), [-1, 0, 1], label="corner")',
]


def test_the_first_figure_of_a_notebook_is_svg_alone_and_asks_for_a_light_background():
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    done = NotebookClient(nbformat.v4.new_notebook(cells=cells), kernel_name="python3").execute()
    (output,) = done.cells[1].outputs
    assert set(output.data) == {"text/plain", "image/svg+xml"}
    assert "<!-- corner -->" in output.data["image/svg+xml"]
    assert output.metadata == {"needs_background": "light"}
