"""What a reader types leads to the right page: the built index, asked by the page's own script.

`search_queries.csv` says which page has to be among the first three. A page that is not in the
contents yet is not asked for.
"""

import csv
import json
from pathlib import Path

import pytest
from built_book import PAGES
from py_mini_racer import MiniRacer
from visit import MILLISECONDS

TABLE = Path(__file__).with_name("search_queries.csv").read_text(encoding="utf-8")
QUERIES = [(row["query"], f"book/{row['page']}") for row in csv.DictReader(TABLE.splitlines())]
ASKED = [query for query in QUERIES if f"{query[1]}.html" in PAGES]
FIRST = 3
# The script of the page finds a document and a place to keep words, which the engine lacks.
PAGE = """
var window = {}, localStorage = {setItem: () => {}}, SPHINX_HIGHLIGHT_ENABLED = false;
var document = {getElementById: () => null}, _ready = () => {}, _ = (text) => text;
"""
ASK = """
function ask(query) {
  const found = Search._performSearch(...Search._parseQuery(query)).reverse();
  return JSON.stringify(found.map(result => result[0]));
}
"""


@pytest.fixture(scope="module")
def engine(html):
    """The search of the built book."""
    racer = MiniRacer()
    racer.eval(PAGE)
    for name in ("_static/language_data.js", "_static/searchtools.js", "searchindex.js"):
        racer.eval((html / name).read_text(encoding="utf-8"))
    racer.eval(ASK)
    return racer


def asked(engine, query):
    """Return the pages that are found, each once, the best first."""
    return list(dict.fromkeys(json.loads(engine.call("ask", query))))


@pytest.mark.parametrize(("query", "page"), ASKED)
def test_right_page_is_among_the_first_three(engine, query, page):
    assert page in asked(engine, query)[:FIRST]


def test_enough_is_asked():
    assert len(ASKED) >= 80


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
