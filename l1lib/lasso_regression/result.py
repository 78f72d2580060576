"""What the Lasso returns: one fit, and a path of fits."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from l1lib.design import as_table_or_sparse, refuse_infinite
from l1lib.validate import FloatArray, nonnegative


@dataclass(frozen=True, eq=False)
class LassoResult:
    r"""A fit that minimises ‖y − b₀ − Xb‖²/(2n) + λ‖b‖₁, certified.

    Parameters
    ----------
    intercept : float
        The constant b₀, in the unit of y; 0 where none was fitted.
    coef : ndarray, shape (p,)
        The coefficients b, in units of y per unit of the column; zeros are exact.
    fun : float
        The objective, in the unit of y squared.
    dual : ndarray, shape (n,)
        Numbers dᵢ with Σ dᵢ = 0 (with an intercept) and |Xᵀd| ≤ nλ, up to rounding: the
        residuals times their weights, corrected or shortened where a correlation is above λ.
    gap : float
        A bound of how far `fun` is above the least value, relative to `scale`: the objective less
        the dual objective yᵀd/n − Σ dᵢ²/(2nwᵢ), over the rows with weight, and a charge for
        rounding. It is computed from the data as given and the coefficients as returned, in
        double precision if that proves the fit, and otherwise with twice the digits. The charge
        takes the correlation of a column xⱼ as known up to 4·2⁻⁵³ ‖xⱼ‖ρ/n, where ρ adds the
        norms of the residuals, of y − b₀ and of the terms bⱼxⱼ, all centred. It holds against all
        coefficients β for which the norms of the terms βⱼxⱼ sum to no more than √Σ‖bⱼxⱼ‖² and
        ‖y − ȳ‖ together; others gain at most that error times |βⱼ| more.
        Infinite where numbers leave the range of a double, or `scale` is 0 and `fun` is not.
    scale : float
        The objective at b = 0, with the best b₀.
    success : bool
        Whether `gap` is at most 1e-12.
    message : str
        What was reached, in words.
    nit : int
        How many linear systems were solved.
    support : ndarray of int
        The columns whose coefficients are not zero.
    unique : bool
        Whether no other coefficients reach the same objective. False says that there may be
        others: they are not looked for where more than 500 columns, and more than there are
        rows, have a correlation of λ.
    lam : float
        The penalty weight λ.
    """

    intercept: float
    coef: FloatArray
    fun: float
    dual: FloatArray
    gap: float
    scale: float
    success: bool
    message: str
    nit: int
    support: NDArray[np.intp]
    unique: bool
    lam: float

    def predict(self, X: ArrayLike) -> FloatArray:
        """Return b₀ + Xb.

        Parameters
        ----------
        X : array_like, shape (m, p)
            New rows, with the columns of the fit.

        Returns
        -------
        ndarray, shape (m,)
            In the unit of y.

        Raises
        ------
        TypeError, ValueError
            If `X` is not a finite matrix with p columns.
        """
        return np.asarray(_design(X, self.coef.size) @ self.coef + self.intercept)

    def _facts(self) -> list[tuple[str, str]]:
        return [
            ("lam", f"{self.lam:.6g}"),
            ("intercept", f"{self.intercept:.6g}"),
            ("coef", np.array2string(self.coef, precision=6, threshold=20)),
            ("fun", f"{self.fun:.8g}"),
            ("gap", f"{self.gap:.1e}"),
            ("support", np.array2string(self.support, threshold=20)),
            ("message", self.message),
        ]

    def __repr__(self) -> str:
        return "LassoResult\n" + "\n".join(f"{name:>9}: {value}" for name, value in self._facts())

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>"
            for name, value in self._facts()
        )
        return f"<table>{rows}</table>"


@dataclass(frozen=True, eq=False)
class LassoPath:
    """Lasso fits at decreasing λ, each certified.

    Parameters
    ----------
    lams : ndarray, shape (m,)
        The penalty weights, from the largest to the smallest.
    intercept : ndarray, shape (m,)
        The constants b₀.
    coef : ndarray, shape (m, p)
        A row of coefficients for each λ; zeros are exact.
    fun : ndarray, shape (m,)
        The objectives.
    gap : ndarray, shape (m,)
        For each fit a bound of how far `fun` is above the least value, relative to the
        objective at b = 0, as in `LassoResult`. That columns far from λ are so is verified for
        all fits at once, by one random combination of them.
    df : ndarray of int, shape (m,)
        Coefficients that are not zero: an unbiased estimate of the degrees of freedom (Gaussian
        errors, independent columns, λ fixed in advance), the intercept not counted.
    kinks : bool
        Whether `lams` are the kinks of the path, between which it is straight; the last of
        them is where the path ends.
    success : bool
        Whether no gap is above 1e-12.
    message : str
        What was reached, in words.
    nit : int
        How many linear systems were solved.
    """

    lams: FloatArray
    intercept: FloatArray
    coef: FloatArray
    fun: FloatArray
    gap: FloatArray
    df: NDArray[np.intp]
    kinks: bool
    success: bool
    message: str
    nit: int

    def predict(self, X: ArrayLike) -> FloatArray:
        """Return b₀ + Xb for each λ.

        Parameters
        ----------
        X : array_like, shape (k, p)
            New rows, with the columns of the fit.

        Returns
        -------
        ndarray, shape (m, k)
            A row of predictions for each λ, in the unit of y.

        Raises
        ------
        TypeError, ValueError
            If `X` is not a finite matrix with p columns.
        """
        matrix = _design(X, self.coef.shape[1])
        return np.asarray((matrix @ self.coef.T).T) + self.intercept[:, None]

    def coef_at(self, lam: float) -> FloatArray:
        """Return the coefficients at any λ on the path, which must be one of kinks.

        Parameters
        ----------
        lam : float
            A penalty weight, not below the last of `lams`.

        Returns
        -------
        ndarray, shape (p,)

        Raises
        ------
        ValueError
            If the path is not one of kinks, or ends above `lam`.
        """
        level = nonnegative(lam, "lam")
        if not self.kinks:
            raise ValueError("coef_at needs a path of kinks: lasso_path(..., homotopy=True)")
        if level < self.lams[-1]:
            raise ValueError(f"lam must be at least {self.lams[-1]:.6g}, the end of the path")
        return np.array([np.interp(level, self.lams[::-1], b[::-1]) for b in self.coef.T])

    def __repr__(self) -> str:
        return (
            f"LassoPath of {self.lams.size} {'kinks' if self.kinks else 'values of λ'} from "
            f"{self.lams[0]:.6g} to {self.lams[-1]:.6g}, up to {self.df.max()} of "
            f"{self.coef.shape[1]} coefficients, largest gap {self.gap.max():.1e}: {self.message}"
        )


def _design(X: ArrayLike, columns: int) -> Any:
    matrix = as_table_or_sparse(X, "X")
    if matrix.shape[1] != columns:
        raise ValueError(f"X must have {columns} columns, got {matrix.shape[1]}")
    if isinstance(matrix, np.ndarray):
        refuse_infinite(matrix, "X")
    return matrix
