"""The answer box of a page says what the checker of Python says, and can be used by all."""

import sys
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

sys.path.insert(0, str(Path(__file__).parents[1] / "teaching" / "exercises"))

from answer_cases import answer_cases

ROOT = Path(__file__).parents[2]
CASES = list(answer_cases())
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Boxes</title>
<link rel="stylesheet" href="{assets}/exercises.css"><main><h1>Boxes</h1>{body}</main>
<script src="{assets}/exercises.js" defer></script></html>"""
EXERCISE = """<div class="exercise"><p class="admonition-title">Exercise {}</p></div>
<div class="cell">{}</div>"""


@pytest.fixture(scope="module")
def page_of_boxes(tmp_path_factory):
    """A page with one exercise for each checker of the cases."""
    body = "".join(
        EXERCISE.format(number, check(None)._repr_html_())
        for number, (check, _) in enumerate(CASES, start=1)
    )
    path = tmp_path_factory.mktemp("boxes") / "boxes.html"
    assets = (ROOT / "book" / "_assets").as_uri()
    path.write_text(PAGE.format(assets=assets, body=body), encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def boxes(open_file, page_of_boxes):
    """The page, in a browser."""
    return open_file(page_of_boxes)


def test_box_says_to_every_case_what_the_checker_says(boxes):
    different = []
    for index, (_, replies) in enumerate(CASES):
        box = boxes.locator(".answer-box").nth(index)
        for text, said in replies:
            box.get_by_role("textbox").fill(text)
            box.get_by_role("button", name="Check").click()
            if (got := box.locator("[aria-live=polite]").text_content()) != said:
                different.append((index, text, said, got))
    assert different == []


def test_keyboard_reaches_the_box_and_enter_checks(boxes):
    boxes.keyboard.press("Tab")
    boxes.keyboard.type("5/2")
    boxes.keyboard.press("Enter")
    first = boxes.locator(".answer-box").first
    assert first.locator(".answer-reply").text_content() == "Right."
    boxes.keyboard.type("0")
    assert first.locator(".answer-reply").text_content() == ""
    boxes.keyboard.press("Tab")
    boxes.keyboard.press("Space")
    assert first.locator(".answer-reply").text_content() == "Not yet: too small."


def test_box_is_named_and_told_apart_by_its_exercise(boxes):
    inputs = boxes.get_by_role("textbox", name="Your answer, a number")
    assert inputs.count() == sum(isinstance(check.truth, int | float) for check, _ in CASES)
    described = boxes.locator("input").evaluate_all(
        "all => all.map(x => document.getElementById(x.getAttribute('aria-describedby')).innerText)"
    )
    assert described == [f"Exercise {number}" for number in range(1, len(CASES) + 1)]
    assert Axe().run(boxes).response["violations"] == []


def test_page_without_script_says_what_is_missing(browser, page_of_boxes):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(page_of_boxes)
    text = page.locator(".answer-box").first.inner_text()
    context.close()
    assert "No answer yet" in text
    assert "JavaScript" in text
