r"""Render mathematics with KaTeX while the book is built, so that a page needs no script for it.

A page gets HTML for the eye and MathML for the screen reader, and the style sheet of KaTeX only
where it has a formula. TeX that KaTeX cannot read is a warning with its place. Chosen by
``html_math_renderer: katex`` in ``_config.yml``.
"""

from __future__ import annotations

import json
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from py_mini_racer import MiniRacer
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

KATEX = Path(__file__).parent / "katex" / "katex.min.js"
RENDER = """
function render(tex, displayMode) {
  const strict = (code) => code === "unicodeTextInMathMode" ? "ignore" : "error";
  try { return JSON.stringify({html: katex.renderToString(tex, {displayMode, strict})}); }
  catch (error) { return JSON.stringify({error: String(error.message || error)}); }
}
"""

logger = logging.getLogger(__name__)


class BadTeX(ValueError):
    """What KaTeX says about TeX that it cannot read."""


@cache
def engine() -> MiniRacer:
    """Return the JavaScript engine with KaTeX loaded, one for the whole build."""
    racer = MiniRacer()
    racer.eval(KATEX.read_text(encoding="utf-8") + RENDER)
    return racer


@cache
def render(tex: str, display: bool) -> str:
    """Return HTML and MathML of a formula; raise `BadTeX` where KaTeX refuses it."""
    answer = json.loads(engine().call("render", tex, display))
    if "error" in answer:
        raise BadTeX(answer["error"])
    return str(answer["html"])


def rendered(node: nodes.Element, display: bool) -> str:
    """Return the HTML of a formula, or its source and a warning."""
    tex = node.astext().strip()
    if display and not node.get("nowrap") and r"\\" in tex and r"\begin" not in tex:
        tex = rf"\begin{{aligned}}{tex}\end{{aligned}}"
    try:
        return render(tex, display)
    except BadTeX as bad:
        logger.warning("%s in %r", bad, tex, location=node, type="katex")
        return f"<code>{escape(tex)}</code>"


def visit_inline(self: HTML5Translator, node: nodes.math) -> None:
    """Write an inline formula."""
    self.body.append(self.starttag(node, "span", "", CLASS="math notranslate nohighlight"))
    self.body.append(rendered(node, display=False) + "</span>")
    raise nodes.SkipNode


def visit_display(self: HTML5Translator, node: nodes.math_block) -> None:
    """Write a displayed formula, with its number where it has one."""
    self.body.append(self.starttag(node, "div", CLASS="math notranslate nohighlight"))
    if node.get("number"):
        number = get_node_equation_number(self, node)
        self.body.append(f'<span class="eqno">({number})')
        self.add_permalink_ref(node, "Link to this equation")
        self.body.append("</span>")
    self.body.append(rendered(node, display=True) + "</div>\n")
    raise nodes.SkipNode


def add_style(app: Sphinx, pagename: str, template: str, context: Any, doctree: Any) -> None:
    """Link the style sheet where the page has a formula."""
    if doctree is not None and any(
        isinstance(node, nodes.math | nodes.math_block) for node in doctree.findall()
    ):
        app.add_css_file("katex/katex.min.css")


def setup(app: Sphinx) -> dict[str, Any]:
    """Offer the renderer to Sphinx."""
    app.add_html_math_renderer(
        "katex", inline_renderers=(visit_inline, None), block_renderers=(visit_display, None)
    )
    app.connect("html-page-context", add_style)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
