"""Every built page, in a browser: what loads, what is seen, what the keyboard and axe find."""

import re

import pytest
from accessibility import faults
from built_book import CHAPTERS, FRONT, PAGES
from page_links import dead_links
from visit import MILLISECONDS, every_chapter, every_page, every_reference_page

UNRENDERED = """() => [...document.querySelectorAll('.math')]
  .filter(box => !box.querySelector('math') || box.querySelector('merror'))
  .map(box => box.textContent)"""
WITHOUT_ALT = """() => [...document.querySelectorAll('img, svg[role=img]')]
  .filter(image => !(image.alt || image.getAttribute('aria-label') || '').trim())
  .map(image => image.outerHTML.slice(0, 200))"""
BROKEN_IMAGES = """() => [...document.images]
  .filter(image => !image.naturalWidth).map(image => image.src)"""
REPEATED_IDS = """() => {
  const ids = [...document.querySelectorAll('[id]')].map(box => box.id);
  return ids.filter((id, index) => ids.indexOf(id) < index);
}"""
TOO_WIDE = """() => document.documentElement.scrollWidth > innerWidth
  ? [...document.querySelectorAll('main *')]
      .filter(box => box.getBoundingClientRect().right > innerWidth + 1)
      .slice(0, 5).map(box => box.outerHTML.slice(0, 120))
  : []"""

HALF_SEEN = """() => [...document.querySelectorAll(
    'article :is(.pst-scrollable-table-container, div.math > .formula, dl.field-list)')]
  .filter(box => box.scrollWidth > box.clientWidth + 1)
  .map(box => box.textContent.trim().slice(0, 60))"""


def test_the_book_has_its_pages(html):
    assert {"index.html", "book/index.html", "book/reference/statements.html"} <= set(PAGES)
    assert {name.split("/")[1] for name in CHAPTERS} >= {"loss", "penalty"}
    assert len(CHAPTERS) >= 12


def test_front_page_asks_for_nothing_since_it_is_left_at_once(html):
    front = (html / "index.html").read_text(encoding="utf-8")
    assert re.findall(r'(?:src|href)="([^"#]+)"', front) == ["data:,", "book/index.html"]
    assert 'content="0; url=book/index.html"' in front


def test_front_page_leads_to_the_book(browser, html, site):
    for folder in [f"{html.as_uri()}/", site]:
        page = browser.new_page()
        page.goto(folder + FRONT)
        page.wait_for_url(f"{folder}book/index.html", timeout=MILLISECONDS)
        page.close()


@pytest.mark.parametrize("mode", ["light", "dark", "printed", "phone"])
@every_page
def test_page_loads_from_the_book_alone_and_shows_all_it_has(visit, mode):
    page = visit.show(mode)
    assert visit.wrong() == []
    assert page.title()
    assert page.evaluate(UNRENDERED) == []
    assert page.evaluate(WITHOUT_ALT) == []
    assert page.evaluate(BROKEN_IMAGES) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@every_page
def test_page_can_be_used_by_all(visit, scheme):
    page = visit.show(scheme)
    assert page.evaluate("document.documentElement.dataset.theme") == scheme
    # Names, roles and structure are those of the light page; make test-thorough asks them again.
    assert faults(page, colours_alone=scheme == "dark") == []


@pytest.mark.thorough
@pytest.mark.parametrize("scheme", ["light", "dark"])
@every_page
def test_page_can_be_used_by_all_down_to_its_last_letter(visit, scheme):
    assert faults(visit.show(scheme), everywhere=True) == []


@every_page
def test_each_id_is_the_name_of_one_element(visit):
    assert visit.show("light").evaluate(REPEATED_IDS) == []


@every_page
def test_nothing_scrolls_sideways_on_a_phone(visit):
    assert visit.show("phone").evaluate(TOO_WIDE) == []


@every_reference_page
def test_table_or_formula_to_look_up_is_seen_whole_on_a_phone(visit):
    assert visit.show("phone").evaluate(HALF_SEEN) == []


@every_chapter
def test_chapter_has_mathematics_and_figures_to_show(visit):
    page = visit.show("light")
    assert page.locator(".math math").count() > 20
    assert page.locator("article img").count() > 0
    assert page.locator("p.verified").count() > 0


@every_chapter
def test_solution_opens_with_the_keyboard(visit):
    page = visit.touch()
    button = page.locator(".solution button, .solution summary").first
    hidden = page.locator(".solution.toggle-hidden").count()
    button.focus()
    page.keyboard.press("Enter")
    assert hidden > 0
    assert page.locator(".solution.toggle-hidden").count() == hidden - 1


def test_no_internal_link_is_dead(html):
    assert dead_links(html) == []
