"""The logarithm of the hyperbolic cosine: a smooth absolute value."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from l1lib.functions.base import ScalarFunction
from l1lib.functions.exact import increasing_root
from l1lib.validate import FloatArray

if TYPE_CHECKING:
    import sympy


@dataclass(frozen=True)
class LogCosh(ScalarFunction):
    r"""The function f(r) = log cosh r; near zero it is ½ r², far out |r| − log 2.

    .. math::

        \partial f(r) &= \{\tanh r\}, \\
        \operatorname{prox}_{tf}(v) &= \text{the root } u \text{ of} \\
            &\phantom{=} u + t \tanh u = v, \\
        f^*(s) &= \tfrac12 (1 + s) \log(1 + s) \\
            &\phantom{=} + \tfrac12 (1 - s) \log(1 - s) \\
            &\phantom{=} \text{for } |s| \le 1, \; \infty \text{ beyond,}

    with 0 log 0 = 0.

    Examples
    --------
    >>> f = LogCosh()
    >>> f.value([0.0, 1.0]).round(6).tolist()
    [0.0, 0.433781]
    >>> f.conjugate([1.0, 1.5]).round(6).tolist()
    [0.693147, inf]
    """

    def _value(self, r: FloatArray) -> FloatArray:
        size = np.abs(r)
        half = np.sinh(0.5 * np.minimum(size, 1.0))
        near: FloatArray = np.log1p((2 * half) * half)
        far = size + (np.log1p(np.exp(-2 * size)) - math.log(2))
        return np.where(size <= 1, near, far)

    def _slopes(self, r: FloatArray) -> tuple[FloatArray, FloatArray]:
        slope = np.tanh(r)
        return slope, slope

    def _prox(self, v: FloatArray, t: float) -> FloatArray:
        size = np.abs(v)
        finite = np.where(np.isinf(size), 0.0, size)
        root = increasing_root(lambda u: self._prox_excess(u, finite, t), finite)
        return np.copysign(np.where(np.isinf(size), size, root), v)

    @staticmethod
    def _prox_excess(u: FloatArray, v: FloatArray, t: float) -> FloatArray:
        """Return u + t tanh u − v, from terms that do not cancel.

        Where v exceeds half of t, the far slope t is first taken from v, and what is
        left of the slope, t (1 − tanh u), is moved to the other side.
        """
        left = v - t
        decay = np.exp(-2 * u)
        missing = t * (2 * decay / (1 + decay))
        remaining = (u + np.maximum(-left, 0)) - (np.maximum(left, 0) + missing)
        return np.where(v <= 0.5 * t, u + t * np.tanh(u) - v, remaining)

    def _conjugate(self, s: FloatArray) -> FloatArray:
        size = np.abs(s)
        small = (0.5 * size) * size * (1 + size * size / 6)
        middle = size * np.arctanh(size) + 0.5 * np.log1p(-size * size)
        rest = np.maximum(1 - size, 0)
        large = 0.5 * ((1 + size) * np.log1p(size) + rest * np.log(np.where(rest > 0, rest, 1)))
        return np.select([size < 1e-4, size < 0.5, size <= 1], [small, middle, large], np.inf)

    def _sympy_form(self, r: sympy.Expr, **parameters: sympy.Expr) -> sympy.Expr:
        import sympy

        return sympy.log(sympy.cosh(r))
