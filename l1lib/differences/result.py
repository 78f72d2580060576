"""What total variation, trend filtering and the fused Lasso return."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from l1lib.differences.certificate import ACCURACY, gap_and_scale
from l1lib.results import Shown
from l1lib.validate import FloatArray


@dataclass(frozen=True, eq=False, repr=False)
class TrendResult(Shown):
    r"""A fit that minimises ½ Σ wᵢ(yᵢ − bᵢ)² + λ Σ |(Db)ⱼ|, certified.

    Parameters
    ----------
    fitted : ndarray, shape (n,)
        The fit b, in the unit of y.
    knots : ndarray of int
        The data points at which a new piece begins, constant, straight or curved.
    fun : float
        The objective, in the unit of y squared.
    dual : ndarray, shape (n − order − 1,)
        Numbers |sⱼ| ≤ λ with Dᵀs = w(y − b), and sⱼ = λ sign (Db)ⱼ where that is not zero, up to
        rounding. For total variation λ + s is the height of the taut string above the lower
        edge of its tube.
    gap : float
        The objective less the dual objective of s, relative to `scale`: a bound of how far `fun`
        is above the least value, free of units.
    scale : float
        The objective at the weighted mean of y.
    success : bool
        Whether `gap` is at most 1e-12.
    message : str
        What was reached, in words.
    nit : int
        How many rounds, or linear systems, it took.
    order : int
        The degree of the pieces; D takes differences of order `order` + 1.
    lam : float
        The penalty weight λ.
    """

    fitted: FloatArray
    knots: NDArray[np.intp]
    fun: float
    dual: FloatArray
    gap: float
    scale: float
    success: bool
    message: str
    nit: int
    order: int
    lam: float

    @property
    def df(self) -> int:
        """The number of knots plus `order` + 1: for total variation, the number of pieces."""
        return self.knots.size + self.order + 1

    def _facts(self) -> list[tuple[str, ...]]:
        return [
            ("lam", f"{self.lam:.6g}"),
            ("fitted", np.array2string(self.fitted, precision=6, threshold=20)),
            ("knots", np.array2string(self.knots, threshold=20)),
            ("fun", f"{self.fun:.8g}"),
            ("gap", f"{self.gap:.1e}"),
            ("message", self.message),
        ]


@dataclass(frozen=True, eq=False, repr=False)
class FusedLassoResult(Shown):
    r"""A fit that minimises ½ Σ (yᵢ − bᵢ)² + λ Σ |bᵢ| + κ Σ |bᵢ₊₁ − bᵢ|, certified.

    Parameters
    ----------
    fitted : ndarray, shape (n,)
        The fit b, in the unit of y; zeros are exact.
    knots : ndarray of int
        The data points at which a new piece begins.
    fun : float
        The objective, in the unit of y squared.
    dual : ndarray, shape (n,)
        Numbers |dᵢ| ≤ λ, of which dᵢ = λ sign bᵢ where bᵢ is not zero.
    dual_difference : ndarray, shape (n − 1,)
        Numbers |sᵢ| ≤ κ, of which sᵢ = κ where b goes up, −κ where it goes down. Together
        d + Dᵀs = y − b.
    gap : float
        The objective less the dual objective, relative to `scale`.
    scale : float
        The objective of total variation at the mean of y.
    success : bool
        Whether `gap` is at most 1e-12.
    message : str
        What was reached, in words.
    lam : float
        The weight λ of the sizes.
    lam_difference : float
        The weight κ of the differences.
    """

    fitted: FloatArray
    knots: NDArray[np.intp]
    fun: float
    dual: FloatArray
    dual_difference: FloatArray
    gap: float
    scale: float
    success: bool
    message: str
    lam: float
    lam_difference: float

    def _facts(self) -> list[tuple[str, ...]]:
        return [
            ("lam", f"{self.lam:.6g}"),
            ("lam_difference", f"{self.lam_difference:.6g}"),
            ("fitted", np.array2string(self.fitted, precision=6, threshold=20)),
            ("fun", f"{self.fun:.8g}"),
            ("gap", f"{self.gap:.1e}"),
            ("message", self.message),
        ]


def certified(
    y: FloatArray,
    w: FloatArray,
    b: FloatArray,
    dual: FloatArray,
    knots: NDArray[np.intp],
    order: int,
    lam: float,
    nit: int,
) -> TrendResult:
    """Return a fit with its certificate, and warn where it does not hold."""
    gap, scale = gap_and_scale(y, w, b, dual, lam, order)
    jumps = np.abs(np.diff(b, order + 1)[knots - (order + 2) // 2]).sum()
    success = gap <= ACCURACY
    message = said(success, gap, unique=bool(w.min() > 0))
    if not success:
        warnings.warn(message, RuntimeWarning, stacklevel=4)
    fun = float(w @ (y - b) ** 2) / 2 + lam * float(jumps)
    return TrendResult(b, knots, fun, dual, gap, scale, success, message, nit, order, lam)


def said(success: bool, gap: float, unique: bool) -> str:
    """Return the message of a result."""
    if success and unique:
        return "optimal, and no other fit is"
    if success:
        return "optimal; another value of a point without weight may be too"
    return f"not solved to accuracy: the gap is {gap:.1e}; take fewer data points or a smaller λ"
