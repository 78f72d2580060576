"""Run the chapters and store their outputs, so that a second run changes no byte.

``python scripts/store_outputs.py [NOTEBOOK …]``; without arguments, every chapter under book/.
"""

import hashlib
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

BOOK = Path(__file__).parent.parent / "book"
KERNEL = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def chapters() -> list[Path]:
    """Return the notebooks of the book."""
    return sorted(p for p in BOOK.rglob("*.ipynb") if ".ipynb_checkpoints" not in p.parts)


def executed(notebook: NotebookNode, folder: Path) -> NotebookNode:
    """Return the notebook with the outputs of a fresh kernel started in a folder."""
    fresh = nbformat.from_dict(notebook)
    for cell in fresh.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    NotebookClient(
        fresh,
        timeout=120,
        kernel_name="python3",
        record_timing=False,
        resources={"metadata": {"path": str(folder)}},
    ).execute()
    return fresh


def normalised(notebook: NotebookNode) -> str:
    """Return the text of the file: ids kept or made from the source, nothing that varies."""
    clean = nbformat.from_dict(notebook)
    clean.metadata = nbformat.from_dict(KERNEL)
    clean.nbformat, clean.nbformat_minor = 4, 5
    seen: set[str] = set()
    for cell in clean.cells:
        cell.source = cell.source.rstrip()
        cell.id = _identity(cell, seen)
        cell.metadata.pop("execution", None)
    return nbformat.writes(clean, indent=1, ensure_ascii=False) + "\n"


def _identity(cell: NotebookNode, seen: set[str]) -> str:
    name = str(cell.get("id", ""))
    salt = 0
    while not name or name in seen:
        name = hashlib.sha256(f"{salt}{cell.cell_type}{cell.source}".encode()).hexdigest()[:8]
        salt += 1
    seen.add(name)
    return name


def complaints(notebook: NotebookNode) -> list[str]:
    """Return what the cells wrote to the error stream; a chapter writes nothing there."""
    return [
        f"cell {number} wrote to stderr: {output.text.strip().splitlines()[-1]}"
        for number, cell in enumerate(notebook.cells)
        for output in cell.get("outputs", [])
        if output.get("name") == "stderr"
    ]


def store(path: Path) -> str:
    """Execute one chapter and write it; return what went wrong, or nothing."""
    start = time.monotonic()
    try:
        fresh = executed(nbformat.read(path, as_version=4), path.parent)
    except CellExecutionError as error:
        return f"{path.name} is left as it was:\n{error}"
    problems = complaints(fresh)
    if problems:
        return f"{path.name} is left as it was: " + "; ".join(problems)
    text = normalised(fresh)
    changed = text != path.read_text(encoding="utf-8")
    if changed:
        half = path.with_suffix(".ipynb.half")
        half.write_text(text, encoding="utf-8")
        os.replace(half, path)
    state = "stored" if changed else "unchanged"
    print(f"{path.name}: {state}, {time.monotonic() - start:.1f} s", flush=True)
    return ""


def main(names: list[str]) -> int:
    """Store the named chapters, or all; two at a time."""
    paths = [Path(name).resolve() for name in names] or chapters()
    with ProcessPoolExecutor(2) as pool:
        failures = [failure for failure in pool.map(store, paths) if failure]
    print(*failures, sep="\n", end="\n" if failures else "")
    return len(failures)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
