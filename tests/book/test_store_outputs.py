import json
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
import store_outputs
from nbformat import from_dict
from store_outputs import ChapterError, chapters, complaints, executed, normalised, read

SCRIPT = Path(store_outputs.__file__)


def cell(source, kind="code", **values):
    made = {"cell_type": kind, "metadata": {}, "source": source}
    if kind == "code":
        made |= {"execution_count": None, "outputs": []}
    return made | values


def notebook(*cells, **metadata):
    return from_dict(
        {"nbformat": 4, "nbformat_minor": 4, "metadata": metadata, "cells": list(cells)}
    )


def write(path, *cells):
    path.write_text(json.dumps(notebook(*cells)), encoding="utf-8")
    return path


def ids(book):
    return [c["id"] for c in json.loads(normalised(book))["cells"]]


def test_only_what_the_book_reads_is_kept_of_the_metadata():
    about = {"image": {"alt": "A V."}}
    noise = {"collapsed": True, "execution": {"iopub.status.busy": "2026"}, "editable": False}
    metadata = {"mystnb": about, "tags": ["solution"], **noise}
    kernel = {"name": "other", "display_name": "My Python 3.12"}
    book = notebook(cell("x", metadata=metadata), kernelspec=kernel, widgets={"state": {}})
    clean = json.loads(normalised(book))
    assert clean["cells"][0]["metadata"] == {"mystnb": about, "tags": ["solution"]}
    assert clean["metadata"] == store_outputs.KERNEL


def test_the_file_is_written_for_readable_diffs():
    text = normalised(notebook(cell("# τ\n\nx", "markdown"), cell("a = 1\nb = 2\n\n")))
    assert text.endswith("}\n")
    assert text.startswith('{\n "cells": [\n  {\n   "cell_type": "markdown",')
    assert "# τ" in text
    assert json.loads(text)["cells"][1]["source"] == ["a = 1\n", "b = 2"]
    nbformat.validate(nbformat.reads(text, as_version=4))


def test_normal_form_is_a_fixed_point():
    text = normalised(notebook(cell("x"), cell("x"), cell("y", "markdown", id="mine")))
    assert normalised(nbformat.v4.reads(text)) == text


def test_good_ids_stay_and_new_ones_come_from_the_source():
    first, second, mine = ids(notebook(cell("x"), cell("y"), cell("z", id="mine")))
    assert mine == "mine"
    assert len({first, second, mine}) == 3
    # A cell put before the others, or an edit of a cell with an id, changes no other id.
    assert ids(notebook(cell("new"), cell("x"), cell("y")))[1:] == [first, second]
    assert ids(notebook(cell("edited", id=first), cell("y")))[0] == first


@pytest.mark.parametrize("bad", ["", "not valid", "a" * 65, "twice"])
def test_a_bad_or_second_id_is_replaced(bad):
    one, two = ids(notebook(cell("x", id="twice"), cell("x", id=bad)))
    assert (one, len(two)) == ("twice", 8)


def test_equal_cells_have_different_ids():
    assert len(set(ids(notebook(*[cell("x")] * 5)))) == 5


def test_checkpoints_builds_and_hidden_folders_hold_no_chapters(tmp_path):
    for name in ["b/b.ipynb", "a.ipynb", "_build/c.ipynb", ".ipynb_checkpoints/a.ipynb", "x.md"]:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    assert [str(path.relative_to(tmp_path)) for path in chapters(tmp_path)] == [
        "a.ipynb",
        "b/b.ipynb",
    ]


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"nbformat": 3, "cells": [], "metadata": {}}'])
def test_a_file_that_is_no_notebook_is_refused(text, tmp_path):
    path = tmp_path / "a.ipynb"
    path.write_text(text)
    with pytest.raises(ChapterError, match="no notebook to read"):
        read(path)
    with pytest.raises(ChapterError, match="no notebook to read"):
        read(tmp_path / "missing.ipynb")


def test_empty_cells_errors_and_stderr_are_complained_of():
    loud = {"output_type": "stream", "name": "stderr", "text": "UserWarning: careful\n"}
    error = {"output_type": "error", "ename": "KeyError", "evalue": "'a'", "traceback": []}
    fine = {"output_type": "stream", "name": "stdout", "text": "fine"}
    cells = [cell(" "), cell("f()", outputs=[loud]), cell("g()", outputs=[error])]
    book = nbformat.v4.reads(normalised(notebook(*cells, cell("h()", outputs=[fine]))))
    first, second, third = complaints(book)
    assert "cell 1 of 4" in first
    assert "empty" in first
    assert "'f()'" in second
    assert "careful" in second
    assert "KeyError: 'a'" in third


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """Return what the command says of three chapters, of which one is good."""
    folder = tmp_path_factory.mktemp("chapters")
    good = "import os, sys\nprint(os.path.basename(os.getcwd()))\nprint('b', flush=True)"
    paths = [
        write(folder / "good.ipynb", cell(good), cell("sys.prefix"), cell("A *word*", "markdown")),
        write(folder / "failing.ipynb", cell("x = 1", id="a"), cell("x / 0", id="b")),
        write(folder / "loud.ipynb", cell("import warnings\nwarnings.warn('careful')")),
    ]
    before = {path.stem: path.read_bytes() for path in paths}
    command = [sys.executable, SCRIPT, *paths]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return folder, before, done


def test_a_chapter_is_stored_as_its_own_folder_and_this_python_run_it(stored):
    folder, _, _ = stored
    first, second, _ = json.loads((folder / "good.ipynb").read_text())["cells"]
    assert (first["execution_count"], second["execution_count"]) == (1, 2)
    assert [output["text"] for output in first["outputs"]] == [[f"{folder.name}\n", "b\n"]]
    assert second["outputs"][0]["data"]["text/plain"] == [repr(sys.prefix)]
    assert sorted(path.name for path in folder.iterdir()) == [
        "failing.ipynb", "good.ipynb", "loud.ipynb",
    ]  # fmt: skip


def test_a_chapter_that_fails_or_warns_is_named_and_stays_as_it_was(stored):
    folder, before, done = stored
    assert done.returncode == 1
    for name in ["failing", "loud"]:
        assert (folder / f"{name}.ipynb").read_bytes() == before[name]
    assert "failing.ipynb is left as it was: cell 2 of 2 (id b, 'x / 0') failed" in done.stderr
    assert "ZeroDivisionError" in done.stderr
    assert "loud.ipynb is left as it was: cell 1 of 1" in done.stderr
    assert "careful" in done.stderr
    assert "good.ipynb: stored, " in done.stdout
    assert "1 done, 2 failed" in done.stdout


def test_a_second_run_changes_no_byte(stored):
    path = stored[0] / "good.ipynb"
    assert normalised(executed(read(path), path.parent)) == path.read_text()
