import re

import pytest
from question_list import LIST, labels, problems, questions
from store_outputs import BOOK, read

PAGES = [BOOK / "choose" / f"{name}.ipynb" for name in ("questions", "questions-penalty")]
MOST_WORDS_ASKED = 20


def text():
    return LIST.read_text(encoding="utf-8")


def test_each_question_has_a_place_that_exists_or_the_mark_that_it_has_none():
    assert problems(text(), labels(), LIST.parent) == []


def test_the_list_has_eighty_questions_and_none_twice():
    asked = [question for question, _ in questions(text())]
    assert len(asked) >= 80
    assert len(set(asked)) == len(asked)
    assert [q for q in asked if len(q.split()) > MOST_WORDS_ASKED] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_each_answer_is_in_the_contents_of_its_page_and_in_the_list(page):
    cells = [cell.source for cell in read(page).cells if cell.cell_type == "markdown"]
    answers = re.findall(r"^\((q-[\w-]+)\)=\n### .+\?", "\n".join(cells), re.MULTILINE)
    assert answers == re.findall(r"\(#(q-[\w-]+)\)", cells[0])
    assert set(answers) <= set(re.findall(r"\(#(q-[\w-]+)\)", text()))


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("nowhere", "no place: Why?"),
        ("*outside this book*", "no place: Why?"),
        ("*outside this book*: because", "no place: Why?"),
        ("[here](#gone)", "dead target #gone: Why?"),
        ("{prf:ref}`a`, {numref}`gone`", "dead target #gone: Why?"),
        ("[a chapter](../loss/gone.ipynb)", "dead target ../loss/gone.ipynb: Why?"),
    ],
)
def test_a_missing_or_dead_place_is_named(place, said):
    assert problems(f"- Why? → {place}", {"a"}, LIST.parent) == [said]


@pytest.mark.parametrize(
    "place", ["[here](#a)", "{prf:ref}`a`", "[b](../loss/lad.ipynb)", "*outside this book*: so."]
)
def test_a_good_place_will_do(place):
    assert problems(f"- Why? → {place}", {"a"}, LIST.parent) == []


@pytest.mark.parametrize(
    ("item", "found"),
    [
        ("[Why?](#a)", []),
        ("[Why?](#gone)", ["dead target #gone: Why?"]),
        ("Why?", ["no place: Why?"]),
        ("[Why?](#a) Because", ["no place: [Why?](#a) Because"]),
        ("[Why?](#a), [how?](#a)", ["no place: [Why?](#a), [how?](#a)"]),
    ],
)
def test_a_question_may_itself_be_the_link_to_its_answer(item, found):
    assert problems(f"- {item}", {"a"}, LIST.parent) == found
