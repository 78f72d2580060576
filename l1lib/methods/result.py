"""What a method returns: the best point it saw, all points on its way, and what proves it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from l1lib.validate import (
    FloatArray,
    as_finite,
    as_function,
    as_text,
    finite,
    instance_of,
    positive,
)

ACCURACY = 1e-9
"""A point counts as optimal if the gap is no larger than this, relative to the problem's scale."""


@dataclass(frozen=True, eq=False)
class MethodResult:
    """The outcome of a method, with its whole history.

    Parameters
    ----------
    coef : ndarray, shape (p,)
        The best point seen.
    fun : float
        The objective there.
    history : ndarray, shape (nit + 1,)
        The objective at the start and after each iteration. It need not fall.
    path : ndarray, shape (nit + 1, p)
        The points themselves.
    nit : int
        The number of iterations.
    gap : float or None
        An upper bound of how far `fun` is above the least value, proved by a dual vector.
        None where the method has no dual vector.
    success : bool
        Whether the gap proves `coef` optimal, to a relative 1e-9.
    message : str
        Why the method stopped, in words.
    """

    coef: FloatArray
    fun: float
    history: FloatArray
    path: FloatArray
    nit: int
    gap: float | None
    success: bool
    message: str

    @property
    def best(self) -> FloatArray:
        """The least objective up to each iteration; it never rises."""
        return np.minimum.accumulate(self.history)

    def _facts(self) -> list[tuple[str, str]]:
        return [
            ("coef", np.array2string(self.coef, precision=6, threshold=20)),
            ("fun", f"{self.fun:.8g}"),
            ("gap", "no dual vector" if self.gap is None else f"{self.gap:.1e}"),
            ("nit", f"{self.nit}"),
            ("success", f"{self.success}"),
            ("message", self.message),
        ]

    def __repr__(self) -> str:
        return "MethodResult\n" + "\n".join(f"{name:>8}: {what}" for name, what in self._facts())

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th>{escape(name)}</th><td>{escape(what)}</td></tr>"
            for name, what in self._facts()
        )
        return f"<table>{rows}</table>"


class Record:
    """The points a method visits, their values, and the best lower bound it has proved.

    Parameters
    ----------
    value : callable
        The objective, a function of a point.
    scale : float, default 1.0
        The size of the objective, for the test of optimality.
    bound : callable, optional
        A lower bound of the objective, a function of a dual vector.

    Examples
    --------
    >>> record = Record(abs)
    >>> for point in (2.0, -1.0, 1.5):
    ...     record.add(point)
    >>> result = record.result("out of steps")
    >>> result.fun, result.nit, result.best.tolist()
    (1.0, 2, [2.0, 1.0, 1.0])
    """

    def __init__(
        self,
        value: Callable[[FloatArray], float],
        scale: float = 1.0,
        bound: Callable[[FloatArray], float] | None = None,
    ) -> None:
        self._value, self._scale = as_function(value, "value"), positive(scale, "scale")
        self._bound = None if bound is None else as_function(bound, "bound")
        self._path: list[FloatArray] = []
        self._history: list[float] = []
        self._least = -np.inf

    def add(self, point: ArrayLike, dual: ArrayLike | None = None) -> None:
        """Keep a point and, where there is one, what its dual vector proves."""
        self._path.append(as_finite(point, "point").copy())
        self._history.append(float(self._value(self._path[-1])))
        if dual is not None:
            self.prove(dual)

    def prove(self, dual: ArrayLike) -> None:
        """Keep the lower bound of a dual vector if it is the best so far."""
        vector = as_finite(dual, "dual")
        if self._bound is not None:
            self._least = max(self._least, self._bound(vector))

    @property
    def last(self) -> float:
        """The objective at the last point."""
        return self._history[-1]

    def proves(self, value: float) -> bool:
        """Tell whether a value is the least one, by the best lower bound so far."""
        return finite(value, "value") - self._least <= ACCURACY * self._scale

    @property
    def proved(self) -> bool:
        """Whether the best point is proved optimal."""
        return self.proves(min(self._history))

    def result(self, message: str) -> MethodResult:
        """Return all that was recorded; a proof overrules the message."""
        as_text(message, "message")
        best = int(np.argmin(self._history))
        fun = self._history[best]
        return MethodResult(
            coef=self._path[best],
            fun=fun,
            history=np.array(self._history),
            path=np.array(self._path),
            nit=len(self._path) - 1,
            gap=None if self._least == -np.inf else max(fun - self._least, 0.0),
            success=self.proved,
            message="proved optimal" if self.proved else message,
        )


def recorded(problem: Any, kind: type) -> Record:
    """Return an empty record of a problem, which has to be of a kind.

    Examples
    --------
    >>> from l1lib.methods import AbsoluteDeviations
    >>> recorded("no problem", AbsoluteDeviations)
    Traceback (most recent call last):
        ...
    TypeError: problem must be of type AbsoluteDeviations, got 'no problem'
    """
    given: Any = instance_of(problem, "problem", kind)
    return Record(given.value, given.scale, given.lower_bound)
