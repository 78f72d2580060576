import pytest
from nbformat import from_dict
from prose_decimals import backed, decimals, numbers, problems, without_blocks
from store_outputs import BOOK, chapters, read

from l1lib.teaching.exercises import seal_prediction

CHAPTERS = [pytest.param(path, id=str(path.relative_to(BOOK))) for path in chapters()]


def found(text):
    return [number for part in without_blocks([text]) for number, _ in decimals(part)]


def chapter(text, *outputs, source="f()", **metadata):
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": text},
        {"cell_type": "code", "metadata": metadata, "source": source, "outputs": list(outputs)},
    ]
    return from_dict({"metadata": {}, "cells": cells})


def shown(**bundle):
    return {
        "output_type": "display_data",
        "data": {k.replace("_", "/"): v for k, v in bundle.items()},
    }


def test_there_are_chapters():
    assert CHAPTERS


@pytest.mark.parametrize("path", CHAPTERS)
def test_each_computed_decimal_of_the_prose_stands_in_an_output(path):
    assert problems(read(path)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The ratio is 0.64.", ["0.64"]),
        ("It falls to .64 here.", [".64"]),
        ("From −0.5 to 1.5, or (-0.25).", ["−0.5", "1.5", "-0.25"]),
        ("Between 0.5–1.5 or 2.5-3.5.", ["0.5", "1.5", "2.5", "3.5"]),
        ("A gain of 41.4 % and 3.5% more.", ["41.4 %", "3.5%"]),
        ("It costs 1,234.5 or 1 234.5 or 1234.5.", ["1,234.5", "1 234.5", "1234.5"]),
        ("A gap of 1.5e-3, or 2.5 × 10⁻⁴.", ["1.5e-3", "2.5 × 10⁻⁴"]),
        ("**0.64** and *0.65*, 3.6 °F, 0.25 m, 2.24×", ["0.64", "0.65", "3.6", "0.25", "2.24"]),
        ("| a | 0.64 |\n|---|---|\n| b | 0.65 |", ["0.64", "0.65"]),
        ("- 0.64\n- 0.65", ["0.64", "0.65"]),
        ("A number between dollars, $0.64$ or $-0.5$ or $\\approx 2.24$ or $41.4\\,\\%$.",
         ["0.64", "-0.5", "2.24", "41.4%"]),
        ("The MAE = 0.64 is computed.", ["0.64"]),
        ("[a value of 0.64](page.md) and ![alt of 0.65](a.svg)", ["0.64", "0.65"]),
        ("```{note}\n:class: tip-0.5\nIt is 0.64.\n```", ["0.64"]),
        (":::{prf:theorem} At most 0.64\n:label: a-0.5\n\nNot 0.65.\n:::", ["0.64", "0.65"]),
        ("````{note}\n```python\nx = 0.5\n```\nIt is 0.64.\n````\nAnd 0.65.", ["0.64", "0.65"]),
        ("```{exercise} Try\n:label: ex-0.5\nGiven 0.64.\n```\nNow 0.65.", ["0.65", "0.64"]),
        ("In this section 0.64 is seen.", ["0.64"]),
        ("Python is slower by 0.64.", ["0.64"]),
        ("Section 3.2 has 0.64.", ["0.64"]),
        ("τ = 0.5 gives 0.64.", ["0.64"]),
    ],
)  # fmt: skip
def test_a_computed_decimal_is_seen(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "No decimals in 2, 3 or 1/2, nor in 10,000.",
        "A formula $x = 0.64$ or $0.1 + 0.2$, also $a\n+ 0.5$.",
        "$$\nx = 0.64\n$$ (eq-a)",
        "$$x = 0.64$$",
        "\\begin{align*}\nx &= 0.64\n\\end{align*}",
        "```{math}\n:label: eq-a\nx = 0.64\n```",
        "{math}`x = 0.64` and {cite:p}`a0.5` and {numref}`fig-0.5`.",
        "Inline `0.64` and ``a ` 0.64``.",
        "```\n0.64\n```",
        "```python\nx = 0.64\n```",
        "~~~\n0.64\n~~~",
        "```{code-block} python\nx = 0.64\n```",
        "```{figure} picture-0.5.svg\n:width: 0.5\n```",
        "[text](https://a.example/0.64) and https://a.example/0.64 and <https://a.example/0.64>",
        "[ref]: https://a.example/0.64",
        "doi:10.1000/0.64 and 10.1214/aos/1176.345",
        "Python 3.11, Python ≥ 3.11, Python 3.11 to 3.14; NumPy 2.4 and 2.5; scikit-learn 1.5.",
        "Version 2.4, versions 0.1 and 0.2, v2.4.6, v2.4, and 1.14.0.",
        "Section 3.2, Sections 3.2 and 3.4, Sec. 3.2, § 2.1, §2.1–2.3, Table 3.3, Fig. 1.2.",
        "Figure 1.2, Theorem 23.8, Chapter 4.1, Eq. (3.5), Equation 3.5, pp. 1.5–2.5, Example 1.2.",
        "At τ = 0.5, delta = 1.35, w₁ = 0.25, x = −0.5 and p=.5.",
        "<!-- 0.64 -->",
        "% a comment with 0.64",
        "(label-0.5)=",
        "![alt](a.svg){#fig-0.5}\n\n[span]{.c0.5}",
    ],
)
def test_what_is_no_computed_decimal_is_exempt(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("number", "output"),
    [
        ("0.64", "0.637"),
        ("0.64", "0.6366"),
        ("0.64", "0.64"),
        (".64", "ratio=0.6366,"),
        ("0.12", "0.125"),
        ("0.13", "0.125"),
        ("−0.5", "-0.5"),
        ("-0.5", "−0.48"),
        ("0.5", "-0.5"),
        ("0.5", "[-0.5  1. ]"),
        ("41.4 %", "0.414"),
        ("41.4%", "0.41421"),
        ("41.4 %", "41.4"),
        ("41.4 %", "41.42 %"),
        ("0.414", "41.4%"),
        ("1,234.5", "1234.5"),
        ("1234.5", "1,234.5"),
        ("1 234.5", "1_234.49"),
        ("1.5e-3", "0.0015"),
        ("0.0015", "1.5e-03"),
        ("2.5 × 10⁻⁴", "2.51e-04"),
        ("1.75", "7/4"),
        ("0.33", r"\frac{1}{3}"),
        ("-1.75", "[-7/4, 1]"),
        ("2.0", "2.0 is the only median"),
        ("0.5", "(0.5, 1.5)"),
        ("3.6", "3.60 °F"),
    ],
)
def test_an_output_backs_its_number_rounded_to_the_digits_given(number, output):
    assert backed(number, numbers(output))


@pytest.mark.parametrize(
    ("number", "output"),
    [
        ("0.64", "0.63"),
        ("0.64", "0.6"),
        ("0.64", "0.6346"),
        ("0.637", "0.64"),
        ("0.64", "10.64 and 0.647 and 0.64a and a0.64"),
        ("0.64", "64"),
        ("0.64", "6.4e-3"),
        ("0.64", ""),
        ("−0.5", "0.5"),
        ("−0.5", "1-0.5"),
        ("2.0", "2"),
        ("2.0", "2."),
        ("41.4 %", "0.41"),
        ("41.4 %", "4.14"),
        ("41.4", "0.414"),
        ("1,234.5", "234.5"),
        ("0.33", "1/3/2020"),
        ("0.34", "1/3"),
        ("3.11", "3.11.7"),
        ("1.75", "7/0"),
    ],
)
def test_another_number_does_not(number, output):
    assert not backed(number, numbers(output))


@pytest.mark.parametrize(
    "output",
    [
        {"output_type": "stream", "name": "stdout", "text": "r = 0.637\n"},
        shown(text_plain="0.637"),
        shown(text_latex="$\\displaystyle 0.637$"),
        shown(text_html="<td>0.637</td>"),
        {"output_type": "display_data", "data": {"image/svg+xml": "<svg><!-- r = 0.637 --></svg>"}},
    ],
)
def test_every_kind_of_output_counts(output):
    assert problems(chapter("It is 0.64.", output)) == []
    assert problems(chapter("It is 0.65.", output)) == ["0.65 in: It is 0.65."]


@pytest.mark.parametrize(
    "output",
    [
        shown(text_html='<p data-x="0.64">no</p><style>a {width: 0.64em}</style>'),
        {"output_type": "display_data", "data": {"image/svg+xml": '<svg><g x="0.64"/></svg>'}},
    ],
)
def test_what_no_reader_sees_does_not_count(output):
    assert problems(chapter("It is 0.64.", output)) == ["0.64 in: It is 0.64."]


def test_code_backs_nothing_but_what_an_exercise_gives():
    posed = "```{exercise} Try\nA width of 0.25 m.\n```"
    assert problems(chapter(posed, source="g(0.25)")) == []
    assert problems(chapter(posed, source="g(0.5)")) == ["0.25 in: Try A width of 0.25 m."]
    assert problems(chapter("A width of 0.25 m.", source="g(0.25)"))
    apart = "```{exercise-start} Try\n```\nAt 0.25.\n```{exercise-end}\n```\nGot 0.75."
    assert problems(chapter(apart, source="g(0.25, 0.75)")) == ["0.75 in: Got 0.75."]


@pytest.mark.parametrize("fence", [":::", "::::"])
def test_sealed_reply_and_right_option_of_a_prediction_are_prose_and_wrong_options_not(fence):
    comment = seal_prediction(2, "It is $0.25$ and\n\n0.75, see $x = 0.5 y$.")
    asked = "{predict} Is it 0.125?\n\n- it is 0.5\n- it is 0.375\n  or so\n\n"
    text = f"Before.\n\n{fence}{asked}{comment}\n{fence}\n\nAfter: 0.625."
    missing = {problem.split()[0] for problem in problems(chapter(text))}
    assert missing == {"0.125", "0.25", "0.375", "0.75", "0.625"}
    assert problems(chapter(text, shown(text_plain="0.125 0.25 0.375 0.75 0.625"))) == []


def test_what_is_sealed_backs_nothing():
    given = "```{exercise} Try\nGiven 7.5.\n```"
    assert problems(chapter(given, source='unseal("""\nab+7.5/8\n""")')) == []
    assert problems(chapter(given, source='unseal("""\nab+7.5/8\n""")', tags=["seals"]))


def test_captions_and_alt_texts_are_prose():
    about = {"figure": {"caption": "At 0.64."}, "image": {"alt": "A line at 0.65."}}
    assert len(problems(chapter("", mystnb=about))) == 2


def test_the_message_has_the_sentence_and_the_number():
    text = "First this.\nThe efficiency is 0.64 at the\nnormal. Then that."
    assert problems(chapter(text)) == ["0.64 in: The efficiency is 0.64 at the normal."]


def test_number_that_is_shown_with_fewer_digits_elsewhere_backs_all_its_digits():
    assert backed("0.90", numbers("0.9 and 0.90"))
    assert not backed("0.90", numbers("0.9"))
