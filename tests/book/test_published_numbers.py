"""Every published number comes out as the table says, and a wrong digit would be noticed."""

from dataclasses import replace

import pytest
from published_numbers import TABLE

ENTRIES = [pytest.param(entry, id=entry.what) for entry in TABLE]
CONF = """
extensions = ["myst_nb", "sphinxcontrib.bibtex", "published_list"]
bibtex_bibfiles = ["refs.bib"]
nb_execution_mode = "off"
suppress_warnings = ["myst.xref_missing", "bibtex.key_not_found"]
"""


@pytest.mark.parametrize("entry", ENTRIES)
def test_numbers_come_out_to_the_last_digit_or_are_marked(entry):
    differ = [number for number in entry.numbers() if not number.agrees]
    assert (differ == []) is entry.agrees
    assert entry.agrees or entry.note


@pytest.mark.parametrize("entry", [entry for entry in ENTRIES if entry.values[0].agrees])
def test_digit_more_or_less_in_the_last_place_would_be_noticed(entry):
    for number in entry.numbers():
        for step in (-1, 1):
            printed = float(number.printed) + step * 10.0**-number.decimals
            assert not replace(number, printed=f"{printed:.{number.decimals}f}").agrees


def test_number_that_is_missing_is_refused():
    entry = TABLE[0]
    short = replace(entry, printed=entry.printed.rpartition(" ")[0])
    with pytest.raises(ValueError, match="shorter"):
        short.numbers()


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (TABLE[0], ""),
        (replace(TABLE[0], agrees=False), "agrees, but is marked otherwise"),
        (replace(TABLE[0], printed="-39.7 0.8 0.6 0.1"), "does not agree"),
    ],
)
def test_page_shows_each_number_and_warns_of_a_wrong_mark(small_book, monkeypatch, entry, said):
    import published_list

    monkeypatch.setattr(published_list, "TABLE", [entry])
    (small_book.source / "refs.bib").write_text("")
    (small_book.source / "index.md").write_text("# Numbers\n\n```{published-list}\n```\n")
    warnings = small_book.build(CONF)
    assert said in warnings
    assert bool(said) == ("Stack loss" in warnings)
    page = small_book.html("index")
    assert "4 numbers from 1 sources" in page
    assert "−39.6898550725" in page or said == "does not agree"


def test_numbers_recomputed_from_other_data_are_not_counted(small_book):
    import published_list

    entries = [(entry, entry.numbers()) for entry in [TABLE[0], replace(TABLE[0], counted=False)]]
    assert published_list.count(entries).startswith("4 numbers from 1 sources")
