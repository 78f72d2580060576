"""A prediction in a page: chosen by mouse and keyboard, with and without script, and printed."""

import subprocess
import sys
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from l1lib.teaching.exercises import seal_prediction

ROOT = Path(__file__).parents[2]
CONF = f"""
import sys
sys.path.insert(0, {str(ROOT / "book" / "_ext")!r})
extensions = ["myst_parser", "mathematics", "predictions", "exercises_on_page"]
html_math_renderer = "temml"
myst_enable_extensions = ["colon_fence", "dollarmath"]
html_theme = "basic"
html_static_path = [{str(ROOT / "book" / "_assets")!r}]
html_copy_source = False
"""
QUESTION = """
:::{{predict}} {}

- the mean
- the median, $m$
- neither

{}
:::
"""


@pytest.fixture(scope="module")
def page_of_predictions(tmp_path_factory):
    """A page with two predictions, the first with one right option, the second with two."""
    folder = tmp_path_factory.mktemp("predictions")
    (folder / "conf.py").write_text(CONF)
    asked = [
        QUESTION.format("Which moves?", seal_prediction(1, "The mean moves by $\\frac12$.")),
        QUESTION.format("Which stay?", seal_prediction([2, 3], "Two stay.")),
    ]
    (folder / "index.md").write_text("# Predict\n" + "\n".join(asked))
    command = [sys.executable, "-m", "sphinx", "-q", "-W", folder, folder / "html"]
    subprocess.run(command, check=True)
    return (folder / "html" / "index.html").as_uri()


@pytest.fixture
def page(open_file, page_of_predictions):
    """The page in a browser."""
    return open_file(page_of_predictions)


def pressed(box):
    return box.get_by_role("button").evaluate_all("all => all.map(b => b.ariaPressed)")


def test_answer_waits_for_the_choice_and_then_is_said(page):
    box = page.get_by_role("group", name="Which moves?").locator("xpath=..")
    said = box.locator("[aria-live=polite]")
    assert said.text_content() == ""
    assert not box.get_by_text("The mean moves").is_visible()
    assert not box.get_by_text("Show the answer").is_visible()
    assert pressed(box) == ["false"] * 3
    box.get_by_role("button", name="neither").click()
    assert said.inner_text().startswith("No.")
    assert said.get_by_text("The mean moves by").is_visible()
    assert said.locator("math").first.is_visible()
    assert pressed(box) == ["false", "false", "true"]
    assert box.locator("li").nth(0).inner_text().split("\n")[-1] == "✓ right"
    assert box.locator("li").nth(2).inner_text().split("\n")[-1] == "✗ not this one"


def test_second_choice_is_possible(page):
    box = page.locator(".prediction").first
    box.get_by_role("button", name="neither").click()
    box.get_by_role("button", name="the mean").click()
    assert box.locator("[aria-live=polite]").inner_text().startswith("Yes.")
    assert pressed(box) == ["true", "false", "false"]
    assert box.locator(".prediction-mark").all_inner_texts() == ["✓ right", "", ""]
    assert box.get_by_text("The mean moves by").count() == 1


def test_each_of_two_right_options_is_right_and_boxes_do_not_mix(page):
    box = page.locator(".prediction").nth(1)
    for option, verdict in [("the mean", "No."), ("the median", "Yes."), ("neither", "Yes.")]:
        box.get_by_role("button", name=option).click()
        assert box.locator(".prediction-verdict").inner_text() == verdict
    assert box.locator(".prediction-mark").all_inner_texts() == ["", "✓ right", "✓ right"]
    assert page.locator(".prediction-verdict").count() == 1


def test_keyboard_chooses(page):
    page.locator("button").first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    box = page.locator(".prediction").first
    assert pressed(box) == ["false", "true", "false"]
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    assert pressed(box) == ["true", "false", "false"]


def test_box_can_be_used_by_all_before_and_after_the_choice(page):
    boxes = Axe().run(page, context=".prediction").response["violations"]
    page.get_by_role("button", name="the mean").first.click()
    assert boxes + Axe().run(page, context=".prediction").response["violations"] == []


def test_without_script_the_answer_is_folded_and_opens(browser, page_of_predictions):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(page_of_predictions)
    box = page.locator(".prediction").first
    reply, right = box.get_by_text("The mean moves by"), box.get_by_text("Right: the mean")
    folded = [box.get_by_text("neither").is_visible(), reply.is_visible(), right.is_visible()]
    box.get_by_text("Show the answer").click()
    opened = [reply.is_visible(), right.is_visible()]
    context.close()
    assert folded == [True, False, False]
    assert opened == [True, True]


@pytest.mark.parametrize("script", [True, False])
def test_printed_page_has_the_answer_open(browser, page_of_predictions, script):
    context = browser.new_context(java_script_enabled=script)
    page = context.new_page()
    page.goto(page_of_predictions)
    page.emulate_media(media="print")
    sizes = [
        page.get_by_text(text).evaluate("box => box.checkVisibility({contentVisibilityAuto: true})")
        for text in ("The mean moves by", "Right: the mean", "Two stay.")
    ]
    context.close()
    assert sizes == [True] * 3
