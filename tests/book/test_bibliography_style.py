"""The bibliography names its entries as the text does, and shows no TeX."""

import re

import pytest
from sphinx.errors import SphinxError

CONF = """
extensions = ["myst_nb", "sphinxcontrib.bibtex", "bibliography_style"]
nb_execution_mode = "off"
bibtex_bibfiles = ["refs.bib"]
bibtex_reference_style = "author_year"
bibtex_default_style = "author_year"
html_theme = "basic"
"""
BIB = r"""
@book{one, author = {Jure{\v c}kov{\'a}, Jana and Old, Ann},
  title = {On {$\ell_1$} and $\ell_{p}$ Norms}, publisher = {P}, year = {1992}}
@book{first, author = {Two, A. and Three, B. and Four, C.},
  title = {A}, publisher = {P}, year = 2000}
@book{second, author = {Two, A. and Three, B. and Four, C.},
  title = {B}, publisher = {P}, year = 2000}
"""
PAGE = "# Page\n\n{cite:p}`one`, {cite:p}`first,second`\n\n```{bibliography}\n```\n"


def built(book, bib):
    (book.source / "index.md").write_text(PAGE)
    (book.source / "refs.bib").write_text(bib)
    said = book.build(CONF)
    return said, re.sub(r"<[^>]*>", "", book.html("index"))


def test_entries_are_named_by_authors_and_year(small_book):
    said, text = built(small_book, BIB)
    assert said == ""
    assert text.count("[Jurečková and Old, 1992]") == 2
    assert "[Two et al., 2000a]" in text
    assert "[Two et al., 2000b]" in text


def test_titles_have_letters_in_place_of_formulas(small_book):
    text = built(small_book, BIB)[1]
    assert "On ℓ₁ and ℓₚ Norms" in text
    assert "$" not in text


def test_other_formulas_are_refused_by_the_name_of_the_entry(small_book):
    with pytest.raises(SphinxError, match="the entry one has a formula that cannot be written"):
        built(small_book, BIB.replace(r"{$\ell_1$}", r"$\sqrt 2$"))
