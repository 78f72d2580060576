"""The cases on which the checker of Python and that of the page must say the same."""

import json
from pathlib import Path

from l1lib.teaching.exercises import Answer

_GROUPS = json.loads((Path(__file__).parent / "cases.json").read_text(encoding="utf-8"))


def _number(numbers):
    return tuple(numbers) if isinstance(numbers, list) else numbers


def answer_cases():
    """Yield a checker, and what is to be typed with what is to be said."""
    for group in _GROUPS:
        given = dict(group["answer"])
        hints = {_number(wrong): hint for wrong, hint in given.pop("hints", [])}
        truth = _number(given.pop("truth"))
        yield Answer(truth, hints=hints, **given), group["replies"]
