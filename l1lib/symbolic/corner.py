"""The corner itself: |r| in pieces, its slopes, and what its second derivative is."""

from typing import Any

import sympy

from l1lib.symbolic.exact import as_real_symbol


def piecewise_absolute(r: sympy.Symbol) -> sympy.Piecewise:
    r"""Return |r| written in pieces.

    .. math:: |r| = r \text{ for } r \ge 0, \qquad -r \text{ for } r < 0.

    Parameters
    ----------
    r : sympy.Symbol
        A real symbol.

    Returns
    -------
    sympy.Piecewise

    Raises
    ------
    TypeError, ValueError
        If `r` is no real symbol.

    Examples
    --------
    >>> piecewise_absolute(sympy.Symbol("r", real=True))
    Piecewise((r, r >= 0), (-r, True))
    """
    return sympy.Abs(as_real_symbol(r, "r")).rewrite(sympy.Piecewise)


def derivative_of_absolute(r: sympy.Symbol) -> sympy.Piecewise:
    r"""Return the derivative of |r| away from zero; at zero it is undefined.

    .. math:: \frac{d|r|}{dr} = \operatorname{sign} r \text{ for } r \ne 0.

    SymPy's own ``diff(Abs(r), r)`` is ``sign(r)``, which gives 0 at zero: one of many
    subgradients, and no derivative.

    Parameters
    ----------
    r : sympy.Symbol
        A real symbol.

    Returns
    -------
    sympy.Piecewise
        1 and −1 on the two sides, ``nan`` at zero.

    Raises
    ------
    TypeError, ValueError
        If `r` is no real symbol.

    Examples
    --------
    >>> slope = derivative_of_absolute(sympy.Symbol("r", real=True))
    >>> slope
    Piecewise((1, r > 0), (-1, r < 0), (nan, True))
    """
    as_real_symbol(r, "r")
    positive, negative = sympy.Symbol("r", positive=True), sympy.Symbol("r", negative=True)
    return sympy.Piecewise(
        (sympy.diff(sympy.Abs(positive), positive), r > 0),
        (sympy.diff(sympy.Abs(negative), negative), r < 0),
        (sympy.nan, True),
    )


def second_derivative_of_absolute(r: sympy.Symbol) -> sympy.Expr:
    r"""Return the second derivative of |r| as a distribution.

    .. math:: \frac{d^2 |r|}{dr^2} = 2\operatorname{Dirac}(r).

    Parameters
    ----------
    r : sympy.Symbol
        A real symbol.

    Returns
    -------
    sympy.Expr
        Twice ``DiracDelta(r)``.

    Raises
    ------
    TypeError, ValueError
        If `r` is no real symbol.

    Examples
    --------
    >>> second_derivative_of_absolute(sympy.Symbol("r", real=True))
    2*DiracDelta(r)
    """
    return sympy.diff(sympy.Abs(as_real_symbol(r, "r")), r, 2)


def pair_with_second_derivative(phi: Any, r: sympy.Symbol) -> sympy.Expr:
    r"""Return what the second derivative of |r| does to a test function.

    .. math:: \int_{-\infty}^{\infty} |r|\, \varphi''(r)\, dr = 2\,\varphi(0)

    The left side is integrated, on each side of zero; the right side is not assumed.

    Parameters
    ----------
    phi : sympy.Expr
        A smooth function of `r` that vanishes quickly at infinity with its derivatives,
        such as exp(−r²) times a polynomial.
    r : sympy.Symbol
        A real symbol.

    Returns
    -------
    sympy.Expr

    Raises
    ------
    TypeError, ValueError
        If `r` is no real symbol, or `phi` is no expression.

    Examples
    --------
    >>> r = sympy.Symbol("r", real=True)
    >>> pair_with_second_derivative((5 + r) * sympy.exp(-(r**2)), r)
    10
    """
    as_real_symbol(r, "r")
    if not isinstance(phi, sympy.Expr):
        raise TypeError(f"phi must be a SymPy expression, got {phi!r}")
    size = sympy.Dummy("r", positive=True)
    curvature = sympy.diff(phi, r, 2)
    both_sides = curvature.subs(r, size) + curvature.subs(r, -size)
    integrand = sympy.expand(size * both_sides)
    return sympy.simplify(sympy.integrate(integrand, (size, 0, sympy.oo)))
