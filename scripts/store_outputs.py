"""Run the chapters and store their outputs, so that a second run changes no byte.

``python scripts/store_outputs.py [NOTEBOOK …]``; without arguments, every chapter under book/.
A chapter with a cell that fails, or that writes to stderr, stays as it was.
"""

import hashlib
import os
import re
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import nbformat
from cell_kinds import dressed
from ipykernel.kernelspec import RESOURCES, get_kernel_dict
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal, CellExecutionError, DeadKernelError
from nbformat import NotebookNode

ROOT = Path(__file__).resolve().parent.parent
BOOK = ROOT / "book"
PROCESSES = 2
SECONDS_PER_CELL = 600
KERNEL = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
CODE = "code_that_ran"
NOTEBOOK_KEYS = ("mystnb", "myst", CODE)


class ChapterError(Exception):
    """A chapter cannot be stored; the text says which cell and why."""


class _ThisInterpreter(KernelSpecManager):
    """Start the kernel of the running Python, whatever is registered as python3."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        return self.kernel_spec_class(resource_dir=RESOURCES, **get_kernel_dict())


def chapters(book: Path = BOOK) -> list[Path]:
    """Return the notebooks of the book, without what editors and builds leave behind."""
    return [
        path
        for path in sorted(book.rglob("*.ipynb"))
        if not any(part.startswith((".", "_build")) for part in path.relative_to(book).parts)
    ]


def read(path: Path) -> NotebookNode:
    """Return a notebook as it stands in its file, in which cells may lack an id."""
    try:
        notebook = nbformat.v4.reads(path.read_text(encoding="utf-8"))
        if notebook.nbformat != 4:
            raise ValueError(f"nbformat {notebook.nbformat}, not 4")
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise ChapterError(f"no notebook to read: {error}") from error
    return notebook


def executed(notebook: NotebookNode, folder: Path) -> NotebookNode:
    """Return the notebook with the outputs of a fresh kernel started in a folder."""
    fresh = _prepared(notebook)
    reached = 0

    def at(cell: NotebookNode, cell_index: int) -> None:
        nonlocal reached
        reached = cell_index

    client = NotebookClient(
        fresh,
        km=AsyncKernelManager(kernel_spec_manager=_ThisInterpreter(), transport_encryption="auto"),
        timeout=SECONDS_PER_CELL,
        record_timing=False,
        store_widget_state=False,
        coalesce_streams=True,
        on_cell_start=at,
        resources={"metadata": {"path": str(folder)}},
    )
    try:
        client.execute(cleanup_kc=True)
    except (CellExecutionError, CellControlSignal, DeadKernelError) as error:
        raise ChapterError(f"{_name(fresh, reached)} failed:\n{error}") from error
    fresh.metadata[CODE] = digest(fresh)
    return fresh


def digest(notebook: NotebookNode) -> str:
    """Return a short name of the code of a notebook, which changes when the code does."""
    code = [cell.source.rstrip() for cell in notebook.cells if cell.cell_type == "code"]
    return hashlib.sha256("\0".join(code).encode()).hexdigest()[:16]


def stale(notebook: NotebookNode) -> str:
    """Say why the stored outputs are not those of the code as it stands, or nothing."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    if any(cell.execution_count is None for cell in code):
        return "has cells that were not run"
    if CODE not in notebook.metadata:
        return "was not run as a whole"
    return "" if notebook.metadata[CODE] == digest(notebook) else "was changed since it was run"


def _prepared(notebook: NotebookNode) -> NotebookNode:
    fresh = nbformat.v4.reads(normalised(notebook))
    for cell in fresh.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return fresh


def normalised(notebook: NotebookNode) -> str:
    """Return the text of the file: ids kept or made from the source, nothing that varies."""
    clean = nbformat.from_dict(notebook)
    kept = {key: clean.metadata[key] for key in NOTEBOOK_KEYS if clean.metadata.get(key)}
    clean.metadata = nbformat.from_dict(KERNEL | kept)
    clean.nbformat, clean.nbformat_minor = 4, 5
    seen: set[str] = set()
    for cell in clean.cells:
        cell.source = cell.source.rstrip()
        cell.id = _identity(cell, seen)
        cell.metadata = nbformat.from_dict(dressed(cell.metadata))
    return nbformat.v4.writes(clean, indent=1, ensure_ascii=False).rstrip("\n") + "\n"


def _identity(cell: NotebookNode, seen: set[str]) -> str:
    """Keep the id of a cell if it has a good one of its own, so that an edit moves no id."""
    name, salt = str(cell.get("id", "")), 0
    while name in seen or not re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", name):
        name = hashlib.sha256(f"{salt}{cell.cell_type}{cell.source}".encode()).hexdigest()[:8]
        salt += 1
    seen.add(name)
    return name


def complaints(notebook: NotebookNode) -> list[str]:
    """Return what a chapter must not have: empty cells, errors, a word on stderr."""
    found = []
    for index, cell in enumerate(notebook.cells):
        name = _name(notebook, index)
        if cell.cell_type == "code" and not cell.source.strip():
            found.append(f"{name} is empty")
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                found.append(f"{name} raised {output.ename}: {output.evalue}")
            elif output.get("name") == "stderr":
                found.append(f"{name} wrote to stderr:\n{output.text.rstrip()}")
    return found


def _name(notebook: NotebookNode, index: int) -> str:
    cell = notebook.cells[index]
    first = next(iter(cell.source.strip().splitlines()), "")
    return f"cell {index + 1} of {len(notebook.cells)} (id {cell.id}, {first!r})"


def store(path: Path) -> str:
    """Execute one chapter and write it; return what went wrong, or nothing."""
    start = time.monotonic()
    shown = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
    try:
        fresh = executed(read(path), path.parent)
        if problems := complaints(fresh):
            raise ChapterError("\n".join(problems))
    except ChapterError as error:
        print(f"{shown}: FAILED, {time.monotonic() - start:.1f} s", flush=True)
        return f"{shown} is left as it was: {error}"
    changed = _replace(path, normalised(fresh))
    state = "stored" if changed else "unchanged"
    print(f"{shown}: {state}, {time.monotonic() - start:.1f} s", flush=True)
    return ""


def _replace(path: Path, text: str) -> bool:
    """Write a file as a whole or not at all; say whether it changed."""
    new = text.encode("utf-8")
    if path.read_bytes() == new:
        return False
    half = path.with_name(f".{path.name}.half")
    half.write_bytes(new)
    os.replace(half, path)
    return True


def main(names: list[str]) -> int:
    """Store the named chapters, or all, some at a time; return 1 if one failed."""
    start = time.monotonic()
    paths = [Path(name).resolve() for name in names] or chapters()
    if not paths:
        print(f"There is no chapter under {BOOK.name}/.", file=sys.stderr)
        return 1
    print(f"Running {len(paths)} of the chapters, {PROCESSES} at a time …", flush=True)
    with ProcessPoolExecutor(PROCESSES) as pool:
        failures = [failure for failure in pool.map(store, paths) if failure]
    print(*failures, sep="\n\n", end="\n" if failures else "", file=sys.stderr)
    print(f"{len(paths) - len(failures)} done, {len(failures)} failed, ", end="")
    print(f"{time.monotonic() - start:.1f} s in all.")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
