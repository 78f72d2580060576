from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
import sympy

from l1lib.validate import (
    as_real,
    as_vector,
    as_weights,
    in_unit_interval,
    nonnegative,
    positive,
)


class Series:
    """What pandas offers to NumPy: values, and a way to make an array of them."""

    def __array__(self, dtype=None, copy=None):
        return np.array([1, 2, 4])


def read_only():
    array = np.array([1.0, 2.0, 4.0])
    array.flags.writeable = False
    return array


@pytest.mark.parametrize(
    "values",
    [
        [1, 2, 4],
        (1.0, 2.0, 4.0),
        np.array([1, 2, 4], dtype=np.uint8),
        np.array([1, 2, 4], dtype=np.float32),
        np.array([1, 2, 4], dtype=">f8"),
        np.array([1, 2, 4], dtype=np.longdouble),
        [Fraction(1), Decimal(2), sympy.Integer(4)],
        np.array([1, 0, 2, 0, 4, 0])[::2],
        np.ma.array([1, 2, 4]),
        read_only(),
        Series(),
    ],
    ids=lambda values: type(values).__name__,
)
def test_real_numbers_in_any_container_become_a_float_vector(values):
    vector = as_vector(values, "y")
    assert type(vector) is np.ndarray
    assert vector.dtype == np.dtype("=f8")
    assert vector.tolist() == [1.0, 2.0, 4.0]


def test_fractions_are_rounded_once():
    assert as_vector([Fraction(1, 3), Fraction(10**400, 10**399)], "y").tolist() == [1 / 3, 10.0]


def test_booleans_count_as_zero_and_one():
    assert as_vector([True, False], "y").tolist() == [1.0, 0.0]
    assert as_vector(np.array([True, 2.5], dtype=object), "y").tolist() == [1.0, 2.5]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([0, 1, 2, np.nan], "y must be finite; position 3 is nan"),
        ([0.0, -np.inf, np.nan], "y must be finite; position 1 is -inf"),
        (np.array([1, Fraction(1, 2), np.inf], dtype=object), "position 2 is inf"),
        ([Decimal("1e400")], "y must be finite; position 0 is inf"),
        ([0, 10**400], r"y\[1\] must fit in a double"),
        ([], "y must hold at least one value"),
        (3.0, r"y must be one-dimensional, got shape \(\)"),
        ([[1.0, 2.0]], r"y must be one-dimensional, got shape \(1, 2\)"),
        ([[1.0], [1.0, 2.0]], "y must be a regular array, got rows of unequal length"),
        (np.ma.array([1.0, 2.0], mask=[False, True]), "y must not have masked entries"),
    ],
)
def test_a_vector_with_bad_values_is_refused(values, message):
    with pytest.raises(ValueError, match=message):
        as_vector(values, "y")


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ("1", "y must hold real numbers, got <U1"),
        (["1", "2"], "y must hold real numbers, got <U1"),
        ([1, "True"], "y must hold real numbers, got <U"),
        ([b"1"], r"y must hold real numbers, got \|S1"),
        ([1.0, 2j], "y must hold real numbers, got complex128"),
        (np.array([1.0, 2j], dtype=object), r"y\[1\] must be a real number, got 2j"),
        (np.array([1.0, "2"], dtype=object), r"y\[1\] must be a real number, got '2'"),
        ([1.0, None], r"y\[1\] must be a real number, got None"),
        ({1.0, 2.0}, "y must be a real number, got {1.0, 2.0}"),
        (None, "y must be a real number, got None"),
        (np.array(["2020-01-01"], dtype="datetime64[D]"), "y must hold real numbers"),
    ],
)
def test_a_vector_of_something_else_is_refused(values, message):
    with pytest.raises(TypeError, match=message):
        as_vector(values, "y")


def test_infinity_is_real_and_nan_is_not():
    assert as_real([[np.inf, -np.inf]], "r").tolist() == [[np.inf, -np.inf]]
    with pytest.raises(ValueError, match=r"r must not be NaN; position \(0, 1\) is nan"):
        as_real([[1.0, np.nan]], "r")
    with pytest.raises(ValueError, match="r must not be NaN; got nan"):
        as_real(np.nan, "r")


def test_no_weights_stay_none():
    assert as_weights(None, 3) is None


def test_weights_may_be_zero_in_part_and_sum_beyond_the_range():
    assert as_weights([0, 1e308, 1.7e308], 3).tolist() == [0.0, 1e308, 1.7e308]


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ([1, -2, 3], "weights must not be negative; position 1 is -2.0"),
        ([1, 1, -5e-324], "weights must not be negative; position 2 is -5e-324"),
        ([0, 0, -0.0], "weights must not all be zero"),
        ([1, np.nan, 1], "weights must be finite; position 1 is nan"),
        ([1, 1, np.inf], "weights must be finite; position 2 is inf"),
        ([1, 1], "weights must hold 3 values, one per value, got 2"),
        ([], "weights must hold at least one value"),
        (1.0, "weights must be one-dimensional"),
        ([[1, 1, 1]], "weights must be one-dimensional"),
    ],
)
def test_bad_weights_are_refused(weights, message):
    with pytest.raises(ValueError, match=message):
        as_weights(weights, 3)


def test_weights_are_named_as_the_caller_names_them():
    with pytest.raises(TypeError, match="w must hold real numbers"):
        as_weights(["1"], 1, name="w")


@pytest.mark.parametrize("door", [positive, nonnegative, in_unit_interval])
@pytest.mark.parametrize("number", [0.5, Fraction(1, 2), Decimal("0.5"), np.float32(0.5)])
def test_a_parameter_becomes_a_float(door, number):
    assert type(door(number, "delta")) is float
    assert door(np.array(number), "delta") == 0.5


@pytest.mark.parametrize("door", [positive, nonnegative, in_unit_interval])
@pytest.mark.parametrize("bad", ["1", None, 1j, [1.0], np.array([1.0]), np.complex64(1)])
def test_a_parameter_that_is_not_one_number_is_refused(door, bad):
    with pytest.raises(TypeError, match="delta must be a real number, got"):
        door(bad, "delta")


@pytest.mark.parametrize("door", [positive, nonnegative, in_unit_interval])
@pytest.mark.parametrize("bad", [-5e-324, np.nan, np.inf, -np.inf, 10**400])
def test_a_parameter_outside_every_range_is_refused(door, bad):
    with pytest.raises(ValueError, match="delta must"):
        door(bad, "delta")


def test_zero_is_non_negative_without_a_sign_but_neither_positive_nor_inside():
    assert str(nonnegative(-0.0, "eps")) == "0.0"
    with pytest.raises(ValueError, match="positive and finite, got 0"):
        positive(0, "delta")
    with pytest.raises(ValueError, match="strictly between 0 and 1, got 0"):
        in_unit_interval(0, "tau")
    with pytest.raises(ValueError, match="strictly between 0 and 1, got 1"):
        in_unit_interval(1, "tau")
