"""What basis pursuit returns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from l1lib.results import Shown, shown_coefficients
from l1lib.validate import FloatArray


@dataclass(frozen=True, eq=False, repr=False)
class BasisPursuitResult(Shown):
    r"""A solution that minimises ‖x‖₁ among all with Ax = b, certified.

    Parameters
    ----------
    x : ndarray, shape (n,)
        The solution, in units of b per unit of A; zeros are exact. The columns of its support
        are independent, so that it is a vertex: it has at most rank(A) entries that are not zero.
    fun : float
        The minimum Σ|xⱼ|, in the unit of x.
    dual : ndarray, shape (m,)
        Numbers ν with |Aᵀν| ≤ 1, up to rounding, and aⱼᵀν = sign xⱼ where xⱼ ≠ 0, so that
        bᵀν = Σ|xⱼ|. In units of x per unit of b.
    gap : float
        Times `scale`, an upper bound of how far `fun` is above the minimum: with α = min(1,
        1/‖Aᵀν‖∞) the sum of |xⱼ| − αxⱼaⱼᵀν, all of them non-negative, and α|(b − Ax)ᵀν|.
        Computed from the data and this answer alone, with more digits than a double.
    scale : float
        `fun`, or 1 where that is 0.
    residual : float
        How far x is from solving Ax = b: the largest |bᵢ − Σ aᵢⱼxⱼ| of a row, relative to
        |bᵢ| + Σ|aᵢⱼxⱼ|.
    success : bool
        Whether `residual` and `gap` are at most 1e-12, or the gap no larger than what rounding
        x, ν and b to doubles explains; `message` says which.
    message : str
        What was reached, in words.
    nit : int
        How many linear systems were solved.
    support : ndarray of int
        The entries of x that are not zero.
    unique : bool
        Whether no other x with Ax = b has the same sum. False says that there may be others: they
        are not looked for where more than 500 columns, and more than there are rows, have
        |aⱼᵀν| = 1.
    """

    x: FloatArray
    fun: float
    dual: FloatArray
    gap: float
    scale: float
    residual: float
    success: bool
    message: str
    nit: int
    support: NDArray[np.intp]
    unique: bool

    def _facts(self) -> list[tuple[str, ...]]:
        return [
            ("x", shown_coefficients(self.x, None)),
            ("fun", f"{self.fun:.8g}"),
            ("gap", f"{self.gap:.1e}"),
            ("residual", f"{self.residual:.1e}"),
            ("support", np.array2string(self.support, threshold=20)),
            ("message", self.message),
        ]
