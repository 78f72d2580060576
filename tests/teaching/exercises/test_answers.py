import base64
import json
import re
from fractions import Fraction

import numpy as np
import pytest
import sympy
from answer_cases import answer_cases

from l1lib import MedianInterval, symbolic, weighted_median
from l1lib.teaching.exercises import NO_ANSWER, Answer

TYPED = [(check, text, said) for check, replies in answer_cases() for text, said in replies]


@pytest.mark.parametrize(
    "answer", [2.5, Fraction(5, 2), sympy.Rational(5, 2), np.float64(2.5), 2.5 + 1e-9, (2.5,)]
)
def test_right_answers_of_every_numeric_type_are_right(answer):
    assert Answer(2.5)(answer).right


@pytest.mark.parametrize(
    "answer", [b"2.5", ("2.5",), True, (2.5, 2.5), float("nan"), 2.5j, {2.5}, np.array([1.0, 2.0])]
)
def test_what_is_no_such_number_gets_a_sentence(answer):
    reply = Answer(2.5)(answer)
    assert not reply.right
    assert "a number is wanted" in reply.text
    assert repr(answer) in reply.text


@pytest.mark.parametrize(("answer", "word"), [(3, "large"), ((3,), "large"), (-np.inf, "small")])
def test_wrong_numbers_are_too_large_or_too_small(answer, word):
    reply = Answer(2.5)(answer)
    assert not reply.right
    assert word in reply.text


def test_no_answer_yet_is_neither_right_nor_wrong_number():
    assert repr(Answer(0)(None)) == NO_ANSWER
    assert not Answer(0)(None).right


def test_expected_mistake_gets_its_hint():
    check = Answer((1, 2), hints={(2, 1): "Swapped."})
    assert check((2, 1)).text == "Not yet. Swapped."
    assert "2 numbers are wanted" in check(7).text
    assert not check((1, 3)).right
    assert check([1, 2]).right


PAIRS = [(2, 3), MedianInterval(2.0, 3.0), sympy.Interval(2, 3)]
POINTS = [2, MedianInterval(2.0, 2.0), sympy.FiniteSet(2), weighted_median([1, 2, 9])]


@pytest.mark.parametrize("truth", PAIRS, ids=repr)
@pytest.mark.parametrize("answer", [*PAIRS, symbolic.minimisers([1, 2, 3, 9]), "2; 3"], ids=repr)
def test_interval_is_the_pair_of_its_ends(truth, answer):
    assert Answer(truth)(answer).right
    assert Answer.from_data(Answer(truth).as_data())(answer).right
    for wrong in ((2, 4), MedianInterval(2.0, 2.5), sympy.Interval(1, 3), 2, sympy.FiniteSet(2)):
        assert not Answer(truth)(wrong).right


@pytest.mark.parametrize("truth", POINTS, ids=repr)
@pytest.mark.parametrize("answer", [*POINTS, symbolic.minimisers([1, 2, 9])], ids=repr)
def test_interval_of_one_point_is_a_number(truth, answer):
    assert Answer(truth)(answer).right
    assert "a number is wanted" in Answer(truth)(MedianInterval(2.0, 3.0)).text
    assert not Answer(truth)(sympy.FiniteSet(3)).right


def test_interval_without_an_end_is_no_truth():
    with pytest.raises(TypeError, match="truth must be a finite number"):
        Answer(sympy.Interval(0, sympy.oo))


def test_hint_may_stand_at_an_interval():
    check = Answer((2, 3), hints={MedianInterval(1.0, 2.0): "One to the left."})
    assert check(sympy.Interval(1, 2)).text == "Not yet. One to the left."


def test_tolerance_is_relative_for_large_truths_and_absolute_for_small_ones():
    assert Answer(1e6)(1e6 + 0.5).right
    assert not Answer(1e6)(1e6 + 2).right
    assert not Answer(0)(2e-6).right


def test_hint_at_the_truth_is_refused():
    with pytest.raises(ValueError, match="hints must be at wrong answers"):
        Answer(1, hints={1.0: "What?"})


def test_hint_that_no_answer_can_reach_is_refused():
    with pytest.raises(ValueError, match="2 numbers are wanted"):
        Answer((1, 2), hints={1: "What?"})


def test_truth_that_is_no_number_is_refused():
    for truth in ["one", np.inf, np.nan, ()]:
        with pytest.raises(TypeError, match="truth must be a finite number"):
            Answer(truth)


@pytest.mark.parametrize(("check", "text", "said"), TYPED)
def test_typed_answer_is_read_and_gets_its_reply(check, text, said):
    reply = check(text)
    assert reply.text.replace(NO_ANSWER, "No answer yet.") == said
    assert reply.right == (said == "Right.")


def test_cases_reach_every_kind_of_reply():
    starts = {said[:16] for _, _, said in TYPED}
    assert len({said for _, _, said in TYPED}) >= 10
    assert {"Right.", "No answer yet.", "Not yet: too lar", "Not yet: too sma"} < starts


def test_box_holds_the_question_and_shows_none_of_it():
    check = Answer((0.5, 2), within=1e-3, hints={(2, 0.5): "Swapped: „ö“."}, ordered=False)
    page = check(None)._repr_html_()
    assert page == check("")._repr_html_()
    packed = re.search(r'data-answer="([^"]*)"', page)[1]
    assert json.loads(base64.b64decode(packed)) == {
        "truth": [0.5, 2], "within": 1e-3, "hints": [[[2, 0.5], "Swapped: „ö“."]],
        "ordered": False,
    }  # fmt: skip
    for shown in [repr(check), str(check), page.replace(packed, ""), check(None).text]:
        assert not re.search(r"\b0\.5\b|Swapped", shown.replace("such as 2.5", ""))


def test_replies_to_an_answer_are_plain_text():
    assert Answer(1)(1)._repr_html_() is None
    assert Answer(1)(2)._repr_html_() is None
