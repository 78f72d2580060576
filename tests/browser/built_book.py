"""Where the built book is, its pages, and the browser of this machine."""

import shutil
from pathlib import Path

HTML = Path(__file__).parents[2] / "_build" / "html"
FRONT = "index.html"
NOT_FOUND = "404.html"
"""What a server shows in place of a page; it has tests of its own."""
PAGES = sorted(
    name
    for path in HTML.rglob("*.html")
    if not (name := path.relative_to(HTML).as_posix()).startswith("_static/") and name != NOT_FOUND
)
# Pages of answers, without exercises and a summary.
LOOKED_UP = {
    f"book/choose/{name}.html"
    for name in ("claims", "questions", "questions-penalty", "question-list")
}
CHAPTERS = [
    name
    for name in PAGES
    if name.startswith(("book/loss/", "book/penalty/", "book/choose/")) and name not in LOOKED_UP
]
BROWSERS = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
]
MISSING = (
    "The browser tests did not run: no Chrome or Chromium was found.",
    "Install one (Debian, Ubuntu: apt install chromium) and run make test again.",
)


def browser_path():
    """Return the first browser found on this machine, or None."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)
