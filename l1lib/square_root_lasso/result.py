"""What the square-root Lasso returns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from l1lib.results import LinearFit, shown_coefficients, shown_support
from l1lib.validate import FloatArray


@dataclass(frozen=True, eq=False, repr=False)
class SqrtLassoResult(LinearFit):
    r"""A fit that minimises ‖y − b₀ − Xb‖₂/√n + λ‖b‖₁, certified.

    Parameters
    ----------
    intercept : float
        The constant b₀, in the unit of y; 0 where none was fitted.
    coef : ndarray, shape (p,)
        The coefficients b, in units of y per unit of the column; zeros are exact.
    fun : float
        The objective, in the unit of y.
    sigma : float
        The root of the mean squared residual, ‖y − b₀ − Xb‖₂/√n, in the unit of y: the first term
        of the objective. 0 where the fit is perfect.
    lasso_lam : float
        The λ at which `lasso` has the same solution, λ times `sigma`; 0 where the fit is perfect,
        which is the limit of the Lasso as its λ goes to 0.
    dual : ndarray, shape (n,)
        Numbers θ with ‖θ‖₂ ≤ 1/√n, Σθᵢ = 0 (with an intercept) and |Xᵀθ| ≤ λ, up to rounding:
        the residuals over √n times their length, unless the fit is perfect.
    gap : float
        The objective less the dual objective yᵀθ, relative to `scale`: a bound of how far `fun`
        is above the minimum. Computed from the data and this answer alone; θ is centred, and
        shortened until it is feasible.
    scale : float
        The objective at b = 0 with the best b₀, in the unit of y; 1 where that is 0.
    success : bool
        Whether `gap` is at most 1e-12, or no more than two units in the last place of the
        intercept and the coefficients explain; `message` says which.
    message : str
        What was reached, in words.
    nit : int
        How many linear systems were solved.
    support : ndarray of int
        The columns whose coefficients are not zero.
    lam : float
        The penalty weight λ.
    names : tuple of str, or None
        The names of the columns, where `X` was a data frame whose columns have names.
    """

    intercept: float
    coef: FloatArray
    fun: float
    sigma: float
    lasso_lam: float
    dual: FloatArray
    gap: float
    scale: float
    success: bool
    message: str
    nit: int
    support: NDArray[np.intp]
    lam: float
    names: tuple[str, ...] | None = None

    def _facts(self) -> list[tuple[str, ...]]:
        return [
            ("lam", f"{self.lam:.6g}"),
            ("intercept", f"{self.intercept:.6g}"),
            ("coef", shown_coefficients(self.coef, self.names)),
            ("fun", f"{self.fun:.8g}"),
            ("sigma", f"{self.sigma:.6g}"),
            ("gap", f"{self.gap:.1e}"),
            ("support", shown_support(self.support, self.names)),
            ("message", self.message),
        ]
