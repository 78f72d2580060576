"""A formula that is copied is its TeX."""

import pytest
from built_book import HTML

PAGE = "book/loss/measure.html"
COPIED = """selector => {
  const box = document.querySelector(selector);
  document.getSelection().selectAllChildren(box);
  const clipboardData = new DataTransfer();
  const event = new ClipboardEvent('copy', {clipboardData, bubbles: true, cancelable: true});
  box.dispatchEvent(event);
  return {
    text: event.defaultPrevented ? clipboardData.getData('text/plain') : null,
    tex: [...box.querySelectorAll('[data-tex]')].map(formula => formula.dataset.tex),
    left: document.querySelectorAll('body > div[style*="200vw"]').length,
  };
}"""


@pytest.fixture
def page(browser, html):
    page = browser.new_page()
    page.goto((HTML / PAGE).as_uri())
    yield page
    page.close()


def test_formulas_of_a_paragraph_are_copied_as_tex_among_its_words(page):
    copied = page.evaluate(COPIED, "article p:has(span.math + span.math)")
    assert len(copied["tex"]) > 1
    assert all(f"${tex}$" in copied["text"] for tex in copied["tex"])
    assert copied["text"].count("$") == 2 * len(copied["tex"])
    assert any(word.isalpha() and len(word) > 3 for word in copied["text"].split())
    assert copied["left"] == 0


def test_displayed_formula_is_copied_between_double_marks_without_its_number(page):
    copied = page.evaluate(COPIED, "div.math:has(.eqno)")
    tex = page.locator("div.math:has(.eqno)").first.get_attribute("data-tex")
    assert copied["text"].strip() == f"$${tex}$$"


def test_part_of_a_formula_is_copied_whole(page):
    copied = page.evaluate(COPIED, "span.math math")
    assert copied["text"].startswith(
        f"${page.locator('span.math').first.get_attribute('data-tex')}$"
    )


def test_words_without_a_formula_are_left_to_the_browser(page):
    assert page.evaluate(COPIED, "article h1")["text"] is None
