"""The pseudo-Huber function: a hyperbola in place of Huber's two pieces."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from l1lib.functions.base import ScalarFunction
from l1lib.functions.exact import increasing_root, minus
from l1lib.validate import FloatArray, positive

if TYPE_CHECKING:
    import sympy


@dataclass(frozen=True)
class PseudoHuber(ScalarFunction):
    r"""The pseudo-Huber function f(r) = δ² (√(1 + (r/δ)²) − 1); near zero it is ½ r².

    .. math::

        \partial f(r) &= \Bigl\{ \frac{r}{\sqrt{1 + (r/\delta)^2}} \Bigr\}, \\
        \operatorname{prox}_{tf}(v) &= \text{the root } u \text{ of} \\
            &\phantom{=} u + \frac{t u}{\sqrt{1 + (u/\delta)^2}} = v, \\
        f^*(s) &= \delta^2 \bigl(1 - \sqrt{1 - (s/\delta)^2}\bigr) \\
            &\phantom{=} \text{for } |s| \le \delta, \; \infty \text{ beyond.}

    Parameters
    ----------
    delta : float, default 1.0
        The residual δ > 0 around which the parabola bends into a line of slope δ,
        in the unit of the residuals.

    Raises
    ------
    TypeError
        If `delta` is not a real number.
    ValueError
        If `delta` is not positive and finite.

    Examples
    --------
    >>> f = PseudoHuber(delta=4.0)
    >>> f.value([0.0, 3.0]).tolist()
    [0.0, 4.0]
    >>> f.subdifferential(3.0).round(12).tolist()
    [2.4, 2.4]
    """

    delta: float = 1.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "delta", positive(self.delta, "delta"))

    def _value(self, r: FloatArray) -> FloatArray:
        size, delta = np.abs(r), self.delta
        near = size * (size / (1 + np.hypot(1, size / delta)))
        far = delta * (size / (delta / size + np.hypot(1, delta / size)))
        return np.where(size <= delta, near, far)

    def _slopes(self, r: FloatArray) -> tuple[FloatArray, FloatArray]:
        size, delta = np.abs(r), self.delta
        near = size / np.hypot(1, size / delta)
        far = delta / np.hypot(1, delta / size)
        slope = np.copysign(np.where(size <= delta, near, far), r)
        return slope, slope

    def _prox(self, v: FloatArray, t: float) -> FloatArray:
        size = np.abs(v)
        finite = np.where(np.isinf(size), 0.0, size)
        left = minus(finite, Fraction(t) * Fraction(self.delta))
        root = increasing_root(lambda u: self._prox_excess(u, finite, left, t), finite)
        return np.copysign(np.where(np.isinf(size), size, root), v)

    def _prox_excess(self, u: FloatArray, v: FloatArray, left: FloatArray, t: float) -> FloatArray:
        """Return u + t f′(u) − v, from terms that do not cancel; `left` is v − tδ.

        Where v exceeds half of tδ, the far slope tδ is taken from v beforehand, and
        what is missing from it at u, tδ (1 − f′(u)/δ), moves to the other side.
        """
        delta, reach = self.delta, t * self.delta
        near = t * (u / np.hypot(1, u / delta))
        far = reach / np.hypot(1, delta / u)
        direct = u + np.where(u <= delta, near, far) - v
        root, flat = np.hypot(1, u / delta), np.hypot(1, delta / u)
        missing_near = reach / (root * (root + u / delta))
        missing_far = (reach * (delta / u) / flat) * (delta / u / (flat + 1))
        missing = np.where(u <= delta, missing_near, missing_far)
        remaining = (u + np.maximum(-left, 0)) - (np.maximum(left, 0) + missing)
        return np.where(v <= 0.5 * reach, direct, remaining)

    def _conjugate(self, s: FloatArray) -> FloatArray:
        size, delta = np.abs(s), self.delta
        inside = np.maximum(delta - size, 0)
        root = np.sqrt(inside / delta * (1 + size / delta))
        return np.where(size <= delta, size * (size / (1 + root)), np.inf)

    def _sympy_form(self, r: sympy.Expr, **parameters: sympy.Expr) -> sympy.Expr:
        import sympy

        delta = parameters["delta"]
        return delta**2 * (sympy.sqrt(1 + (r / delta) ** 2) - 1)
