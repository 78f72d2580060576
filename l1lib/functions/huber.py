"""Huber's function: half the square near zero, a straight line beyond."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from l1lib.functions.base import ScalarFunction
from l1lib.functions.exact import minus
from l1lib.validate import FloatArray, positive

if TYPE_CHECKING:
    import sympy


@dataclass(frozen=True)
class Huber(ScalarFunction):
    r"""Huber's function f(r) = ½ r² for |r| ≤ δ and δ (|r| − ½ δ) beyond.

    .. math::

        \partial f(r) &= \{\min(\max(r, -\delta), \delta)\}, \\
        \operatorname{prox}_{tf}(v) &= \frac{v}{1 + t} \text{ for } |v| \le \delta (1 + t), \\
            &\phantom{=} v - t \delta \operatorname{sign} v \text{ beyond}, \\
        f^*(s) &= \tfrac12 s^2 \text{ for } |s| \le \delta, \; \infty \text{ beyond.}

    Parameters
    ----------
    delta : float, default 1.0
        The residual δ > 0 at which the parabola turns into a line, in the unit of
        the residuals.

    Raises
    ------
    TypeError
        If `delta` is not a real number.
    ValueError
        If `delta` is not positive and finite.

    Examples
    --------
    >>> f = Huber(delta=2.0)
    >>> f.value([1.0, 2.0, 5.0]).tolist()
    [0.5, 2.0, 8.0]
    >>> f.subdifferential(5.0).tolist()
    [2.0, 2.0]

    References
    ----------
    P. J. Huber (1964). Robust estimation of a location parameter. Annals of
    Mathematical Statistics 35(1), 73–101.
    """

    delta: float = 1.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "delta", positive(self.delta, "delta"))

    def _value(self, r: FloatArray) -> FloatArray:
        size = np.abs(r)
        line = self.delta * (size - 0.5 * self.delta)
        return np.where(size <= self.delta, (0.5 * size) * size, line)

    def _slopes(self, r: FloatArray) -> tuple[FloatArray, FloatArray]:
        slope = np.clip(r, -self.delta, self.delta)
        return slope, slope

    def _prox(self, v: FloatArray, t: float) -> FloatArray:
        size = np.abs(v)
        shifted = minus(size, Fraction(t) * Fraction(self.delta))
        return np.copysign(np.where(shifted > self.delta, shifted, size / (1 + t)), v)

    def _conjugate(self, s: FloatArray) -> FloatArray:
        return np.where(np.abs(s) <= self.delta, (0.5 * s) * s, np.inf)

    def _sympy_form(self, r: sympy.Expr, **parameters: sympy.Expr) -> sympy.Expr:
        import sympy

        delta, size = parameters["delta"], sympy.Abs(r)
        return sympy.Piecewise((r**2 / 2, size <= delta), (delta * (size - delta / 2), True))
