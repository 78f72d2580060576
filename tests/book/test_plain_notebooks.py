"""The notebook that a reader downloads has plain Markdown, and the code cells as they are."""

import re

import nbformat
import pytest

CONF = """
project = "The book"
extensions = ["myst_nb", "sphinx_proof", "sphinx_exercise", "sphinxcontrib.bibtex", "predictions",
              "page_head", "plain_notebooks"]
nb_execution_mode = "off"
myst_enable_extensions = ["amsmath", "colon_fence", "dollarmath"]
bibtex_bibfiles = ["refs.bib"]
bibtex_reference_style = "author_year"
html_theme = "basic"
html_theme_options = {options}
html_baseurl = "{base}"
numfig = True
"""
BIB = "@book{b, author = {Ann Author}, title = {Sums}, publisher = {P}, year = {2000}}\n"
TEXT = r"""# Squares

(words)=
## Words and *signs*

Costs $5 < 6$, a `co|de`, {cite:t}`b` and {eq}`eq-sum`.
The {prf:ref}`small`, the [list](words), {numref}`fig-one` and [another page](other.md).

$$
a &= b \\
c &= d
$$ (eq-sum)

| head | $\|x\|$ |
| --- | --- |
| cell | $\|y\|$ |

1. first
2. second

   - inner

:::{warning}
Take care.
:::

```{prf:theorem} Of squares
:label: small

It holds that

$$
x^2 \ge
0.
$$
```

```{prf:proof}
Look.
```
"""
EXERCISE = """## Exercises

```{exercise} Try it ★
:label: ex-try

What?
```

```{solution-start} ex-try
:class: dropdown
```

First this."""
END = """Then that.

```{solution-end}
```"""
FIGURE = {"mystnb": {"figure": {"caption": "One $x$.", "name": "fig-one"}}}
RAW = re.compile(r"[`:]{3,}\{|\{[\w:+-]+\}`|^\([\w-]+\)=", re.MULTILINE)


@pytest.fixture
def copy(small_book):
    """A function that builds a book of one notebook and returns that and the copy."""

    def build(base="", options="{}"):
        image = nbformat.v4.new_output("display_data", {"image/svg+xml": "<svg/>"})
        cells = [
            nbformat.v4.new_markdown_cell(TEXT),
            nbformat.v4.new_code_cell("x = 1", execution_count=1, metadata={"tags": ["a"]}),
            nbformat.v4.new_code_cell("draw", execution_count=2, outputs=[image], metadata=FIGURE),
            nbformat.v4.new_code_cell("hide", metadata={"tags": ["remove-cell"]}),
            nbformat.v4.new_markdown_cell(EXERCISE),
            nbformat.v4.new_code_cell("y = 2", execution_count=3),
            nbformat.v4.new_markdown_cell(END),
        ]
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
        (small_book.source / "a").mkdir()
        nbformat.write(notebook, small_book.source / "a" / "b.ipynb")
        (small_book.source / "a" / "other.md").write_text("# Other words\n")
        (small_book.source / "index.md").write_text("# Book\n\n```{toctree}\na/b\na/other\n```\n")
        (small_book.source / "a" / "refs.md").write_text(
            "---\norphan: true\n---\n# Refs\n\n```{bibliography}\n```\n"
        )
        (small_book.source / "refs.bib").write_text(BIB)
        said = small_book.build(CONF.format(base=base, options=options))
        assert "no plain form" not in said
        path = small_book.source.parent / "html" / "_sources" / "a" / "b.ipynb"
        made = nbformat.read(path, as_version=4)
        nbformat.validate(made)
        return notebook, made

    return build


def text(made):
    return "\n\n".join(cell.source for cell in made.cells if cell.cell_type == "markdown")


def code(notebook):
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def test_copy_has_the_code_in_order_and_no_directive(copy):
    source, made = copy()
    assert code(made)[1:] == code(source)
    assert RAW.search(text(source))
    assert not RAW.search(text(made))
    assert made.cells[1].source.startswith("# Once")
    drawn = next(cell for cell in made.cells if cell.source == "draw")
    assert drawn.outputs[0].data["image/svg+xml"] == "<svg/>"


def test_each_part_of_a_chapter_has_a_plain_form(copy):
    said = text(copy()[1])
    for part in (
        "## Words and *signs*",
        "Costs $5 < 6$, a `co|de`, Author [2000] and (1).",
        "The Theorem 1, the list, Fig. 1 and another page (in *Other words*).",
        "$$\n\\begin{aligned}a &= b \\\\\nc &= d\\end{aligned} \\tag{1}\n$$",
        "| head | $\\vert x\\vert $ |\n| --- | --- |\n| cell | $\\vert y\\vert $ |",
        "1. first\n2. second\n\n   - inner",
        "> **Warning.**\n>\n> Take care.",
        "> **Theorem 1 (Of squares).**\n>\n> It holds that\n>\n> $$x^2 \\ge 0.$$",
        "*Proof.* Look. ∎",
        "*Figure 1.* One $x$.",
        "> **Exercise 1 (Try it ★).**\n>\n> What?",
        "<details>\n<summary>Solution to Exercise 1 (Try it ★)</summary>\n\nFirst this.",
        "<summary>Solution to Exercise 1 (Try it ★), continued</summary>\n\nThen that.",
        "## References\n\n- Ann Author. Sums. P, 2000.",
    ):
        assert part in said, f"{part}\n\nnot in\n\n{said}"


def test_links_are_absolute_where_the_address_is_known(copy):
    said = text(copy("https://example.org/corner/")[1])
    assert "[Theorem 1](https://example.org/corner/a/b.html#small)" in said
    assert "[another page](https://example.org/corner/a/other.html)" in said
    assert "“[Squares](https://example.org/corner/a/b.html)”" in said


def test_first_cells_say_what_to_install_and_from_where(copy):
    cell = copy(options='{"repository_url": "https://example.org/r"}')[1].cells[1]
    assert '# %pip install "l1lib[book] @ git+https://example.org/r"' in cell.source
