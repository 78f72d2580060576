"""A browser and the built book, over HTTP and as files.

Without a browser the tests do not run, and the last lines say so; with ``REQUIRE_BROWSER`` set,
as in continuous integration, they fail.
"""

import os
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from built_book import HTML, MISSING, browser_path
from visit import MILLISECONDS, Visit, listen


def pytest_terminal_summary(terminalreporter):
    if browser_path() is None:
        for line in ("", *MISSING):
            terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def html():
    """The folder of the built book."""
    if not (HTML / "index.html").exists():
        pytest.fail("the book is not built: run make book first")
    return HTML


@pytest.fixture(scope="session")
def site(html):
    """The address of the book served on this machine."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=html))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def browser():
    """A headless Chrome or Chromium."""
    from playwright.sync_api import sync_playwright

    path = browser_path()
    if path is None and os.environ.get("REQUIRE_BROWSER"):
        pytest.fail(" ".join(MISSING))
    if path is None:
        pytest.skip(MISSING[0])
    try:
        playwright = sync_playwright().start()
    except Exception as error:
        pytest.fail(f"Playwright's driver did not start; on Debian it needs libatomic1: {error}")
    running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
    yield running
    running.close()
    playwright.stop()


@pytest.fixture(scope="session")
def opened(request, browser, html, site):
    """The page that the test is about, open as long as its tests run."""
    visit = Visit(browser, site, request.param)
    yield visit
    visit.close()


@pytest.fixture
def visit(opened):
    """The page that the test is about; nothing may go wrong on it during the test."""
    yield opened
    assert opened.wrong() == []


@pytest.fixture
def open_file(browser):
    """A function that opens a file that a test made; nothing may go wrong when it does."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    context.set_default_timeout(MILLISECONDS)

    def opened(address):
        page, wrong = context.new_page(), []
        listen(page, "file://", wrong.append)
        page.goto(address, wait_until="load")
        assert wrong == []
        return page

    yield opened
    context.close()


def pytest_collection_modifyitems(items):
    """Put the tests of one page side by side, whichever file they are in."""
    items.sort(key=lambda item: _parameters(item).get("opened", ""))


def _parameters(item):
    return item.callspec.params if hasattr(item, "callspec") else {}
