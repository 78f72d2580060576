"""The corner and its sides, at the kink, beside it, and where there is no answer."""

import pytest
import sympy as sp

from l1lib.symbolic import (
    derivative_of_absolute,
    one_sided_derivatives,
    piecewise_absolute,
    second_derivative_of_absolute,
    subdifferential,
)

r = sp.Symbol("r", real=True)
a, delta = sp.symbols("a delta", positive=True)
POINTS = [sp.Rational(k, 3) for k in range(-6, 7)]


def test_pieces_equal_the_absolute_value_at_and_across_the_kink():
    pieces = piecewise_absolute(r)
    assert isinstance(pieces, sp.Piecewise)
    assert [pieces.subs(r, p) for p in POINTS] == [abs(p) for p in POINTS]


def test_derivative_is_the_sign_away_from_zero_and_undefined_at_zero():
    slope = derivative_of_absolute(r)
    assert [slope.subs(r, p) for p in POINTS if p != 0] == [sp.sign(p) for p in POINTS if p != 0]
    assert slope.subs(r, 0) is sp.nan


def test_second_derivative_is_twice_the_delta():
    second = second_derivative_of_absolute(r)
    assert second == 2 * sp.DiracDelta(r)
    assert second.subs(r, sp.Rational(1, 7)) == 0
    assert sp.integrate(second, (r, -1, 1)) == 2


@pytest.mark.parametrize(
    ("expr", "point", "expected"),
    [
        (sp.Abs(r), 0, (-1, 1)),
        (sp.Abs(r), sp.Rational(1, 10**30), (1, 1)),
        (sp.Abs(r), -2, (-1, -1)),
        (3 * sp.Abs(2 * r - 1), sp.Rational(1, 2), (-6, 6)),
        (sp.Abs(r) + 2 * sp.Abs(r - 1), 1, (-1, 3)),
        (sp.Abs(sp.Abs(r) - 1), 0, (1, -1)),
        (sp.Abs(r**2 - r), 1, (-1, 1)),
        (sp.Abs(r) ** 3, 0, (0, 0)),
        (sp.Abs(r**3), 0, (0, 0)),
        (sp.Max(r, 2 * r - 1, -r), 1, (1, 2)),
        (sp.Max(r**2, sp.Abs(r)), 1, (1, 2)),
        (sp.Min(r, -r), 0, (1, -1)),
        (r * sp.sign(r), 0, (-1, 1)),
        (sp.exp(sp.Abs(r)), 0, (-1, 1)),
        (sp.Piecewise((r**2, r < 1), (3 * r - 2, True)), 1, (2, 3)),
        (sp.Piecewise((r**2, r <= 1), (3 * r - 2, True)), 1, (2, 3)),
        (sp.Piecewise((0, (r > -1) & (r < 1)), (sp.Abs(r) - 1, True)), 1, (0, 1)),
        (sp.Piecewise((0, sp.Abs(r) <= delta), (sp.Abs(r) - delta, True)), -delta, (-1, 0)),
        (sp.Abs(r - a), a, (-1, 1)),
    ],
)
def test_one_sided_derivatives_at_kinks_and_beside_them(expr, point, expected):
    assert one_sided_derivatives(expr, r, point) == expected


def test_one_sided_derivatives_agree_with_limits_of_difference_quotients():
    expr, h = sp.Abs(r) + 2 * sp.Abs(r - 1) + r**2, sp.Symbol("h", positive=True)
    for p in POINTS:
        right = sp.limit((expr.subs(r, p + h) - expr.subs(r, p)) / h, h, 0)
        left = sp.limit((expr.subs(r, p) - expr.subs(r, p - h)) / h, h, 0)
        assert one_sided_derivatives(expr, r, p) == (left, right)


def test_subdifferential_is_an_interval_at_the_kink_and_a_point_elsewhere():
    assert subdifferential(sp.Abs(r), r, 0) == sp.Interval(-1, 1)
    assert subdifferential(sp.Abs(r), r, sp.Rational(1, 7)) == sp.FiniteSet(1)
    assert subdifferential(r**2, r, 3) == sp.FiniteSet(6)


def test_subdifferential_holds_exactly_the_supporting_slopes():
    expr = sp.Abs(r) + sp.Max(0, 2 * r - sp.Rational(2, 3))
    for p in POINTS:
        slopes = subdifferential(expr, r, p)
        for g in [sp.Rational(k, 4) for k in range(-8, 17)]:
            line = expr.subs(r, p) + g * (r - p)
            supports = all(expr.subs(r, q) >= line.subs(r, q) for q in [*POINTS, -100, 100])
            assert (g in slopes) == supports


def test_corner_that_bends_down_is_refused():
    with pytest.raises(ValueError, match="convex at r = 0, got slope 1 on the left"):
        subdifferential(-sp.Abs(r), r, 0)


def test_jump_is_refused():
    with pytest.raises(ValueError, match="continuous"):
        one_sided_derivatives(sp.sign(r), r, 0)
    with pytest.raises(ValueError, match="continuous"):
        one_sided_derivatives(sp.Piecewise((0, r < 0), (1, True)), r, 0)


def test_infinite_slope_is_refused():
    with pytest.raises(ValueError, match="finite slopes"):
        one_sided_derivatives(sp.sqrt(sp.Abs(r)), r, 0)


def test_sign_that_does_not_follow_from_the_assumptions_is_refused():
    with pytest.raises(ValueError, match="must follow from the assumptions"):
        one_sided_derivatives(sp.Abs(r - sp.Symbol("t", real=True)), r, 0)


def test_symbol_that_may_be_complex_is_refused():
    z = sp.Symbol("z")
    for function in (
        piecewise_absolute,
        derivative_of_absolute,
        second_derivative_of_absolute,
        lambda s: subdifferential(sp.Abs(s), s, 0),
    ):
        with pytest.raises(ValueError, match="real symbol"):
            function(z)
        with pytest.raises(TypeError, match="must be a symbol"):
            function(sp.Integer(1))


def test_floats_are_refused_and_the_message_says_what_to_pass():
    with pytest.raises(TypeError, match=r"point must be exact, got 0\.5; pass int, fractions"):
        subdifferential(sp.Abs(r), r, 0.5)
    with pytest.raises(TypeError, match="expr must be exact"):
        subdifferential(sp.Abs(r - 0.5), r, 0)
