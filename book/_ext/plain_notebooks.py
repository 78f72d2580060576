"""Give the reader who downloads a chapter a notebook that every notebook program shows well.

The source of a chapter has directives and roles, which only a few programs read. At the end of
the build its place among the sources is taken by a copy: the text in plain Markdown, with the
numbers and references of the built page, and the code cells and outputs as they are.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
from plain_markdown import PlainMarkdown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from nbformat import NotebookNode
    from sphinx.application import Sphinx

PROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"
EXTRA = "book"
KEPT = ("kernelspec", "language_info")
KEPT_IN_CELLS = ("tags", "jupyter")


def copy_for_readers(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Make the copy of a chapter, once all its references are resolved."""
    source = Path(app.env.doc2path(docname))
    if app.builder.name != "html" or source.suffix != ".ipynb":
        return
    notebook = nbformat.read(source, as_version=4)
    writer = PlainMarkdown(app.env, docname, app.config.html_baseurl.rstrip("/"))
    cells = [*origin(app, docname), *cells_of(notebook, writer.pieces(doctree))]
    metadata = {key: notebook.metadata[key] for key in KEPT if key in notebook.metadata}
    copy = nbformat.v4.new_notebook(cells=cells, metadata=metadata)
    for number, cell in enumerate(copy.cells):
        cell.id = f"cell-{number}"
    nbformat.validate(copy)
    _copies(app)[docname] = nbformat.writes(copy, indent=1, ensure_ascii=False) + "\n"


def origin(app: Sphinx, docname: str) -> Iterator[NotebookNode]:
    """Yield the cells that say where a copy comes from and what it needs."""
    base, title = app.config.html_baseurl.rstrip("/"), app.env.titles[docname].astext()
    chapter = f"[{title}]({base}/{docname}.html)" if base else title
    book = app.config.project or app.config.html_title
    yield nbformat.v4.new_markdown_cell(
        f"This is a copy of “{chapter}”, a chapter of *{book}*, to run and to change. "
        "Its outputs are those of the book. The next cell says what it needs."
    )
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    repository = app.config.html_theme_options.get("repository_url")
    if EXTRA not in project["optional-dependencies"]:
        raise KeyError(f"{PROJECT.name} has no extra {EXTRA}")
    wanted = f"{project['name']}[{EXTRA}]"
    yield nbformat.v4.new_code_cell(
        f"# Once, if {project['name']} is not installed, without the #:\n"
        f'# %pip install "{wanted} @ git+{repository}"'
        if repository
        else f"# Once, if {project['name']} is not installed, in a checkout of the book:\n"
        f'#   pip install ".[{EXTRA}]"'
    )


def cells_of(notebook: NotebookNode, pieces: list[str | int]) -> Iterator[NotebookNode]:
    """Yield the text and the code of a chapter in order, with code that the page hides."""
    code = [index for index, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    texts: list[str] = []
    for piece in [*pieces, len(notebook.cells)]:
        heading = isinstance(piece, str) and piece.startswith("#")
        if texts and (heading or isinstance(piece, int)):
            yield nbformat.v4.new_markdown_cell("\n\n".join(texts))
            texts = []
        if isinstance(piece, str):
            texts.append(piece)
        while isinstance(piece, int) and code and code[0] <= piece:
            cell = notebook.cells[code.pop(0)]
            kept = {key: cell.metadata[key] for key in KEPT_IN_CELLS if key in cell.metadata}
            yield nbformat.v4.new_code_cell(
                cell.source,
                metadata=kept,
                outputs=cell.outputs,
                execution_count=cell.execution_count,
            )


def write(app: Sphinx, exception: Exception | None) -> None:
    """Put the copies where the pages link to, in place of the sources."""
    if exception is None:
        for docname, text in _copies(app).items():
            (Path(app.outdir) / "_sources" / f"{docname}.ipynb").write_text(text, encoding="utf-8")


def _copies(app: Sphinx) -> dict[str, str]:
    if not hasattr(app, "plain_notebooks"):
        app.plain_notebooks = {}
    copies: dict[str, str] = app.plain_notebooks
    return copies


def name_button(app: Sphinx, page: str, template: str, context: dict[str, Any], tree: Any) -> None:
    """Let the button say what it gives."""
    groups = [group.get("buttons", []) for group in context.get("header_buttons", [])]
    for button in (button for group in groups for button in group):
        if button.get("label") == "download-source-button":
            is_chapter = context["sourcename"].endswith(".ipynb")
            button["tooltip"] = f"Download this {'chapter as a notebook' if is_chapter else 'text'}"


def setup(app: Sphinx) -> dict[str, Any]:
    """Look at each page after all that changes it, and write at the end."""
    app.connect("doctree-resolved", copy_for_readers, priority=900)
    app.connect("html-page-context", name_button, priority=900)
    app.connect("build-finished", write)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
