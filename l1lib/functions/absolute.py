"""The absolute value: the corner at zero."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from l1lib.functions.base import ScalarFunction
from l1lib.validate import FloatArray, as_real, nonnegative

if TYPE_CHECKING:
    import sympy


@dataclass(frozen=True)
class Absolute(ScalarFunction):
    r"""The absolute value f(r) = |r|.

    .. math::

        \partial f(r) &= \{\operatorname{sign} r\} \text{ for } r \ne 0, \\
        \partial f(0) &= [-1, 1], \\
        \operatorname{prox}_{tf}(v) &= \operatorname{sign}(v) \max(|v| - t, 0), \\
        f^*(s) &= 0 \text{ for } |s| \le 1, \; \infty \text{ beyond.}

    Examples
    --------
    >>> f = Absolute()
    >>> f.subdifferential([-2.0, 0.0]).tolist()
    [[-1.0, -1.0], [-1.0, 1.0]]
    >>> f.prox([3.0, 0.5], step=1.0).tolist()
    [2.0, 0.0]
    """

    def _value(self, r: FloatArray) -> FloatArray:
        return np.abs(r)

    def _slopes(self, r: FloatArray) -> tuple[FloatArray, FloatArray]:
        return np.where(r > 0, 1.0, -1.0), np.where(r < 0, -1.0, 1.0)

    def _prox(self, v: FloatArray, t: float) -> FloatArray:
        return v - np.clip(v, -t, t)

    def _conjugate(self, s: FloatArray) -> FloatArray:
        return np.where(np.abs(s) <= 1, 0.0, np.inf)

    def _sympy_form(self, r: sympy.Expr, **parameters: sympy.Expr) -> sympy.Expr:
        import sympy

        return sympy.Abs(r)


def soft_threshold(z: ArrayLike, lam: float) -> FloatArray:
    r"""Shrink numbers towards zero by λ, and those within λ of zero to exactly zero.

    .. math:: S_\lambda(z) &= \operatorname{sign}(z)\,\max(|z| - \lambda,\, 0) \\
        &= \arg\min_b \tfrac12 (z - b)^2 + \lambda |b|.

    Parameters
    ----------
    z : array_like, any shape
        Numbers, in any unit; ±inf is legal.
    lam : float
        The threshold λ ≥ 0, in the unit of `z`.

    Returns
    -------
    ndarray, shape of `z`

    Raises
    ------
    TypeError, ValueError
        If `z` holds anything but numbers, or NaN; if `lam` is negative or not finite.

    References
    ----------
    D. L. Donoho and I. M. Johnstone (1994). Ideal spatial adaptation by wavelet shrinkage.
    Biometrika 81(3), 425–455.

    Examples
    --------
    >>> soft_threshold([-3.0, 0.5, 2.0], 1.0)
    array([-2.,  0.,  1.])
    """
    values, threshold = as_real(z, "z"), nonnegative(lam, "lam")
    return Absolute().prox(values, threshold) if threshold else values.copy()
