"""What every scalar convex function of the library offers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from l1lib.validate import FloatArray, as_real, instance_of, positive

if TYPE_CHECKING:
    import sympy


@dataclass(frozen=True)
class ScalarFunction(ABC):
    """A convex function f of one real number, applied entry by entry to arrays.

    A member states its formulas in its own docstring and fills in the private
    methods; checking the input and keeping its shape happens here. A scalar comes
    back as a NumPy scalar, as from a ufunc. The arguments may be ±∞ and then give
    the limit. A result is infinite only where the true value exceeds the range of
    a double.
    """

    def value(self, r: ArrayLike) -> FloatArray:
        """Return f(r).

        Parameters
        ----------
        r : array_like, any shape
            Residuals, in the unit of the data.

        Returns
        -------
        ndarray of float64, the shape of `r`

        Raises
        ------
        TypeError
            If an entry is not a real number.
        ValueError
            If an entry is NaN.
        """
        return self._over(self._value, as_real(r, "r"))

    def subdifferential(self, r: ArrayLike) -> FloatArray:
        """Return ∂f(r) = [lo, hi], the slopes of all lines that support f at r.

        Parameters
        ----------
        r : array_like, any shape
            Residuals, in the unit of the data.

        Returns
        -------
        ndarray of float64, shape ``r.shape + (2,)``
            The last axis holds lo and hi; they are equal where f is differentiable.

        Raises
        ------
        TypeError
            If an entry is not a real number.
        ValueError
            If an entry is NaN.
        """
        residuals = as_real(r, "r")
        with np.errstate(all="ignore"):
            return np.stack(self._slopes(residuals), axis=-1)

    def prox(self, v: ArrayLike, step: float = 1.0) -> FloatArray:
        """Return argmin over u of f(u) + (u − v)² / (2 step).

        Parameters
        ----------
        v : array_like, any shape
            The points to start from.
        step : float, default 1.0
            The step t > 0; a longer step goes further towards the minimiser of f.

        Returns
        -------
        ndarray of float64, the shape of `v`

        Raises
        ------
        TypeError
            If `step` or an entry of `v` is not a real number.
        ValueError
            If an entry of `v` is NaN, or `step` is not positive and finite.
        """
        t = positive(step, "step")
        return self._over(lambda points: self._prox(points, t), as_real(v, "v"))

    def conjugate(self, s: ArrayLike) -> FloatArray:
        """Return f*(s) = sup over r of s r − f(r); it is ∞ outside its domain.

        Parameters
        ----------
        s : array_like, any shape
            Slopes.

        Returns
        -------
        ndarray of float64, the shape of `s`

        Raises
        ------
        TypeError
            If an entry is not a real number.
        ValueError
            If an entry is NaN.
        """
        return self._over(self._conjugate, as_real(s, "s"))

    def sympy_form(self, r: sympy.Expr, **symbols: sympy.Expr) -> sympy.Expr:
        """Return f as a SymPy expression in r.

        Parameters
        ----------
        r : sympy.Expr
            The argument; a symbol should be declared ``real=True``.
        **symbols : sympy.Expr
            Expressions that stand for the parameters, by name. A parameter that is
            not named enters as the exact rational number that its double is.

        Returns
        -------
        sympy.Expr

        Raises
        ------
        TypeError
            If `r` is no expression, or the function has no parameter of that name.
        """
        import sympy

        instance_of(r, "r", sympy.Expr, "a SymPy expression")
        names = [field.name for field in fields(self)]
        for name in symbols:
            if name not in names:
                raise TypeError(f"{self!r} has no parameter {name!r}; it has {names}")
        exact = {name: sympy.Rational(getattr(self, name)) for name in names}
        return self._sympy_form(r, **(exact | symbols))

    @staticmethod
    def _over(rule: Any, points: FloatArray) -> FloatArray:
        with np.errstate(all="ignore"):
            out: FloatArray = rule(points)[()]
        return out

    @abstractmethod
    def _value(self, r: FloatArray) -> FloatArray: ...

    @abstractmethod
    def _slopes(self, r: FloatArray) -> tuple[FloatArray, FloatArray]: ...

    @abstractmethod
    def _prox(self, v: FloatArray, t: float) -> FloatArray: ...

    @abstractmethod
    def _conjugate(self, s: FloatArray) -> FloatArray: ...

    @abstractmethod
    def _sympy_form(self, r: sympy.Expr, **parameters: sympy.Expr) -> sympy.Expr: ...
