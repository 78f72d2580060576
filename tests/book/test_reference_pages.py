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
GLOSSARY = "# Words\n\n```{glossary}\nresidual\n  What is left.\n\nsoft threshold\n  A step.\n```\n"
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
def book(small_book, monkeypatch):
    """A chapter that uses words of a glossary, and the pages made from it."""
    import glossary_links

    monkeypatch.setattr(glossary_links, "SUFFIX", ".md")
    (small_book.source / "index.md").write_text(
        "# Book\n\n```{toctree}\nwords\nchapter\n```\n\n```{exercise-list}\n```\n"
    )
    (small_book.source / "words.md").write_text(GLOSSARY)
    (small_book.source / "chapter.md").write_text(CHAPTER)
    assert small_book.build(CONF) == ""
    return small_book


def test_first_use_of_a_word_in_running_text_leads_to_the_glossary(book):
    page = book.html("chapter")
    assert page.count('class="glossary-term') == 1
    assert 'href="words.html#term-residual"' in page
    assert "Residuals</span></a> are words, and a residual again" in page
    assert "term-soft-threshold" not in page


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
