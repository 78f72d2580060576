"""Stop the build at a notebook whose stored outputs are not those of its code.

The build shows the outputs as they are stored; the tests keep them equal to a fresh run.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.errors import SphinxError

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))

from store_outputs import read, stale

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class StaleOutputs(SphinxError):
    """A notebook has to be run before it can be shown."""

    category = "Stored outputs"


def check(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Look at each notebook of the book before any page is read."""
    paths = [Path(env.doc2path(name)) for name in sorted(env.found_docs)]
    notebooks = [path for path in paths if path.suffix == ".ipynb"]
    found = {path: why for path in notebooks if (why := stale(read(path)))}
    if found:
        places = {path: path.relative_to(Path(app.srcdir)).as_posix() for path in found}
        said = [f"{places[path]} {why}." for path, why in found.items()]
        command = "python scripts/store_outputs.py " + " ".join(places.values())
        raise StaleOutputs("\n".join([*said, f"Run make notebooks, or: {command}"]))


def setup(app: Sphinx) -> dict[str, Any]:
    """Check before the pages are read."""
    app.connect("env-before-read-docs", check)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
