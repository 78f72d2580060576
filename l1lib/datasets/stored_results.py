"""Results that take minutes or another machine to make: stored, so that a chapter can show them."""

from __future__ import annotations

import csv
from importlib.resources import files
from typing import TypeAlias

from l1lib.validate import one_of

Value: TypeAlias = int | float | str

_FOLDER = files("l1lib.datasets").joinpath("stored")


def load_stored(name: str) -> list[dict[str, Value]]:
    """Return the rows of a stored result.

    Parameters
    ----------
    name : str
        Which result: its file in `l1lib/datasets/stored` without ``.csv``. The script that
        makes it, in `scripts` or `benchmarks`, says how.

    Returns
    -------
    list of dict
        One dictionary per row, from the name of a column to its value. The values of a column
        are all whole numbers, all numbers, or all text. ``pandas.DataFrame`` takes the list.

    Raises
    ------
    ValueError
        If no result has this name; the message lists those that there are.

    Examples
    --------
    >>> load_stored("coverage")[0]["samples"]
    2000
    """
    known = sorted(file.name.removesuffix(".csv") for file in _FOLDER.iterdir())
    one_of(name, "name", known)
    text = _FOLDER.joinpath(f"{name}.csv").read_text(encoding="utf-8")
    header, *rows = csv.reader(text.splitlines())
    columns = [_numbers(column) for column in zip(*rows, strict=True)]
    return [dict(zip(header, row, strict=True)) for row in zip(*columns, strict=True)]


def _numbers(texts: tuple[str, ...]) -> list[int] | list[float] | list[str]:
    """Return a column as whole numbers, else as numbers, else as it is."""
    for kind in (int, float):
        try:
            return [kind(text) for text in texts]
        except ValueError:
            continue
    return list(texts)
