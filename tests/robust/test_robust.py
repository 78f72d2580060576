"""Influence, breakdown, efficiency, leverage and MAD against closed forms."""

import numpy as np
import pytest
from scipy import stats

from l1lib import lad
from l1lib.datasets import load_hr_stars, load_newcomb
from l1lib.robust import (
    TukeyMixture,
    breakdown_point,
    efficiency_of_mean_deviation,
    efficiency_of_median,
    exact_efficiency_of_median,
    hat_values,
    mad,
    sensitivity_curve,
    variance_of_mean,
    variance_of_median,
)


@pytest.mark.parametrize(
    ("distribution", "published"),
    [
        (stats.norm(), 2 / np.pi),
        (stats.norm(loc=5, scale=3), 2 / np.pi),
        (stats.laplace(), 2.0),
        (stats.logistic(), np.pi**2 / 12),
        (stats.t(3), 1.6211),
        (stats.uniform(-1, 2), 1 / 3),
        (stats.t(2), np.inf),
        (stats.cauchy(), np.inf),
        (TukeyMixture(0.0), 2 / np.pi),
        (TukeyMixture(1.0, scale=2.0), 2 / np.pi),
    ],
)
def test_asymptotic_efficiency_of_the_median_is_the_published_one(distribution, published):
    assert efficiency_of_median(distribution) == pytest.approx(published, rel=1e-4)


def test_mean_deviation_has_no_rival_without_a_fourth_moment():
    assert efficiency_of_mean_deviation(stats.t(4)) == np.inf
    assert efficiency_of_mean_deviation(stats.t(5)) < np.inf


def test_median_overtakes_the_mean_for_location_near_ten_in_a_hundred():
    assert efficiency_of_median(TukeyMixture(0.10)) < 1 < efficiency_of_median(TukeyMixture(0.11))


def test_mixture_is_a_density_with_the_variance_of_its_parts():
    distribution = TukeyMixture(0.2, scale=4.0)
    assert variance_of_mean(distribution) == pytest.approx(0.8 + 0.2 * 16, rel=1e-9)
    draw = distribution.rvs(200_000, np.random.default_rng(0))
    assert np.var(draw) == pytest.approx(4.0, rel=0.03)  # the standard error is about 1 %
    assert distribution.support() == (-np.inf, np.inf)


def test_exact_efficiency_is_one_where_the_median_is_the_mean():
    assert exact_efficiency_of_median(1) == exact_efficiency_of_median(2) == 1.0


@pytest.mark.parametrize("n", [4, 9, 10])
def test_exact_efficiency_agrees_with_simulation(n):
    draw = np.random.default_rng(n).standard_normal((200_000, n))
    simulated = 1 / (n * np.var(np.median(draw, axis=1)))
    assert exact_efficiency_of_median(n) == pytest.approx(simulated, rel=0.015)  # 4 std. errors


def test_exact_efficiency_falls_to_its_limit():
    far = [exact_efficiency_of_median(n) for n in (21, 101, 401)]
    assert far[0] > far[1] > far[2] > 2 / np.pi
    assert far[2] == pytest.approx(2 / np.pi, rel=2e-3)


def test_asymptotic_variances_scale_with_the_square_of_the_unit():
    for variance in (variance_of_mean, variance_of_median):
        assert variance(stats.norm(scale=10)) == pytest.approx(100 * variance(stats.norm()))


def test_median_needs_a_density_at_its_place():
    gap = stats.uniform(2, 1)

    class TwoHumps:
        def pdf(self, y):
            return (gap.pdf(y) + gap.pdf(-y)) / 2

        def median(self):
            return 0.0

    with pytest.raises(ValueError, match="density above 0 at its median"):
        variance_of_median(TwoHumps())


@pytest.mark.parametrize("n", [0, -1, 2.5, True])
def test_sample_sizes_are_whole_numbers_above_zero(n):
    with pytest.raises((TypeError, ValueError), match="n must be a whole number"):
        exact_efficiency_of_median(n)


@pytest.mark.parametrize(
    ("eps", "scale", "name"), [(-0.1, 3, "eps"), (1.1, 3, "eps"), (0.1, 0, "scale")]
)
def test_mixtures_that_are_none_are_refused(eps, scale, name):
    with pytest.raises(ValueError, match=name):
        TukeyMixture(eps, scale)


@pytest.mark.parametrize("n", range(1, 9))
def test_breakdown_of_mean_and_median_by_real_contamination(n):
    sample = np.random.default_rng(n).standard_normal(n)
    assert breakdown_point(np.mean, sample).count == 1
    assert breakdown_point(np.median, sample).count == (n + 1) // 2


def test_breakdown_of_a_trimmed_mean_is_one_more_than_it_trims():
    sample = np.random.default_rng(0).standard_normal(20)
    found = breakdown_point(lambda y: stats.trim_mean(y, 0.1), sample)
    assert (found.count, found.n, found.share) == (3, 20, 0.15)


def test_breakdown_of_a_large_and_of_a_constant_sample():
    sample = np.random.default_rng(0).standard_normal(3000)
    assert breakdown_point(np.mean, sample).count == 1
    assert breakdown_point(np.median, np.zeros(7)).count == 4


def test_an_estimator_that_never_follows_has_no_breakdown_point():
    with pytest.raises(ValueError, match="estimator must follow"):
        breakdown_point(lambda y: 0.0, [1.0, 2.0])


def test_sensitivity_curve_of_the_mean_is_a_line_and_of_the_median_a_step_with_a_ramp():
    sample = [1.0, 2.0, 4.0]
    at = np.array([-9.0, 1.5, 2.0, 3.0, 9.0])
    np.testing.assert_allclose(sensitivity_curve(np.mean, sample, at), at - np.mean(sample))
    np.testing.assert_allclose(sensitivity_curve(np.median, sample, at), [-2, -1, 0, 2, 4])


def test_sensitivity_curve_tends_to_the_influence_function():
    distribution, at = stats.norm(), np.array([-3.0, -0.5, 0.7, 4.0])
    sample = distribution.ppf((np.arange(1, 4002) - 0.5) / 4001)
    curve = sensitivity_curve(np.median, sample, at)
    # Hampel (1974): sign(y − m) / (2 f(m)) for the median, y − μ for the mean.
    influence_of_median = np.sign(at) / (2 * distribution.pdf(0))
    np.testing.assert_allclose(curve, influence_of_median, rtol=0.01)
    curve = sensitivity_curve(np.mean, sample, at)
    np.testing.assert_allclose(curve, at, atol=1e-9)


def test_mad_is_that_of_scipy_and_bears_an_outlier():
    times = load_newcomb().target
    assert mad(times) == pytest.approx(stats.median_abs_deviation(times, scale="normal"))
    assert mad([5.0]) == 0.0
    assert mad([0, 1, 2, 3, 1e300], scale=1.0) == 1.0


def test_weighted_mad_is_that_of_repeated_rows():
    rng = np.random.default_rng(5)
    for _ in range(50):
        sample, times = rng.integers(0, 9, 7), rng.integers(0, 4, 7) + np.eye(7, dtype=int)[0]
        repeated = mad(np.repeat(sample, times))
        assert mad(sample, weights=times) == repeated
        assert mad(sample, weights=0.125 * times) == repeated
    assert mad([1, 2, 9], weights=[3, 3, 3]) == mad([1, 2, 9])


def test_mad_of_numbers_at_the_end_of_the_range_is_right():
    assert mad([-1.7e308, 0.0, 1.0, 1.7e308], scale=1) == pytest.approx(0.85e308)
    assert mad([-1.7e308, 1.6e308, 1.7e308], scale=1) == pytest.approx(1e307)
    assert mad([-1.7e308] * 2 + [1.7e308] * 2, scale=2) == np.inf


def test_mad_of_normal_data_estimates_the_standard_deviation():
    draw = 3 * np.random.default_rng(1).standard_normal(200_000)
    assert mad(draw) == pytest.approx(3.0, rel=0.01)  # 4 standard errors


@pytest.mark.parametrize("intercept", [True, False])
def test_hat_values_are_the_slopes_of_fits_in_their_own_targets_and_sum_to_the_rank(intercept):
    rng = np.random.default_rng(2)
    X = rng.standard_normal((12, 3))
    A = np.column_stack((np.ones(12), X)) if intercept else X
    expected = np.diag(A @ np.linalg.pinv(A))
    np.testing.assert_allclose(hat_values(X, intercept=intercept), expected, atol=1e-12)
    twice = np.column_stack((X, X[:, 0] - X[:, 1], np.full(12, 2.0)))
    rank = np.linalg.matrix_rank(np.column_stack((A, twice)))
    assert hat_values(twice, intercept=intercept).sum() == pytest.approx(rank)


def test_hat_values_with_as_many_columns_as_rows_are_all_one():
    np.testing.assert_allclose(hat_values(np.eye(4), intercept=False), 1.0)
    np.testing.assert_allclose(hat_values(np.random.default_rng(0).normal(size=(3, 7))), 1.0)


def test_hat_values_do_not_change_with_units_and_offset():
    X = np.random.default_rng(3).standard_normal((9, 2))
    np.testing.assert_allclose(hat_values(X * [1e-9, 1e9] + [0, 1e10]), hat_values(X), atol=1e-5)


def test_giants_of_the_star_cluster_have_the_largest_hat_values():
    stars = load_hr_stars()
    order = np.argsort(hat_values(stars.data))
    assert stars.target.size == 47
    assert set(order[-4:]) == {10, 19, 29, 33}
    assert lad(stars.data, stars.target).coef[0] < 0


@pytest.mark.parametrize("call", [mad, hat_values, lambda s: breakdown_point(np.mean, s)])
def test_values_that_are_not_finite_are_refused(call):
    with pytest.raises(ValueError, match="finite"):
        call([[1.0, np.nan]] if call is hat_values else [1.0, np.nan])
