from fractions import Fraction

import numpy as np
import pytest
import sympy

from l1lib.exercises import NO_ANSWER, Answer


@pytest.mark.parametrize(
    "answer", [2.5, Fraction(5, 2), sympy.Rational(5, 2), np.float64(2.5), 2.5 + 1e-9, (2.5,)]
)
def test_right_answers_of_every_numeric_type_are_right(answer):
    assert Answer(2.5)(answer).right


@pytest.mark.parametrize(
    "answer", ["2.5", b"2.5", True, (2.5, 2.5), float("nan"), 2.5j, {2.5}, np.array([1.0, 2.0])]
)
def test_what_is_no_such_number_gets_a_sentence(answer):
    reply = Answer(2.5)(answer)
    assert not reply.right
    assert "a number is wanted" in reply.text


@pytest.mark.parametrize(("answer", "word"), [(3, "large"), ((3,), "large"), (-np.inf, "small")])
def test_wrong_numbers_are_too_large_or_too_small(answer, word):
    reply = Answer(2.5)(answer)
    assert not reply.right
    assert word in reply.text


def test_no_answer_yet_is_neither_right_nor_wrong_number():
    assert repr(Answer(0)(None)) == NO_ANSWER
    assert not Answer(0)(None).right


def test_expected_mistake_gets_its_hint():
    check = Answer((1, 2), hints={(2, 1): "Swapped.", 7: "No interval."})
    assert check((2, 1)).text == "Not yet. Swapped."
    assert "tuple of 2 numbers" in check(7).text
    assert not check((1, 3)).right
    assert check([1, 2]).right


def test_tolerance_is_relative_for_large_truths_and_absolute_for_small_ones():
    assert Answer(1e6)(1e6 + 0.5).right
    assert not Answer(1e6)(1e6 + 2).right
    assert not Answer(0)(2e-6).right


def test_hint_at_the_truth_is_refused():
    with pytest.raises(ValueError, match="hints must be at wrong answers"):
        Answer(1, hints={1.0: "What?"})


def test_truth_that_is_no_number_is_refused():
    with pytest.raises(TypeError, match="truth must be a number"):
        Answer("one")
