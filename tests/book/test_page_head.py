"""What a page says of itself, with and without the address of the book."""

import re
from pathlib import Path

import pytest
from store_outputs import BOOK

CONF = f"""
project = "The book"
author = "Ann Author"
extensions = ["myst_nb", "page_head"]
nb_execution_mode = "off"
html_theme = "sphinx_book_theme"
html_extra_path = [{str(BOOK / "_front" / "404.html")!r}]
templates_path = [{str(BOOK / "_templates")!r}]
html_baseurl = "@"
"""
LONG = "A first sentence that is long enough to say something. " + "More of the same. " * 20
ADDRESS = "https://example.org/corner"


@pytest.fixture
def built(small_book, monkeypatch):
    """A function that builds two pages and returns the folder."""
    monkeypatch.delenv("BOOK_URL", raising=False)

    def build(base=""):
        (small_book.source / "book" / "loss").mkdir(parents=True)
        (small_book.source / "index.md").write_text("# Front\n\n```{toctree}\nbook/loss/a\n```\n")
        (small_book.source / "book" / "loss" / "a.md").write_text(f"# One\n\nShort.\n\n{LONG}\n")
        small_book.build(CONF.replace("@", base))
        return small_book.source.parent / "html"

    return build


def named(page, name):
    return re.findall(rf'<meta (?:name|property)="{name}" content="([^"]*)"', page)


def chapter(folder: Path) -> str:
    return (folder / "book" / "loss" / "a.html").read_text(encoding="utf-8")


def test_description_ends_with_a_sentence_and_a_chapter_can_be_cited(built):
    page = chapter(built())
    (said,) = named(page, "description")
    assert named(page, "og:description") == [said]
    assert said.startswith("A first sentence")
    assert 40 < len(said) <= 160
    assert said.endswith(".")
    assert named(page, "citation_title") == ["One"]
    assert named(page, "citation_author") == ["Ann Author"]


def test_without_an_address_nothing_names_one(built):
    folder = built()
    page = chapter(folder)
    assert named(page, "og:url") == named(page, "og:image") == []
    assert not (folder / "sitemap.xml").exists()
    assert (folder / "robots.txt").read_text() == "User-agent: *\nAllow: /\n"
    assert "<base" not in (folder / "404.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("base", "of_environment"), [(ADDRESS, ""), (f"{ADDRESS}/", ""), ("", ADDRESS)]
)
def test_with_an_address_pages_the_map_and_the_page_not_found_name_it(
    built, monkeypatch, base, of_environment
):  # fmt: skip
    monkeypatch.setenv("BOOK_URL", of_environment)
    folder = built(base)
    page = chapter(folder)
    assert named(page, "og:url") == [f"{ADDRESS}/book/loss/a.html"]
    assert named(page, "og:image") == [f"{ADDRESS}/_static/card.png"]
    assert f"<loc>{ADDRESS}/book/loss/a.html</loc>" in (folder / "sitemap.xml").read_text()
    assert f"Sitemap: {ADDRESS}/sitemap.xml" in (folder / "robots.txt").read_text()
    missing = (folder / "404.html").read_text(encoding="utf-8")
    assert missing.index(f'<base href="{ADDRESS}/">') < missing.index("<title>")
    assert "<script" not in missing
