"""What all results share: how they are shown, and what `gap` means.

A `gap` is `fun` less a lower bound of the objective that a dual vector proves, divided by `scale`,
so it is free of units, and the minimum is nowhere below ``fun - gap * scale``. What `scale` is,
and how small a gap is a `success`, each result says for itself.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from html import escape

import numpy as np
from numpy.typing import ArrayLike, NDArray

from l1lib.design import as_new_rows
from l1lib.validate import FloatArray

NAMED_COEFFICIENTS = 20
"""Of more coefficients than this the first and the last three are shown by name."""


class Shown(ABC):
    """A result that a terminal shows in lines and a notebook as a table.

    Examples
    --------
    >>> class Weight(Shown):
    ...     def _facts(self):
    ...         return [("mass", "3"), ("unit", "kg")]
    >>> Weight()
    Weight
    mass: 3
    unit: kg
    """

    _head: tuple[str, ...] = ()

    @abstractmethod
    def _facts(self) -> list[tuple[str, ...]]:
        """Return the lines: a name, and what there is to say of it, one text per column."""

    def _title(self) -> str:
        return type(self).__name__

    def __repr__(self) -> str:
        facts = self._facts()
        width = max(len(name) for name, *_ in facts)
        if not self._head:
            return "\n".join([self._title(), *(f"{name:>{width}}: {fact}" for name, fact in facts)])
        table = [("", *self._head), *facts]
        lines = (f"{name:<{width}}" + "".join(f" {c:>11}" for c in cells) for name, *cells in table)
        return "\n".join([self._title(), *lines])

    def _repr_html_(self) -> str:
        lines = [
            f"<tr><th>{escape(name)}</th>{''.join(f'<td>{escape(c)}</td>' for c in cells)}</tr>"
            for name, *cells in self._facts()
        ]
        if self._head:
            words = "".join(f"<th>{escape(word)}</th>" for word in ("", *self._head))
            lines.insert(0, f"<caption>{escape(self._title())}</caption><tr>{words}</tr>")
        return f"<table>{''.join(lines)}</table>"


class LinearFit(Shown):
    """A fit b₀ + Xb, which predicts."""

    intercept: float
    coef: FloatArray
    names: tuple[str, ...] | None

    def predict(self, X: ArrayLike) -> FloatArray:
        """Return b₀ + Xb.

        Parameters
        ----------
        X : array_like, data frame or sparse matrix, shape (m, p)
            New rows, with the columns of the fit; those of a data frame also by name. A sparse
            matrix is not filled.

        Returns
        -------
        ndarray, shape (m,)
            In the unit of y.

        Raises
        ------
        TypeError, ValueError
            If `X` is not a finite matrix with p columns, or the columns of the fit and of `X`
            both have names, and they are not the same in the same order.
        """
        return np.asarray(as_new_rows(X, self.coef.size, self.names) @ self.coef + self.intercept)


def shown_coefficients(coef: FloatArray, names: tuple[str, ...] | None) -> str:
    """Return coefficients as text, by name where the columns have names.

    Examples
    --------
    >>> shown_coefficients(np.array([1.0, -0.25]), ("age", "bmi"))
    'age 1, bmi -0.25'
    >>> shown_coefficients(np.array([1.0, -0.25]), None)
    '[ 1.   -0.25]'
    """
    if names is None:
        return np.array2string(coef, precision=6, threshold=NAMED_COEFFICIENTS)
    parts = [f"{name} {b:.6g}" for name, b in zip(names, coef, strict=True)]
    return ", ".join(abbreviated(parts))


def shown_support(support: NDArray[np.intp], names: tuple[str, ...] | None) -> str:
    """Return the columns of a support as text, by name where they have names."""
    if names is None:
        return np.array2string(support, threshold=NAMED_COEFFICIENTS)
    return ", ".join(abbreviated([names[j] for j in support])) or "none"


def abbreviated(parts: list[str]) -> list[str]:
    """Return the parts, or where they are many the first and the last three and dots."""
    return parts if len(parts) <= NAMED_COEFFICIENTS else [*parts[:3], "…", *parts[-3:]]
