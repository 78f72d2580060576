"""One letter means one thing, in the whole book or in its chapter."""

import pytest
from letters import EVERYWHERE, formulas, letters, meanings, unexplained
from nbformat import from_dict
from store_outputs import BOOK, chapters, read

NAMES = [path.relative_to(BOOK).with_suffix("").as_posix() for path in chapters()]


def notebook(*cells):
    cells = [{"cell_type": "markdown", "metadata": {}, "source": text} for text in cells]
    return from_dict({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells})


@pytest.mark.parametrize("name", NAMES)
def test_every_letter_of_a_chapter_is_explained_once(name):
    assert unexplained(name, read(BOOK / f"{name}.ipynb")) == []


def test_every_heading_of_the_table_is_a_chapter_and_every_letter_has_a_meaning():
    table = meanings()
    assert set(table) <= {EVERYWHERE, *NAMES}
    assert [letter for own in table.values() for letter, said in own.items() if not said] == []


def test_letter_without_a_meaning_or_with_two_is_found(monkeypatch):
    table = {EVERYWHERE: {"y": "targets", "n": "rows"}, "a": {"k": "a count", "n": "noise"}}
    monkeypatch.setattr("letters.meanings", lambda: table)
    assert unexplained("a", notebook("$y_n$ and $k$")) == ["n means something else everywhere"]
    assert unexplained("b", notebook(r"$y = \tfrac12 k + \lambda$")) == [
        r"\lambda is not explained", "k is not explained",
    ]  # fmt: skip
    assert "k is explained and not used" in unexplained("a", notebook("$n$"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (r"$\operatorname{sign}(r)\,\text{if } \mathrm{MAE} \le \sqrt{q}$", "r,q"),
        (r"$\mathbb E\, y$ and $\mathcal{A}$, $\lambda_{\max}$, $\hat\beta$",
         r"\mathbb E,y,\mathcal A,\lambda,\beta"),
        ("$$\nx^2\n$$ then `$k$` and ``b $c$``", "x"),
        ("```{math}\n:label: one\nu + v\n```\n\nand $w$\n\n```python\n$z$\n```\n", "u,v,w"),
        ("```{exercise} Try\n\nIs $a$?\n```\n\n```{note}\n$h$\n```\n", "a,h"),
        (r"costs \$5 and \$6", ""),
    ],
)  # fmt: skip
def test_letters_are_read_from_formulas_alone(text, found):
    assert letters(notebook(text)) == set(filter(None, found.split(","))), formulas(notebook(text))
