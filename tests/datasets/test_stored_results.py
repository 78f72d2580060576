"""Stored results are read by name, with numbers as numbers."""

from importlib.resources import files

import pytest

from l1lib.datasets import load_stored

FOLDER = files("l1lib.datasets").joinpath("stored")
NAMES = sorted(file.name.removesuffix(".csv") for file in FOLDER.iterdir())


@pytest.mark.parametrize("name", NAMES)
def test_every_stored_result_has_rows_of_the_same_columns(name):
    rows = load_stored(name)
    assert rows
    for column in rows[0]:
        assert len({type(row[column]) for row in rows}) == 1


def test_columns_are_whole_numbers_numbers_or_text():
    row = load_stored("lad")[0]
    assert [type(row[name]) for name in ("n", "tau", "peer")] == [int, float, str]


def test_column_with_an_empty_place_stays_text():
    assert [row["lowest"] for row in load_stored("clusters")] == ["0.042", "0.095", ""]


def test_unknown_name_is_refused_with_the_names_there_are():
    with pytest.raises(ValueError, match=r"name must be one of clusters, .*, got '\.\./engel'"):
        load_stored("../engel")
