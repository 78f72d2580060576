"""What the download button of a chapter gives: a notebook that runs and shows well anywhere."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from built_book import HTML
from nbclient import NotebookClient
from store_outputs import ROOT, chapters

RAW = re.compile(r"[`:]{3,}\{|\{[\w:+-]+\}`|^\([\w-]+\)=", re.MULTILINE)
BESIDE = re.compile(r"""\b(?:open|Path|read_\w+|loadtxt|genfromtxt)\(["'].*""")
"""Code that reads a file beside the book, which a copy elsewhere does not have."""

NAMES = [path.relative_to(ROOT).with_suffix("").as_posix() for path in chapters()]
QUICK = ["book/loss/measure", "book/choose/questions-penalty"]
"""One chapter with the library alone, and one with scikit-learn and a stored result."""


def copy_of(name):
    return nbformat.read(HTML / "_sources" / f"{name}.ipynb", as_version=4)


def sources(notebook, kind):
    return [cell.source for cell in notebook.cells if cell.cell_type == kind]


@pytest.mark.parametrize("name", NAMES)
def test_button_gives_plain_markdown_and_the_code_of_the_chapter(name):
    page = (HTML / f"{name}.html").read_text(encoding="utf-8")
    links = re.findall(r'href="([^"]*\.ipynb)"', page)
    assert {(HTML / name).parent.joinpath(link).resolve() for link in links} == {
        HTML.resolve() / "_sources" / f"{name}.ipynb"
    }
    assert 'title="Download this chapter as a notebook"' in page
    made, chapter = copy_of(name), nbformat.read(ROOT / f"{name}.ipynb", as_version=4)
    nbformat.validate(made)
    assert not RAW.findall("\n".join(sources(made, "markdown")))
    assert sources(made, "code")[1:] == sources(chapter, "code")
    assert not BESIDE.findall("\n".join(sources(made, "code")))


@pytest.mark.parametrize("name", QUICK)
def test_copy_runs_away_from_the_book(name, tmp_path):
    made = copy_of(name)
    NotebookClient(made, timeout=600, resources={"metadata": {"path": str(tmp_path)}}).execute()


@pytest.mark.thorough
def test_every_copy_runs_where_only_the_wheel_and_its_extra_are(tmp_path):
    uv = Path(sys.executable).with_name("uv")
    python = tmp_path / "env" / "bin" / "python"
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}

    def run(*command):
        subprocess.run([str(part) for part in command], check=True, cwd=tmp_path, env=clean)

    source = tmp_path / "source"
    shutil.copytree(ROOT / "l1lib", source / "l1lib")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    run(uv, "build", "--wheel", "--out-dir", tmp_path / "dist", source)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    run(uv, "venv", "--python", sys.executable, tmp_path / "env")
    run(uv, "pip", "install", "--python", python, f"{wheel}[book]")
    run(python, "-c", "import l1lib; assert 'site-packages' in l1lib.__file__")
    script = (
        "import nbformat, sys; from nbclient import NotebookClient;"
        "NotebookClient(nbformat.read(sys.argv[1], 4), timeout=900).execute()"
    )
    failed = []
    for name in NAMES:
        path = HTML / "_sources" / f"{name}.ipynb"
        command = [str(python), "-c", script, str(path)]
        if subprocess.run(command, cwd=tmp_path, env=clean, check=False).returncode:
            failed.append(name)
    assert not failed
