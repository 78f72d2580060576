"""What the Lasso returns: one fit, and a path of fits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from l1lib.design import as_new_rows
from l1lib.results import LinearFit, shown_coefficients, shown_support
from l1lib.validate import FloatArray, nonnegative


@dataclass(frozen=True, eq=False, repr=False)
class LassoResult(LinearFit):
    r"""A fit that minimises ‖y − b₀ − Xb‖²/(2n) + λ Σ uⱼ|bⱼ| + ½ λ₂ Σ uⱼbⱼ², certified.

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
        With weights of the penalty λ is λuⱼ, and without the bars where b ≥ 0 is asked; with
        λ₂ > 0 the columns with uⱼ > 0 have no such bound.
    gap : float
        A bound of how far `fun` is above the least value, relative to `scale`: the objective less
        the dual objective yᵀd/n − Σ dᵢ²/(2nwᵢ), over the rows with weight, and a charge for
        rounding; with λ₂ > 0 the dual objective is less by Σ (|xⱼᵀd|/n − λuⱼ)₊² / (2λ₂uⱼ).
        It is computed from the data as given and the coefficients as returned, in
        double precision if that proves the fit, and otherwise with twice the digits. The charge
        takes the correlation of a column xⱼ as known up to 4·2⁻⁵³ ‖xⱼ‖ρ/n, where ρ adds the
        norms of the residuals, of y − b₀ and of the terms bⱼxⱼ, all centred. It holds against all
        coefficients β for which the norms of the terms βⱼxⱼ sum to no more than √Σ‖bⱼxⱼ‖² and
        ‖y − ȳ‖ together; others gain at most that error times |βⱼ| more.
        Infinite where numbers leave the range of a double, or `scale` is 0 and `fun` is not.
    scale : float
        The objective at b = 0, with the best b₀ and the best columns without penalty, unless
        these fit y exactly; then with the best b₀.
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
    names : tuple of str, or None
        The names of the columns, where `X` was a data frame whose columns have names.
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
    names: tuple[str, ...] | None = None

    def _facts(self) -> list[tuple[str, ...]]:
        return [
            ("lam", f"{self.lam:.6g}"),
            ("intercept", f"{self.intercept:.6g}"),
            ("coef", shown_coefficients(self.coef, self.names)),
            ("fun", f"{self.fun:.8g}"),
            ("gap", f"{self.gap:.1e}"),
            ("support", shown_support(self.support, self.names)),
            ("message", self.message),
        ]


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
        Coefficients that are not zero: for the Lasso an unbiased estimate of the degrees of
        freedom (Gaussian errors, independent columns, λ fixed in advance), the intercept not
        counted.
    kinks : bool
        Whether `lams` are the kinks of the path, between which it is straight; the last of
        them is where the path ends.
    success : bool
        Whether no gap is above 1e-12.
    message : str
        What was reached, in words.
    nit : int
        How many linear systems were solved.
    names : tuple of str, or None
        The names of the columns, where `X` was a data frame whose columns have names.
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
    names: tuple[str, ...] | None = None

    def predict(self, X: ArrayLike, lam: float | None = None) -> FloatArray:
        """Return b₀ + Xb for each λ, or for one.

        Parameters
        ----------
        X : array_like, shape (k, p)
            New rows, with the columns of the fit; those of a data frame also by name.
        lam : float, optional
            One λ on the path, as for `at`.

        Returns
        -------
        ndarray, shape (m, k), or (k,) where `lam` is given
            A row of predictions for each λ, in the unit of y.

        Raises
        ------
        TypeError, ValueError
            If `X` is not a finite matrix with p columns, or the columns of the fit and of `X`
            both have names, and they are not the same in the same order; if `lam` is not on the
            path.
        """
        matrix = as_new_rows(X, self.coef.shape[1], self.names)
        if lam is not None:
            intercept, coef = self.at(lam)
            return np.asarray(matrix @ coef) + intercept
        return np.asarray((matrix @ self.coef.T).T) + self.intercept[:, None]

    def at(self, lam: float) -> tuple[float, FloatArray]:
        """Return intercept and coefficients at one λ.

        Between kinks both are linear, and above the first of them they do not change.

        Parameters
        ----------
        lam : float
            For a path of kinks any λ not below the last, for another path one of `lams`.

        Returns
        -------
        intercept : float
        coef : ndarray, shape (p,)

        Raises
        ------
        TypeError, ValueError
            If `lam` is no number, or not on the path.

        Examples
        --------
        >>> from l1lib import lasso_kinks
        >>> lasso_kinks([[0], [2], [4]], [1, 3, 5], ratio=0.0).at(4 / 3)
        (2.0, array([0.5]))
        """
        level = nonnegative(lam, "lam")
        if not self.kinks and level not in self.lams:
            nearest = self.lams[np.abs(self.lams - level).argmin()]
            raise ValueError(
                f"lam must be one of the path's, of which {float(nearest)!r} is the nearest to "
                f"{level!r}; a path from lasso_kinks has any"
            )
        if level < self.lams[-1]:
            raise ValueError(f"lam must be at least {self.lams[-1]:.6g}, the end of the path")
        below = int(np.argmax(self.lams <= level))
        above = max(below - 1, 0)
        way = self.lams[above] - self.lams[below]
        share = (self.lams[above] - level) / way if way > 0 else 0.0
        coef = (1 - share) * self.coef[above] + share * self.coef[below]
        return float((1 - share) * self.intercept[above] + share * self.intercept[below]), coef

    def coef_at(self, lam: float) -> FloatArray:
        """Return the coefficients at one λ, as `at` does.

        Parameters
        ----------
        lam : float
            For a path of kinks any λ not below the last, for another path one of `lams`.

        Returns
        -------
        ndarray, shape (p,)

        Raises
        ------
        TypeError, ValueError
            If `lam` is no number, or not on the path.
        """
        return self.at(lam)[1]

    def __repr__(self) -> str:
        return (
            f"LassoPath of {self.lams.size} {'kinks' if self.kinks else 'values of λ'} from "
            f"{self.lams[0]:.6g} to {self.lams[-1]:.6g}, up to {self.df.max()} of "
            f"{self.coef.shape[1]} coefficients, largest gap {self.gap.max():.1e}: {self.message}"
        )
