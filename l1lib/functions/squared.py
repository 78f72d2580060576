"""Half the square: the smooth function that the absolute value is compared with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from l1lib.functions.base import ScalarFunction
from l1lib.validate import FloatArray

if TYPE_CHECKING:
    import sympy


@dataclass(frozen=True)
class Squared(ScalarFunction):
    r"""Half the square f(r) = ½ r²; the factor ½ is part of it.

    .. math::

        \partial f(r) &= \{r\}, \\
        \operatorname{prox}_{tf}(v) &= \frac{v}{1 + t}, \\
        f^*(s) &= \tfrac12 s^2.

    Examples
    --------
    >>> f = Squared()
    >>> f.value([0.0, 3.0]).tolist()
    [0.0, 4.5]
    >>> f.prox(3.0, step=2.0)
    np.float64(1.0)
    """

    def _value(self, r: FloatArray) -> FloatArray:
        return (0.5 * r) * r

    def _slopes(self, r: FloatArray) -> tuple[FloatArray, FloatArray]:
        return r, r

    def _prox(self, v: FloatArray, t: float) -> FloatArray:
        return v / (1 + t)

    def _conjugate(self, s: FloatArray) -> FloatArray:
        return (0.5 * s) * s

    def _sympy_form(self, r: sympy.Expr, **parameters: sympy.Expr) -> sympy.Expr:
        return r**2 / 2
