"""What intervals for the coefficients come as."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from l1lib.quantile_regression.result import LADResult
from l1lib.validate import FloatArray


@dataclass(frozen=True, eq=False)
class LADIntervals:
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

    def _lines(self) -> list[tuple[str, str, str, str]]:
        lines = []
        if self.intercept is not None:
            lines.append(("intercept", self.fit.intercept, *self.intercept))
        ends = zip(self.fit.coef, self.lower, self.upper, strict=True)
        lines += [(f"coef[{j}]", *numbers) for j, numbers in enumerate(ends)]
        return [(name, f"{b:.6g}", f"{lo:.6g}", f"{hi:.6g}") for name, b, lo, hi in lines]

    def _title(self) -> str:
        return f"{100 * self.level:g} % intervals by {self.method}, tau = {self.fit.tau:g}"

    def __repr__(self) -> str:
        head = f"{'':<9} {'estimate':>11} {'lower':>11} {'upper':>11}"
        lines = [f"{name:<9} {b:>11} {lo:>11} {hi:>11}" for name, b, lo, hi in self._lines()]
        return "\n".join([self._title(), head, *lines])

    def _repr_html_(self) -> str:
        head = "<tr><th></th><th>estimate</th><th>lower</th><th>upper</th></tr>"
        rows = "".join(
            f"<tr><th>{name}</th><td>{b}</td><td>{lo}</td><td>{hi}</td></tr>"
            for name, b, lo, hi in self._lines()
        )
        return f"<table><caption>{escape(self._title())}</caption>{head}{rows}</table>"
