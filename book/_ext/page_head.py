"""What a page says of itself to those who list, share and cite it.

Each page gets a description, which is the beginning of its first paragraph of words, and the same
for a card; each chapter what tools for citations read. Where the address of the book is known, as
``html_baseurl`` or in the environment as ``BOOK_URL``, pages name theirs, there is a sitemap, and
the page for what is not found, which is shown at any depth, starts its links from there.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

LONGEST = 160
"""Letters of a description; what lists pages shows no more."""

CARD = "_static/card.png"
GUESS = re.compile(r"<script>.*?</script>", re.DOTALL)
"""What looks for the address of the book in that of the page that is not found."""

CHAPTERS = ("book/loss/", "book/penalty/", "book/beyond/", "book/choose/")


def description(doctree: nodes.document) -> str:
    """Return the first paragraph of words, cut after a sentence or a word."""
    for paragraph in doctree.findall(nodes.paragraph):
        plain = " ".join(paragraph.astext().split())
        formula = next(iter(paragraph.findall(nodes.math)), None)
        if formula is None and "reading-time" not in paragraph["classes"] and len(plain) > 40:
            break
    else:
        return ""
    if len(plain) <= LONGEST:
        return plain
    sentences = re.match(rf".{{40,{LONGEST}}}[.?!:](?= )", plain)
    return sentences[0] if sentences else plain[: LONGEST - 1].rpartition(" ")[0] + "…"


def add_to_page(app: Sphinx, pagename: str, template: str, context: Any, doctree: Any) -> None:
    """Give the template what stands in the head of a page."""
    context["description"] = description(doctree) if doctree is not None else ""
    context["is_chapter"] = pagename.startswith(CHAPTERS)
    base = app.config.html_baseurl
    context["author"] = app.config.author
    context["card"] = base.rstrip("/") + "/" + CARD if base else ""


def take_address(app: Sphinx, config: Config) -> None:
    """Take the address of the book from the environment, where the configuration names none."""
    config.html_baseurl = config.html_baseurl or os.environ.get("BOOK_URL", "")


def write_maps(app: Sphinx, exception: Exception | None) -> None:
    """Write the sitemap, if the address is known, and the word to robots."""
    if exception is not None or app.builder.name != "html":
        return
    out, base = Path(app.outdir), app.config.html_baseurl.rstrip("/")
    robots = "User-agent: *\nAllow: /\n"
    if base:
        pages = sorted(path.relative_to(out).as_posix() for path in out.glob("book/**/*.html"))
        rows = "".join(f"<url><loc>{base}/{page}</loc></url>\n" for page in pages)
        (out / "sitemap.xml").write_text(
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</urlset>\n',
            encoding="utf-8",
        )
        robots += f"Sitemap: {base}/sitemap.xml\n"
        start_from(base, out / "404.html")
    (out / "robots.txt").write_text(robots, encoding="utf-8")


def start_from(base: str, page: Path) -> None:
    """Have the links of a page start from the address of the book, wherever it is shown."""
    if page.exists():
        text = page.read_text(encoding="utf-8")
        text = GUESS.sub(f'<base href="{base}/">', text, count=1)
        page.write_text(text, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Look at each page as it is written."""
    app.connect("config-inited", take_address)
    app.connect("html-page-context", add_to_page)
    app.connect("build-finished", write_maps)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
