"""The page that a server shows for an address that is wrong, at any depth below the book."""

import pytest
from built_book import HTML, NOT_FOUND

ADDRESS = "http://corner.test/books/corner/"


@pytest.fixture
def page(browser):
    """A page of a book that stands two folders deep on a server."""
    context = browser.new_context(viewport={"width": 390, "height": 700})

    def answer(route):
        path = HTML / route.request.url.partition("?")[0].removeprefix(ADDRESS)
        if path.is_file():
            route.fulfill(path=path)
        else:
            route.fulfill(status=404, path=HTML / NOT_FOUND, content_type="text/html")

    context.route("**/*", answer)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("wrong", ["gone.html", "book/gone.html", "book/loss/deeper/gone.html"])
def test_links_lead_to_the_contents_and_the_search(page, wrong):
    assert page.goto(ADDRESS + wrong).status == 404
    font = page.evaluate("getComputedStyle(document.body).fontFamily")
    assert "Times" not in font
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("link", name="The book and its contents").click()
    assert page.url == f"{ADDRESS}book/index.html"
    page.goto(ADDRESS + wrong)
    page.get_by_label("Search the book").fill("median")
    page.get_by_role("button", name="Search").click()
    assert page.url == f"{ADDRESS}search.html?q=median"
