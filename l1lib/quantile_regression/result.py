"""What a fit of least absolute deviations returns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from l1lib.results import LinearFit, shown_coefficients
from l1lib.validate import FloatArray


@dataclass(frozen=True, eq=False, repr=False)
class LADResult(LinearFit):
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
        Times `scale`, an upper bound of how far `fun` is above the minimum. It is made of
        Σ(wᵢρ(rᵢ) − dᵢrᵢ) and of what it costs to balance the dual exactly, and computed from
        the data and this answer alone, with more digits than a double where that matters
        (`l1lib.quantile_regression.certificate`).
    scale : float
        2τ(1 − τ) times the sum of wᵢ|yᵢ − m|, m a middle value of y (0 without an intercept),
        |yᵢ − m| cut to four typical ones; from a sample where n is large. In the unit of `fun`.
    dual_residual : float
        The largest |Σᵢdᵢ(xᵢⱼ − mⱼ)| of all columns, relative to the sum of
        max(|dᵢ|, 2τ(1 − τ)wᵢ)|xᵢⱼ − mⱼ| (that from a sample where n is large). With an
        intercept mⱼ is a typical value of the column, else 0. Free of units.
    success : bool
        Whether `dual_residual` is at most 1e-9, and `gap` at most 1e-12, or no more than two
        units in the last place of the intercept and the coefficients explain: far columns or
        targets have slopes that doubles cannot hold any better. `message` says which.
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
    names : tuple of str, or None
        The names of the columns, where `X` was a data frame whose columns have names.
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
    names: tuple[str, ...] | None = None

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

    def _facts(self) -> list[tuple[str, ...]]:
        return [
            ("intercept", f"{self.intercept:.6g}"),
            ("coef", shown_coefficients(self.coef, self.names)),
            ("fun", f"{self.fun:.8g}"),
            ("gap", f"{self.gap:.1e}"),
            ("support", np.array2string(self.support, threshold=20)),
            ("message", self.message),
        ]
