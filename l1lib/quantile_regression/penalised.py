r"""Quantile regression with an L1 penalty: the same problem, with a few rows more.

For every τ, :math:`\rho_\tau(u) + \rho_\tau(-u) = |u|`. So two rows :math:`\pm\lambda e_j` with
target 0 have the loss :math:`\lambda |b_j|`, and the penalised fit is the plain one with two such
rows for each column. For τ = ½ one row :math:`2\lambda e_j` does, since :math:`\rho_{1/2}(2u) =
|u|`.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from l1lib.design import as_table
from l1lib.quantile_regression.fit import lad
from l1lib.quantile_regression.result import LADResult
from l1lib.validate import FloatArray, as_vector, as_weights, in_unit_interval, nonnegative


def penalised_lad(
    X: ArrayLike,
    y: ArrayLike,
    lam: float,
    *,
    tau: float = 0.5,
    weights: ArrayLike | None = None,
    intercept: bool = True,
) -> LADResult:
    r"""Fit a linear quantile with a penalty on the sizes of the coefficients, exactly.

    .. math:: \min_{b_0, b} \sum_{i=1}^n w_i\,\rho_\tau(y_i - b_0 - x_i^\top b)
        + \lambda \sum_{j=1}^p |b_j|

    The intercept is not penalised. There is no factor 1/n.

    Parameters
    ----------
    X : array_like, shape (n, p)
        The design.
    y : array_like, shape (n,)
        The targets.
    lam : float
        The penalty weight λ ≥ 0, in the unit of X times that of the weights.
    tau : float, default 0.5
        The quantile, strictly between 0 and 1.
    weights : array_like, shape (n,), optional
        Non-negative weights, not all zero; by default all are 1.
    intercept : bool, default True
        Whether to fit the intercept b₀.

    Returns
    -------
    LADResult
        As of `lad`, with the penalty in `fun` and `gap`; the dual has |Xᵀd| ≤ λ in place of
        Xᵀd = 0, and `support` may have fewer rows than `rank`. Zeros in `coef` are exact.

    Raises
    ------
    TypeError, ValueError
        As for `lad`, and if `lam` is negative or not finite.

    Warns
    -----
    RuntimeWarning
        If the gap is above 1e-12; `success` is False then, and `message` says so.

    References
    ----------
    H. Wang, G. Li and G. Jiang (2007). Robust regression shrinkage and consistent variable
    selection through the LAD-Lasso. Journal of Business & Economic Statistics 25(3), 347–355,
    section 2.

    Examples
    --------
    >>> x, y = [[0], [1], [2], [3], [4]], [0, 1, 2, 3, 40]
    >>> [penalised_lad(x, y, lam).coef.tolist() for lam in (0.9, 1.1, 3.1)]
    [[1.0], [1.0], [0.0]]
    """
    level = nonnegative(lam, "lam")
    if level == 0:
        return lad(X, y, tau=tau, weights=weights, intercept=intercept)
    matrix, target = as_table(X, "X"), as_vector(y, "y")
    n = target.size
    if n != len(matrix):
        raise ValueError(f"y must hold {len(matrix)} values, one per row of X, got {n}")
    w, tau = as_weights(weights, n), in_unit_interval(tau, "tau")
    shift = float(np.median(target)) if intercept else 0.0
    rows = with_penalty_rows(matrix, target - shift, w, level, tau, bool(intercept))
    result = lad(rows[0], rows[1], tau=tau, weights=rows[2], intercept=False)
    return without_penalty_rows(result, n, matrix.shape[1], shift)


def with_penalty_rows(
    X: FloatArray,
    y: FloatArray,
    weights: FloatArray | None,
    lam: float,
    tau: float,
    intercept: bool,
) -> tuple[FloatArray, FloatArray, FloatArray | None]:
    """Return design, targets and weights with the rows of the penalty below those of the data.

    The intercept becomes the first column, which is 0 in the rows of the penalty.
    """
    n, p = X.shape
    k = p if tau == 0.5 else 2 * p
    design = np.zeros((n + k, p + intercept))
    design[:n, intercept:] = X
    design[:n, :intercept] = 1.0
    penalty = lam * np.eye(p)
    design[n:, intercept:] = 2 * penalty if k == p else np.concatenate((penalty, -penalty))
    targets = np.append(y, np.zeros(k))
    return design, targets, None if weights is None else np.append(weights, np.ones(k))


def without_penalty_rows(result: LADResult, n: int, p: int, shift: float) -> LADResult:
    """Return the fit in the rows of the data alone; y was shifted where there is an intercept.

    The fit passes through a row of the penalty exactly where its coefficient is zero.
    """
    coef = result.coef[-p:].copy()
    coef[(result.support[result.support >= n] - n) % p] = 0.0
    return replace(
        result,
        intercept=float(result.coef[0]) + shift if result.coef.size > p else 0.0,
        coef=coef,
        dual=result.dual[:n],
        support=result.support[result.support < n],
    )
