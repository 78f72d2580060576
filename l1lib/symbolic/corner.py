"""The corner itself: |r| in pieces, its slopes, and what its second derivative is."""

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
