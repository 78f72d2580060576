"""Sums and means with their exponents kept apart: only the result can leave the range."""

import math

import numpy as np
from numpy.typing import NDArray

from l1lib.validate import FloatArray

Scaled = tuple[FloatArray, NDArray[np.int32]]
"""Numbers as mantissas and exponents, m · 2ᵉ."""


def absolute_difference(observed: FloatArray, predicted: FloatArray) -> Scaled:
    """Return |y − ŷ|; a difference beyond the range comes from the halves.

    Examples
    --------
    >>> absolute_difference(np.array([1.0]), np.array([5.0]))
    (array([0.5]), array([3], dtype=int32))
    """
    with np.errstate(over="ignore"):
        size = np.abs(observed - predicted)
    beyond = np.isinf(size)
    halves = np.abs(0.5 * observed - 0.5 * predicted)
    mantissa, exponent = np.frexp(np.where(beyond, halves, size))
    return mantissa, exponent + beyond


def mean(weights: Scaled, *factors: Scaled) -> tuple[float, int]:
    """Return the weighted mean of products, as a mantissa and an exponent.

    Examples
    --------
    >>> to_float(*mean(np.frexp([1.0, 1.0]), np.frexp([1e308, 1.5e308])))
    1.25e+308
    """
    total, exponent = sum_of_products(weights, *factors)
    mass, mass_exponent = sum_of_products(weights)
    return total / mass, exponent - mass_exponent


def sum_of_products(*factors: Scaled) -> tuple[float, int]:
    """Return the sum of products, as a mantissa and an exponent.

    Examples
    --------
    >>> sum_of_products(np.frexp([1.0, 2.0]), np.frexp([3.0, 4.0]))
    (0.34375, 5)
    """
    mantissas = np.prod([mantissa for mantissa, _ in factors], axis=0)
    exponents = np.sum([exponent for _, exponent in factors], axis=0)
    if not mantissas.any():
        return 0.0, 0
    top = int(exponents[mantissas > 0].max())
    terms = np.ldexp(mantissas, (exponents - top).astype(np.int32))
    return math.fsum(terms), top


def to_float(mantissa: float, exponent: int) -> float:
    """Return m · 2ᵉ; ∞ where it exceeds the range.

    Examples
    --------
    >>> to_float(0.5, 3), to_float(0.5, 2000)
    (4.0, inf)
    """
    try:
        return math.ldexp(mantissa, exponent)
    except OverflowError:
        return math.inf
