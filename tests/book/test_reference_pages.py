"""The pages that are made from the chapters and from the library, on a small book."""

import re
import sys
from importlib import import_module

import pytest
from store_outputs import BOOK

sys.path.insert(0, str(BOOK / "_ext"))

from api_list import AS_IT_STANDS, escape_bars, imported, objects, public

import l1lib
from l1lib import lasso
from l1lib.methods import ista

CONF = """
extensions = ["myst_nb", "sphinx_exercise", "exercise_list", "glossary_links"]
nb_execution_mode = "off"
"""
GLOSSARY = """# Words

```{glossary}
residual
remainder
  What is left.

soft threshold
  A step.

median
  In the middle.

weighted median
  In the middle of weights.
```
"""
CHAPTER = """---
file_format: mystnb
kernelspec: {name: python3}
---
# Of residual and loss

A `residual` is code. Residuals are words, and a residual again.
A [soft threshold](words) is a link.

```{exercise} Try it ★★
:label: ex-try

Is a soft threshold soft?
```
"""


@pytest.fixture
def build(small_book, monkeypatch):
    """A function that builds a chapter that uses words of a glossary, and returns the warnings."""
    import glossary_links

    monkeypatch.setattr(glossary_links, "SUFFIX", ".md")

    def run(chapter, elsewhere=()):
        monkeypatch.setattr(glossary_links, "other_senses", lambda: {"chapter": elsewhere})
        (small_book.source / "index.md").write_text(
            "# Book\n\n```{toctree}\nwords\nchapter\n```\n\n```{exercise-list}\n```\n"
        )
        (small_book.source / "words.md").write_text(GLOSSARY)
        (small_book.source / "chapter.md").write_text(chapter)
        return small_book.build(CONF)

    def linked():
        found = re.findall(r'glossary-term[^>]*href="words.html#([^"]*)"', run.html("chapter"))
        return [anchor.removeprefix("term-") for anchor in found]

    run.html, run.linked = small_book.html, linked
    return run


@pytest.fixture
def book(build):
    """The book of the chapter above."""
    assert build(CHAPTER) == ""
    return build


def test_first_use_of_a_word_in_running_text_leads_to_the_glossary(book):
    page = book.html("chapter")
    assert page.count('class="glossary-term') == 1
    assert 'href="words.html#term-residual"' in page
    assert "Residuals</span></a> are words, and a residual again" in page
    assert "term-soft-threshold" not in page


@pytest.mark.parametrize(
    ("text", "anchors"),
    [
        ("The remainder, or residual, is a remainder.", ["residual"]),
        ("A weighted median. Weighted medians again. And a median.", ["weighted-median", "median"]),
        ("A sub-median, a median-like thing, and the τ-residual.", []),
    ],
)
def test_words_of_one_entry_count_as_one_and_a_part_of_a_word_is_not_that_word(
    build, text, anchors
):
    assert build(f"# Chapter\n\n{text}\n") == ""
    assert build.linked() == anchors


def test_word_in_another_sense_is_left_alone_and_the_next_one_is_linked(build):
    text = "# Chapter\n\nThe *median* strip, the median\nstrip of a road. Here is a median.\n"
    assert build(text, ["median strip"]) == ""
    assert build.linked() == ["median"]
    assert "Here is a <a" in build.html("chapter")


def test_link_stands_where_the_word_is_and_not_at_an_equal_text_before_it(build):
    text = "# Chapter\n\nThe *strip*: a median *of a road*. The *value*: a median *of data*.\n"
    assert build(text, ["strip: a median"]) == ""
    assert "<em>value</em>: a <a" in build.html("chapter")


@pytest.mark.parametrize(
    "text", ["The lane of a road.", "A median. The median strip of a road.", "`median strip`"]
)
def test_entry_of_another_sense_that_no_longer_applies_is_a_warning(build, text):
    warnings = build(f"# Chapter\n\n{text}\n", ["median strip"])
    assert "'median strip' keeps no word of the glossary from a link here" in warnings


def test_other_senses_are_those_of_chapters_of_the_book():
    from glossary_links import other_senses

    assert all((BOOK / f"{chapter}.ipynb").is_file() for chapter in other_senses())


def test_exercises_are_listed_with_their_stars(book):
    page = book.html("index")
    assert "1 exercises: 0 with ★, 1 with ★★, 0 with ★★★." in page
    assert 'href="chapter.html#ex-try"' in page
    assert "Try it</span></a> ★★" in page


def test_names_are_found_in_imports_and_behind_imported_packages():
    code = "from l1lib import lasso, methods as m\nimport numpy as np\nm.ista(np.abs)\nlasso.coef"
    assert set(imported(code)) >= {("l1lib", "lasso"), ("l1lib.methods", "ista")}
    found = list(objects(code))
    assert any(one is lasso for one in found)
    assert any(one is ista for one in found)


def packages(directive, pages):
    """Return the packages that the directive is given on these pages."""
    found = (re.findall(rf"{directive}:: (.*)", page.read_text()) for page in pages)
    return [name for lines in found for line in lines for name in line.split()]


def test_every_public_name_on_top_is_in_the_summary_and_in_one_list():
    reference = BOOK / "reference"
    named = packages("api-summary", [reference / "api.md"])
    assert sorted(named) == sorted(packages("api-list", reference.glob("api-*.md")))
    listed = [getattr(package, name) for package in
              (import_module(f"l1lib.{name}") for name in named)
              for name in public(package)]  # fmt: skip
    assert [
        name for name in l1lib.__all__ if not any(getattr(l1lib, name) is one for one in listed)
    ] == []


def test_bars_are_escaped_in_words_and_kept_in_mathematics_and_code():
    lines = ["The loss |r| is :math:`|r|` and `|r|`.", ".. math:: |a|", "    |b|", "", ">>> a | b"]
    escape_bars(None, "", "", None, None, lines)
    assert lines[0] == r"The loss \|r\| is :math:`|r|` and `|r|`."
    assert lines[1:] == [".. math:: |a|", "    |b|", "", ">>> a | b"]
    assert AS_IT_STANDS.split("no bars") == ["no bars"]
