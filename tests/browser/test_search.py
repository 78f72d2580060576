"""What a reader types leads to the right page: the built index, asked by the page's own script.

`search_queries.csv` says which page, or part of a page, has to be among the first, and among how
many. A page that is not in the contents yet is not asked for.
"""

import csv
import json
from pathlib import Path

import pytest
from built_book import PAGES
from py_mini_racer import MiniRacer
from visit import MILLISECONDS, listen

TABLE = Path(__file__).with_name("search_queries.csv").read_text(encoding="utf-8")
QUERIES = [
    (row["query"], f"book/{row['page']}", int(row["among"]))
    for row in csv.DictReader(TABLE.splitlines())
]
ASKED = [query for query in QUERIES if f"{query[1].partition('#')[0]}.html" in PAGES]
FIRST = 3
# What no text below a result may hold: TeX, what belongs to the page around it, the seals.
NOISE = ("\\", "Reading time", "How we know", "Print to PDF", "Show code", "Solution to", "seal")
# The script of the page finds a document and a place to keep words, which the engine lacks.
PAGE = """
var window = {}, localStorage = {setItem: () => {}}, SPHINX_HIGHLIGHT_ENABLED = false;
var document = {getElementById: () => null}, _ready = () => {}, _ = (text) => text;
"""
ASK = """
function ask(query) {
  const found = Search._performSearch(...Search._parseQuery(query)).reverse();
  return JSON.stringify(found.map(([page, , anchor]) => page + anchor));
}
"""


@pytest.fixture(scope="module")
def engine(html):
    """The search of the built book."""
    racer = MiniRacer()
    racer.eval(PAGE)
    scripts = [f"_static/{name}.js" for name in ("language_data", "searchtools", "search")]
    for name in (*scripts, "searchindex.js"):
        racer.eval((html / name).read_text(encoding="utf-8"))
    racer.eval(ASK)
    return racer


def places(engine, query):
    """Return the pages or parts of pages that are found, the best first."""
    return json.loads(engine.call("ask", query))


def asked(engine, query):
    """Return the pages that are found, each once, the best first."""
    return list(dict.fromkeys(place.partition("#")[0] for place in places(engine, query)))


@pytest.mark.parametrize(("query", "place", "among"), ASKED)
def test_right_place_is_among_the_first(engine, query, place, among):
    found = (places if "#" in place else asked)(engine, query)
    assert place in found[:among]


def test_enough_is_asked():
    assert len(ASKED) >= 120
    assert sum(among == 1 for _, _, among in ASKED) >= 25


@pytest.mark.parametrize(("typed", "also"), [("ℓ₁", "l1"), ("L₁ norm", "l1 norm"), ("λ", "lambda")])
def test_letters_that_mean_the_same_find_the_same(engine, typed, also):
    assert places(engine, typed) == places(engine, also) != []


def test_word_that_nobody_uses_is_not_found(engine):
    assert asked(engine, "hovercraft") == []


@pytest.mark.parametrize("query", ["percentile", "Bayesian Lasso", "lad standard errors"])
def test_browser_shows_what_the_engine_finds(browser, site, engine, query):
    page = browser.new_page()
    page.goto(f"{site}search.html?q={query}")
    links = page.locator("#search-results ul.search > li > a")
    links.first.wait_for(timeout=MILLISECONDS)
    shown = [link.split(site)[-1].partition(".html")[0] for link in
             links.evaluate_all("all => all.map(a => a.href)")]  # fmt: skip
    assert list(dict.fromkeys(shown))[:FIRST] == asked(engine, query)[:FIRST]


@pytest.fixture(params=["served", "file"])
def search_page(request, browser, html, site):
    """A function that opens the search with a query; nothing may go wrong on the way."""
    folder = site if request.param == "served" else f"{html.as_uri()}/"
    context, wrong = browser.new_context(), []
    context.set_default_timeout(MILLISECONDS)

    def opened(query):
        page = context.new_page()
        listen(page, folder, wrong.append)
        page.goto(f"{folder}search.html?q={query}")
        page.locator("#search-results p.context").first.wait_for()
        page.wait_for_load_state("networkidle")
        return page

    yield opened
    context.close()
    assert wrong == []


@pytest.mark.parametrize("query", ["Boscovich's line", "duality gap", "lasso_path"])
def test_texts_below_results_read_well(search_page, query):
    page = search_page(query)
    texts = page.locator("#search-results p.context").all_inner_texts()
    assert len(texts) >= len(page.locator("#search-results li").all()) - 1
    assert [text for text in texts if any(noise in text for noise in NOISE)] == []
    assert all(len(text) > 10 for text in texts)


def test_words_are_marked_on_the_page_to_which_a_result_leads(search_page):
    page = search_page("vertex theorem λ")
    page.locator("#search-results li > a").first.click()
    page.locator("main .highlighted").first.wait_for()
    marked = page.locator("main .highlighted").all_text_contents()
    assert {word.lower() for word in marked} <= {"vertex", "theorem", "lambda"}
    assert page.locator("math .highlighted").count() == 0


def test_what_is_typed_begins_beside_the_glass(search_page):
    field = search_page("lasso").locator("main form.bd-search")
    glass, typed = (field.locator(part).bounding_box() for part in ("i", "input"))
    padding = field.locator("input").evaluate("e => parseFloat(getComputedStyle(e).paddingLeft)")
    assert typed["x"] + padding >= glass["x"] + glass["width"]
