"""The checker for exercises whose answer is a number or an interval."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

NO_ANSWER = "No answer yet: put yours in place of None and run the cell."


@dataclass(frozen=True)
class Reply:
    """What the checker says to an answer.

    Parameters
    ----------
    right : bool
        Whether the answer is right.
    text : str
        The sentence for the reader.
    """

    right: bool
    text: str

    def __repr__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Answer:
    """A checker: call it with an answer, and it says right, too large, or what went wrong.

    An answer is right if each of its numbers differs from the true one by at most
    ``within · max(1, |truth|)``.

    Parameters
    ----------
    truth : float or tuple of float
        The right answer; a tuple such as (lo, hi) for an interval.
    within : float, default 1e-6
        The tolerance.
    hints : mapping from float or tuple to str, optional
        What to say to wrong answers that one expects.

    Raises
    ------
    TypeError
        If the truth is no number and no tuple of numbers.
    ValueError
        If a hint stands at the right answer.

    Examples
    --------
    >>> check = Answer(2.5, hints={3.5: "That is the RMSE."})
    >>> check(None)
    No answer yet: put yours in place of None and run the cell.
    >>> check(3.5)
    Not yet. That is the RMSE.
    >>> check(2)
    Not yet: too small.
    >>> check(5 / 2)
    Right.
    """

    truth: Any
    within: float = 1e-6
    hints: Mapping[Any, str] | None = None

    def __post_init__(self) -> None:
        if _numbers(self.truth) is None:
            raise TypeError(f"truth must be a number or a tuple of numbers, got {self.truth!r}")
        if any(self._agrees(wrong, self.truth) for wrong in self.hints or {}):
            raise ValueError("hints must be at wrong answers, got one at the truth")

    def __call__(self, answer: Any) -> Reply:
        """Return what to say to an answer; None is no answer yet."""
        if answer is None:
            return Reply(False, NO_ANSWER)
        numbers, wanted = _numbers(answer), _numbers(self.truth)
        if numbers is None or wanted is None or len(numbers) != len(wanted):
            return Reply(False, f"Not yet: {self._wanted()} is wanted, got {answer!r}.")
        if self._agrees(answer, self.truth):
            return Reply(True, "Right.")
        for wrong, hint in (self.hints or {}).items():
            if self._agrees(answer, wrong):
                return Reply(False, f"Not yet. {hint}")
        if len(numbers) > 1:
            return Reply(False, "Not yet: at least one of the numbers is off.")
        return Reply(False, "Not yet: too " + ("large." if numbers[0] > wanted[0] else "small."))

    def _wanted(self) -> str:
        count = len(_numbers(self.truth) or ())
        return "a number" if count == 1 else f"a tuple of {count} numbers"

    def _agrees(self, answer: Any, truth: Any) -> bool:
        given, wanted = _numbers(answer), _numbers(truth)
        if given is None or wanted is None or len(given) != len(wanted):
            return False
        return all(
            abs(a - t) <= self.within * max(1.0, abs(t)) for a, t in zip(given, wanted, strict=True)
        )


def _numbers(answer: Any) -> list[float] | None:
    parts = answer if isinstance(answer, tuple | list) else [answer]
    if any(isinstance(part, str | bytes | bool) for part in parts):
        return None
    try:
        numbers = [float(part) for part in parts]
    except (TypeError, ValueError):
        return None
    return None if any(number != number for number in numbers) else numbers
