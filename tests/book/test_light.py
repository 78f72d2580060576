"""What the light style sheet keeps and drops, and which pages get it."""

import io
import sys

import pytest
from store_outputs import BOOK

sys.path.insert(0, str(BOOK / "_ext"))

from fontTools.ttLib import TTFont
from light import FONTS, Book, glyphs, letters_of_mathematics, lightened, purged, without_measuring

PAGE = """<html data-content_root="../"><head><title>T</title>
<link rel="stylesheet" href="../_static/a.css" /><script src="../_static/made.js"></script></head>
<body><ul class="list"><li id="one">1</li></ul></body></html>"""
NAMES = {"book": "book-1.css", "mathematics": "mathematics-1.css", "script": "book-1.js"}


@pytest.fixture
def book(tmp_path):
    (tmp_path / "_static").mkdir()
    (tmp_path / "_static/a.css").write_text("")
    (tmp_path / "_static/made.js").write_text('box.classList.add("opened")')
    (tmp_path / "page.html").write_text(PAGE)
    return Book(tmp_path)


@pytest.mark.parametrize(
    "kept",
    [
        ".list", "ul > li#one", ".list.opened", "li:nth-child(odd)", ".list:not(.gone)",
        ".list::before", '.list[data-theme="gone"]', ":is(.gone, .list)", "*",
    ],
)  # fmt: skip
def test_rule_that_can_meet_an_element_stays(book, kept):
    assert purged(f".gone, {kept} {{color: red}}", book.can_meet) == f"{kept}{{color: red}}"


@pytest.mark.parametrize("gone", [".gone", "#two", "table", ".list .gone", "ul.list > dl", ".lis"])
def test_rule_that_can_meet_nothing_goes_with_what_is_empty_then(book, gone):
    assert purged(f"@media screen {{{gone} {{color: red}}}}", book.can_meet) == ""


def test_page_that_is_left_at_once_stays_and_others_get_the_new_files():
    front = PAGE.replace("<title>", '<meta http-equiv="refresh" content="0"><title>')
    assert lightened(front, NAMES) == front
    light = lightened(PAGE, NAMES)
    assert 'href="../_static/book-1.css"' in light
    assert "a.css" not in light
    assert "mathematics" not in light
    assert "mathematics-1.css" in lightened(PAGE.replace("<body>", "<body><math></math>"), NAMES)


def test_font_has_the_letters_of_the_formulas_and_their_italics_alone():
    letters = letters_of_mathematics(["<p>no</p><math><mi>x</mi><mo>&lt;</mo></math>"])
    assert {"x", "\N{MATHEMATICAL ITALIC SMALL X}", "<"} <= letters
    assert "n" not in letters
    font = TTFont(io.BytesIO(glyphs(FONTS / "STIXTwoMath.woff2", letters)))
    assert "MATH" in font
    assert 0x1D465 in font.getBestCmap()
    assert 0x1D466 not in font.getBestCmap()
    assert glyphs(FONTS / "STIXTwoMath.woff2", set()) is None


def test_theme_no_longer_measures_every_box_and_says_so_once_it_does_it_otherwise(monkeypatch):
    said = []
    monkeypatch.setattr("light.logger.warning", lambda text, **kind: said.append(text))
    theme = (
        'a();function I(){const e=()=>{document.querySelectorAll(["pre","b"].join()).forEach(f)},'
        't=_(e,300);new MutationObserver(t).observe(document.getElementById("main-content"),'
        "{subtree:!0,childList:!0}),e()}function J(){}"
    )
    assert without_measuring(theme) == "a();function I(){}function J(){}"
    assert said == []
    assert without_measuring("a()") == "a()"
    assert len(said) == 1
