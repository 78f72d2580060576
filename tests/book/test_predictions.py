"""The directive {predict} on small books: what a page gets, and what is refused."""

import base64
import json
import re
import zlib

import pytest

from l1lib.teaching.exercises import Answer, seal, seal_prediction

CONF = """
extensions = ["myst_nb", "mathematics", "predictions", "exercises_on_page"]
nb_execution_mode = "off"
html_math_renderer = "temml"
myst_enable_extensions = ["colon_fence", "dollarmath"]
html_theme = "basic"
"""
REPLY = "Both are $\\frac12$: see [](other.md)."
OPTIONS = "- Anna's, $\\int x$\n- Ben's\n- they are *equal*\n"


def prediction(*, options=OPTIONS, comment=None, right=3, question="Whose is larger, $a$?"):
    comment = seal_prediction(right, REPLY) if comment is None else comment
    return f"# Page\n\n:::{{predict}} {question}\n\n{options}\n{comment}\n:::\n"


def sealed(data):
    return f"<!-- seal\n{base64.b64encode(zlib.compress(json.dumps(data).encode())).decode()}\n-->"


@pytest.fixture
def build(small_book):
    """A function that builds a page of Markdown and one without questions."""

    def build_pages(text):
        (small_book.source / "index.md").write_text(text + "\n```{toctree}\n:glob:\n*\n```\n")
        (small_book.source / "other.md").write_text("# Other page\n\nWords.\n")
        return small_book.build(CONF)

    return build_pages


def test_page_has_the_options_as_a_list_and_the_answer_folded(build, small_book):
    assert build(prediction()) == ""
    page = small_book.html("index")
    box = page[page.index('<div class="prediction"') :]
    box = box[: box.index("</details>")]
    assert 'data-right="3"' in box
    before, folded = box.split('<details class="prediction-answer">')
    assert before.count("<li>") == 3
    assert before.count("<math>") == 2
    assert "<em>equal</em>" in before
    assert "Both are" not in before
    assert folded.startswith("\n<summary>Show the answer</summary>")
    assert "Right: they are <em>equal</em>" in folded
    assert "<math>" in folded
    assert 'href="other.html"' in folded
    assert "Other page" in folded
    assert "seal" not in box


def test_two_options_can_be_right(build, small_book):
    assert build(prediction(right=[2, 3])) == ""
    page = small_book.html("index")
    assert 'data-right="2 3"' in page
    assert "Right: Ben’s" in page


def test_only_pages_with_questions_load_what_these_need(build, small_book):
    box = f"# Box page\n\n{Answer(1)(None)._repr_html_()}\n"
    (small_book.source / "box.md").write_text(box)
    assert build(prediction()) == ""
    loaded = {
        page: {name for name in ("exercises.js", "exercises.css", "predictions.js",
                                 "predictions.css") if name in small_book.html(page)}
        for page in ("index", "box", "other")
    }  # fmt: skip
    assert loaded == {
        "index": {"predictions.js", "predictions.css"},
        "box": {"exercises.js", "exercises.css"},
        "other": set(),
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (prediction(comment=""), "has 0 seals, not one"),
        (prediction(comment=seal_prediction(1, "a") + "\n\n" + seal_prediction(1, "a")), "2 seals"),
        (prediction(comment="<!-- seal\nAAAA\n-->"), "does not open"),
        (prediction(comment="<!-- seal eyJyaWdodCI6IDMs -->"), "does not open"),
        (prediction(comment=sealed([1])), "got another one"),
        (prediction(comment=sealed({"right": "3", "reply": "a"})), "got another one"),
        (prediction(comment=sealed({"right": [], "reply": "a"})), "calls the options [] right"),
        (prediction(comment=f"<!-- {seal(check=Answer(1))} -->"), "has 0 seals"),
        (prediction(right=4), "calls the options [4] right, of 3"),
        (prediction(comment=sealed({"right": [0], "reply": "a"})), "options [0] right, of 3"),
        (prediction(right=[1, 5]), "calls the options [1, 5] right"),
        (prediction(options="- one"), "fewer than two options"),
        (prediction(options="- one\n- two\n\nSo?"), "something beside one list"),
        (prediction(options="1. one\n2. two"), "something beside one list"),
        (prediction(options=""), "something beside one list"),
        (prediction(options="- one\n\n  more\n- two"), "no line of text"),
        (prediction(question=""), "1 argument"),
    ],
)
def test_what_cannot_be_asked_is_a_warning(build, text, said):
    warnings = build(text)
    assert re.search(r"index\.md:3: (?:WARNING|ERROR): ", warnings)
    assert said in warnings


def test_bad_mathematics_in_a_sealed_reply_is_a_warning(build):
    assert "Unexpected end of input" in build(
        prediction(comment=seal_prediction(1, "It is $\\frac$."))
    )
