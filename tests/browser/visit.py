"""One visit of a built page, which every test of that page shares.

The page is open twice in one browser: from its file on a desk, and served to a phone. What it is
to look like is asked of it (`Visit.show`), so that a page is loaded, and the mathematics of it
laid out, as seldom as can be. All that goes wrong meanwhile is kept, with where it went wrong.
"""

from collections.abc import Callable

import pytest
from built_book import CHAPTERS, FRONT, HTML, PAGES
from playwright.sync_api import Browser, Page

# A guard against a hang. No page takes so long, however busy the machine is.
MILLISECONDS = 300_000
LOOKS = {
    "light": {"color_scheme": "light", "media": "screen"},
    "dark": {"color_scheme": "dark", "media": "screen"},
    "printed": {"color_scheme": "light", "media": "print"},
}
# What is far from the window is laid out, too, to be looked at. Two frames later the theme has
# heard of a change, and what it moves can be awaited.
SETTLED = """async () => {
  if (!document.getElementById('whole')) {
    const whole = document.createElement('style');
    whole.id = 'whole';
    whole.textContent = '.bd-article section > * { content-visibility: visible !important; }';
    document.head.append(whole);
  }
  const frame = () => new Promise(requestAnimationFrame);
  await frame();
  await frame();
  document.querySelectorAll('img[loading=lazy]').forEach(image => { image.loading = 'eager'; });
  await Promise.all([...document.images].map(image => image.decode().catch(() => null)));
  await document.fonts.ready;
  const ends = document.getAnimations().filter(a => a.effect.getComputedTiming().endTime < 1e5);
  ends.forEach(animation => animation.finish());
  await frame();
}"""


def _of(names):
    """Let a test run on each of these pages, all tests of one page in one process."""
    group = pytest.mark.xdist_group
    pages = [pytest.param(name, id=name, marks=group(name)) for name in names]
    return pytest.mark.parametrize("opened", pages, indirect=True)


every_page = _of([name for name in PAGES if name != FRONT])
every_chapter = _of(CHAPTERS)
every_reference_page = _of([name for name in PAGES if "/reference/" in name])


class Visit:
    """A page of the built book in the browser."""

    def __init__(self, browser: Browser, site: str, name: str) -> None:
        self._browser, self._site, self.name = browser, site, name
        self._places: dict[str, Page] = {}
        self._touched = False
        self._mode = ""
        self._wrong: list[str] = []

    def show(self, mode: str) -> Page:
        """Return the page as it is in a mode: "light", "dark", "printed", or "phone".

        A phone is light, 360 px wide, and gets the page from a server; the others are 1280 px
        wide and read the file. The tests that call this only look.
        """
        self._mode = mode
        if mode == "phone":
            page = self._at("phone", self._site, width=360)
        else:
            page = self._at("desk", f"{HTML.as_uri()}/", width=1280)
            if self._touched:
                self._touched = False
                page.reload(wait_until="load")
            page.emulate_media(**LOOKS[mode])
        page.evaluate(SETTLED)
        return page

    def touch(self) -> Page:
        """Return the page, light and just loaded, to click and type on."""
        self._touched = "desk" in self._places
        page = self.show("light")
        self._touched = True
        return page

    def wrong(self) -> list[str]:
        """Return what went wrong since the last call, each line with where."""
        found, self._wrong = self._wrong, []
        return found

    def close(self) -> None:
        """Close the page."""
        for page in self._places.values():
            page.context.close()

    def _at(self, place: str, folder: str, width: int) -> Page:
        if place not in self._places:
            context = self._browser.new_context(
                viewport={"width": width, "height": 800}, reduced_motion="reduce"
            )
            context.set_default_timeout(MILLISECONDS)
            page = self._places[place] = context.new_page()
            self._listen(page, folder)
            page.goto(folder + self.name, wait_until="load")
        return self._places[place]

    def _listen(self, page: Page, inside: str) -> None:
        listen(page, inside, lambda what: self._wrong.append(f"{self.name}, {self._mode}: {what}"))


def listen(page: Page, inside: str, note: Callable[[str], None]) -> None:
    """Note what goes wrong on a page, and each request that leaves a folder."""
    page.on("console", lambda m: m.type == "error" and note(f"console: {m.text}"))
    page.on("pageerror", lambda error: note(f"script: {error}"))
    page.on("requestfailed", lambda r: note(f"failed: {r.url}"))
    page.on("response", lambda r: r.status >= 400 and note(f"{r.status}: {r.url}"))
    page.on(
        "request",
        lambda r: r.url.startswith((inside, "data:", "blob:")) or note(f"out: {r.url}"),
    )
