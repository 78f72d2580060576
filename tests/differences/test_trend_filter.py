"""Trend filtering and the fused Lasso: against another solver, and wrong answers seen."""

import numpy as np
import pytest
from scipy.optimize import lsq_linear

from l1lib import fused_lasso, total_variation, trend_filter
from l1lib.differences.certificate import gap_and_scale

RNG = np.random.default_rng(0)


def by_bounds(y, w, lam, order):
    """Return the fit from its dual, a least-squares problem with bounds, by SciPy."""
    D = np.diff(np.eye(y.size), order + 1, axis=0)
    root = np.sqrt(w)
    found = lsq_linear(
        D.T / root[:, None], root * y, (-lam, lam), method="bvls", tol=1e-14, max_iter=9999
    )
    assert found.success
    return y - D.T @ found.x / w


@pytest.mark.parametrize("order", [0, 1, 2, 3])
def test_fit_is_that_of_least_squares_with_bounds(order):
    kinked = 0
    for _ in range(25):
        n = int(RNG.integers(order + 2, 25))
        y, w = RNG.standard_normal(n).cumsum(), RNG.uniform(0.5, 2, n)
        lam = float(10.0 ** RNG.uniform(-2, 1))
        fit = trend_filter(y, lam, order, weights=w)
        assert fit.gap < 1e-14
        assert fit.fitted == pytest.approx(by_bounds(y, w, lam, order), abs=1e-7)
        kinked += fit.knots.size > 0
    assert kinked > 10


@pytest.mark.parametrize("order", [1, 2, 3])
def test_few_kinks_a_polynomial_at_last_and_the_data_at_first(order):
    n = 300
    t = np.arange(n) / n
    y = np.abs(t - 0.3) * 5 + np.abs(t - 0.7) * 8 + 0.1 * RNG.standard_normal(n)
    fit = trend_filter(y, 10.0, order)
    assert fit.success
    assert order + 1 < fit.df < 60
    assert np.abs(np.diff(fit.fitted, order + 1)).max() > 0
    line = trend_filter(y, 1e9, order)
    assert line.df == order + 1
    assert line.fitted == pytest.approx(np.polyval(np.polyfit(t, y, order), t), abs=1e-9)
    assert trend_filter(y, 0.0, order).fitted == pytest.approx(y, abs=1e-15)
    far = trend_filter(1e90 * (y + 1e3), 1e91, order)
    assert far.success
    assert far.fitted / 1e90 - 1e3 == pytest.approx(fit.fitted, abs=1e-9)


def test_kink_stands_where_the_slope_changes():
    up = np.concatenate((np.arange(10.0), np.arange(8.0, -1, -1)))
    fit = trend_filter(up, 0.1)
    assert fit.knots.tolist() == [9]
    assert fit.df == 3


@pytest.mark.parametrize("order", [1, 2])
def test_certificate_sees_wrong_kinks(order):
    y, w = RNG.standard_normal(80).cumsum(), np.ones(80)
    fit = trend_filter(y, 3.0, order)

    def gap(b=fit.fitted, s=fit.dual, lam=3.0):
        return gap_and_scale(y, w, b, s, lam, order)[0]

    assert gap() < 1e-20
    bent = fit.fitted.copy()
    bent[40:] += 1e-4 * np.arange(40)
    other = trend_filter(y, 3.01, order)
    wrong = [
        gap(b=bent),
        gap(b=fit.fitted + 1e-5),
        gap(lam=2.99),
        gap(s=-fit.dual),
        gap(b=other.fitted),
    ]
    assert min(wrong) > 1e-12


def test_bad_input_of_trend_filter_is_named():
    for order in (True, 4, -1, 1.5, "1"):
        with pytest.raises((TypeError, ValueError), match="order must be a whole number from 0"):
            trend_filter([1, 2, 3, 4], 1.0, order)
    with pytest.raises(ValueError, match="y must hold at least 3 values, got 2"):
        trend_filter([1, 2], 1.0)
    with pytest.raises(ValueError, match="weights must be positive"):
        trend_filter([1, 2, 4], 1.0, weights=[1, 0, 1])


def fused_conditions(y, b, lam, mu):
    """Return whether duals within their bounds exist for b: a small linear program by hand."""
    from scipy.optimize import linprog

    n = y.size
    D = np.diff(np.eye(n), axis=0)
    box = [(lam * np.sign(v),) * 2 if v else (-lam, lam) for v in b]
    box += [(mu * np.sign(v),) * 2 if v else (-mu, mu) for v in np.diff(b)]
    system = np.hstack((np.eye(n), D.T))
    return linprog(np.zeros(2 * n - 1), A_eq=system, b_eq=y - b, bounds=box).success


def test_fused_lasso_meets_its_conditions_and_other_thresholds_do_not():
    zeros = jumps = 0
    for _ in range(40):
        n = int(RNG.integers(2, 15))
        y = np.round(RNG.standard_normal(n), 2)
        lam, mu = RNG.uniform(0.05, 0.8, 2).round(2)
        fit = fused_lasso(y, lam, mu)
        assert fit.gap < 1e-20
        b = fit.fitted.round(12)
        assert fused_conditions(y, b, lam, mu)
        zeros += (b == 0).any()
        jumps += fit.knots.size
        if b.any():
            assert not fused_conditions(y, b + 0.01 * np.sign(b), lam, mu)
    assert min(zeros, jumps) > 10


def test_fused_lasso_at_its_ends():
    y = np.array([1.0, -2.0, 0.3, 4.0])
    assert fused_lasso(y, 0.0, 1.0).fitted.tolist() == total_variation(y, 1.0).fitted.tolist()
    assert fused_lasso(y, 0.5, 0.0).fitted.tolist() == [0.5, -1.5, 0.0, 3.5]
    assert not fused_lasso(y, 9.0, 1.0).fitted.any()
    far = fused_lasso(y + 1e9, 0.3, 0.7)
    assert far.success
    with pytest.raises(ValueError, match="lam_difference must be non-negative"):
        fused_lasso(y, 1.0, -1.0)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("lam", [1e300, 1.7e308])
@pytest.mark.parametrize(
    "fit",
    [
        total_variation,
        trend_filter,
        lambda y, lam: trend_filter(y, lam, 3),
        lambda y, lam: fused_lasso(y, lam, lam),
        lambda y, lam: total_variation(y, lam, weights=[0, 1e-140, 1, 1e3, 0]),
    ],
)
def test_weight_beyond_the_largest_float_in_the_unit_of_the_data_counts_as_large(fit, lam):
    y = 1e-20 * np.array([1.0, 2.0, 5.0, 1.0, 3.0])
    found = fit(y, lam)
    assert found.success
    assert found.fitted == pytest.approx(fit(y, 1.0).fitted, rel=1e-12, abs=1e-40)


def test_results_are_shown():
    assert "gap: " in repr(total_variation([1, 2, 5], 0.1))
    assert "lam_difference: 0.2" in repr(fused_lasso([1, 2, 5], 0.1, 0.2))
