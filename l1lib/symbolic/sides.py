"""One side of a point: the smooth expression there, its slope, and the subdifferential."""

from functools import reduce
from typing import Any

import sympy
from sympy.core.relational import Relational
from sympy.logic.boolalg import BooleanFunction

from l1lib.symbolic.exact import as_exact, as_real_symbol

HIGHEST_ORDER = 12
"""Two pieces that agree in so many derivatives are not told apart."""

KINKED = (sympy.Abs, sympy.Max, sympy.Min, sympy.Piecewise, sympy.sign)


def one_sided_derivatives(
    expr: sympy.Expr, var: sympy.Symbol, point: Any
) -> tuple[sympy.Expr, sympy.Expr]:
    r"""Return the left and the right derivative of an expression at a point.

    .. math:: f'(a-) &= \lim_{h \downarrow 0} \frac{f(a) - f(a - h)}{h}, \\
        f'(a+) &= \lim_{h \downarrow 0} \frac{f(a + h) - f(a)}{h}.

    Each ``Abs``, ``Max``, ``Min``, ``sign`` and ``Piecewise`` is replaced by the smooth
    piece that it equals on a short interval on that side; the piece is differentiated.

    Parameters
    ----------
    expr : sympy.Expr
        Made of smooth functions and the five above, continuous at the point.
    var : sympy.Symbol
        A real symbol.
    point : int, Fraction or SymPy expression
        Where.

    Returns
    -------
    left, right : sympy.Expr

    Raises
    ------
    TypeError
        If `expr` or `point` holds a float, or `var` is no symbol.
    ValueError
        If the expression jumps or has no finite slope there, or if a sign that decides
        between pieces is not determined by the assumptions.

    Examples
    --------
    >>> r = sympy.Symbol("r", real=True)
    >>> one_sided_derivatives(sympy.Abs(r), r, 0)
    (-1, 1)
    """
    as_real_symbol(var, "var")
    expr, point = as_exact(expr, "expr"), as_exact(point, "point")
    pieces = [_beside(expr, var, point, side) for side in (-1, 1)]
    value = expr.subs(var, point)
    if any(not sympy.simplify(piece.subs(var, point) - value).is_zero for piece in pieces):
        raise ValueError(f"expr must be continuous at {var} = {point}, got {expr}")
    left, right = (sympy.simplify(sympy.diff(p, var).subs(var, point)) for p in pieces)
    if not (left.is_finite and right.is_finite):
        raise ValueError(f"expr must have finite slopes at {point}, got {left} and {right}")
    return left, right


def subdifferential(expr: sympy.Expr, var: sympy.Symbol, point: Any) -> sympy.Set:
    r"""Return the subdifferential of a convex expression at a point as a set.

    .. math:: \partial f(a) &= \{g : f(x) \ge f(a) + g (x - a) \; \forall x\} \\
        &= [f'(a-), f'(a+)]

    That `expr` is convex is the caller's premise. Only a corner that is plainly not
    convex, with a left slope above the right slope, is refused.

    Parameters
    ----------
    expr, var, point
        As for `one_sided_derivatives`.

    Returns
    -------
    sympy.Interval or sympy.FiniteSet
        One slope where the expression is smooth, an interval at a kink.

    Raises
    ------
    TypeError, ValueError
        As for `one_sided_derivatives`; also if the corner is not convex.

    Examples
    --------
    >>> r = sympy.Symbol("r", real=True)
    >>> subdifferential(sympy.Abs(r), r, 0)
    Interval(-1, 1)
    >>> subdifferential(sympy.Abs(r), r, 5)
    {1}

    References
    ----------
    R. T. Rockafellar (1970). Convex Analysis. Princeton University Press. Section 24.
    """
    left, right = one_sided_derivatives(expr, var, point)
    jump = sympy.simplify(right - left)
    if jump.is_negative:
        raise ValueError(
            f"expr must be convex at {var} = {point}, got slope {left} on the left"
            f" and the smaller {right} on the right"
        )
    return sympy.FiniteSet(left) if jump.is_zero else sympy.Interval(left, right)


def _beside(expr: Any, var: sympy.Symbol, point: sympy.Expr, side: int) -> Any:
    """Return the smooth expression that `expr` equals next to the point on one side."""
    if not expr.has(*KINKED):
        return expr
    if isinstance(expr, sympy.Piecewise):
        return _piece_beside(expr, var, point, side)
    args = [_beside(arg, var, point, side) for arg in expr.args]

    def larger(a: Any, b: Any) -> Any:
        return a if _sign_beside(a - b, var, point, side) >= 0 else b

    if isinstance(expr, sympy.Abs):
        return args[0] * _sign_beside(args[0], var, point, side)
    if isinstance(expr, sympy.sign):
        return sympy.Integer(_sign_beside(args[0], var, point, side))
    if isinstance(expr, sympy.Max):
        return reduce(larger, args)
    if isinstance(expr, sympy.Min):
        return -reduce(larger, [-arg for arg in args])
    return expr.func(*args)


def _piece_beside(expr: sympy.Piecewise, var: sympy.Symbol, point: sympy.Expr, side: int) -> Any:
    for value, condition in expr.args:
        if _holds_beside(condition, var, point, side):
            return _beside(value, var, point, side)
    raise ValueError(f"expr must be defined beside {var} = {point}, got {expr}")


def _holds_beside(condition: Any, var: sympy.Symbol, point: sympy.Expr, side: int) -> bool:
    if isinstance(condition, BooleanFunction):
        parts = [_holds_beside(part, var, point, side) for part in condition.args]
        return bool(condition.func(*parts))
    if isinstance(condition, Relational):
        difference = _beside(condition.lhs - condition.rhs, var, point, side)
        return bool(condition.func(_sign_beside(difference, var, point, side), 0))
    return bool(condition)


def _sign_beside(expr: sympy.Expr, var: sympy.Symbol, point: sympy.Expr, side: int) -> int:
    """Return the sign next to the point: that of the first derivative that is not zero."""
    if sympy.simplify(expr).is_zero:
        return 0
    for order in range(HIGHEST_ORDER):
        derivative = sympy.simplify(sympy.diff(expr, var, order).subs(var, point))
        if derivative.is_positive or derivative.is_negative:
            mirror = side if order % 2 else 1
            return mirror if derivative.is_positive else -mirror
        if not derivative.is_zero:
            break
    raise ValueError(f"the sign of {expr} beside {var} = {point} must follow from the assumptions")
