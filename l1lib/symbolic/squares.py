"""Sums of squared deviations: the mean drops out of one linear equation."""

from collections.abc import Iterable
from typing import Any

import sympy

from l1lib.symbolic.exact import as_exact_list, as_exact_weights, as_real_symbol


def sum_of_squares(
    points: Iterable[Any], x: sympy.Symbol, weights: Iterable[Any] | None = None
) -> sympy.Expr:
    r"""Return the weighted sum of squared deviations as an expression in x.

    .. math:: \sum_i w_i (x - y_i)^2

    Without weights all :math:`w_i` are 1. There is no factor ½.

    Parameters
    ----------
    points, x, weights
        As for `sum_of_absolute`.

    Returns
    -------
    sympy.Expr

    Raises
    ------
    TypeError, ValueError
        As for `sum_of_absolute`.

    Examples
    --------
    >>> sum_of_squares([1, 3], sympy.Symbol("x", real=True))
    (x - 3)**2 + (x - 1)**2
    """
    as_real_symbol(x, "x")
    y = as_exact_list(points, "points")
    w = as_exact_weights(weights, len(y))
    return sympy.Add(*(wi * (x - yi) ** 2 for yi, wi in zip(y, w, strict=True)))


def minimiser_of_squares(points: Iterable[Any], weights: Iterable[Any] | None = None) -> sympy.Expr:
    r"""Return the one minimiser of Σ wᵢ(x − yᵢ)², the root of its linear derivative.

    .. math:: 2 \sum_i w_i (x - y_i) = 0 \iff x = \frac{\sum_i w_i y_i}{\sum_i w_i}.

    Parameters
    ----------
    points, weights
        As for `sum_of_absolute`.

    Returns
    -------
    sympy.Expr

    Raises
    ------
    TypeError, ValueError
        As for `sum_of_absolute`.

    Examples
    --------
    >>> minimiser_of_squares([1, 2, 6])
    3
    """
    x = sympy.Dummy("x", real=True)
    derivative = sympy.expand(sympy.diff(sum_of_squares(points, x, weights), x))
    (mean,) = sympy.linsolve([derivative], x)
    return sympy.simplify(mean[0])
