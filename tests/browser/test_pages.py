"""Every built page, in a browser: what loads, what is seen, what the keyboard and axe find."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from built_book import CHAPTERS, PAGES
from page_links import dead_links

every_page = pytest.mark.parametrize("name", PAGES)

UNRENDERED = """() => [...document.querySelectorAll('.math')]
  .filter(box => !box.querySelector('.katex math') || box.querySelector('.katex-error'))
  .map(box => box.textContent)"""
WITHOUT_ALT = """() => [...document.querySelectorAll('img, svg[role=img]')]
  .filter(image => !(image.alt || image.getAttribute('aria-label') || '').trim())
  .map(image => image.outerHTML.slice(0, 200))"""
BROKEN_IMAGES = """() => [...document.images]
  .filter(image => image.complete && !image.naturalWidth).map(image => image.src)"""
TOO_WIDE = """() => document.documentElement.scrollWidth > innerWidth
  ? [...document.querySelectorAll('main *')]
      .filter(box => box.getBoundingClientRect().right > innerWidth + 1)
      .slice(0, 5).map(box => box.outerHTML.slice(0, 120))
  : []"""


def test_the_book_has_its_pages(html):
    assert {"index.html", "book/index.html", "book/reference/statements.html"} <= set(PAGES)
    assert len(CHAPTERS) >= 3


def test_front_page_asks_for_nothing_since_it_is_left_at_once(html):
    front = (html / "index.html").read_text(encoding="utf-8")
    assert re.findall(r'(?:src|href)="([^"#]+)"', front) == ["data:,", "book/index.html"]
    assert 'content="0; url=book/index.html"' in front


@every_page
def test_page_loads_from_the_book_alone_as_a_file(visit, html, name):
    _, wrong = visit((html / name).as_uri(), inside=html.as_uri())
    assert wrong == []


@pytest.mark.parametrize("name", CHAPTERS)
def test_chapter_has_mathematics_and_figures_to_show(visit, site, name):
    page, _ = visit(site + name, inside=site)
    assert page.locator(".math .katex").count() > 20
    assert page.locator("article img").count() > 0
    assert page.locator("p.verified").count() > 2


def serious(page):
    """Return what axe finds on a page that keeps people from using it."""
    return [
        f"{violation['id']}: {node['html'][:160]}"
        for violation in Axe().run(page).response["violations"]
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@every_page
def test_page_loads_from_the_book_alone_and_can_be_used_by_all(visit, site, name, scheme):
    page, wrong = visit(site + name, inside=site, scheme=scheme)
    assert wrong == []
    assert page.title()
    assert page.evaluate(UNRENDERED) == []
    assert page.evaluate(WITHOUT_ALT) == []
    assert page.evaluate(BROKEN_IMAGES) == []
    assert page.evaluate("document.documentElement.dataset.theme") == scheme
    assert serious(page) == []


@every_page
def test_nothing_scrolls_sideways_on_a_phone(visit, site, name):
    page, _ = visit(site + name, inside=site, width=360)
    assert page.evaluate(TOO_WIDE) == []


@pytest.mark.parametrize("name", CHAPTERS)
def test_solution_opens_with_the_keyboard(visit, site, name):
    page, _ = visit(site + name, inside=site)
    button = page.locator(".solution button, .solution summary").first
    hidden = page.locator(".solution.toggle-hidden").count()
    button.focus()
    page.keyboard.press("Enter")
    assert hidden > 0
    assert page.locator(".solution.toggle-hidden").count() == hidden - 1


def test_no_internal_link_is_dead(html):
    assert dead_links(html) == []
