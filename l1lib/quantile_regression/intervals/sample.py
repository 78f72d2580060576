"""The rows from which intervals are found: each times its weight, with the fit through them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from l1lib.quantile_regression.engine.rows import Indices
from l1lib.quantile_regression.result import LADResult
from l1lib.validate import FloatArray


@dataclass(frozen=True, eq=False)
class Sample:
    r"""Rows :math:`w_i a_i` and targets :math:`w_i y_i`, of which b is the fit without weights.

    It is the same fit, because :math:`w \rho_\tau(r) = \rho_\tau(w r)`.

    Parameters
    ----------
    A : ndarray, shape (n, p)
        The design, with its column of ones where there is an intercept.
    y : ndarray, shape (n,)
        The targets.
    b : ndarray, shape (p,)
        The coefficients.
    tau : float
        The quantile.
    support : ndarray of int, shape (p,)
        Independent rows through which the fit passes.
    """

    A: FloatArray
    y: FloatArray
    b: FloatArray
    tau: float
    support: Indices


def weighted_sample(
    X: FloatArray, y: FloatArray, weights: FloatArray | None, intercept: bool, fit: LADResult
) -> Sample:
    """Return the rows that carry weight, times their weights over the largest."""
    A = np.column_stack([np.ones(len(X)), X]) if intercept else X
    b = np.append(fit.intercept, fit.coef) if intercept else fit.coef
    if weights is None:
        return Sample(A, y, b, fit.tau, fit.support)
    used = np.flatnonzero(weights)
    w = weights[used] / weights.max()
    support = np.searchsorted(used, fit.support)
    return Sample(A[used] * w[:, None], y[used] * w, b, fit.tau, support)
