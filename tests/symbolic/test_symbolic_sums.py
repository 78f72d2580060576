"""Slopes and minimisers of sums of deviations against brute force in rational arithmetic."""

from decimal import Decimal
from fractions import Fraction
from itertools import accumulate, product

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings, strategies as st

from l1lib.symbolic import (
    minimiser_of_squares,
    minimisers,
    slope_between_kinks,
    slopes,
    subdifferential,
    sum_of_absolute,
    sum_of_squares,
)

x = sp.Symbol("x", real=True)
RATIONALS = st.fractions(-3, 3, max_denominator=4)
WEIGHTED = st.lists(
    st.tuples(RATIONALS, st.fractions(0, 3, max_denominator=3)), min_size=1, max_size=6
).filter(lambda pairs: any(w for _, w in pairs))


def value(at, points, weights):
    return sum(w * abs(at - y) for y, w in zip(points, weights, strict=True))


@settings(max_examples=60)
@given(WEIGHTED)
def test_minimisers_are_those_that_brute_force_finds(pairs):
    points, weights = zip(*pairs, strict=True)
    carried = {y for y, w in pairs if w}
    least = min(value(y, points, weights) for y in carried)
    best = [y for y in carried if value(y, points, weights) == least]
    got = minimisers(points, weights)
    assert (Fraction(str(got.inf)), Fraction(str(got.sup))) == (min(best), max(best))


@settings(max_examples=40)
@given(WEIGHTED)
def test_slopes_are_difference_quotients_between_the_kinks(pairs):
    points, weights = zip(*pairs, strict=True)
    total = sum_of_absolute(points, x, weights)
    found = slopes(points, weights)
    assert [gap.start for gap, _ in found[1:]] == sorted({sp.Rational(y) for y, w in pairs if w})
    for gap, slope in found:
        left = gap.sup - 2 if gap.inf == -sp.oo else gap.inf
        right = left + 1 if gap.sup == sp.oo else gap.sup
        assert (total.subs(x, right) - total.subs(x, left)) / (right - left) == slope


def test_minimisers_are_where_zero_is_a_subgradient():
    points, weights = [0, 1, 1, 3, 4], [1, sp.Rational(1, 2), sp.Rational(1, 2), 1, 1]
    total, best = sum_of_absolute(points, x, weights), minimisers(points, weights)
    assert best == sp.Interval(1, 3)
    for p in [sp.Rational(k, 2) for k in range(-2, 11)]:
        assert (p in best) == (0 in subdifferential(total, x, p))


def test_exact_half_of_the_weight_gives_an_interval_and_a_little_more_a_point():
    third = Fraction(1, 3)
    assert minimisers([1, 2, 3], [third, 2 * third, 1]) == sp.Interval(2, 3)
    assert minimisers([1, 2, 3], [third, 2 * third + Fraction(1, 10**40), 1]) == sp.FiniteSet(2)


def test_point_of_weight_zero_is_no_bound():
    assert minimisers([0, 1, 2], [1, 0, 1]) == sp.Interval(0, 2)
    assert len(slopes([0, 1, 2], [1, 0, 1])) == 3


def ordered_points(n):
    """Return y, y + g₁, y + g₁ + g₂, …, of which SymPy knows the order."""
    return list(accumulate(sp.symbols(f"g1:{n}", positive=True), initial=sp.Symbol("y", real=True)))


@pytest.mark.parametrize("n", range(1, 6))
def test_slopes_between_ordered_symbols_are_2k_minus_n(n):
    found = slopes(ordered_points(n))
    assert [slope for _, slope in found] == [2 * k - n for k in range(n + 1)]
    assert [gap.start for gap, _ in found[1:]] == ordered_points(n)


@pytest.mark.parametrize("n", range(1, 6))
def test_minimisers_of_ordered_symbols_are_the_middle_points(n):
    y, best = ordered_points(n), minimisers(ordered_points(n))
    assert (best.inf, best.sup) == (y[(n - 1) // 2], y[n // 2])
    assert isinstance(best, sp.FiniteSet if n % 2 else sp.Interval)


@pytest.mark.parametrize("n", [3, 4])
def test_order_in_which_symbols_are_given_does_not_matter(n):
    assert minimisers(ordered_points(n)[::-1]) == minimisers(ordered_points(n))


def test_ordered_symbols_take_weights():
    y = ordered_points(3)
    assert minimisers(y, [3, 1, 1]) == sp.FiniteSet(y[0])
    assert minimisers(y, [2, 1, 1]) == sp.Interval(y[0], y[1])


def test_symbols_of_unknown_order_are_refused():
    with pytest.raises(ValueError, match="must follow from the assumptions"):
        minimisers(sp.symbols("p q", real=True))


def test_slope_between_kinks_is_2k_minus_n_for_symbols_and_numbers():
    n, k = sp.symbols("n k", integer=True, nonnegative=True)
    slope = slope_between_kinks(n, k)
    assert slope == 2 * k - n
    assert slope != 2 * k - n + 1
    for count, left in product(range(5), range(5)):
        if left <= count:
            assert slope_between_kinks(count, left) == slope.subs({n: count, k: left})


@pytest.mark.parametrize(("n", "k"), [(3, 4), (3, -1), (sp.Symbol("n"), 1), (3, 1.5)])
def test_slope_between_kinks_refuses_impossible_counts(n, k):
    with pytest.raises((TypeError, ValueError), match=r"^[nk] must"):
        slope_between_kinks(n, k)


@settings(max_examples=30)
@given(WEIGHTED)
def test_minimiser_of_squares_is_the_weighted_mean(pairs):
    points, weights = zip(*pairs, strict=True)
    mean = sum(w * y for y, w in pairs) / sum(weights)
    assert minimiser_of_squares(points, weights) == sp.Rational(mean)
    total = sum_of_squares(points, x, weights)
    assert total.subs(x, 0) == sp.Rational(sum(w * y**2 for y, w in pairs))


def test_mean_of_symbols_drops_out():
    y = ordered_points(4)
    assert sp.expand(minimiser_of_squares(y) - sum(y) / 4) == 0


@pytest.mark.parametrize(
    "function",
    [slopes, minimisers, minimiser_of_squares, lambda *a: sum_of_absolute(a[0], x, *a[1:])],
)
@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (([],), ValueError, "points must hold at least one"),
        (([1, 0.5],), TypeError, r"points\[1\] must be exact, got 0.5; pass int"),
        (([Decimal("0.5")],), TypeError, r"points\[0\] must be exact"),
        (([np.float64(1)],), TypeError, r"points\[0\] must be exact"),
        (([sp.Float(1)],), TypeError, r"points\[0\] must be exact"),
        ((["1"],), TypeError, r"points\[0\] must be exact"),
        (("12",), TypeError, "points must be a sequence"),
        ((3,), TypeError, "points must be a sequence"),
        (([sp.I],), ValueError, r"points\[0\] must be real"),
        (([sp.oo],), ValueError, r"points\[0\] must be real and finite"),
        (([sp.nan],), ValueError, r"points\[0\] must be real and finite"),
        (([sp.Symbol("z")],), ValueError, r"points\[0\] must be real"),
        (([1, 2], [1]), ValueError, "weights must hold 2 values"),
        (([1, 2], [1, -1]), ValueError, r"weights\[1\] is -1"),
        (([1, 2], [0, 0]), ValueError, "weights must not all be zero"),
        (([1, 2], [1, 0.1]), TypeError, r"weights\[1\] must be exact"),
    ],
)
def test_bad_input_is_named_at_the_door(function, arguments, error, message):
    with pytest.raises(error, match=message):
        function(*arguments)


def test_integers_of_numpy_and_fractions_are_exact():
    assert minimisers(np.arange(3)) == sp.FiniteSet(1)
    assert minimisers([Fraction(1, 3), True]) == sp.Interval(sp.Rational(1, 3), 1)
