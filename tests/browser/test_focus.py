"""The keyboard: what has the focus shows it, and keeps it after use; fingers find the buttons."""

import pytest
from built_book import HTML
from visit import every_chapter, every_page

PLACES = ["book/index.html", "book/loss/measure.html", "search.html"]

# Of all that can have the focus, one of each kind: ring, shadow, border or ground has to change.
UNSEEN_FOCUS = """() => {
  const style = (box, part) => {
    const s = getComputedStyle(box, part);
    const ring = s.outlineStyle === 'none' ? '' : `${s.outlineStyle} ${s.outlineWidth}`;
    return [ring, s.boxShadow, s.borderColor, s.backgroundColor].join();
  };
  const around = box => [box, ...box.children, box.closest('.bd-search, .admonition-title')]
    .filter(Boolean);
  const look = box => around(box)
    .map(b => [null, '::before', '::after'].map(part => style(b, part))).join(';');
  document.querySelector('[data-bs-toggle=dropdown]')?.click();
  const kinds = new Map();
  for (const box of document.querySelectorAll('a[href], button, input, summary, [tabindex="0"]')) {
    const kind = [box.tagName, ...box.classList, box.parentElement.className].join(' ');
    if (box.checkVisibility({visibilityProperty: true}) && !kinds.has(kind)) kinds.set(kind, box);
  }
  const unseen = [];
  for (const box of kinds.values()) {
    document.activeElement.blur();
    const before = look(box);
    box.focus();
    if (!box.matches(':focus-visible') || look(box) === before) unseen.push(box.outerHTML);
  }
  document.querySelector('[data-bs-toggle=dropdown].show')?.click();
  document.activeElement.blur();
  return unseen.map(html => html.slice(0, 160));
}"""
SMALL_BUTTONS = """() => [...document.querySelectorAll('.bd-header-article button')]
  .filter(button => button.checkVisibility())
  .map(button => [button.className, button.getBoundingClientRect()])
  .filter(([name, { width, height }]) => Math.min(width, height) < 24)
  .map(([name, { width, height }]) => `${name}: ${width} x ${height}`)"""
SEARCH_OUT_OF_VIEW = """() => {
  const bar = document.querySelector('#pst-primary-sidebar');
  bar.scrollTop = bar.scrollHeight;
  const { top, bottom } = bar.querySelector('.search-button-field').getBoundingClientRect();
  const scrolled = bar.scrollTop;
  bar.scrollTop = 0;
  return { scrolled, seen: top >= 0 && bottom <= innerHeight };
}"""


@every_page
def test_focus_is_seen_on_all_that_can_have_it(visit):
    page = visit.show("light")
    page.keyboard.press("Tab")
    assert page.evaluate(UNSEEN_FOCUS) == []


@every_page
def test_finger_finds_each_button_of_the_header(visit):
    assert visit.show("phone").evaluate(SMALL_BUTTONS) == []


@pytest.mark.parametrize("button", [".theme-switch-button", ".primary-toggle"])
@pytest.mark.parametrize("name", PLACES)
def test_focus_stays_on_a_button_that_was_used(open_file, html, name, button):
    page = open_file((HTML / name).as_uri())
    page.keyboard.press("Tab")
    page.locator(button).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert page.evaluate("name => document.activeElement.matches(name)", button)


@pytest.mark.parametrize("name", PLACES)
def test_search_stays_in_view_while_the_list_of_pages_scrolls(open_file, html, name):
    page = open_file((HTML / name).as_uri())
    page.set_viewport_size({"width": 1280, "height": 500})
    found = page.evaluate(SEARCH_OUT_OF_VIEW)
    assert found["scrolled"] > 200
    assert found["seen"]


@every_chapter
def test_button_of_a_solution_is_called_by_its_exercise(visit):
    page = visit.show("light")
    names = page.locator(".solution .toggle-button").evaluate_all(
        "buttons => buttons.map(button => button.getAttribute('aria-label'))"
    )
    assert names
    assert len(set(names)) == len(names)
    assert all(name.startswith("Solution to Exercise ") for name in names)
