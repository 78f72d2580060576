"""The numbers in an answer that is typed as text.

A number is written 2.5, .5, −3, 1e-3, 2/3, 75 % (which is 0.75), or with a decimal comma, 2,5.
Several numbers are separated by a semicolon, by "to" or "and", by a comma and a blank, by blanks,
or by commas alone, whichever comes first in this list and gives as many numbers as are wanted.
So 1,2 is one number where one is wanted, and two where two are. Brackets around it all are
ignored. The page reads by the same rules, in ``book/_assets/exercises.js``.
"""

from __future__ import annotations

import re

_BLANKS = re.compile("[ \t\r\n\u00a0\u2009\u202f]+")
_DECIMAL = r"(?:[0-9]+\.?[0-9]*|[0-9]+,[0-9]+|[.,][0-9]+)"
_NUMBER = re.compile(
    rf"(?P<sign>[+-]?) ?(?P<top>{_DECIMAL})"
    rf"(?:(?P<exponent>[eE][+-]?[0-9]+)| ?/ ?(?P<bottom>{_DECIMAL}))?(?P<percent> ?%)?"
)
_BRACKETS = re.compile(r"[(\[] ?(.*?) ?[)\]]")
_SEPARATORS = [re.compile(rule) for rule in (" ?; ?", " (?:to|and) ", " ?, ", " ", ",")]


def numbers_in(text: str, count: int) -> list[float] | None:
    """Return the numbers of a text if it is made of so many numbers and nothing else.

    Parameters
    ----------
    text : str
        What was typed.
    count : int
        How many numbers are wanted.

    Returns
    -------
    list of float or None
        The numbers; None if the text cannot be read so. A text of blanks has no number.

    Examples
    --------
    >>> numbers_in("2/3", 1), numbers_in("1,2", 1), numbers_in("1,2", 2)
    ([0.6666666666666666], [1.2], [1.0, 2.0])
    >>> numbers_in("[−0,2; 0,1]", 2)
    [-0.2, 0.1]
    """
    text = _BLANKS.sub(" ", text).strip(" ").replace("−", "-")
    inner = _BRACKETS.fullmatch(text)
    text = inner[1] if inner else text
    ways = [rule.split(text) for rule in _SEPARATORS] if count > 1 else [[text]]
    for parts in ways:
        numbers = [number for part in parts if (number := _number(part)) is not None]
        if len(numbers) == len(parts) == count:
            return numbers
    return None


def _number(text: str) -> float | None:
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    value = float(match["top"].replace(",", ".") + (match["exponent"] or ""))
    if match["bottom"]:
        bottom = float(match["bottom"].replace(",", "."))
        if not bottom:
            return None
        value /= bottom
    return (-value if match["sign"] == "-" else value) / (100 if match["percent"] else 1)
