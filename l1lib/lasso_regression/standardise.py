"""Columns with mean 0 and standard deviation 1, and the way back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse

from l1lib.design import as_matrix, as_table_or_sparse
from l1lib.validate import FloatArray, as_count, as_finite, as_flag


@dataclass(frozen=True, eq=False)
class Standardised:
    r"""Columns zⱼ = (xⱼ − mⱼ)/sⱼ, and what they were made with.

    Parameters
    ----------
    X : ndarray or csc_array, shape (n, p)
        The columns zⱼ, without a unit. Those of constants are zero, where they are centred.
    means : ndarray, shape (p,)
        The means mⱼ, each in the unit of its column; zeros where nothing was taken away.
    scales : ndarray, shape (p,)
        The standard deviations sⱼ, each in the unit of its column; 1 for constants.
    """

    X: Any
    means: FloatArray
    scales: FloatArray

    def apply(self, X: ArrayLike) -> Any:
        """Return new rows with the same means taken away, over the same standard deviations.

        Parameters
        ----------
        X : array_like or sparse matrix, shape (m, p)
            Rows in the units of the data; sparse only where means are not taken away.

        Returns
        -------
        ndarray or csc_array, shape (m, p)

        Raises
        ------
        TypeError, ValueError
            If `X` is not a finite matrix with p columns, or is sparse where it would be centred.
        """
        rows = as_table_or_sparse(X, "X") if sparse.issparse(X) else as_matrix(X, "X")
        if rows.shape[1] != self.means.size:
            raise ValueError(f"X must have {self.means.size} columns, got {rows.shape[1]}")
        if not sparse.issparse(rows):
            return (rows - self.means) / self.scales
        if self.means.any():
            raise ValueError(_FILLED)
        return _over(rows, self.scales)

    def to_data(self, intercept: ArrayLike, coef: ArrayLike) -> tuple[FloatArray, FloatArray]:
        r"""Return intercept and coefficients of the data that predict the same.

        .. math:: &c_0 + \sum_j c_j \frac{x_j - m_j}{s_j} = b_0 + \sum_j b_j x_j, \\
            &b_j = \frac{c_j}{s_j}, \quad b_0 = c_0 - \sum_j b_j m_j.

        Parameters
        ----------
        intercept : array_like, shape (…)
            The intercept c₀; one for each fit of a path.
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
            The intercept b₀; one for each fit of a path.
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
        constant, b = as_finite(intercept, "intercept"), as_finite(coef, "coef")
        if b.shape != (*constant.shape, self.means.size):
            wanted = (*constant.shape, self.means.size)
            raise ValueError(f"coef must have shape {wanted}, got {b.shape}")
        return constant, b

    def __repr__(self) -> str:
        n, p = self.X.shape
        return f"Standardised({n} rows, {p} columns)"


def standardise(X: ArrayLike, *, ddof: int = 0, center: bool = True) -> Standardised:
    r"""Give columns mean 0 and standard deviation 1, or the standard deviation alone.

    .. math:: z_{ij} &= \frac{x_{ij} - m_j}{s_j}, \\
        s_j^2 &= \frac{1}{n - \mathrm{ddof}} \sum_i (x_{ij} - \bar x_j)^2,

    with :math:`m_j = \bar x_j`, or 0 without centring.

    Parameters
    ----------
    X : array_like or sparse matrix, shape (n, p)
        Columns in any units; sparse only with ``center=False``.
    ddof : int, default 0
        0 divides by n, so that ‖zⱼ‖² = n, as scikit-learn's `StandardScaler` does; 1 divides by
        n − 1, as R's `scale` does. The λ of a Lasso depends on it.
    center : bool, default True
        Whether to take the means away. Without it zeros stay zeros, and a sparse matrix sparse.
        A fit with an intercept centres anyway, so its coefficients are the same.

    Returns
    -------
    Standardised

    Raises
    ------
    TypeError, ValueError
        If `X` is not a finite matrix, or sparse where it would be centred; if `ddof` is neither
        0 nor 1, or there is but one row where `ddof` is 1.

    Examples
    --------
    >>> scaled = standardise([[1, 5], [3, 5]])
    >>> scaled.X
    array([[-1.,  0.],
           [ 1.,  0.]])
    >>> scaled.to_data(10.0, [2.0, 0.0])
    (np.float64(6.0), array([2., 0.]))
    >>> standardise([[1, 5], [3, 5]], center=False).X
    array([[1., 5.],
           [3., 5.]])
    """
    lost, taken = as_count(ddof, "ddof", 0, 1), as_flag(center, "center")
    if sparse.issparse(X) and taken:
        raise ValueError(_FILLED)
    matrix = as_table_or_sparse(X, "X") if sparse.issparse(X) else as_matrix(X, "X")
    if matrix.shape[0] <= lost:
        raise ValueError("X must have two rows at least for ddof=1, got 1")
    if sparse.issparse(matrix):
        scales = _sparse_scales(matrix, lost)
        return Standardised(_over(matrix, scales), np.zeros(scales.size), scales)
    unit = np.ldexp(1.0, np.frexp(np.abs(matrix).max(axis=0))[1] - 1)
    varies = matrix.min(axis=0) < matrix.max(axis=0)
    rows = matrix / unit
    # A sum of rows far from zero loses digits: what it leaves of the mean is taken away too.
    means = np.where(varies, rows.mean(axis=0), rows[0])
    means = means + np.where(varies, (rows - means).mean(axis=0), 0.0)
    centred = rows - means
    centred = centred - centred.mean(axis=0)
    deviations = np.where(varies, centred.std(axis=0, ddof=lost), 1.0)
    scales = np.where(varies, deviations * unit, 1.0)
    if not taken:
        return Standardised(matrix / scales, np.zeros(scales.size), scales)
    return Standardised(X=centred / deviations, means=means * unit, scales=scales)


_FILLED = "X must not be sparse with center=True, which would fill it; use center=False"


def _sparse_scales(X: Any, ddof: int) -> FloatArray:
    """Return the standard deviations of the columns, 1 for constants, from what is stored."""
    n, p = X.shape
    X = X.copy()
    X.sum_duplicates()
    column, stored = np.repeat(np.arange(p), np.diff(X.indptr)), np.diff(X.indptr)
    unit = np.abs(X).max(axis=0).toarray().ravel()
    unit[unit == 0] = 1.0
    values = X.data / unit[column]
    means = np.bincount(column, values, p) / n
    squares = np.bincount(column, np.square(values - means[column]), p)
    squares += (n - stored) * np.square(means)
    varies = X.min(axis=0).toarray().ravel() < X.max(axis=0).toarray().ravel()
    return np.where(varies, np.sqrt(squares / (n - ddof)) * unit, 1.0)


def _over(X: Any, scales: FloatArray) -> Any:
    """Return a sparse matrix with its columns divided."""
    divided = X.copy()
    divided.data = X.data / np.repeat(scales, np.diff(X.indptr))
    return divided
