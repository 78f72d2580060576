"""The light style sheet looks like all that it was made of, in each state that a page can take."""

import gzip
from urllib.parse import unquote, urlsplit

import pytest
from built_book import HTML
from visit import every_page

LEFT_OUT = HTML.parent / "left-out"

TIP = '[data-bs-toggle="tooltip"]'

# What each state asks of a page: its width, its theme, and what is done on it.
STATES = {
    "light": (1280, "light", ""),
    "dark": (1280, "dark", ""),
    "phone": (360, "light", ""),
    "menu of a phone": (360, "dark", "document.querySelector('.primary-toggle').click()"),
    "contents on a phone": (360, "light", "document.querySelector('.secondary-toggle')?.click()"),
    "search": (1280, "light", "document.querySelector('#pst-search-dialog').showModal()"),
    "download": (1280, "dark", "document.querySelector('[data-bs-toggle=dropdown]')?.click()"),
    "tooltip": (1280, "light", f"bootstrap.Tooltip.getOrCreateInstance('{TIP}').show()"),
    "folds": (1280, "light", "for (const d of document.querySelectorAll('details')) d.open = true"),
    "solutions": (1280, "dark", "document.querySelector('.toggle-button')?.click()"),
    "printed": (794, "light", ""),
}  # fmt: skip

# Formulas keep their sheet; letters of code have all the same style but for a colour.
DIFFERENCES = """async sheets => {
  const all = 'body, body *:not(math *, .highlight .highlight *)';
  const styles = () => [...document.querySelectorAll(all)]
    .flatMap(element => ['', '::before', '::after'].map(part => {
      const style = getComputedStyle(element, part);
      if (part && style.content === 'none') return null;
      return [element, part, Object.fromEntries([...style].map(name => [name, style[name]]))];
    }));
  const settled = () => document.getAnimations().forEach(animation => animation.finish());
  await document.fonts.ready;
  settled();
  const light = styles();
  const old = document.querySelector('link[rel=stylesheet][href*="book-"]');
  await Promise.all(sheets.map(sheet => new Promise((loaded, failed) => {
    const link = Object.assign(document.createElement('link'), {rel: 'stylesheet', href: sheet});
    link.onload = loaded; link.onerror = () => failed(new Error(sheet));
    old.before(link);
  })));
  old.remove();
  await document.fonts.ready;
  settled();
  return styles().flatMap((whole, number) => {
    if (!whole !== !light[number]) return [`${number}: only in one`];
    if (!whole) return [];
    const [element, part, style] = whole, before = light[number][2];
    const names = Object.keys(style).filter(name => style[name] !== before[name]);
    const name = element.tagName + '.' + [...element.classList].join('.') + part;
    const said = names.map(n => `${n} ${before[n]} was ${style[n]}`);
    return said.length ? [`${name}: ${said.join('; ')}`] : [];
  });
}"""


def sheets():
    """Return the addresses of the sheets of which the light one was made."""
    names = (LEFT_OUT / "sheets.txt").read_text(encoding="utf-8").split()
    places = [next(p for p in (LEFT_OUT / name, HTML / name) if p.exists()) for name in names]
    return [place.as_uri() for place in places if place.name != "mathematics.css"]


def differences(browser, name, state):
    """Return the elements that look otherwise under the whole sheets, in one state of a page."""
    width, theme, action = STATES[state]
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=theme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto((HTML / name).as_uri(), wait_until="load")
    page.add_style_tag(content=".bd-article section > * { content-visibility: visible !important }")
    if state == "printed":
        page.emulate_media(media="print")
    if action:
        page.evaluate(action)
    found = page.evaluate(DIFFERENCES, sheets())
    context.close()
    return found


LOOKED_AT = [
    *(("book/index.html", state) for state in STATES),
    ("book/choose/claims.html", "dark"),
    ("book/choose/claims.html", "folds"),
    ("search.html", "light"),
]


@pytest.mark.parametrize(("name", "state"), LOOKED_AT)
def test_nothing_looks_otherwise_under_the_light_sheet(browser, html, name, state):
    assert differences(browser, name, state) == []


@every_page
def test_page_is_light(visit):
    weights = weigh(visit.show("phone"))
    assert {visit.name.rpartition("/")[2], *sheet_and_script()} <= set(weights)
    limit = 120_000 if visit.name == "book/index.html" else 250_000
    assert sum(weights.values()) <= limit, sorted(weights.items(), key=lambda w: -w[1])[:9]


def weigh(page):
    """Return the compressed bytes of each file that a page asked for, all figures included."""
    asked = page.evaluate(
        "[location, ...performance.getEntriesByType('resource')].map(e => e.name || e.href)"
    )
    paths = {HTML / unquote(urlsplit(url).path).lstrip("/") for url in asked}
    return {path.name: len(gzip.compress(path.read_bytes())) for path in paths}


def sheet_and_script():
    """Return the names of the sheet and the script of all pages."""
    return [next((HTML / "_static").glob(f"book-*.{kind}")).name for kind in ("css", "js")]
