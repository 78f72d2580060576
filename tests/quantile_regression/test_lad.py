"""`lad` on measured data, at awkward places, and on bad input."""

import numpy as np
import pytest
from problems import Problem, certificate

from l1lib import lad, sae, weighted_median
from l1lib.datasets import load_boscovich, load_hr_stars, load_stackloss
from l1lib.quantile_regression import solve

RNG = np.random.default_rng(1)
X = RNG.standard_normal((60, 3))
Y = X.sum(axis=1) + RNG.standard_t(2, 60)


def test_fit_of_stackloss_passes_through_four_days():
    data = load_stackloss()
    fit = lad(data.data, data.target)
    assert sae(data.target, fit.predict(data.data)) == pytest.approx(42.0811594, abs=5e-8)
    assert fit.sae == 2 * fit.fun == pytest.approx(42.0811594, abs=5e-8)
    assert (fit.support + 1).tolist() == [2, 8, 16, 18]
    assert fit.unique
    assert fit.success


def test_sum_of_absolute_residuals_is_offered_by_name_at_the_median_alone():
    weights = RNG.integers(0, 3, 60)
    fit = lad(X, Y, weights=weights)
    assert fit.sae == pytest.approx(sae(Y, fit.predict(X), weights), rel=1e-12)
    with pytest.raises(AttributeError, match=r"tau is 0\.9; call l1lib\.sae"):
        _ = lad(X, Y, tau=0.9).sae


def test_point_that_stays_on_its_side_pulls_no_harder():
    data = load_stackloss()
    far = data.target.copy()
    far[20] -= 1e6
    before, after = lad(data.data, data.target), lad(data.data, far)
    assert after.intercept == pytest.approx(before.intercept, rel=1e-12)
    assert after.coef == pytest.approx(before.coef, rel=1e-12)


def test_boscovich_line_goes_through_quito_and_lapland():
    data = load_boscovich()
    fit = lad(data.data, data.target - 56700)
    assert [data.labels[i] for i in fit.support] == ["Quito", "Lapland"]
    assert fit.intercept == 51.0


def test_four_giant_stars_turn_the_line_of_the_cluster():
    data = load_hr_stars()
    assert lad(data.data, data.target).coef[0] == pytest.approx(-0.6932, abs=5e-5)


@pytest.mark.parametrize("tau", [0.5, 0.1, 0.9])
def test_fit_passes_through_its_support_and_is_certified(tau):
    fit = lad(X, Y, tau=tau)
    residuals = Y - fit.predict(X)
    assert np.abs(residuals[fit.support]).max() < 1e-14
    assert fit.gap <= 1e-12
    assert fit.dual_residual <= 1e-12
    off = np.setdiff1d(np.arange(60), fit.support)
    assert (fit.dual[off] == np.where(residuals[off] > 0, tau, tau - 1)).all()
    assert fit.fun == pytest.approx(fit.dual @ Y, rel=1e-12)


def test_constant_alone_is_a_median_and_an_even_sample_has_more_than_one():
    ones = np.ones((4, 1))
    fit = lad(ones, [1, 2, 4, 10], intercept=False)
    assert fit.coef[0] in weighted_median([1, 2, 4, 10])
    assert not fit.unique
    assert "others are too" in fit.message
    assert lad(ones[:3], [1, 2, 4], intercept=False).unique


def test_tie_that_holds_the_median_makes_it_unique():
    fit = lad(np.ones((4, 1)), [1, 2, 2, 10], intercept=False)
    assert fit.coef[0] == 2
    assert fit.unique


def test_zero_inflated_targets_give_exactly_zero():
    rng = np.random.default_rng(0)
    y = np.where(rng.random(5000) < 0.6, 0.0, rng.exponential(size=5000))
    fit = lad(rng.standard_normal((5000, 4)), y)
    assert fit.intercept == 0
    assert not fit.coef.any()
    assert fit.unique


def test_row_of_weight_two_counts_twice_and_of_weight_zero_not_at_all():
    w = np.resize([0, 1, 2], 60)
    weighted, repeated = lad(X, Y, weights=w), lad(np.repeat(X, w, axis=0), np.repeat(Y, w))
    assert weighted.coef == pytest.approx(repeated.coef, rel=1e-12)
    assert weighted.fun == pytest.approx(repeated.fun, rel=1e-12)
    assert not weighted.dual[w == 0].any()
    assert (w[weighted.support] > 0).all()


def test_dependent_column_gets_zero_and_the_rank_says_so():
    fit = lad(np.column_stack([X, X[:, 0] + X[:, 1]]), Y)
    assert fit.rank == 4
    assert fit.coef[3] == 0
    assert not fit.unique
    assert fit.coef[:3] == pytest.approx(lad(X, Y).coef, rel=1e-9)


def test_fewer_rows_than_columns_are_interpolated():
    fit = lad(X[:2], Y[:2])
    assert fit.rank == 2
    assert fit.predict(X[:2]) == pytest.approx(Y[:2], rel=1e-12)
    assert fit.fun < 1e-14


@pytest.mark.parametrize("unit", [1e-140, 1e140])
def test_units_of_the_targets_go_through(unit):
    fit, plain = lad(X, Y * unit), lad(X, Y)
    assert fit.coef == pytest.approx(plain.coef * unit, rel=1e-9)
    assert fit.success


def test_one_target_of_1e100_has_the_pull_of_one_that_is_near():
    far, near = Y.copy(), Y.copy()
    far[7], near[7] = 1e100, Y[7] + 50 * np.abs(Y).max()
    fit = lad(X, far)
    assert fit.coef == pytest.approx(lad(X, near).coef, rel=1e-9)
    problem = Problem(X, far, 0.5, None, True)
    _, slack, _ = certificate(problem, fit)
    assert slack <= 1e-12 * np.abs(Y).sum()
    assert fit.scale < 1e4


def test_fit_moves_with_shift_scale_regression_and_order_of_rows():
    fit = lad(X, Y)
    moved = lad(X, 3 * Y + 5 + X @ [1.0, 2, 3])
    assert moved.coef == pytest.approx(3 * fit.coef + [1, 2, 3], rel=1e-9)
    assert moved.intercept == pytest.approx(3 * fit.intercept + 5, rel=1e-9)
    order = np.random.default_rng(3).permutation(60)
    assert lad(X[order], Y[order]).coef == pytest.approx(fit.coef, rel=1e-12)
    upside_down = lad(X, -Y, tau=0.7)
    assert upside_down.coef == pytest.approx(-lad(X, Y, tau=0.3).coef, rel=1e-9)


@pytest.mark.parametrize("n", [20_000, 200_000])
def test_large_problem_is_exact_with_a_band_that_missed_rows(n):
    rng = np.random.default_rng(n)
    design = rng.standard_t(2, (n, 5))
    targets = design.sum(axis=1) + rng.standard_cauchy(n) * (1 + np.abs(design[:, 0]))
    fit = lad(design, targets)
    _, slack, size = certificate(Problem(design, targets, 0.5, None, True), fit)
    assert slack <= 1e-12 * size
    assert fit.success


def test_many_rows_that_meet_in_one_corner_are_no_trouble():
    rng = np.random.default_rng(5)
    design = rng.integers(-3, 4, (50_000, 6)).astype(float)
    targets = design.sum(axis=1) + np.round(3 * rng.laplace(size=50_000))
    fit = lad(design, targets)
    assert fit.coef == pytest.approx(np.ones(6), abs=1e-12)
    assert fit.success
    assert fit.unique


def test_input_may_be_lists_integers_float32_fortran_or_read_only_and_is_left_alone():
    expected = lad(np.round(4 * X), np.round(4 * Y)).coef
    integers, targets = np.round(4 * X).astype(int), np.round(4 * Y).astype(int)
    fixed = integers.astype(float)
    fixed.flags.writeable = False
    kinds = (integers.tolist(), integers, integers.astype(np.float32), np.asfortranarray(fixed))
    for design in (*kinds, fixed):
        before = np.array(design, copy=True)
        assert lad(design, targets.tolist()).coef == pytest.approx(expected, rel=1e-12)
        assert (np.asarray(design) == before).all()


def test_prediction_asks_for_the_columns_of_the_fit():
    fit = lad(X, Y)
    assert fit.predict(X) == pytest.approx(X @ fit.coef + fit.intercept)
    with pytest.raises(ValueError, match="X must have 3 columns, got 2"):
        fit.predict(X[:, :2])


def test_result_can_be_read_in_a_terminal_and_in_a_notebook():
    fit = lad(X, Y)
    assert "optimal, and no other coefficients are" in repr(fit)
    assert fit._repr_html_().count("<tr>") == 6


NAN, INF = X.copy(), X.copy()
NAN[[3, 5], 2], INF[4, 1] = np.nan, np.inf


@pytest.mark.parametrize(
    ("error", "message", "arguments"),
    [
        (ValueError, "X must be finite; column 2 has 2 NaN", {"X": NAN}),
        (ValueError, "X must be finite; column 1 has 1 inf", {"X": INF}),
        (ValueError, "X must have rows and columns", {"X": X[:, 0]}),
        (ValueError, "X must have at least one row", {"X": np.zeros((0, 3))}),
        (ValueError, "X must be a regular array", {"X": [[1, 2], [3]]}),
        (TypeError, "X must hold real numbers", {"X": X * 1j}),
        (TypeError, "X must hold real numbers", {"X": [["a"]] * 60}),
        (ValueError, "y must hold 60 values", {"y": Y[:59]}),
        (ValueError, "y must be finite", {"y": np.where(Y > 1, np.nan, Y)}),
        (ValueError, "y must be one-dimensional", {"y": Y[:, None]}),
        (ValueError, "y must hold at least one value", {"y": []}),
        (ValueError, "tau must lie strictly between 0 and 1", {"tau": 0}),
        (ValueError, "tau must lie strictly between 0 and 1", {"tau": 1.0}),
        (ValueError, "tau must lie strictly between 0 and 1", {"tau": float("nan")}),
        (TypeError, "tau must be a real number", {"tau": "half"}),
        (TypeError, "tau must be a real number", {"tau": [0.5]}),
        (ValueError, "weights must hold 60 values", {"weights": [1.0]}),
        (ValueError, "weights must not be negative", {"weights": -np.ones(60)}),
        (ValueError, "weights must not all be zero", {"weights": np.zeros(60)}),
        (ValueError, "weights must be finite", {"weights": np.full(60, np.inf)}),
    ],
)
def test_bad_input_is_refused_by_name(error, message, arguments):
    with pytest.raises(error, match=message):
        lad(**({"X": X, "y": Y} | arguments))


@pytest.mark.parametrize("n", [1_000, 3_000, 100_000])
@pytest.mark.parametrize("place", [0.0, 0.3, 0.7777, 0.9999])
def test_nan_in_one_of_many_rows_is_found_wherever_it_is(n, place):
    design = np.random.default_rng(2).standard_normal((n, 2))
    design[int(place * n), 1] = np.nan
    with pytest.raises(ValueError, match="column 1 has 1 NaN"):
        lad(design, np.arange(n))


@pytest.mark.parametrize("seed", range(5))
def test_ordinary_problem_is_proved_by_one_pass_over_all_rows(seed, monkeypatch):
    passes = []
    certify = solve.certify

    def watched(*args):
        passes.append(args)
        return certify(*args)

    rng = np.random.default_rng(seed)
    design = rng.standard_normal((5000, 10))
    monkeypatch.setattr(solve, "certify", watched)
    fit = lad(design, design.sum(axis=1) + rng.laplace(size=5000))
    assert fit.gap <= 1e-12
    assert len(passes) == 1
