r"""Make MathML of every formula while the book is built, so that a page needs no script for it.

Temml translates. TeX that it cannot read is a warning with its place. An inline formula that is
long is cut after its relations and sums, where a line may then break; what follows a formula
without a blank, such as a comma, stays on its line. The TeX is kept for those who copy a formula.
Chosen by ``html_math_renderer: temml`` in ``_config.yml``.
"""

from __future__ import annotations

import json
import re
from functools import cache
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from py_mini_racer import MiniRacer
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

TEMML = Path(__file__).parent / "temml" / "temml.min.js"
RENDER = """
function render(tex, displayMode) {
  const options = {displayMode, throwOnError: true, wrap: displayMode ? "none" : "tex"};
  try { return JSON.stringify({mathml: temml.renderToString(tex, options)}); }
  catch (error) { return JSON.stringify({error: String(error.message || error)}); }
}
"""
LONG = 16
"""An inline formula of more letters than this may be broken at the end of a line."""

ATTACHED = re.compile(r"[^\s—–]{1,12}")
"""What follows a formula and stays on its line."""

logger = logging.getLogger(__name__)


class BadTeX(ValueError):
    """What Temml says about TeX that it cannot read."""


class AttachPunctuation(SphinxPostTransform):
    """Take what follows a formula without a blank into its node."""

    default_priority = 900

    def run(self, **kwargs: Any) -> None:
        """Cut the words from the text, and leave them with the formula."""
        for node in list(self.document.findall(nodes.math)):
            text = node.next_node(siblings=True, descend=False)
            found = ATTACHED.match(text) if isinstance(text, nodes.Text) else None
            if found:
                node["after"] = found[0]
                # By its place: equal texts count as the same, such as the commas of a list.
                node.parent[node.parent.index(node) + 1] = nodes.Text(text[found.end() :])


@cache
def engine() -> MiniRacer:
    """Return the JavaScript engine with Temml loaded, one for the whole build."""
    racer = MiniRacer()
    racer.eval(TEMML.read_text(encoding="utf-8") + RENDER)
    return racer


@cache
def render(tex: str, display: bool) -> str:
    """Return the MathML of a formula; raise `BadTeX` where Temml refuses it."""
    answer = json.loads(engine().call("render", tex, display))
    if "error" in answer:
        raise BadTeX(" ".join(answer["error"].replace("\u0332", "").split()))
    return str(answer["mathml"])


def pieces(mathml: str) -> list[str]:
    """Cut an inline formula between its rows on top, if it is long."""
    inside = mathml.removeprefix("<math>").removesuffix("</math>")
    if len(re.sub(r"<[^>]*>|&\w+;", "", inside)) <= LONG:
        return [mathml]
    ends, depth = [0], 0
    for tag in re.finditer(r"<(/?)mrow[^>]*>", inside):
        depth += -1 if tag[1] else 1
        if depth == 0:
            ends.append(tag.end())
    if ends[-1] != len(inside):
        return [mathml]
    return [f"<math>{inside[start:end]}</math>" for start, end in pairwise(ends)]


def rendered(node: nodes.Element, tex: str, display: bool) -> str:
    """Return the MathML of a formula, or its source and a warning."""
    try:
        return render(tex, display)
    except BadTeX as bad:
        logger.warning("%s in %r", bad, tex, location=node, type="mathematics")
        return f"<code>{escape(tex)}</code>"


def visit_inline(self: HTML5Translator, node: nodes.math) -> None:
    """Write an inline formula, and what is attached to it."""
    tex = node.astext().strip()
    *first, last = pieces(rendered(node, tex, display=False))
    last += escape(node.get("after", ""))
    if first:
        last = f"<span>{last}</span>"
    self.body.append(
        self.starttag(node, "span", "", CLASS="math notranslate nohighlight", **{"data-tex": tex})
    )
    self.body.append("".join(first) + last + "</span>")
    raise nodes.SkipNode


def visit_display(self: HTML5Translator, node: nodes.math_block) -> None:
    """Write a displayed formula, with its number where it has one."""
    tex = node.astext().strip()
    aligned = not node.get("nowrap") and r"\\" in tex and r"\begin" not in tex
    shown = rf"\begin{{aligned}}{tex}\end{{aligned}}" if aligned else tex
    self.body.append(
        self.starttag(node, "div", CLASS="math notranslate nohighlight", **{"data-tex": shown})
    )
    if node.get("number"):
        number = get_node_equation_number(self, node)
        self.body.append(f'<span class="eqno">({number})')
        self.add_permalink_ref(node, "Link to this equation")
        self.body.append("</span>")
    self.body.append(f'<div class="formula">{rendered(node, shown, display=True)}</div></div>\n')
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, Any]:
    """Offer the renderer to Sphinx."""
    app.add_post_transform(AttachPunctuation)
    app.add_html_math_renderer(
        "temml", inline_renderers=(visit_inline, None), block_renderers=(visit_display, None)
    )
    return {"parallel_read_safe": True, "parallel_write_safe": False}
