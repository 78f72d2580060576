"""Print light what is dark on the screen, by style sheet alone: paper is white, scripts or none.

The theme writes its colours for ``data-theme="light"`` and for ``data-theme="dark"``. On paper the
dark rules do not hold, and the light ones hold whatever the theme is.
"""

from __future__ import annotations

import re

DARK = re.compile(r"""\[data-theme=["']?dark["']?\]""")
LIGHT = re.compile(r"""\[data-theme=["']?light["']?\]""")


def on_screen_and_paper(selectors: list[str], declarations: str) -> str:
    """Return a rule so that the dark theme stays off paper and the light one covers it."""
    dark = [selector for selector in selectors if DARK.search(selector)]
    always = [selector for selector in selectors if selector not in dark]
    light = [LIGHT.sub("[data-theme]", selector) for selector in always if LIGHT.search(selector)]
    return (
        _rule(always, declarations)
        + _within("@media not print", _rule(dark, declarations))
        + _within("@media print", _rule(light, declarations))
    )


def _rule(selectors: list[str], declarations: str) -> str:
    return f"{','.join(selectors)}{{{declarations}}}" if selectors else ""


def _within(query: str, rule: str) -> str:
    return f"{query}{{{rule}}}" if rule else ""
