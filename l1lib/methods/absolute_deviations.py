"""The objective of least absolute deviations, for the methods."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import lsq_linear

from l1lib.methods.objective import Objective
from l1lib.methods.tolerances import RESIDUAL
from l1lib.validate import FloatArray, as_vector


@dataclass(frozen=True, eq=False)
class AbsoluteDeviations(Objective):
    r"""The function :math:`f(\beta) = \sum_i |y_i - x_i^\top \beta|`, to be minimised.

    For an intercept, let `X` have a column of ones. There is no factor ½: the least value
    is the `sae` of `l1lib.lad` at τ = ½.

    Parameters
    ----------
    X : array_like, shape (n, p)
        The design, with linearly independent columns.
    y : array_like, shape (n,)
        The targets.

    Raises
    ------
    TypeError, ValueError
        If the shapes do not fit, an entry is no finite number, or the columns are dependent.

    Examples
    --------
    >>> problem = AbsoluteDeviations([[1], [1], [1]], [0, 1, 5])
    >>> problem.value([1]), problem.value([2])
    (5.0, 6.0)
    >>> problem.subgradient([2])
    array([1.])
    """

    _basis: FloatArray = field(init=False, repr=False)

    def __init__(self, X: ArrayLike, y: ArrayLike) -> None:
        super().__init__(X, y)
        rank, p = int(np.linalg.matrix_rank(self.X)), self.X.shape[1]
        if rank < p:
            raise ValueError(
                f"X must have independent columns, got rank {rank} with {p} columns; drop some"
            )
        object.__setattr__(self, "_basis", np.linalg.qr(self.X)[0])

    def value(self, beta: ArrayLike) -> float:
        """Return f(β).

        Parameters
        ----------
        beta : array_like, shape (p,)

        Returns
        -------
        float
            In the unit of y.
        """
        return float(np.abs(self.residuals(beta)).sum())

    def signs(self, beta: ArrayLike) -> FloatArray:
        """Return the signs of the residuals, 0 for those that are zero up to rounding.

        Parameters
        ----------
        beta : array_like, shape (p,)

        Returns
        -------
        ndarray, shape (n,)
        """
        signs = np.sign(self.residuals(beta))
        signs[self.zeros(beta)] = 0.0
        return signs

    def subgradient(self, beta: ArrayLike) -> FloatArray:
        """Return −Xᵀ sign(r), the subgradient with sign(0) = 0.

        Parameters
        ----------
        beta : array_like, shape (p,)

        Returns
        -------
        ndarray, shape (p,)
        """
        return -self.signs(beta) @ self.X

    def zeros(self, beta: ArrayLike) -> NDArray[np.intp]:
        """Return the rows whose residual is zero, up to rounding.

        Parameters
        ----------
        beta : array_like, shape (p,)

        Returns
        -------
        ndarray of int
        """
        rounding = RESIDUAL * (np.abs(self.y) + np.abs(self.X) @ np.abs(self.point(beta)))
        return np.flatnonzero(np.abs(self.residuals(beta)) <= rounding)

    def distance(self, beta: ArrayLike) -> float:
        r"""Return the distance of 0 from ∂f(β); it is 0 exactly where β is a minimiser.

        .. math:: &\min_d \lVert X^\top d\rVert_2 \quad\text{such that} \\
            &d_i = \operatorname{sign} r_i \text{ if } r_i \ne 0, \\
            &|d_i| \le 1 \text{ if } r_i = 0.

        Parameters
        ----------
        beta : array_like, shape (p,)

        Returns
        -------
        float
        """
        zero = self.zeros(beta)
        pull = self.signs(beta) @ self.X
        if zero.size == 0:
            return float(np.linalg.norm(pull))
        rows = self.X[zero]
        best = lsq_linear(rows.T, -pull, bounds=(-1, 1), method="bvls", tol=1e-15).x
        return float(np.linalg.norm(best @ rows + pull))

    def lower_bound(self, dual: ArrayLike) -> float:
        """Return a number that f never falls below, from any vector d of length n.

        If Xᵀd = 0 and all |dᵢ| ≤ 1, then f(β) ≥ dᵀ(y − Xβ) = dᵀy. A d that is not like that
        is first projected to Xᵀd = 0, then divided by its largest entry if that is above 1.

        Parameters
        ----------
        dual : array_like, shape (n,)

        Returns
        -------
        float
        """
        d = as_vector(dual, "dual", self.y.size)
        for _ in range(2):
            d = d - self._basis @ (d @ self._basis)
        return float(d @ self.y / max(1.0, np.abs(d).max()))

    @property
    def lipschitz(self) -> float:
        """√n times the largest singular value of X: no subgradient is longer."""
        return math.sqrt(self.y.size) * float(np.linalg.norm(self.X, 2))

    @property
    def scale(self) -> float:
        """Σ|yᵢ|, or 1 where that is 0: what gaps are divided by."""
        return float(np.abs(self.y).sum()) or 1.0

    def least_squares(self) -> FloatArray:
        """Return the β of least squares, from which the methods start."""
        beta: FloatArray = np.asarray(np.linalg.lstsq(self.X, self.y)[0], dtype=np.float64)
        return beta

    def _start(self) -> FloatArray:
        return self.least_squares()
