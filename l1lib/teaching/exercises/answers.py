"""The checker for exercises whose answer is a number, or a few numbers such as an interval."""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from l1lib.median import QuantileInterval
from l1lib.teaching.exercises.typed import numbers_in
from l1lib.validate import as_flag, as_text, instance_of, nonnegative

NO_ANSWER = "No answer yet: put yours in place of None and run the cell."
_BOX = (
    '<div class="answer-box" data-answer="{data}">'
    "<p>No answer yet: put yours in place of <code>None</code> and run the cell.</p>"
    "<noscript><p>That is for the notebook. This page checks answers with JavaScript, "
    "which is off.</p></noscript></div>"
)


@dataclass(frozen=True)
class Reply:
    """What the checker says to an answer.

    Parameters
    ----------
    right : bool
        Whether the answer is right.
    text : str
        The sentence for the reader.
    html : str, optional
        The same for a page, where it is more than the sentence.
    """

    right: bool
    text: str
    html: str | None = field(default=None, repr=False)

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str | None:
        return self.html


@dataclass(frozen=True, repr=False)
class Answer:
    """A checker: call it with an answer, and it says right, too large, or what went wrong.

    An answer is right if each of its numbers differs from the true one by at most
    ``within · max(1, |truth|)``. It may be typed as a text: ``"2/3"``, ``"[1, 2]"``. An interval,
    of medians or of SymPy, is the pair of its ends, or one number where it is one point.

    Parameters
    ----------
    truth : float or tuple of float, or an interval
        The right answer; for an interval itself or a tuple (lo, hi).
    within : float, default 1e-6
        The tolerance.
    hints : mapping from float or tuple to str, optional
        What to say to wrong answers that one expects.
    ordered : bool, default True
        Whether it helps to hear that an answer is too large or too small. It does not where the
        numbers are names of cases.

    Raises
    ------
    TypeError
        If the truth is no finite number and no tuple of such.
    ValueError
        If a hint stands at the right answer, or at an answer with more or fewer numbers.

    Examples
    --------
    >>> check = Answer(2.5, hints={3.5: "That is the RMSE."})
    >>> check(None)
    No answer yet: put yours in place of None and run the cell.
    >>> check(3.5)
    Not yet. That is the RMSE.
    >>> check(2)
    Not yet: too small.
    >>> check("5/2")
    Right.
    """

    truth: Any
    within: float = 1e-6
    hints: Mapping[Any, str] | None = None
    ordered: bool = True

    def __post_init__(self) -> None:
        truth = _numbers(self.truth)
        if not truth or any(abs(number) == float("inf") for number in truth):
            raise TypeError(f"truth must be a finite number or a tuple of them, got {self.truth!r}")
        nonnegative(self.within, "within")
        as_flag(self.ordered, "ordered")
        if self.hints is not None:
            instance_of(self.hints, "hints", Mapping, "a mapping from wrong answers to texts")
        for wrong, hint in (self.hints or {}).items():
            as_text(hint, f"hints[{wrong!r}]")
            numbers = _numbers(wrong)
            if numbers is None or len(numbers) != len(truth):
                raise ValueError(f"hints must be at {self._wanted()}, got one at {wrong!r}")
            if self._agree(numbers, truth):
                raise ValueError("hints must be at wrong answers, got one at the truth")

    def __repr__(self) -> str:
        return f"Answer: {self._wanted()}, sealed"

    def __call__(self, answer: Any) -> Reply:
        """Return what to say to an answer; None or an empty text is no answer yet."""
        if answer is None or (isinstance(answer, str) and not answer.strip()):
            data = base64.b64encode(json.dumps(self.as_data()).encode()).decode()
            return Reply(False, NO_ANSWER, _BOX.format(data=data))
        truth = _numbers(self.truth) or []
        is_text = isinstance(answer, str)
        given = numbers_in(answer, len(truth)) if is_text else _numbers(answer)
        if given is None or len(given) != len(truth):
            equation = ", and not an equation" if is_text and "=" in answer else ""
            got = equation if is_text else f"; got {answer!r}"
            return Reply(False, f"Not yet: {self._wanted()}{got}.")
        if self._agree(given, truth):
            return Reply(True, "Right.")
        for wrong, hint in (self.hints or {}).items():
            if self._agree(given, _numbers(wrong) or []):
                return Reply(False, f"Not yet. {hint}")
        if len(truth) > 1:
            return Reply(False, "Not yet: at least one of the numbers is off.")
        if not self.ordered:
            return Reply(False, "Not yet: that is another number.")
        return Reply(False, "Not yet: too " + ("large." if given[0] > truth[0] else "small."))

    def as_data(self) -> dict[str, Any]:
        """Return the checker as JSON can hold it; `from_data` is the way back."""
        return {
            "truth": [_plain(number) for number in _numbers(self.truth) or []],
            "within": self.within,
            "hints": [
                [[_plain(number) for number in _numbers(wrong) or []], hint]
                for wrong, hint in (self.hints or {}).items()
            ],
            "ordered": self.ordered,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Answer:
        """Return the checker of which `as_data` wrote the data."""
        try:
            truth, within, ordered = data["truth"], data["within"], data["ordered"]
            hints = {_one_or_tuple(wrong): hint for wrong, hint in data["hints"]}
        except (KeyError, TypeError, ValueError):
            raise ValueError(f"data must be what as_data returns, got {data!r}") from None
        return cls(_one_or_tuple(truth), within, hints or None, ordered)

    def _wanted(self) -> str:
        count = len(_numbers(self.truth) or ())
        if count == 1:
            return "a number is wanted, such as 2.5 or 2/3"
        example = "; ".join(str(number) for number in range(1, count + 1))
        return f"{count} numbers are wanted, such as {example}"

    def _agree(self, given: list[float], truth: list[float]) -> bool:
        return all(
            abs(a - t) <= self.within * max(1.0, abs(t)) for a, t in zip(given, truth, strict=True)
        )


def _numbers(answer: Any) -> list[float] | None:
    parts = _parts(answer)
    if any(isinstance(part, str | bytes | bool) for part in parts):
        return None
    try:
        numbers = [float(part) for part in parts]
    except (TypeError, ValueError):
        return None
    return None if any(number != number for number in numbers) else numbers


def _parts(answer: Any) -> Sequence[Any]:
    """Return the ends of an interval, the numbers of a tuple, or the one number."""
    sympy = sys.modules.get("sympy")
    if isinstance(answer, tuple | list):
        return answer
    if isinstance(answer, QuantileInterval):
        return [answer.lo] if answer.lo == answer.hi else [answer.lo, answer.hi]
    if sympy and isinstance(answer, sympy.Interval):
        return [answer.start, answer.end]
    if sympy and isinstance(answer, sympy.FiniteSet):
        return list(answer)
    return [answer]


def _plain(number: float) -> float:
    """Write 25 and not 25.0, as an author does."""
    return int(number) if number.is_integer() and abs(number) < 2**53 else number


def _one_or_tuple(numbers: list[float]) -> float | tuple[float, ...]:
    return numbers[0] if len(numbers) == 1 else tuple(numbers)
