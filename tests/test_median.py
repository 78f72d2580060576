"""Weighted medians and quantiles against exact rational arithmetic, on ties and every branch."""

from collections import Counter
from fractions import Fraction
from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from l1lib import selection
from l1lib.median import MedianInterval, QuantileInterval, weighted_median, weighted_quantile

HALF = Fraction(1, 2)


def minimisers(values, weights, tau=HALF):
    """Evaluate the sum at every value, exactly, and return the ends of the set of minimisers."""
    mass: Counter[Fraction] = Counter()
    for v, w in zip(values, weights, strict=True):
        if w > 0:
            mass[Fraction(v)] += Fraction(w)
    sums = {
        x: sum(w * max(tau * (v - x), (tau - 1) * (v - x)) for v, w in mass.items()) for x in mass
    }
    best = [x for x in sums if sums[x] == min(sums.values())]
    return min(best), max(best)


def as_integer(weight):
    """Return the weight in units of 2**-1074, of which every double is a multiple."""
    numerator, denominator = float(weight).as_integer_ratio()
    return numerator << (1075 - denominator.bit_length())


def balanced_points(values, weights, tau=HALF):
    """Return the same ends in n log n exact steps, for samples too large for `minimisers`."""
    order = np.argsort(values)
    upto = list(accumulate(as_integer(w) for w in weights[order]))
    at_least = next(i for i in range(len(upto)) if upto[i] >= tau * upto[-1])
    more = next(i for i in range(at_least, len(upto)) if upto[i] > tau * upto[-1])
    return values[order[at_least]], values[order[more]]


@pytest.fixture
def always_narrow(monkeypatch):
    """Make small samples take the way of large ones, and count what happens there."""
    seen: Counter[str] = Counter()
    first_proved, sign_of_sum = selection._first_proved, selection._sign_of_sum
    split = selection._split
    tried = []

    def watched_split(*args):
        tried.append(args)
        return split(*args)

    def watched_bracket(*args):
        tried.clear()
        proved = first_proved(*args)
        seen["missed all" if np.isinf(proved.low) else f"bracket {len(tried)}"] += 1
        return proved

    def watched_sign(*args):
        sign = sign_of_sum(*args)
        seen[f"sign {sign}"] += 1
        return sign

    monkeypatch.setattr(selection, "SORT_UP_TO", 0)
    monkeypatch.setattr(selection, "_split", watched_split)
    monkeypatch.setattr(selection, "_first_proved", watched_bracket)
    monkeypatch.setattr(selection, "_sign_of_sum", watched_sign)
    return seen


NUMBERS = st.one_of(
    st.integers(-3, 3).map(float),
    st.sampled_from([0.0, -0.0, 0.1, 5e-324, -5e-324, 1e308, -1e308, 1.7976931348623157e308]),
    st.floats(allow_nan=False, allow_infinity=False),
)
WEIGHTS = st.one_of(
    st.integers(0, 3).map(float),
    st.sampled_from([0.0, 0.1, 0.2, 0.3, 0.7, 5e-324, 1e-310, 1e-17, 1.0, 1e308]),
    st.floats(0, 1.7976931348623157e308),
)


@st.composite
def samples(draw):
    pairs = st.lists(st.tuples(NUMBERS, WEIGHTS), min_size=1, max_size=12)
    values, weights = zip(*draw(pairs.filter(lambda p: any(w for _, w in p))), strict=True)
    if draw(st.booleans()):
        values, weights = (*values, *np.negative(values)), weights * 2
    times = draw(st.sampled_from([1, 1, 5, 60]))
    heavy = draw(st.sampled_from([(), (1e306,), (3.0, 3.0)]))
    return (*values * times, *(9.0 * i - 9.0 for i in range(len(heavy)))), (
        *weights * times,
        *heavy,
    )


LEVELS = st.one_of(
    st.sampled_from([0.5, 0.25, 0.1, 0.9, 5e-324, 1e-300, 1 - 2**-53]),
    st.fractions(Fraction(1, 40), Fraction(39, 40), max_denominator=40),
    st.floats(0, 1, exclude_min=True, exclude_max=True),
)


def assert_exact(values, weights, tau):
    got, middle = weighted_quantile(values, tau, weights), weighted_median(values, weights)
    w = [1] * len(values) if weights is None else weights
    assert (Fraction(got.lo), Fraction(got.hi)) == minimisers(values, w, Fraction(tau))
    assert (Fraction(middle.lo), Fraction(middle.hi)) == minimisers(values, w)


@settings(max_examples=150)
@given(samples(), LEVELS)
def test_interval_is_the_exact_set_of_minimisers(sample, tau):
    assert_exact(*sample, tau)
    assert_exact(sample[0], None, tau)


def test_narrowed_interval_is_exact_and_every_branch_is_taken(always_narrow):
    @settings(max_examples=200, derandomize=True, database=None)
    @given(samples(), LEVELS)
    def check(sample, tau):
        assert_exact(*sample, tau)
        assert_exact(sample[0], None, tau)

    check()
    # One value carries nearly all weight: a sample of places misses it, one by weight does not.
    values, weights = np.arange(1000.0), np.ones(1000)
    weights[950] = 1e6
    got = weighted_median(values, weights)
    assert (got.lo, got.hi) == balanced_points(values, weights)
    branches = {"bracket 1", "bracket 2", "missed all", "sign -1", "sign 0", "sign 1"}
    assert branches <= set(always_narrow)


def test_even_sample_has_an_interval_of_medians():
    assert weighted_median([4, 1, 3, 2]) == MedianInterval(2.0, 3.0)


def test_half_the_weight_hit_exactly_gives_an_interval():
    assert weighted_median([1, 2, 3], [3, 1, 2]) == MedianInterval(1.0, 2.0)
    assert weighted_median([1, 2, 3], [2, 1, 2]) == MedianInterval(2.0, 2.0)


@pytest.mark.parametrize("seed", range(5))
def test_ten_tenths_have_a_half_in_any_order_of_summation(seed):
    values = np.random.default_rng(seed).permutation(10)
    weights = np.full(10, 0.1)
    assert weighted_median(values, weights) == MedianInterval(4.0, 5.0)
    assert weighted_median([*values, 20], [*weights, 0.0]) == MedianInterval(4.0, 5.0)


def test_weights_count_as_the_doubles_they_are():
    assert Fraction(0.1) + Fraction(0.2) > Fraction(0.3)
    assert weighted_median([1, 2, 3], [0.1, 0.2, 0.3]) == MedianInterval(2.0, 2.0)
    assert weighted_median([1, 2, 3], [1, 2, 3]) == MedianInterval(2.0, 3.0)


def test_half_missed_by_one_denormal_is_a_miss():
    tiny = 5e-324
    assert weighted_median([1, 2, 3], [1.0, tiny, 1.0]) == MedianInterval(2.0, 2.0)
    assert weighted_median([1, 2, 3], [1.0, 1.0, tiny]) == MedianInterval(2.0, 2.0)
    assert weighted_median([1, 2, 3], [1e308, 1e308, tiny]) == MedianInterval(2.0, 2.0)
    assert weighted_median([1, 2, 3], [tiny, 2 * tiny, tiny]) == MedianInterval(2.0, 2.0)


def test_weights_whose_sum_overflows_are_weighed_exactly():
    assert weighted_median([1, 2, 3, 4], [1e308] * 3 + [9e307]) == MedianInterval(2.0, 2.0)
    assert weighted_median([1, 2, 3, 4, 5], [1e308] * 4 + [0]) == MedianInterval(2.0, 3.0)


def test_share_hit_exactly_gives_an_interval_of_quantiles():
    assert weighted_quantile([1, 2, 3, 4], 0.25) == QuantileInterval(1.0, 2.0)
    assert weighted_quantile([1, 2, 3, 4], 0.75, [1, 1, 4, 2]) == QuantileInterval(3.0, 4.0)
    assert weighted_quantile([1, 2, 3, 4], 0.3) == QuantileInterval(2.0, 2.0)


def test_level_counts_as_the_rational_number_it_is():
    assert Fraction(0.1) > Fraction(1, 10)
    assert weighted_quantile(np.arange(10), 0.1) == QuantileInterval(1.0, 1.0)
    assert weighted_quantile(np.arange(10), Fraction(1, 10)) == QuantileInterval(0.0, 1.0)
    assert weighted_quantile(np.arange(10), 0.3, np.full(10, 0.1)) == QuantileInterval(2.0, 2.0)


@pytest.mark.parametrize("seed", range(20))
def test_quantile_of_numpy_is_a_member(seed):
    rng = np.random.default_rng(seed)
    values, tau = np.floor(9 * rng.standard_normal(60)), rng.random()
    for weights in (None, rng.integers(0, 4, 60)):
        theirs = np.quantile(values, tau, weights=weights, method="inverted_cdf")
        assert theirs in weighted_quantile(values, tau, weights)


def test_value_of_weight_zero_is_no_bound():
    assert weighted_median([1, 2, 2.5, 3, 4], [1, 1, 0, 1, 1]) == MedianInterval(2.0, 3.0)
    assert weighted_median([0, 5, 9], [0, 1, 0]) == MedianInterval(5.0, 5.0)


@pytest.mark.parametrize("draw", ["laplace", "ties", "more than half zeros", "sorted", "periodic"])
@pytest.mark.parametrize("weigh", ["none", "uniform", "integers", "heavy", "mirrored", "one"])
def test_large_samples_agree_with_exact_arithmetic(draw, weigh):
    n, rng = 20_000, np.random.default_rng(7)
    noise = rng.laplace(size=n)
    values = {
        "laplace": noise,
        "ties": np.floor(3 * noise),
        "more than half zeros": np.where(rng.random(n) < 0.6, 0.0, noise),
        "sorted": np.sort(noise),
        "periodic": np.arange(n) % 738 - 369.0,
    }[draw]
    uniform = rng.random(n)
    weights = {
        "none": np.ones(n),
        "uniform": uniform,
        "integers": np.floor(4 * uniform),
        "heavy": uniform**-2.0,
        "mirrored": np.tile(uniform[: n // 2], 2),
        "one": np.where(np.arange(n) == 5, 1e300, uniform),
    }[weigh]
    keep = weights > 0
    for tau in (HALF, Fraction(1, 20), 0.9, 1e-9):
        got = weighted_quantile(values, tau, None if weigh == "none" else weights)
        expected = balanced_points(values[keep], weights[keep], Fraction(tau))
        assert (got.lo, got.hi) == expected


def test_large_sample_with_an_exact_half_has_the_gap_as_interval():
    rng = np.random.default_rng(3)
    size, weights = rng.random(10_000) + 1.0, rng.random(10_000)
    order = rng.permutation(20_000)
    values, weights = np.r_[-size, size][order], np.r_[weights, weights][order]
    assert weighted_median(values, weights) == MedianInterval(-size.min(), size.min())
    assert weighted_median(values) == MedianInterval(-size.min(), size.min())


def test_order_of_the_values_does_not_matter():
    rng = np.random.default_rng(4)
    values, weights = np.floor(9 * rng.random(20_000)), 0.1 * np.floor(3 * rng.random(20_000))
    order = rng.permutation(20_000)
    assert weighted_median(values, weights) == weighted_median(values[order], weights[order])


def test_input_is_left_alone_and_the_global_generator_too():
    values, weights = np.arange(20_000.0)[::-1].copy(), np.arange(20_000.0)
    copies = values.copy(), weights.copy()
    np.random.seed(1)  # noqa: NPY002
    expected = np.random.random()  # noqa: NPY002
    np.random.seed(1)  # noqa: NPY002
    weighted_median(values, weights)
    assert np.random.random() == expected  # noqa: NPY002
    np.testing.assert_array_equal(values, copies[0])
    np.testing.assert_array_equal(weights, copies[1])


def test_no_floating_point_signal_escapes():
    values = np.r_[np.full(10_001, -1.7e308), np.full(10_001, 1.7e308)]
    weights = np.r_[np.full(10_001, 1e308), np.full(10_000, 1e308), 5e-324]
    with np.errstate(all="raise"):
        assert weighted_median(values, weights) == MedianInterval(-1.7e308, -1.7e308)


def test_midpoint_is_exact_on_one_point_and_never_overflows():
    assert weighted_median([1e308, 1.5e308]).midpoint == 1.25e308
    assert weighted_median([-1e308, 1e308]).midpoint == 0.0
    assert weighted_median([5e-324]).midpoint == 5e-324
    assert weighted_median([1.7976931348623157e308]).midpoint == 1.7976931348623157e308
    assert weighted_median([1, 2]).midpoint == 1.5


def test_negative_zero_is_returned_as_zero():
    for values in ([-0.0], [-0.0, 0.0], [0.0, -0.0]):
        got = weighted_median(values)
        assert [str(got.lo), str(got.hi)] == ["0.0", "0.0"]


def test_interval_holds_its_ends_and_nothing_beyond():
    interval = MedianInterval(1.0, 2.0)
    assert 1.0 in interval
    assert 2.0 in interval
    assert np.nextafter(1.0, 0.0) not in interval
    assert np.nextafter(2.0, 3.0) not in interval
    assert float("nan") not in interval


def test_interval_reads_as_a_sentence():
    assert repr(MedianInterval(1.0, 2.0)) == "MedianInterval(lo=1.0, hi=2.0)"
    assert str(MedianInterval(1.0, 2.0)) == "every x from 1.0 to 2.0 is a median"
    assert str(MedianInterval(2.0, 2.0)) == "2.0 is the only median"
    assert str(QuantileInterval(2.0, 2.0)) == "2.0 is the only quantile"


@pytest.mark.parametrize(
    ("values", "weights", "error", "message"),
    [
        ([], None, ValueError, "values must hold at least one"),
        ([1.0, np.nan], None, ValueError, "values must be finite"),
        ([1.0, np.inf], None, ValueError, "values must be finite"),
        ([[1.0, 2.0]], None, ValueError, "values must be one-dimensional"),
        (3.0, None, ValueError, "values must be one-dimensional"),
        (["a", "b"], None, TypeError, "values"),
        ([1j], None, TypeError, "values"),
        ([1, 2], [1, -1], ValueError, "weights must not be negative"),
        ([1, 2], [0, 0], ValueError, "weights must not all be zero"),
        ([1, 2], [1, np.inf], ValueError, "weights must be finite"),
        ([1, 2], [1, np.nan], ValueError, "weights must be finite"),
        ([1, 2], [1], ValueError, "weights must hold 2"),
        ([1, 2], [[1, 2]], ValueError, "weights must be one-dimensional"),
        ([1, 2], ["1", "2"], TypeError, "weights"),
    ],
)
def test_bad_input_is_named_at_the_door(values, weights, error, message):
    with pytest.raises(error, match=message):
        weighted_median(values, weights)
