"""Columns with mean 0 and standard deviation 1, and the way back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from l1lib.design import as_matrix
from l1lib.validate import FloatArray, as_real


@dataclass(frozen=True, eq=False)
class Standardised:
    r"""Columns zⱼ = (xⱼ − mⱼ)/sⱼ, and what they were made with.

    Parameters
    ----------
    X : ndarray, shape (n, p)
        The columns zⱼ, without a unit. Those of constants are zero.
    means : ndarray, shape (p,)
        The means mⱼ, each in the unit of its column.
    scales : ndarray, shape (p,)
        The standard deviations sⱼ, each in the unit of its column; 1 for constants.
    """

    X: FloatArray
    means: FloatArray
    scales: FloatArray

    def apply(self, X: ArrayLike) -> FloatArray:
        """Return new rows with the same means taken away, over the same standard deviations.

        Parameters
        ----------
        X : array_like, shape (m, p)
            Rows in the units of the data.

        Returns
        -------
        ndarray, shape (m, p)

        Raises
        ------
        TypeError, ValueError
            If `X` is not a finite matrix with p columns.
        """
        rows = as_matrix(X, "X")
        if rows.shape[1] != self.means.size:
            raise ValueError(f"X must have {self.means.size} columns, got {rows.shape[1]}")
        return (rows - self.means) / self.scales

    def to_data(self, intercept: ArrayLike, coef: ArrayLike) -> tuple[FloatArray, FloatArray]:
        r"""Return intercept and coefficients of the data that predict the same.

        .. math:: &c_0 + \sum_j c_j \frac{x_j - m_j}{s_j} = b_0 + \sum_j b_j x_j, \\
            &b_j = \frac{c_j}{s_j}, \quad b_0 = c_0 - \sum_j b_j m_j.

        Parameters
        ----------
        intercept : array_like, shape (…)
            The constant c₀; one for each fit of a path.
        coef : array_like, shape (…, p)
            The coefficients cⱼ of the standardised columns.

        Returns
        -------
        intercept : float or ndarray, shape (…)
        coef : ndarray, shape (…, p)

        Raises
        ------
        TypeError, ValueError
            If an entry is no number, or there are not p coefficients.
        """
        constant, c = self._checked(intercept, coef)
        b = c / self.scales
        return constant - b @ self.means, b

    def from_data(self, intercept: ArrayLike, coef: ArrayLike) -> tuple[FloatArray, FloatArray]:
        r"""Return intercept and coefficients of the standardised columns: `to_data` backwards.

        .. math:: c_j = b_j s_j, \qquad c_0 = b_0 + \sum_j b_j m_j.

        A fit goes from one standardisation to another by ``other.from_data(*one.to_data(…))``
        if both are of the same data.

        Parameters
        ----------
        intercept : array_like, shape (…)
            The constant b₀; one for each fit of a path.
        coef : array_like, shape (…, p)
            The coefficients bⱼ of the data.

        Returns
        -------
        intercept : float or ndarray, shape (…)
        coef : ndarray, shape (…, p)

        Raises
        ------
        TypeError, ValueError
            As for `to_data`.
        """
        constant, b = self._checked(intercept, coef)
        return constant + b @ self.means, b * self.scales

    def _checked(self, intercept: ArrayLike, coef: ArrayLike) -> tuple[FloatArray, FloatArray]:
        constant, b = as_real(intercept, "intercept"), as_real(coef, "coef")
        if b.shape != (*constant.shape, self.means.size):
            wanted = (*constant.shape, self.means.size)
            raise ValueError(f"coef must have shape {wanted}, got {b.shape}")
        return constant, b

    def __repr__(self) -> str:
        n, p = self.X.shape
        return f"Standardised({n} rows, {p} columns)"


def standardise(X: ArrayLike, *, ddof: int = 0) -> Standardised:
    r"""Give columns mean 0 and standard deviation 1.

    .. math:: z_{ij} &= \frac{x_{ij} - m_j}{s_j}, \\
        s_j^2 &= \frac{1}{n - \mathrm{ddof}} \sum_i (x_{ij} - m_j)^2.

    Parameters
    ----------
    X : array_like, shape (n, p)
        Columns in any units.
    ddof : int, default 0
        0 divides by n, so that ‖zⱼ‖² = n, as scikit-learn's `StandardScaler` does; 1 divides by
        n − 1, as R's `scale` does. The λ of a Lasso depends on it.

    Returns
    -------
    Standardised

    Raises
    ------
    TypeError, ValueError
        If `X` is not a finite matrix, `ddof` is neither 0 nor 1, or there is but one row where
        `ddof` is 1.

    Examples
    --------
    >>> scaled = standardise([[1, 5], [3, 5]])
    >>> scaled.X
    array([[-1.,  0.],
           [ 1.,  0.]])
    >>> scaled.to_data(10.0, [2.0, 0.0])
    (np.float64(6.0), array([2., 0.]))
    """
    matrix = as_matrix(X, "X")
    if isinstance(ddof, bool) or ddof not in (0, 1):
        raise ValueError(f"ddof must be 0 or 1, got {ddof!r}")
    if len(matrix) <= ddof:
        raise ValueError("X must have two rows at least for ddof=1, got 1")
    unit = np.ldexp(1.0, np.frexp(np.abs(matrix).max(axis=0))[1] - 1)
    varies = matrix.min(axis=0) < matrix.max(axis=0)
    rows = matrix / unit
    # A sum of rows far from zero loses digits: what it leaves of the mean is taken away too.
    means = np.where(varies, rows.mean(axis=0), rows[0])
    means = means + np.where(varies, (rows - means).mean(axis=0), 0.0)
    centred = rows - means
    centred = centred - centred.mean(axis=0)
    deviations = np.where(varies, centred.std(axis=0, ddof=ddof), 1.0)
    scales = np.where(varies, deviations * unit, 1.0)
    return Standardised(X=centred / deviations, means=means * unit, scales=scales)
