"""Reading time counts the words and the open code of a page, and nothing that is folded."""

import re

import nbformat
import pytest
from cell_kinds import dressed

CONF = """
extensions = ["myst_nb", "sphinx_exercise", "reading_time"]
nb_execution_mode = "off"
myst_enable_extensions = ["dollarmath"]
"""
SOLUTION = """```{{solution-start}} ex
:class: dropdown
```

{}

```{{solution-end}}
```"""


@pytest.fixture
def minutes(small_book):
    """A function that builds a page of cells and returns the minutes it says."""

    def build(*cells):
        made = [
            nbformat.v4.new_markdown_cell(cell) if isinstance(cell, str) else cell
            for cell in ("# Title", *cells)
        ]
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        notebook = nbformat.v4.new_notebook(cells=made, metadata={"kernelspec": kernel})
        nbformat.write(notebook, small_book.source / "index.ipynb")
        small_book.build(CONF)
        page = small_book.html("index")
        found = re.findall(r'<p class="reading-time">Reading time: (\d+) (minutes?)</p>', page)
        assert [word for _, word in found] == ["minute" if found[0][0] == "1" else "minutes"]
        return int(found[0][0])

    return build


def code(lines, tag=""):
    cell = nbformat.v4.new_code_cell("\n".join(["x = 1"] * lines), execution_count=1)
    cell.outputs = [nbformat.v4.new_output("stream", text="word " * 5000)]
    cell.metadata = nbformat.from_dict(dressed({"tags": [tag]} if tag else {}))
    return cell


def test_words_open_code_and_formulas_count(minutes):
    assert minutes("word") == 1
    assert minutes("word " * 2000) == 10
    assert minutes("word " * 1000, code(75)) == 10
    assert minutes("word " * 1000, "$$\n" + "x + " * 3000 + "y\n$$") == 10


def test_folded_code_outputs_and_folded_solutions_do_not(minutes):
    assert minutes("word " * 1000, code(300, "check")) == 5
    exercise = "```{exercise} Try ★\n:label: ex\n\nWhat?\n```"
    assert minutes("word " * 1000, exercise, SOLUTION.format("word " * 3000)) == 5
    parts = SOLUTION.format("@").split("@")
    assert minutes("word " * 1000, exercise, parts[0], code(300), parts[1]) == 5
