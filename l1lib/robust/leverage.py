"""Leverage: how far a row pulls a least-squares fit to itself."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from l1lib.design import as_matrix
from l1lib.validate import FloatArray, as_flag


def hat_values(X: ArrayLike, *, intercept: bool = True) -> FloatArray:
    r"""Return the hat values, the diagonal of the projection on the columns of the design.

    .. math:: h_i = \frac{\partial \hat y_i}{\partial y_i} = [X (X^\top X)^{-1} X^\top]_{ii}

    for independent columns, with a column of ones where there is an intercept. They lie
    between 0 and 1, and sum to the rank.

    Parameters
    ----------
    X : array_like, shape (n, p)
        The design, of any rank.
    intercept : bool, default True
        Whether the fit has an intercept.

    Returns
    -------
    ndarray, shape (n,)
        Free of units.

    Raises
    ------
    TypeError, ValueError
        If `X` is not a finite matrix, or `intercept` neither True nor False.

    References
    ----------
    D. C. Hoaglin and R. E. Welsch (1978). The hat matrix in regression and ANOVA. The American
    Statistician 32(1), 17–22.

    Examples
    --------
    >>> hat_values([[0.0], [1], [2], [9]]).round(3)
    array([0.43, 0.33, 0.27, 0.97])
    """
    matrix = as_matrix(X, "X")
    if as_flag(intercept, "intercept"):
        matrix = np.column_stack((np.ones(len(matrix)), matrix - matrix.mean(axis=0)))
    size = np.abs(matrix).max(axis=0)
    left, values, _ = np.linalg.svd(matrix / np.where(size > 0, size, 1), full_matrices=False)
    kept = left[:, values > max(matrix.shape) * np.finfo(float).eps * values[0]]
    hat: FloatArray = np.square(kept).sum(axis=1)
    return hat
