"""The problem of the Lasso, for the methods: a smooth loss and a penalty with a corner."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from l1lib.design import as_matrix
from l1lib.validate import FloatArray, as_vector, nonnegative


@dataclass(frozen=True, eq=False)
class PenalisedSquares:
    r"""The function :math:`f(b) = \|y - Xb\|^2/(2n) + \lambda \|b\|_1`, to be minimised.

    There is no intercept: centre the columns and the targets first.

    Parameters
    ----------
    X : array_like, shape (n, p)
        The design; any rank.
    y : array_like, shape (n,)
        The targets.
    lam : float
        The penalty weight λ ≥ 0.

    Raises
    ------
    TypeError, ValueError
        If the shapes do not fit, an entry is no finite number, or `lam` is negative.

    Examples
    --------
    >>> problem = PenalisedSquares([[1, 0], [0, 1]], [3, 1], 1.0)
    >>> problem.value([1, 0]), problem.value([0, 0])
    (2.25, 2.5)
    """

    X: FloatArray
    y: FloatArray
    lam: float

    def __init__(self, X: ArrayLike, y: ArrayLike, lam: float) -> None:
        matrix, target = as_matrix(X, "X"), as_vector(y, "y")
        if target.size != len(matrix):
            raise ValueError(
                f"y must hold {len(matrix)} values, one per row of X, got {target.size}"
            )
        object.__setattr__(self, "X", matrix)
        object.__setattr__(self, "y", target)
        object.__setattr__(self, "lam", nonnegative(lam, "lam"))

    def value(self, b: ArrayLike) -> float:
        """Return f(b).

        Parameters
        ----------
        b : array_like, shape (p,)

        Returns
        -------
        float
            In the unit of y squared.
        """
        point = self.point(b)
        r = self.y - self.X @ point
        return float(r @ r / (2 * r.size) + self.lam * np.abs(point).sum())

    def dual(self, b: ArrayLike) -> FloatArray:
        """Return y − Xb, the residuals, which shortened are a point of the dual problem.

        Parameters
        ----------
        b : array_like, shape (p,)

        Returns
        -------
        ndarray, shape (n,)
        """
        return self.y - self.X @ self.point(b)

    def correlations(self, b: ArrayLike) -> FloatArray:
        """Return Xᵀ(y − Xb)/n, minus the gradient of the smooth part.

        Parameters
        ----------
        b : array_like, shape (p,)

        Returns
        -------
        ndarray, shape (p,)
        """
        return self.dual(b) @ self.X / self.y.size

    def subgradient(self, b: ArrayLike) -> FloatArray:
        """Return the shortest subgradient; it is 0 exactly where b is a minimiser.

        Parameters
        ----------
        b : array_like, shape (p,)

        Returns
        -------
        ndarray, shape (p,)
        """
        point, c = self.point(b), self.correlations(b)
        at_zero = -np.sign(c) * np.maximum(np.abs(c) - self.lam, 0)
        return np.where(point != 0, self.lam * np.sign(point) - c, at_zero)

    def lower_bound(self, dual: ArrayLike) -> float:
        """Return a number that f never falls below, from any vector d of length n.

        If |Xᵀd| ≤ nλ, then f(b) ≥ (‖y‖² − ‖y − d‖²)/(2n). A d that is too long is shortened.

        Parameters
        ----------
        dual : array_like, shape (n,)

        Returns
        -------
        float
        """
        n = self.y.size
        d = as_vector(dual, "dual", n)
        largest = float(np.abs(d @ self.X).max()) / n
        d = d * min(1.0, self.lam / largest) if largest > 0 else d
        return float(d @ (2 * self.y - d)) / (2 * n)

    @property
    def smoothness(self) -> float:
        """σ²/n, with σ the largest singular value of X: no curvature of the loss is larger."""
        return float(np.linalg.norm(self.X, 2)) ** 2 / self.y.size

    @property
    def scale(self) -> float:
        """‖y‖²/(2n), or 1 where that is 0: the value at 0, with which gaps are compared."""
        return float(self.y @ self.y) / (2 * self.y.size) or 1.0

    def start(self, start: ArrayLike | None) -> FloatArray:
        """Return a checked starting point; zeros for None."""
        if start is None:
            return np.zeros(self.X.shape[1])
        return self.point(start, "start").copy()

    def point(self, b: ArrayLike, name: str = "b") -> FloatArray:
        """Return b as a vector of length p, or raise."""
        return as_vector(b, name, self.X.shape[1])
