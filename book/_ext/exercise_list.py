"""The directive ``{exercise-list}``: every exercise of the book, chapter by chapter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docutils import nodes
from reading_order import in_order
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_refnode
from sphinx_exercise.nodes import exercise_subtitle

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

STAR = "★"


class exercise_list(nodes.General, nodes.Element):
    """The place where the list goes once all chapters are read."""


class ExerciseList(SphinxDirective):
    """The directive ``{exercise-list}``."""

    def run(self) -> list[nodes.Node]:
        """Leave a place for the list."""
        self.env.note_reread()  # any chapter may have changed
        return [exercise_list()]


@dataclass(frozen=True)
class Exercise:
    """An exercise of a chapter."""

    label: str
    title: str
    stars: int


def exercises(env: BuildEnvironment) -> dict[str, list[Exercise]]:
    """Return the exercises of each chapter, both in the order of the book."""
    found: dict[str, list[Exercise]] = {name: [] for name in in_order(env)}
    for label, posed in getattr(env, "sphinx_exercise_registry", {}).items():
        for subtitle in posed["node"].findall(exercise_subtitle):
            text = subtitle.astext().strip("() ")
            exercise = Exercise(label, text.rstrip(f" {STAR}"), text.count(STAR))
            found[posed["docname"]].append(exercise)
    return {name: posed for name, posed in found.items() if posed}


def fill(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Write the list."""
    for place in list(doctree.findall(exercise_list)):
        chapters = exercises(app.env)
        grades = [exercise.stars for chapter in chapters.values() for exercise in chapter]
        parts = [f"{grades.count(number)} with {STAR * number}" for number in (1, 2, 3)]
        content: list[nodes.Node] = [
            nodes.paragraph("", f"{len(grades)} exercises: {', '.join(parts)}.")
        ]
        for name, posed in chapters.items():
            text = nodes.inline("", app.env.titles[name].astext())
            content.append(nodes.rubric("", "", make_refnode(app.builder, docname, name, "", text)))
            items = [_item(app, docname, name, exercise) for exercise in posed]
            content.append(nodes.bullet_list("", *items))
        place.replace_self(content)


def _item(app: Sphinx, docname: str, chapter: str, exercise: Exercise) -> nodes.list_item:
    text = nodes.inline("", exercise.title)
    link = make_refnode(app.builder, docname, chapter, exercise.label, text)
    grade = nodes.Text(f" {STAR * exercise.stars}")
    return nodes.list_item("", nodes.paragraph("", "", link, grade))


def setup(app: Sphinx) -> dict[str, Any]:
    """Offer the directive."""
    app.add_node(exercise_list)
    app.add_directive("exercise-list", ExerciseList)
    app.connect("doctree-resolved", fill)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
