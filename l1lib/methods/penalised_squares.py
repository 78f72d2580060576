"""The objective of the Lasso, for the methods: a smooth loss and a penalty with a corner."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from l1lib.functions import soft_threshold
from l1lib.methods.objective import Objective
from l1lib.validate import FloatArray, as_vector, nonnegative


@dataclass(frozen=True, eq=False)
class PenalisedSquares(Objective):
    r"""Squared residuals and an L1 penalty, to be minimised.

    .. math:: f(\beta) = \|y - X\beta\|^2/(2n) + \lambda \|\beta\|_1

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

    lam: float

    def __init__(self, X: ArrayLike, y: ArrayLike, lam: float) -> None:
        super().__init__(X, y)
        object.__setattr__(self, "lam", nonnegative(lam, "lam"))

    def value(self, beta: ArrayLike) -> float:
        """Return f(β).

        Parameters
        ----------
        beta : array_like, shape (p,)

        Returns
        -------
        float
            In the unit of y squared.
        """
        r = self.residuals(beta)
        return float(r @ r / (2 * r.size) + self.lam * np.abs(beta).sum())

    def correlations(self, beta: ArrayLike) -> FloatArray:
        """Return Xᵀ(y − Xβ)/n, minus the gradient of the smooth part.

        Parameters
        ----------
        beta : array_like, shape (p,)

        Returns
        -------
        ndarray, shape (p,)
        """
        return self.residuals(beta) @ self.X / self.y.size

    def subgradient(self, beta: ArrayLike) -> FloatArray:
        """Return the shortest subgradient; it is 0 exactly where β is a minimiser.

        Parameters
        ----------
        beta : array_like, shape (p,)

        Returns
        -------
        ndarray, shape (p,)
        """
        point, c = self.point(beta), self.correlations(beta)
        return np.where(point != 0, self.lam * np.sign(point) - c, -soft_threshold(c, self.lam))

    def lower_bound(self, dual: ArrayLike) -> float:
        """Return a number that f never falls below, from any vector d of length n.

        If |Xᵀd| ≤ nλ, then f(β) ≥ (‖y‖² − ‖y − d‖²)/(2n). A d that is too long is shortened.

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
        """‖y‖²/(2n), or 1 where that is 0: the value at 0, by which gaps are divided."""
        return float(self.y @ self.y) / (2 * self.y.size) or 1.0
