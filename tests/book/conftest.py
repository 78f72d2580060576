"""A book of a few pages, for the tests of the extensions."""

import re
import sys
from io import StringIO
from pathlib import Path

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils
from store_outputs import BOOK

# Sphinx adds the suffixes of extensions to a default that all builds of a process share.
SUFFIXES = {"source_suffix": {".md": "myst-nb", ".ipynb": "myst-nb"}}


class SmallBook:
    """A book of a few pages in a folder of its own, built with the extensions of the book."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.source = folder / "source"
        self.source.mkdir()

    def build(self, conf: str) -> str:
        """Build what was written to the folder `source`, and return the warnings."""
        (self.source / "conf.py").write_text(conf, encoding="utf-8")
        warnings = StringIO()
        places = (self.source, self.source, self._folder / "html", self._folder / "trees")
        with patch_docutils(str(self.source)), docutils_namespace():
            Sphinx(*places, "html", confoverrides=SUFFIXES, status=None, warning=warnings).build()
        return re.sub(r"\x1b\[[0-9;]*m", "", warnings.getvalue())

    def html(self, page: str) -> str:
        """Return a built page."""
        return (self._folder / "html" / f"{page}.html").read_text(encoding="utf-8")


@pytest.fixture
def small_book(tmp_path, monkeypatch):
    """Return an empty small book."""
    monkeypatch.setattr(sys, "path", [str(BOOK / "_ext"), *sys.path])
    return SmallBook(tmp_path)
