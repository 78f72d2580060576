"""The pinball function: the absolute value, tilted."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from l1lib.functions.base import ScalarFunction
from l1lib.functions.exact import minus
from l1lib.validate import FloatArray, in_unit_interval

if TYPE_CHECKING:
    import sympy


@dataclass(frozen=True)
class Pinball(ScalarFunction):
    r"""The pinball function f(r) = max(τ r, (τ − 1) r); for τ = ½ it is ½ |r|.

    .. math::

        \partial f(r) &= \{\tau - 1\} \text{ for } r < 0, \\
            &\phantom{=} [\tau - 1, \tau] \text{ at } 0, \; \{\tau\} \text{ for } r > 0, \\
        \operatorname{prox}_{tf}(v) &= \max(v - t \tau, 0) \\
            &\phantom{=} + \min(v + t (1 - \tau), 0), \\
        f^*(s) &= 0 \text{ for } \tau - 1 \le s \le \tau, \; \infty \text{ outside.}

    The slopes of the function are the doubles τ and τ − 1; the latter is rounded once,
    alike in every method.

    Parameters
    ----------
    tau : float, default 0.5
        The quantile level τ, strictly between 0 and 1.

    Raises
    ------
    TypeError
        If `tau` is not a real number.
    ValueError
        If `tau` is not strictly between 0 and 1.

    Examples
    --------
    >>> f = Pinball(tau=0.75)
    >>> f.value([-4.0, 0.0, 4.0]).tolist()
    [1.0, 0.0, 3.0]
    >>> f.subdifferential(0.0).tolist()
    [-0.25, 0.75]

    References
    ----------
    R. Koenker and G. Bassett (1978). Regression quantiles. Econometrica 46(1), 33–50.
    """

    tau: float = 0.5

    def __post_init__(self) -> None:
        object.__setattr__(self, "tau", in_unit_interval(self.tau, "tau"))

    def _value(self, r: FloatArray) -> FloatArray:
        return np.where(r >= 0, self.tau, 1 - self.tau) * np.abs(r)

    def _slopes(self, r: FloatArray) -> tuple[FloatArray, FloatArray]:
        lo, hi = self.tau - 1, self.tau
        return np.where(r > 0, hi, lo), np.where(r < 0, lo, hi)

    def _prox(self, v: FloatArray, t: float) -> FloatArray:
        step = Fraction(t)
        right = np.maximum(minus(v, step * Fraction(self.tau)), 0)
        left = np.minimum(minus(v, step * Fraction(self.tau - 1)), 0)
        return right + left

    def _conjugate(self, s: FloatArray) -> FloatArray:
        return np.where((self.tau - 1 <= s) & (s <= self.tau), 0.0, np.inf)

    def _sympy_form(self, r: sympy.Expr, **parameters: sympy.Expr) -> sympy.Expr:
        import sympy

        tau = parameters["tau"]
        return sympy.Max(tau * r, (tau - 1) * r)
