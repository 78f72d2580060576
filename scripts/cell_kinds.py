"""The kinds of code cells: an author gives the kind as a tag, and what follows from it is added.

A cell without a kind stays open: its code is the lesson. A folded cell is closed behind one line
on the page and collapsed in JupyterLab; of an ``answer`` the page shows the answer box alone.
"""

from typing import Any

FOLDED = {
    "imports": "the imports",
    "figure": "the code of this figure",
    "table": "the code of this table",
    "check": "how it was checked",
    "seals": "the sealed answers",
}
KINDS = {*FOLDED, "answer"}
DERIVED = {"hide-input", "remove-input"}
LINES = {True: 25, False: 10}
"""The most lines of a cell that is folded, and of one that is open."""


def kind(metadata: dict[str, Any]) -> str:
    """Return the kind of a cell, or nothing for one that stays open."""
    return next((tag for tag in metadata.get("tags", []) if tag in KINDS), "")


def dressed(metadata: dict[str, Any]) -> dict[str, Any]:
    """Return the metadata of a cell with what follows from its kind, and without what does not."""
    name = kind(metadata)
    tags = [tag for tag in metadata.get("tags", []) if tag not in DERIVED]
    about = {k: v for k, v in metadata.get("mystnb", {}).items() if not k.startswith("code_prompt")}
    made: dict[str, Any] = {}
    if name in FOLDED:
        tags.append("hide-input")
        about["code_prompt_show"] = f"Show {FOLDED[name]}"
        about["code_prompt_hide"] = f"Hide {FOLDED[name]}"
        made["jupyter"] = {"source_hidden": True}
    elif name:
        tags.append("remove-input")
    return made | {key: value for key, value in (("mystnb", about), ("tags", tags)) if value}
