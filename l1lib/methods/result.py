"""What a method returns: the best point it saw, all points on its way, and what proves it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from l1lib.methods.objective import Objective
from l1lib.methods.tolerances import GAP
from l1lib.results import Shown, shown_coefficients
from l1lib.validate import FloatArray, instance_of


@dataclass(frozen=True, eq=False, repr=False)
class MethodResult(Shown):
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
    bounds : ndarray, shape (nit + 1,)
        The best lower bound of the objective that was proved up to then; −∞ before there is one.
    nit : int
        The number of iterations.
    gap : float
        `fun` less the best lower bound, divided by `scale`: an upper bound of how far `fun` is
        above the minimum, free of units. ∞ where the method has no dual vector.
    scale : float
        The `scale` of the objective: Σ|yᵢ| of `AbsoluteDeviations`, ‖y‖²/(2n) of
        `PenalisedSquares`, 1 where that is 0.
    success : bool
        Whether `gap` is at most 1e-9.
    message : str
        Why the method stopped, in words.
    """

    coef: FloatArray
    fun: float
    history: FloatArray
    path: FloatArray
    bounds: FloatArray
    nit: int
    gap: float
    scale: float
    success: bool
    message: str

    @property
    def best(self) -> FloatArray:
        """The least objective up to each iteration; it never rises."""
        return np.minimum.accumulate(self.history)

    def _facts(self) -> list[tuple[str, ...]]:
        return [
            ("coef", shown_coefficients(self.coef, None)),
            ("fun", f"{self.fun:.8g}"),
            ("gap", f"{self.gap:.1e}" if self.gap < np.inf else "no dual vector"),
            ("nit", f"{self.nit}"),
            ("success", f"{self.success}"),
            ("message", self.message),
        ]


class Record:
    """The points a method visits, their values, and the best lower bound it has proved.

    Parameters
    ----------
    objective : Objective
    kind : type
        Which of the two the method is for.

    Raises
    ------
    TypeError
        If `objective` is of another kind; the methods call it `problem`.

    Examples
    --------
    >>> from l1lib.methods import AbsoluteDeviations
    >>> record = Record(AbsoluteDeviations([[1], [1], [1]], [0, 1, 5]), AbsoluteDeviations)
    >>> for point in ([3], [1], [2]):
    ...     record.add(point)
    >>> result = record.result("out of steps")
    >>> result.fun, result.nit, result.best.tolist()
    (5.0, 2, [7.0, 5.0, 5.0])
    """

    def __init__(self, objective: Objective, kind: type[Objective]) -> None:
        self._objective = instance_of(objective, "problem", kind)
        self._path: list[FloatArray] = []
        self._history: list[float] = []
        self._bounds: list[float] = [-np.inf]

    def add(self, point: FloatArray, dual: FloatArray | None = None) -> None:
        """Keep a point and, where there is one, what its dual vector proves."""
        self._path.append(np.array(point, dtype=np.float64))
        self._history.append(self._objective.value(point))
        self._bounds.append(self._bounds[-1])
        if dual is not None:
            self.prove(dual)

    def prove(self, dual: FloatArray) -> None:
        """Keep the lower bound of a dual vector if it is the best so far."""
        self._bounds[-1] = max(self._bounds[-1], self._objective.lower_bound(dual))

    @property
    def last(self) -> float:
        """The objective at the last point."""
        return self._history[-1]

    def gap(self, value: float) -> float:
        """Return how far a value is above the best lower bound, as a share of the scale."""
        return max(value - self._bounds[-1], 0.0) / self._objective.scale

    def proves(self, value: float) -> bool:
        """Tell whether a value is the minimum, by the best lower bound so far."""
        return self.gap(value) <= GAP

    @property
    def proved(self) -> bool:
        """Whether the best point is proved optimal."""
        return self.proves(min(self._history))

    def result(self, message: str) -> MethodResult:
        """Return all that was recorded; a proof overrules the message."""
        best = int(np.argmin(self._history))
        fun = self._history[best]
        return MethodResult(
            coef=self._path[best],
            fun=fun,
            history=np.array(self._history),
            path=np.array(self._path),
            bounds=np.array(self._bounds[1:]),
            nit=len(self._path) - 1,
            gap=self.gap(fun),
            scale=self._objective.scale,
            success=self.proved,
            message="proved optimal" if self.proved else message,
        )
