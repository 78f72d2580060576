"""The ε-insensitive function: an absolute value that forgives small residuals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from l1lib.functions.base import ScalarFunction
from l1lib.validate import FloatArray, nonnegative

if TYPE_CHECKING:
    import sympy


@dataclass(frozen=True)
class EpsilonInsensitive(ScalarFunction):
    r"""The ε-insensitive function f(r) = max(0, |r| − ε); for ε = 0 it is |r|.

    .. math::

        \partial f(r) &= \{0\} \text{ for } |r| < \varepsilon, \\
            &\phantom{=} \{\operatorname{sign} r\} \text{ for } |r| > \varepsilon, \\
        \partial f(\varepsilon) &= [0, 1], \; \partial f(-\varepsilon) = [-1, 0], \\
            &\phantom{=} [-1, 1] \text{ at } 0 \text{ if } \varepsilon = 0, \\
        \operatorname{prox}_{tf}(v) &= v \text{ for } |v| \le \varepsilon, \\
            &\phantom{=} \operatorname{sign}(v) \max(\varepsilon, |v| - t) \text{ beyond}, \\
        f^*(s) &= \varepsilon |s| \text{ for } |s| \le 1, \; \infty \text{ beyond.}

    Parameters
    ----------
    eps : float, default 0.1
        The half-width ε ≥ 0 of the flat part, in the unit of the residuals.

    Raises
    ------
    TypeError
        If `eps` is not a real number.
    ValueError
        If `eps` is negative or not finite.

    Examples
    --------
    >>> f = EpsilonInsensitive(eps=0.5)
    >>> f.value([0.25, 0.5, 2.0]).tolist()
    [0.0, 0.0, 1.5]
    >>> f.subdifferential(0.5).tolist()
    [0.0, 1.0]
    """

    eps: float = 0.1

    def __post_init__(self) -> None:
        object.__setattr__(self, "eps", nonnegative(self.eps, "eps"))

    def _value(self, r: FloatArray) -> FloatArray:
        return np.maximum(np.abs(r) - self.eps, 0)

    def _slopes(self, r: FloatArray) -> tuple[FloatArray, FloatArray]:
        eps = self.eps
        lo = np.select([r > eps, r > -eps], [1.0, 0.0], -1.0)
        hi = np.select([r < -eps, r < eps], [-1.0, 0.0], 1.0)
        return lo, hi

    def _prox(self, v: FloatArray, t: float) -> FloatArray:
        size = np.abs(v)
        return np.copysign(np.minimum(size, np.maximum(self.eps, size - t)), v)

    def _conjugate(self, s: FloatArray) -> FloatArray:
        size = np.abs(s)
        return np.where(size <= 1, self.eps * size, np.inf)

    def _sympy_form(self, r: sympy.Expr, **parameters: sympy.Expr) -> sympy.Expr:
        import sympy

        return sympy.Max(0, sympy.Abs(r) - parameters["eps"])
