"""`lasso` and `lasso_path` on random problems, judged by sums that they did not make."""

import warnings
from collections import Counter

import numpy as np
import pytest
from lasso_problems import DESIGNS, HARD, TARGETS, UNITS, draw, judge
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import Lasso

from l1lib import lambda_max, lasso, lasso_kinks, lasso_path

CHUNKS, EACH = 15, 100
SEEN = {
    *DESIGNS,
    *(f"targets {target}" for target in TARGETS),
    *(f"unit {unit}" for unit in UNITS),
    *("n < p", "n ≥ p", "weights", "weights with zeros", "intercept", "no intercept", "sparse"),
    *("share 0", "share 0.5", "share 1", "share 1.5"),
}


def problems(chunk):
    return [draw(np.random.default_rng([chunk, number])) for number in range(EACH)]


def may_fail(problem, lam):
    """Tell whether columns may be parallel to rounding, and λ too small to choose among them."""
    return lam <= 1e-2 * problem.lam_max and problem.hard


def fit_of(problem, lam):
    """Return a fit, which warns if and only if it is no success."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        fit = lasso(problem.design, problem.y, lam, **problem.arguments)
    assert bool(caught) == (not fit.success)
    return fit


def kinks_of(problem):
    """Return the kinks down to λ_max/1000, with a warning if and only if they are no success."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        kinks = lasso_kinks(problem.design, problem.y, ratio=1e-3, **problem.arguments)
    assert bool(caught) == (not kinks.success)
    return kinks


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_each_fit_is_certified_by_sums_that_the_solver_did_not_make(chunk):
    inaccurate = 0
    for number, problem in enumerate(problems(chunk)):
        place = f"problem [{chunk}, {number}]: {sorted(problem.kinds)}"
        lam = problem.lam
        fit = fit_of(problem, lam)
        if not fit.success:
            assert may_fail(problem, lam), place
            assert fit.gap > 1e-12, place
            inaccurate += 1
            continue
        found = judge(problem, fit.coef, lam, fit.dual)
        rounding = 1e-12 * max(problem.w @ problem.y**2 / len(problem.y), found.size)
        assert found.gap <= rounding, place
        assert fit.fun == pytest.approx(found.fun, rel=1e-9, abs=rounding), place
        assert fit.scale == pytest.approx(found.size, rel=1e-9, abs=rounding), place
        means = problem.w @ (problem.y - problem.X @ fit.coef) / len(problem.y)
        size = np.abs(problem.y).max() + np.abs(problem.X @ np.abs(fit.coef)).max()
        wanted = means if problem.intercept else 0.0
        assert fit.intercept == pytest.approx(wanted, abs=1e-12 * size), place
        assert fit.support.tolist() == np.flatnonzero(fit.coef).tolist(), place
        assert fit.lam == lam
    assert inaccurate <= 4


@pytest.mark.parametrize("chunk", range(8))
def test_correlations_are_lam_with_the_sign_of_the_coefficient_and_no_larger_elsewhere(chunk):
    for number, problem in enumerate(problems(chunk)):
        place = f"problem [{chunk}, {number}]: {sorted(problem.kinds)}"
        lam = problem.lam
        fit = fit_of(problem, lam)
        correlations = judge(problem, fit.coef, lam).correlations
        n = len(problem.y)
        # Rounding of a sum of products; centring has rounded the columns themselves.
        sizes = np.sqrt(problem.w @ problem.X**2 / n)
        rounding = 1e-11 * sizes * np.sqrt(problem.w @ problem.y**2 / n) + 1e-12 * problem.lam_max
        # The last digits of large coefficients that cancel move correlations, too.
        rounding += 2.0**-52 * sizes * (sizes @ np.abs(fit.coef))
        if not fit.success:
            continue
        assert (np.abs(correlations) <= lam + rounding).all(), place
        on = fit.support
        if not problem.hard:
            off = np.abs(correlations[on] - lam * np.sign(fit.coef[on]))
            assert (off <= rounding[on] + 1e-9 * problem.lam_max).all(), place


@pytest.mark.parametrize("chunk", range(5))
def test_coordinate_descent_of_scikit_learn_finds_the_same_where_it_converges(chunk):
    compared = 0
    for number, problem in enumerate(problems(chunk)):
        if problem.kinds & {*HARD, *(f"unit {u}" for u in UNITS if u != "1"), "targets constant"}:
            continue
        lam = max(problem.share, 1e-3) * problem.lam_max
        if lam == 0:
            continue
        model = Lasso(lam, fit_intercept=problem.intercept, tol=1e-14, max_iter=5_000)
        with warnings.catch_warnings():
            warnings.simplefilter("error", ConvergenceWarning)
            try:
                model.fit(problem.X, problem.y, sample_weight=problem.weights)
            except ConvergenceWarning:
                continue
        place = f"problem [{chunk}, {number}]: {sorted(problem.kinds)}"
        fit = fit_of(problem, lam)
        theirs = judge(problem, model.coef_, lam)
        assert fit.fun <= theirs.fun + 1e-12 * theirs.size, place
        if fit.unique:
            size = np.abs(fit.coef).max() + np.abs(problem.y).max()
            assert fit.coef == pytest.approx(model.coef_, abs=1e-5 * size), place
            compared += 1
    assert compared >= 0.3 * EACH


@pytest.mark.parametrize(
    "chunk", [0, *(pytest.param(n, marks=pytest.mark.thorough) for n in (1, 2))]
)
def test_path_and_kinks_have_at_each_lam_the_objective_of_a_single_fit(chunk):
    compared = 0
    for number, problem in enumerate(problems(chunk)):
        if problem.hard:
            continue
        place = f"problem [{chunk}, {number}]: {sorted(problem.kinds)}"
        path = lasso_path(problem.design, problem.y, n_lams=6, ratio=1e-3, **problem.arguments)
        kinks = kinks_of(problem)
        assert path.success, place
        # Just below a kink the columns of a pattern may be all but dependent.
        assert kinks.gap.max() <= 1e-11, place
        assert (np.diff(kinks.lams) < 0).all(), place
        top = lambda_max(problem.design, problem.y, **problem.arguments)
        assert path.lams[0] == kinks.lams[0] == top
        for i, lam in enumerate(path.lams):
            fit = fit_of(problem, lam)
            rounding = 1e-11 * fit.scale + 1e-28 * np.square(problem.y).max()
            assert path.fun[i] == pytest.approx(fit.fun, abs=rounding), place
            between = judge(problem, kinks.coef_at(max(lam, kinks.lams[-1])), lam)
            assert between.fun == pytest.approx(fit.fun, rel=1e-9, abs=rounding), place
            compared += 1
    assert compared >= 3 * EACH


def test_every_awkward_kind_was_drawn_often():
    drawn = Counter(kind for chunk in range(CHUNKS) for p in problems(chunk) for kind in p.kinds)
    assert SEEN <= set(drawn)
    assert min(drawn[kind] for kind in SEEN) >= 20
