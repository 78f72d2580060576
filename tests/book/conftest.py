"""Let the tests of the book import the script that stores outputs, and run each chapter once."""

import functools
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from nbformat import NotebookNode

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))

from store_outputs import executed, read


@pytest.fixture(scope="session")
def fresh() -> Callable[[Path], NotebookNode]:
    """Return a chapter as a fresh kernel runs it; each is run once in a session."""
    return functools.cache(lambda path: executed(read(path), path.parent))
