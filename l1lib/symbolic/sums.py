"""Sums of absolute deviations: slopes between the kinks, and all minimisers."""

from collections.abc import Iterable
from functools import cmp_to_key
from itertools import pairwise
from typing import Any

import sympy

from l1lib.symbolic.exact import as_exact, as_exact_list, as_exact_weights, as_real_symbol


def sum_of_absolute(
    points: Iterable[Any], x: sympy.Symbol, weights: Iterable[Any] | None = None
) -> sympy.Expr:
    r"""Return the weighted sum of absolute deviations as an expression in x.

    .. math:: \sum_i w_i |x - y_i|

    Without weights all :math:`w_i` are 1.

    Parameters
    ----------
    points : iterable of int, Fraction or SymPy expression, length n
        The points yᵢ, exact and real.
    x : sympy.Symbol
        A real symbol.
    weights : iterable of int, Fraction or SymPy expression, length n, optional
        Non-negative, not all zero.

    Returns
    -------
    sympy.Expr

    Raises
    ------
    TypeError
        If a number is a float, or `x` is no symbol.
    ValueError
        If `points` is empty, `x` may be complex, or the weights are not valid.

    Examples
    --------
    >>> sum_of_absolute([1, 3], sympy.Symbol("x", real=True))
    Abs(x - 3) + Abs(x - 1)
    """
    as_real_symbol(x, "x")
    y, w = _door(points, weights)
    return sympy.Add(*(wi * sympy.Abs(x - yi) for yi, wi in zip(y, w, strict=True)))


def slopes(
    points: Iterable[Any], weights: Iterable[Any] | None = None
) -> list[tuple[sympy.Interval, sympy.Expr]]:
    r"""Return the intervals between the kinks of Σ wᵢ|x − yᵢ| with the slope on each.

    .. math:: &\frac{d}{dx} \sum_i w_i |x - y_i| \\
        &= \sum_{y_i < x} w_i - \sum_{y_i > x} w_i.

    SymPy differentiates the sum, and the derivative is evaluated inside each interval.

    Parameters
    ----------
    points, weights
        As for `sum_of_absolute`. Symbols are allowed where their order is known, as
        that of y and y + g is for a positive g. A point of weight zero is no kink.

    Returns
    -------
    list of (sympy.Interval, sympy.Expr)
        From left to right; one more than there are kinks.

    Raises
    ------
    TypeError, ValueError
        As for `sum_of_absolute`; also if the order of two points is not known.

    Examples
    --------
    >>> slopes([2, 1, 2])
    [(Interval.open(-oo, 1), -3), (Interval.open(1, 2), -1), (Interval.open(2, oo), 3)]
    """
    x = sympy.Dummy("x", real=True)
    y, w = _door(points, weights)
    derivative = sympy.diff(sum_of_absolute(y, x, w), x)
    kinks = _kinks(y, w)
    inner = [(a + b) / 2 for a, b in pairwise(kinks)]
    inside = [kinks[0] - 1, *inner, kinks[-1] + 1]
    ends = [-sympy.oo, *kinks, sympy.oo]
    gaps = [sympy.Interval.open(a, b) for a, b in pairwise(ends)]
    return [
        (gap, sympy.expand(derivative.subs(x, place)))
        for gap, place in zip(gaps, inside, strict=True)
    ]


def minimisers(points: Iterable[Any], weights: Iterable[Any] | None = None) -> sympy.Set:
    r"""Return all minimisers of Σ wᵢ|x − yᵢ|, found from the slopes.

    .. math:: \operatorname*{arg\,min}_x \sum_i w_i |x - y_i| = [a, b]

    The end a is the first kink after which the slope is no longer negative, b the first
    after which it is positive.

    Parameters
    ----------
    points, weights
        As for `slopes`.

    Returns
    -------
    sympy.FiniteSet or sympy.Interval
        One point, or the whole interval of medians.

    Raises
    ------
    TypeError, ValueError
        As for `slopes`; also if the sign of a slope is not known.

    Examples
    --------
    >>> minimisers([3, 1, 2])
    {2}
    >>> minimisers([3, 1, 2, 10])
    Interval(2, 3)
    >>> minimisers([0, 1], weights=[sympy.Rational(1, 3), sympy.Rational(2, 3)])
    {1}
    """
    after = [(gap.start, _sign(slope)) for gap, slope in slopes(points, weights)]
    lo = next(kink for kink, sign in after if sign >= 0)
    hi = next(kink for kink, sign in after if sign > 0)
    return sympy.FiniteSet(lo) if lo == hi else sympy.Interval(lo, hi)


def slope_between_kinks(n: Any, k: Any) -> sympy.Expr:
    r"""Return the slope of Σ|x − yᵢ| where k of n points lie left of x, for symbolic n and k.

    .. math:: &\frac{d}{dx} \Bigl(\sum_{i=1}^{k} (x - y_i) + \sum_{i=k+1}^{n} (y_i - x)\Bigr) \\
        &= 2k - n.

    SymPy differentiates under the sums and adds up; the result is not typed in.

    Parameters
    ----------
    n, k : int or sympy.Expr
        The number of points and of those left of x; symbols need ``integer=True``.

    Returns
    -------
    sympy.Expr

    Raises
    ------
    TypeError, ValueError
        If one is no exact number or expression, or not known to be an integer, or 0 ≤ k ≤ n is
        known to be false.

    Examples
    --------
    >>> n, k = sympy.symbols("n k", integer=True, nonnegative=True)
    >>> slope_between_kinks(n, k)
    2*k - n
    """
    n, k = _whole(n, "n"), _whole(k, "k")
    if (n - k).is_negative:
        raise ValueError(f"k must lie between 0 and n, got k = {k} and n = {n}")
    x, y, i = sympy.Symbol("x", real=True), sympy.IndexedBase("y", real=True), sympy.Dummy("i")
    left, right = sympy.Sum(x - y[i], (i, 1, k)), sympy.Sum(y[i] - x, (i, k + 1, n))
    return sympy.expand((sympy.diff(left, x) + sympy.diff(right, x)).doit())


def _door(
    points: Iterable[Any], weights: Iterable[Any] | None
) -> tuple[list[sympy.Expr], list[sympy.Expr]]:
    y = as_exact_list(points, "points")
    return y, as_exact_weights(weights, len(y))


def _whole(value: Any, name: str) -> sympy.Expr:
    number = as_exact(value, name)
    if not number.is_integer or number.is_negative:
        raise ValueError(
            f"{name} must be a whole number of 0 or more, or a symbol made with integer=True, "
            f"got {value!r}"
        )
    return number


def _kinks(y: list[sympy.Expr], w: list[sympy.Expr]) -> list[sympy.Expr]:
    """Return the distinct points that carry weight, in increasing order."""
    carried = [yi for yi, wi in zip(y, w, strict=True) if not wi.is_zero]
    kinks: list[sympy.Expr] = []
    for yi in sorted(carried, key=cmp_to_key(_compare)):
        if not kinks or _compare(yi, kinks[-1]):
            kinks.append(yi)
    return kinks


def _compare(a: sympy.Expr, b: sympy.Expr) -> int:
    return _sign(a - b)


def _sign(expr: sympy.Expr) -> int:
    expr = sympy.simplify(expr)
    if expr.is_zero:
        return 0
    if expr.is_positive or expr.is_negative:
        return 1 if expr.is_positive else -1
    raise ValueError(f"the sign of {expr} must follow from the assumptions; it does not")
