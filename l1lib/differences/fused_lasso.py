"""The fused Lasso on a line: total variation, then the soft threshold."""

from __future__ import annotations

import warnings

import numpy as np
from numpy.typing import ArrayLike

from l1lib.differences.certificate import (
    ACCURACY,
    at_mean,
    gap_and_scale,
    in_unit,
    relative,
    units,
)
from l1lib.differences.result import FusedLassoResult, said
from l1lib.differences.series import as_series
from l1lib.differences.total_variation import total_variation
from l1lib.functions.absolute import soft_threshold
from l1lib.validate import FloatArray, nonnegative


def fused_lasso(y: ArrayLike, lam: float, lam_difference: float) -> FusedLassoResult:
    r"""Fit a series by few constant pieces, many of them zero.

    .. math::

        \min_b \; & \frac12 \sum_{i=1}^n (y_i - b_i)^2 \\
        & + \lambda \sum_{i=1}^n |b_i| + \kappa \sum_{i=1}^{n-1} |b_{i+1} - b_i|.

    Parameters
    ----------
    y : array_like, shape (n,)
        The series, in the order of time or place.
    lam : float
        The weight λ ≥ 0 of the sizes, in the unit of y.
    lam_difference : float
        The weight κ ≥ 0 of the differences, in the unit of y.

    Returns
    -------
    FusedLassoResult
        The fit, its duals, and the gap.

    Raises
    ------
    TypeError
        If an entry is not a real number.
    ValueError
        If `y` is empty, not finite, not one-dimensional, or has entries beyond 1e150; if a
        penalty weight is negative or not finite.

    Warns
    -----
    RuntimeWarning
        If the gap is above 1e-12; `success` is False then, and `message` says so.

    Notes
    -----
    With v the fit of total variation at κ, the fit is the soft threshold of v at λ: that keeps
    the order of values, so that the dual of v at the borders stays a dual, and what it takes off
    is a dual of the sizes. With unequal weights of the rows it would not be so.

    References
    ----------
    J. Friedman, T. Hastie, H. Höfling and R. Tibshirani (2007). Pathwise coordinate optimization.
    Annals of Applied Statistics 1(2), 302–332, lemma A.1.

    Examples
    --------
    >>> fused_lasso([0.2, -0.1, 3, 3.4, 0.1], 0.3, 0.5).fitted
    array([0. , 0. , 2.4, 2.4, 0.3])
    """
    level, slope = nonnegative(lam, "lam"), nonnegative(lam_difference, "lam_difference")
    values, _ = as_series(y, None)
    fit = total_variation(values, slope)
    b = soft_threshold(fit.fitted, level)
    dual = np.clip(fit.fitted, -level, level)
    gap, scale = _gap_and_scale(values, b, dual, fit.dual, level, slope)
    success = gap <= ACCURACY
    message = said(success, gap, unique=True)
    if not success:
        warnings.warn(message, RuntimeWarning, stacklevel=2)
    fun = float((values - b) @ (values - b)) / 2
    fun += level * float(np.abs(b).sum()) + slope * float(np.abs(np.diff(b)).sum())
    return FusedLassoResult(
        fitted=b,
        knots=np.flatnonzero(np.diff(b)) + 1,
        fun=fun,
        dual=dual,
        dual_difference=fit.dual,
        gap=gap,
        scale=scale,
        success=success,
        message=message,
        lam=level,
        lam_difference=slope,
    )


def _gap_and_scale(
    y: FloatArray, b: FloatArray, d: FloatArray, s: FloatArray, lam: float, slope: float
) -> tuple[float, float]:
    """Return the relative gap and the scale: for y − d in place of y, b is total variation."""
    w = np.ones(y.size)
    unit, _ = units(y, w, b)
    y, b, d, s = y / unit, b / unit, np.clip(d, -lam, lam) / unit, s / unit
    gap, part = gap_and_scale(y - d, w, b, s, in_unit(slope, unit), 0)
    own = float((in_unit(lam, unit) * np.abs(b) - d * b).sum())
    scale = at_mean(y, w)
    return relative((gap * part if gap else 0.0) + own, scale), scale * unit * unit
