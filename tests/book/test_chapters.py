import copy
from pathlib import Path

import pytest
from chapter_rules import (
    RULES,
    alt_texts,
    answers,
    clean_outputs,
    counts,
    exercises,
    kinds,
    no_exemptions,
    no_machine,
    open_cells,
    opening,
    sections,
    short_cells,
    short_lines,
    summary_links,
    tables,
)
from figure_numbers import figure_numbers
from nbformat import NotebookNode, from_dict
from store_outputs import BOOK, chapters, normalised, read

from l1lib.teaching.exercises import Answer, seal

CHAPTERS = [pytest.param(path, id=str(path.relative_to(BOOK))) for path in chapters()]
ALT = "A V with its corner at residual 1/2; a bowl touches it there."
TITLE = "# Do it\n\nYou will **do** a, **learn** b. You **need** c."
PAGES_OF_ANSWERS = {"choose/claims", "choose/questions", "choose/questions-penalty"}
"""A page of answers is looked up, not studied: it has no exercises and closes with no summary."""
OF_LESSONS = {sections, exercises}
ALL_RULES = [*RULES, figure_numbers]
POSED = "```{{exercise}} Try ★★\n:label: ex-{0}\n\nWhat?\n```"
SOLVED = "```{{solution-start}} ex-{0}\n:class: dropdown\n```\n\nSo.\n\n```{{solution-end}}\n```"


def name_of(path):
    return path.relative_to(BOOK).with_suffix("").as_posix()


def markdown(source):
    return {"cell_type": "markdown", "id": "m", "metadata": {}, "source": source}


def code(source, count, *outputs, **metadata):
    return {
        "cell_type": "code", "id": "c", "source": source, "execution_count": count,
        "outputs": list(outputs), "metadata": metadata,
    }  # fmt: skip


def stream(text, name="stdout"):
    return {"output_type": "stream", "name": name, "text": text}


def data(**bundle):
    return {"output_type": "display_data", "metadata": {}, "data": bundle}


@pytest.fixture
def good() -> NotebookNode:
    """Return a tiny notebook that keeps every rule."""
    figure = data(**{"image/svg+xml": '<svg xmlns="http://www.w3.org/2000/svg"/>'})
    cells = [
        markdown(TITLE),
        code("draw()", 1, figure, mystnb={"image": {"alt": ALT}}, tags=["figure"]),
        markdown("```python\n# no title\n```\n\n## In practice\n\nCall it."),
        code("1 / 2", 2, {**data(**{"text/plain": "1/2"}), "output_type": "execute_result",
                          "execution_count": 2}),
        markdown("## Exercises\n\n" + "\n\n".join(
            form.format(label) for label in "abc" for form in (POSED, SOLVED))),
        markdown("## Summary\n\n- One: {prf:ref}`a`.\n- Two, [here](#b).\n\n"
                 "## Further reading\n\n- A book."),
    ]  # fmt: skip
    return from_dict({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells})


def test_there_are_chapters():
    assert CHAPTERS


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("path", CHAPTERS)
def test_every_chapter_keeps_the_rule_unless_it_is_no_lesson(path, rule):
    problems = rule(read(path))
    assert bool(problems) == (rule in OF_LESSONS and name_of(path) in PAGES_OF_ANSWERS), problems


@pytest.mark.parametrize("path", CHAPTERS)
def test_every_chapter_is_in_normal_form(path):
    assert path.read_bytes() == normalised(read(path)).encode(), "run `make notebooks`"


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.__name__)
def test_a_good_notebook_has_no_problem(good, rule):
    assert rule(good) == []


def set_in(cell, **values):
    return lambda notebook: notebook.cells[cell].update(from_dict(values))


def put(cell, old, new):
    def change(notebook):
        assert old in notebook.cells[cell].source
        notebook.cells[cell].source = notebook.cells[cell].source.replace(old, new, 1)

    return change


def alt(text):
    return set_in(1, metadata={"mystnb": {"image": {"alt": text}}})


def shows(output):
    return set_in(3, outputs=[output])


def boxed(change):
    """Let an exercise have a checker, then change the notebook."""
    cells = [
        code(seal(check_b=Answer(2)), 3, tags=["seals"]),
        code("answer = None\ncheck_b(answer)", 4, tags=["answer"]),
    ]

    def change_boxed(notebook):
        notebook.cells[5:5] = from_dict(cells)
        change(notebook)

    return change_boxed


BROKEN = [
    (counts, set_in(1, execution_count=None), "None, not 1"),
    (counts, set_in(3, execution_count=3), "3, not 2"),
    (counts, lambda notebook: notebook.cells[3].outputs[0].update(execution_count=5), "not 2"),
    (clean_outputs, shows(stream("careful", "stderr")), "stderr"),
    (clean_outputs, shows({"output_type": "error", "ename": "E", "evalue": ""}), "error"),
    (no_exemptions, set_in(3, metadata={"tags": ["nbval-skip"]}), "nbval-skip"),
    (no_exemptions, set_in(3, metadata={"tags": ["NBVAL_IGNORE_OUTPUT"]}), "IGNORE"),
    (no_exemptions, set_in(3, metadata={"tags": ["raises-exception"]}), "raises-exception"),
    (no_exemptions, set_in(3, metadata={"tags": ["skip-execution"]}), "skip-execution"),
    (no_exemptions, set_in(3, source="# NBVAL_IGNORE_OUTPUT\nnow()"), "NBVAL_IGNORE_OUTPUT"),
    (no_exemptions, set_in(3, source="#PYTEST_VALIDATE_IGNORE_OUTPUT\nf()"), "VALIDATE"),
    (short_cells, set_in(3, source="\n".join(["x = 1", ""] * 5 + ["x"])), "11 lines"),
    (short_cells, set_in(1, source="x\n" * 26), "26 lines"),
    (open_cells, set_in(3, source="x\n" * 5), "5 lines"),
    (kinds, set_in(3, metadata={"tags": ["check", "figure"]}), "['check', 'figure']"),
    (kinds, set_in(1, metadata={"tags": ["table"]}), "kind figure"),
    (kinds, set_in(3, source="import a\nfrom b import (\n    c,\n)\n\nuse_style()"), "imports"),
    (kinds, set_in(3, source='def f(x):\n    yield x\n\nverify("a", f)'), "kind check"),
    (tables, shows(stream("a    1\nbb   2\nccc  3\n")), "prints a table"),
    (summary_links, put(5, "[here](#b)", "here"), "'Two, here.'"),
    (summary_links, put(5, "[here](#b)", "[here](https://a.org)"), "'Two,"),
    (summary_links, put(5, "[here](#b).", "[here](#b), which is much."), "'Two,"),
    (short_cells, set_in(3, source=""), "0 lines"),
    (short_lines, set_in(3, source="x = 1\n" + "y = " + 77 * "2"), "81 characters"),
    (
        figure_numbers,
        alt(f"{ALT} It rises to 7, from 1/2."),
        "alt text of cell 2 ('draw()') says 7",
    ),
    (figure_numbers, alt(f"{ALT} At 0.75 it stops."), "says 0.75"),
    (figure_numbers, alt(f"{ALT} Of 1,200 points."), "says 1,200"),
    (figure_numbers, set_in(1, metadata={"mystnb": {"figure": {"caption": "All 33."}}}), "caption"),
    (alt_texts, set_in(1, metadata={}), "''"),
    (alt_texts, alt("A V."), "A V."),
    (alt_texts, alt("../_build/jupyter_execute/book/loss/measure_13_0.svg"), ".svg"),
    (alt_texts, alt("a" * 60), "aaa"),
    (alt_texts, shows(data(**{"image/png": "iVBORw0KGgo="})), "''"),
    (no_machine, shows(stream("at /home/anna/book.py")), "/home/anna/book.py"),
    (no_machine, shows(stream("C:\\Users\\anna")), "C:\\Users"),
    (no_machine, shows(data(**{"text/plain": "<function f at 0x7f3a5c0d>"})), "0x7f3a5c0d"),
    (no_machine, shows(data(**{"text/html": "<a href='https://cdn.example/a.js'>"})), "cdn"),
    (no_machine, shows(stream("localhost:8888")), "localhost"),
    (opening, put(0, "# Do it", "## Do it"), "does not start with the title"),
    (opening, put(5, "## Summary", "# Summary"), "not one title"),
    (opening, put(0, "**need**", "need"), "need"),
    (opening, put(0, "c.", "c. About 5 minutes."), "types the minutes"),
    (sections, put(2, "## In practice", "## Elsewhere"), "In practice"),
    (sections, put(5, "## Summary", "### Summary"), "Summary"),
    (sections, put(5, "## Further reading", ""), "Further reading"),
    (sections, lambda notebook: notebook.cells.pop(3), "no code"),
    (sections, put(5, "- One", "- One\n" * 5 + "- One"), "7 lines"),
    (sections, put(5, "- One: {prf:ref}`a`.\n- Two, [here](#b).", "Nothing."), "0 lines"),
    (exercises, put(4, POSED.format("a"), ""), "2 exercises"),
    (exercises, put(4, "★★", "★★★★"), "no grade"),
    (exercises, put(4, "Try ★★", "Try"), "no grade"),
    (exercises, put(4, ":label: ex-b\n", ""), "no label"),
    (exercises, put(4, SOLVED.format("b"), ""), "ex-b has 0 solutions"),
    (exercises, put(4, "{solution-start} ex-b", "{solution-start} ex-a"), "ex-a has 2"),
    (exercises, put(4, "{solution-start} ex-b", "{solution-start} ex-z"), "ex-z"),
    (exercises, put(4, ":class: dropdown", ":class: tip"), "ex-a is not folded"),
    (answers, set_in(3, source="check = Answer(2)"), "shows an answer"),
    (answers, boxed(set_in(6, metadata={})), "does not ask in two lines"),
    (answers, boxed(set_in(6, source="answer = 1\ncheck_b(answer)")), "does not ask in two"),
    (answers, boxed(set_in(6, source="answer = None\n\ncheck_b(answer)")), "does not ask in two"),
    (answers, boxed(set_in(6, source="answer = None\ncheck_c(answer)")), "check_b is asked 0"),
    (answers, boxed(set_in(6, source="answer = None\ncheck_c(answer)")), "check_c is asked 1"),
    (answers, boxed(lambda notebook: notebook.cells.append(notebook.cells[6])), "asked 2 times"),
    (answers, boxed(put(5, "check_b", "check_z")), "names ['check_z'] and seals ['check_b']"),
    (answers, boxed(put(5, "unseal\n", "unseal as u\n")), "names [] and seals []"),
    (answers, boxed(set_in(5, metadata={})), "do not start with the one sealed cell"),
    (answers, boxed(lambda notebook: notebook.cells.pop(5)), "do not start with the one"),
    (answers, boxed(lambda notebook: notebook.cells.insert(4, notebook.cells.pop(5))), "do not"),
]


@pytest.mark.parametrize(("rule", "change", "said"), BROKEN)
def test_a_broken_notebook_has_the_problem_named(good, rule, change, said):
    broken = copy.deepcopy(good)
    change(broken)
    found = rule(broken)
    assert any(said in problem for problem in found), found


def test_a_sealed_answer_and_the_cell_that_asks_for_it_will_do(good):
    boxed(lambda notebook: None)(good)
    assert [rule(good) for rule in RULES] == [[] for _ in RULES]


def test_each_rule_is_shown_to_bite():
    assert {rule for rule, _, _ in BROKEN} == {*ALL_RULES}


def test_a_solution_in_one_piece_and_colons_for_backticks_will_do(good):
    whole = POSED.format("d") + "\n\n" + SOLVED.format("d")
    whole = whole.split("\n\nSo.")[0].replace("-start", "").replace("```", ":::")
    good.cells[4].source += "\n\n" + whole
    assert exercises(good) == []
    assert any("ex-d" in text for text in exercises_of(good, ":class: dropdown\n:::", ":::"))


def exercises_of(notebook, old, new):
    notebook.cells[4].source = notebook.cells[4].source.replace(old, new)
    return exercises(notebook)


def test_heading_between_two_directives_counts_and_one_in_code_does_not(good):
    good.cells[2].source = "```{note}\nA.\n```\n\n# Again\n\n```{note}\nB.\n```\n\n## In practice"
    assert any("not one title" in problem for problem in opening(good))
    good.cells[2].source = "```{note}\nA.\n```\n\n```sh\n# make\n```\n\n## In practice\n\nDo."
    assert opening(good) == []


def test_an_indented_file_is_not_in_normal_form(good, tmp_path: Path):
    text = normalised(good)
    path = tmp_path / "a.ipynb"
    path.write_text(text)
    assert path.read_text() == normalised(read(path))
    path.write_text(text.replace("\n ", "\n  "))
    assert path.read_text() != normalised(read(path)) == text
