"""What intervals for the coefficients come as."""

from __future__ import annotations

from dataclasses import dataclass

from l1lib.quantile_regression.result import LADResult
from l1lib.results import Shown
from l1lib.validate import FloatArray


@dataclass(frozen=True, eq=False, repr=False)
class LADIntervals(Shown):
    """An interval for each coefficient of a linear quantile.

    Parameters
    ----------
    lower, upper : ndarray, shape (p,)
        The ends for the coefficients of the columns, in the units of `fit.coef`; −∞ or ∞ where
        the data do not bound the coefficient.
    intercept : tuple of float, or None
        The ends for the intercept; None where none was fitted.
    level : float
        The probability with which an interval is meant to cover the true coefficient, if what
        its method assumes is true.
    method : str
        How they were found: rank, sparsity or bootstrap.
    fit : LADResult
        The fit with its certificate.
    """

    lower: FloatArray
    upper: FloatArray
    intercept: tuple[float, float] | None
    level: float
    method: str
    fit: LADResult

    @property
    def names(self) -> tuple[str, ...] | None:
        """The names of the columns, or None: those of `fit`."""
        return self.fit.names

    _head = ("estimate", "lower", "upper")

    def _title(self) -> str:
        return f"{100 * self.level:g} % intervals by {self.method}, tau = {self.fit.tau:g}"

    def _facts(self) -> list[tuple[str, ...]]:
        names = self.names or [f"coef[{j}]" for j in range(self.fit.coef.size)]
        lines = list(zip(names, self.fit.coef, self.lower, self.upper, strict=True))
        if self.intercept is not None:
            lines.insert(0, ("intercept", self.fit.intercept, *self.intercept))
        return [(name, f"{b:.6g}", f"{lo:.6g}", f"{hi:.6g}") for name, b, lo, hi in lines]
