"""How two calls are compared: in turn, in one process, on the same problems."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterable, Sequence
from statistics import median
from time import perf_counter
from typing import NamedTuple, TypeVar

import numpy as np

Problem = TypeVar("Problem")
Clock = Callable[[], float]
SLOW = 3.0
"""A call that takes more seconds is made once."""


class Times(NamedTuple):
    """Medians over pairs of runs: both times in seconds, and the ratio of ours to theirs."""

    ours: float
    theirs: float
    ratio: float


def timed(
    call: Callable[[Problem], object], problem: Problem, clock: Clock = perf_counter
) -> float:
    """Return the seconds of one call by the clock."""
    start = clock()
    call(problem)
    return clock() - start


def in_turn(
    ours: Callable[[Problem], object],
    theirs: Callable[[Problem], object],
    problems: Iterable[Problem],
    clock: Clock = perf_counter,
) -> Times:
    """Run both calls in turn on each problem, more often where they are quick.

    With ``time.process_time`` for a clock, other work on the machine counts less.
    """
    pairs = []
    for problem in problems:
        timed(ours, problem, clock)
        seconds = timed(theirs, problem, clock)
        for _ in range(1 if seconds > SLOW else min(11, max(3, int(0.2 / seconds)))):
            pairs.append((timed(ours, problem, clock), timed(theirs, problem, clock)))
        if seconds > 1:
            break
    ratios = (a / b for a, b in pairs)
    return Times(median(a for a, _ in pairs), median(b for _, b in pairs), median(ratios))


def machine() -> str:
    """Return on what this runs."""
    processor = f"{platform.machine()}, {platform.system()}, one of {os.cpu_count()} cores"
    return f"{processor}; Python {platform.python_version()}, NumPy {np.__version__}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    lines = [" | ".join(head), "|".join(["---"] * len(head)), *(" | ".join(row) for row in rows)]
    return "\n".join(f"|{line}|" if "---" in line else f"| {line} |" for line in lines)
