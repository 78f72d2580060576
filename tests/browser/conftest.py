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


@pytest.fixture
def visit(browser):
    """A function that opens an address and returns the page with all that went wrong on it."""
    contexts = []

    def open_page(address, *, inside, scheme="light", width=1280):
        context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce"
        )
        contexts.append(context)
        page, wrong = context.new_page(), []
        page.on("console", lambda m: m.type == "error" and wrong.append(f"console: {m.text}"))
        page.on("pageerror", lambda error: wrong.append(f"script: {error}"))
        page.on("requestfailed", lambda r: wrong.append(f"failed: {r.url}"))
        page.on("response", lambda r: r.status >= 400 and wrong.append(f"{r.status}: {r.url}"))
        page.on(
            "request",
            lambda r: r.url.startswith((inside, "data:", "blob:")) or wrong.append(f"out: {r.url}"),
        )
        page.goto(address, wait_until="load")
        page.wait_for_load_state("networkidle")
        return page, wrong

    yield open_page
    for context in contexts:
        context.close()
