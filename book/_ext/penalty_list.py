"""The directive ``{penalty-list}``: what each program calls λ, with each row run at build."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))

from penalty_names import TABLE, TOLERANCE, Name

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

HEAD = "| who, and what is minimised | number there | run: λ → number |"

logger = logging.getLogger(__name__)


class PenaltyList(SphinxDirective):
    """The directive ``{penalty-list}``."""

    def run(self) -> list[nodes.Node]:
        """Run each row, and return the table."""
        self.env.note_dependency(sys.modules[Name.__module__].__file__)
        rows = [self._row(name) for name in TABLE]
        return self.parse_text_to_nodes("\n".join([HEAD, "|---|---|---|", *rows]))

    def _row(self, name: Name) -> str:
        same = name.difference() < TOLERANCE
        if not same:
            place = (self.env.docname, self.lineno)
            logger.warning("%s gives another fit", name.program, location=place, type="penalties")
        run = f"{name.lam:g} → {round(name.translate(name.lam), 4):.4g} {'✓' if same else '✗'}"
        cells = (
            f"{name.program}<br>${name.objective}$",
            f"${name.translation}$",
            run.replace(" ", "\N{NO-BREAK SPACE}"),
        )
        return f"| {' | '.join(cells)} |"


def setup(app: Sphinx) -> dict[str, Any]:
    """Offer the directive."""
    app.add_directive("penalty-list", PenaltyList)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
