"""The door of the derivations: what comes in is exact and real, and floats are refused."""

from collections.abc import Iterable
from numbers import Rational
from typing import Any

import sympy


def as_exact(value: Any, name: str) -> sympy.Expr:
    """Return an exact real number or expression, or raise.

    Parameters
    ----------
    value : int, Fraction or SymPy expression
        Real, finite and without a float anywhere inside.
    name : str
        The argument's name in the caller, for the message.

    Returns
    -------
    sympy.Expr

    Raises
    ------
    TypeError
        If `value` is or holds a float, or is no number or expression.
    ValueError
        If it is not known to be real and finite.

    Examples
    --------
    >>> from fractions import Fraction
    >>> as_exact(Fraction(1, 3), "x")
    1/3
    """
    exact = isinstance(value, sympy.Expr) and not value.has(sympy.Float)
    if not exact and not isinstance(value, Rational):
        raise TypeError(
            f"{name} must be exact, got {value!r}; pass int, fractions.Fraction or sympy.Rational"
        )
    number = value if exact else sympy.Rational(int(value.numerator), int(value.denominator))
    if not number.is_extended_real or number.is_infinite:
        raise ValueError(f"{name} must be real and finite, got {value!r}")
    return number


def as_exact_list(values: Iterable[Any], name: str) -> list[sympy.Expr]:
    """Return at least one exact real number or expression.

    Parameters
    ----------
    values : iterable of int, Fraction or SymPy expression, length n
        The numbers.
    name : str
        The argument's name in the caller, for the message.

    Returns
    -------
    list of sympy.Expr, length n

    Raises
    ------
    TypeError, ValueError
        As `as_exact`; also if there is no value.

    Examples
    --------
    >>> as_exact_list([1, 2], "points")
    [1, 2]
    """
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise TypeError(f"{name} must be a sequence of exact numbers, got {values!r}")
    numbers = [as_exact(value, f"{name}[{i}]") for i, value in enumerate(values)]
    if not numbers:
        raise ValueError(f"{name} must hold at least one value, got none")
    return numbers


def as_exact_weights(
    weights: Iterable[Any] | None, length: int, name: str = "weights"
) -> list[sympy.Expr]:
    """Return non-negative exact weights, one per value and not all zero; ones for None.

    Parameters
    ----------
    weights : iterable of int, Fraction or SymPy expression, or None
        The weights.
    length : int
        The number of values that the weights belong to.
    name : str, default "weights"
        The argument's name in the caller, for the message.

    Returns
    -------
    list of sympy.Expr, length `length`

    Raises
    ------
    TypeError, ValueError
        As `as_exact_list`; also if a weight is not known to be non-negative, all are zero,
        or their number is wrong.

    Examples
    --------
    >>> as_exact_weights(None, 2)
    [1, 1]
    """
    if weights is None:
        return [sympy.Integer(1)] * length
    numbers = as_exact_list(weights, name)
    if len(numbers) != length:
        raise ValueError(f"{name} must hold {length} values, one per point, got {len(numbers)}")
    for i, number in enumerate(numbers):
        if not number.is_nonnegative:
            raise ValueError(f"{name} must not be negative; {name}[{i}] is {number}")
    if all(number.is_zero for number in numbers):
        raise ValueError(f"{name} must not all be zero")
    return numbers


def as_real_symbol(symbol: Any, name: str) -> sympy.Symbol:
    """Return a symbol that SymPy knows to be real, or raise.

    Parameters
    ----------
    symbol : sympy.Symbol
        Made with ``real=True``, ``positive=True`` or the like.
    name : str
        The argument's name in the caller, for the message.

    Returns
    -------
    sympy.Symbol

    Raises
    ------
    TypeError
        If it is no symbol.
    ValueError
        If it may be complex: then ``Abs`` is not the corner that this package is about.

    Examples
    --------
    >>> as_real_symbol(sympy.Symbol("r", real=True), "r")
    r
    """
    if not isinstance(symbol, sympy.Symbol):
        raise TypeError(f"{name} must be a symbol, got {symbol!r}")
    if not symbol.is_extended_real:
        raise ValueError(f"{name} must be a real symbol, made as Symbol('{symbol}', real=True)")
    return symbol


def as_positive(value: Any, name: str) -> sympy.Expr:
    """Return an exact number or expression that is known to be positive, or raise.

    Parameters
    ----------
    value : int, Fraction or SymPy expression
        Symbols inside need ``positive=True``.
    name : str
        The argument's name in the caller, for the message.

    Returns
    -------
    sympy.Expr

    Raises
    ------
    TypeError, ValueError
        As `as_exact`; also if it is not known to be positive.

    Examples
    --------
    >>> as_positive(2, "mu")
    2
    """
    number = as_exact(value, name)
    if not number.is_positive:
        raise ValueError(f"{name} must be positive, got {value!r}")
    return number
