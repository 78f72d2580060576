"""What the two objectives share: a design, targets, residuals, and a bound from below."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from l1lib.design import as_matrix
from l1lib.validate import FloatArray, as_vector


@dataclass(frozen=True, eq=False)
class Objective(ABC):
    """A convex function of the coefficients β of a linear fit, to be minimised.

    Parameters
    ----------
    X : array_like, shape (n, p)
        The design.
    y : array_like, shape (n,)
        The targets.

    Raises
    ------
    TypeError, ValueError
        If the shapes do not fit, or an entry is no finite number.
    """

    X: FloatArray
    y: FloatArray

    def __init__(self, X: ArrayLike, y: ArrayLike) -> None:
        matrix, target = as_matrix(X, "X"), as_vector(y, "y")
        n = len(matrix)
        if target.size != n:
            raise ValueError(f"y must hold {n} values, one per row of X, got {target.size}")
        object.__setattr__(self, "X", matrix)
        object.__setattr__(self, "y", target)

    @abstractmethod
    def value(self, beta: ArrayLike) -> float:
        """Return f(β).

        Parameters
        ----------
        beta : array_like, shape (p,)

        Returns
        -------
        float
        """

    @abstractmethod
    def subgradient(self, beta: ArrayLike) -> FloatArray:
        """Return an element of ∂f(β).

        Parameters
        ----------
        beta : array_like, shape (p,)

        Returns
        -------
        ndarray, shape (p,)
        """

    @abstractmethod
    def lower_bound(self, dual: ArrayLike) -> float:
        """Return a number that f never falls below, from any vector d of length n.

        Parameters
        ----------
        dual : array_like, shape (n,)

        Returns
        -------
        float
            In the unit of f.
        """

    @property
    @abstractmethod
    def scale(self) -> float:
        """A size of f, not 0, by which gaps are divided."""

    def residuals(self, beta: ArrayLike) -> FloatArray:
        """Return y − Xβ.

        Parameters
        ----------
        beta : array_like, shape (p,)

        Returns
        -------
        ndarray, shape (n,)
        """
        return self.y - self.X @ self.point(beta)

    def point(self, beta: ArrayLike, name: str = "beta") -> FloatArray:
        """Return β as a vector of length p, or raise."""
        return as_vector(beta, name, self.X.shape[1])

    def start(self, start: ArrayLike | None) -> FloatArray:
        """Return a checked starting point; for None the one that the methods start from."""
        return self._start() if start is None else self.point(start, "start").copy()

    def _start(self) -> FloatArray:
        return np.zeros(self.X.shape[1])
