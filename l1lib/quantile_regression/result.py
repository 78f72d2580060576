"""What a fit of least absolute deviations returns."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from l1lib.design import as_table_or_sparse, refuse_infinite
from l1lib.validate import FloatArray


@dataclass(frozen=True, eq=False)
class LADResult:
    r"""A fit of least absolute deviations or another quantile, certified.

    .. math:: \min_{b_0, b} \sum_i w_i \rho_\tau(y_i - b_0 - x_i^\top b) + \lambda \sum_j |b_j|

    The penalty λ|bⱼ| is ρ(λbⱼ) + ρ(−λbⱼ), which is two rows more with targets 0. `gap`, `scale`
    and `dual_residual` are those of the problem with such rows. The duals of these, between −λ
    and λ for each column, take up Xᵀd.

    Parameters
    ----------
    intercept : float
        The intercept b₀, in the unit of y; 0 where none was fitted.
    coef : ndarray, shape (p,)
        The coefficients b, in units of y per unit of the column. Those that a penalty makes zero
        are 0 exactly.
    fun : float
        The objective, the sum of wᵢρ(rᵢ) and the penalty. Without one it is half of `sae`, the
        sum of wᵢ|rᵢ|, for τ = ½.
    dual : ndarray, shape (n,)
        Numbers dᵢ between wᵢ(τ − 1) and wᵢτ with Σ dᵢ = 0 (with an intercept) and |xⱼᵀd| ≤ λ
        for each column xⱼ, which is xⱼᵀd = 0 without a penalty; where bⱼ ≠ 0, xⱼᵀd = λ sign bⱼ.
    gap : float
        Σ(wᵢρ(rᵢ) − dᵢrᵢ) + |bᵀXᵀd|, divided by `scale`: an upper bound of how far `fun` is
        above the least value, free of units. Both terms would be 0 in exact arithmetic.
    scale : float
        The sum of wᵢ(|yᵢ − m| + |b₀ − m| + Σⱼ|xᵢⱼbⱼ|), the numbers that residuals are made of,
        m a median of y (0 without an intercept), |yᵢ − m| cut to four typical ones; from a
        sample where n is large. In the unit of `fun`.
    dual_residual : float
        The largest |Σᵢdᵢxᵢⱼ|, relative to the sum of wᵢ|xᵢⱼ| (that from a sample where n is
        large); free of units.
    success : bool
        Whether `gap` is at most 1e-12 and `dual_residual` at most 1e-9.
    message : str
        What was reached, in words.
    nit : int
        Newton steps and pivots.
    rank : int
        The rank of X, the column of the intercept included; with a penalty, the number of
        coefficients, the intercept included, since the penalty determines those that X does not.
    support : ndarray of int, shape (rank,)
        Rows through which the fit passes exactly, and which determine it, together with the
        coefficients that a penalty makes zero; there are so many rows fewer.
    unique : bool
        Whether no other coefficients reach the same objective.
    tau : float
        The quantile.
    lam : float
        The penalty weight λ.
    """

    intercept: float
    coef: FloatArray
    fun: float
    dual: FloatArray
    gap: float
    scale: float
    dual_residual: float
    success: bool
    message: str
    nit: int
    rank: int
    support: NDArray[np.intp]
    unique: bool
    tau: float
    lam: float = 0.0

    @property
    def sae(self) -> float:
        """Return the sum of wᵢ|rᵢ| that a fit at τ = ½ minimises: twice `fun`, in the unit of y.

        Raises
        ------
        AttributeError
            If the fit was made at another τ or with a penalty, where `fun` does not tell this sum.
        """
        if self.tau != 0.5 or self.lam:
            other = f"tau is {self.tau}" if self.tau != 0.5 else f"lam is {self.lam}"
            raise AttributeError(
                f"sae is what a fit at tau = 1/2 without a penalty minimises, and {other}; "
                "call l1lib.sae(y, fit.predict(X))"
            )
        return 2 * self.fun

    def predict(self, X: ArrayLike) -> FloatArray:
        """Return b₀ + Xb.

        Parameters
        ----------
        X : array_like or sparse matrix, shape (m, p)
            New rows, with the columns of the fit. A sparse matrix is not filled.

        Returns
        -------
        ndarray, shape (m,)
            In the unit of y.

        Raises
        ------
        TypeError, ValueError
            If `X` is not a finite matrix with p columns.
        """
        matrix = as_table_or_sparse(X, "X", columns=0, kind=sparse.csr_array)
        if not sparse.issparse(matrix):
            refuse_infinite(matrix, "X")
        if matrix.shape[1] != self.coef.size:
            raise ValueError(f"X must have {self.coef.size} columns, got {matrix.shape[1]}")
        predicted: FloatArray = matrix @ self.coef + self.intercept
        return predicted

    def _facts(self) -> list[tuple[str, str]]:
        return [
            ("intercept", f"{self.intercept:.6g}"),
            ("coef", np.array2string(self.coef, precision=6, threshold=20)),
            ("fun", f"{self.fun:.8g}"),
            ("gap", f"{self.gap:.1e}"),
            ("support", np.array2string(self.support, threshold=20)),
            ("message", self.message),
        ]

    def __repr__(self) -> str:
        return "LADResult\n" + "\n".join(f"{name:>9}: {value}" for name, value in self._facts())

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>"
            for name, value in self._facts()
        )
        return f"<table>{rows}</table>"
