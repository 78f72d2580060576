"""The directive ``{predict}``: a question with options, and a reply that waits for the choice.

The options are a list; the comment after it is the seal of which are right and of what to say, as
``l1lib.teaching.exercises.seal_prediction`` prints it. In the page the reply stands folded below
the options, and a script makes buttons of them. What is not fit to be asked is a warning, so that
a strict build fails.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from l1lib.teaching.exercises import opened_prediction

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

SEAL = re.compile(r"<!-- seal\b(.*?)-->", re.DOTALL)

logger = logging.getLogger(__name__)


class prediction(nodes.General, nodes.Element):
    """A question, its options and its folded answer."""


class folded_answer(nodes.General, nodes.Element):
    """What opens after the choice, or by hand."""


class Unfit(ValueError):
    """Why something cannot be asked."""


class Predict(SphinxDirective):
    """The directive ``{predict}``; its argument is the question."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the question, or a warning and nothing."""
        try:
            return [self._asked()]
        except Unfit as unfit:
            place = (self.env.docname, self.lineno)
            logger.warning("the prediction %s", unfit, location=place, type="predictions")
            return []

    def _asked(self) -> prediction:
        seals = SEAL.findall("\n".join(self.content))
        if len(seals) != 1:
            raise Unfit(f"has {len(seals)} seals, not one: <!-- seal … -->")
        try:
            right, reply = opened_prediction(seals[0])
        except ValueError as error:
            raise Unfit(f"has a seal that cannot be read: {error}") from error
        options = self._options()
        missing = [number for number in right if not 1 <= number <= len(options)]
        if not right or missing:
            raise Unfit(f"calls the options {right} right, of {len(options)}")
        question = nodes.paragraph(classes=["prediction-question"])
        question += self.state.inline_text(self.arguments[0], self.lineno)[0]
        answer = folded_answer()
        for number in right:
            parts = [part.deepcopy() for part in options[number - 1][0].children]
            answer += nodes.paragraph("", "Right: ", *parts, classes=["prediction-right"])
        said = nodes.container(classes=["prediction-reply"])
        said += self._parsed(reply)
        answer += said
        asked = prediction(right=right)
        asked += [question, options, answer]
        return asked

    def _options(self) -> nodes.bullet_list:
        parts = self._parsed(SEAL.sub("", "\n".join(self.content)))
        if len(parts) != 1 or not isinstance(parts[0], nodes.bullet_list):
            raise Unfit("has something beside one list of options")
        options: nodes.bullet_list = parts[0]
        if len(options) < 2:
            raise Unfit("has fewer than two options")
        if any(len(item) != 1 or not isinstance(item[0], nodes.paragraph) for item in options):
            raise Unfit("has an option that is no line of text")
        options["classes"].append("prediction-options")
        return options

    def _parsed(self, text: str) -> list[nodes.Node]:
        holder = nodes.Element()
        self.state.nested_parse(StringList(text.splitlines(), ""), self.content_offset, holder)
        return list(holder.children)


def visit_prediction(self: HTML5Translator, node: prediction) -> None:
    """Open the box; the script reads from it which options are right."""
    right = " ".join(map(str, node["right"]))
    self.body.append(self.starttag(node, "div", CLASS="prediction", **{"data-right": right}))


def depart_prediction(self: HTML5Translator, node: prediction) -> None:
    """Close the box."""
    self.body.append("</div>\n")


def visit_answer(self: HTML5Translator, node: folded_answer) -> None:
    """Open the fold."""
    self.body.append(self.starttag(node, "details", CLASS="prediction-answer"))
    self.body.append("<summary>Show the answer</summary>\n")


def depart_answer(self: HTML5Translator, node: folded_answer) -> None:
    """Close the fold."""
    self.body.append("</details>\n")


def setup(app: Sphinx) -> dict[str, Any]:
    """Offer the directive."""
    app.add_node(prediction, html=(visit_prediction, depart_prediction))
    app.add_node(folded_answer, html=(visit_answer, depart_answer))
    app.add_directive("predict", Predict)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
