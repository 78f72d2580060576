"""The Lasso with coefficients that are not negative: a dual, a peer, and cases by hand."""

from collections import Counter
from functools import partial

import numpy as np
import pytest
from lasso_problems import draw, judge
from scipy import sparse
from scipy.optimize import nnls
from sklearn.linear_model import Lasso

from l1lib import lasso, lasso_path
from l1lib.datasets import load_prostate

nonnegative_lasso = partial(lasso, positive=True)

CHUNKS, EACH = 4, 100


@pytest.mark.filterwarnings("ignore:not solved:RuntimeWarning")
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_each_fit_is_certified_by_sums_that_the_solver_did_not_make(chunk):
    seen = Counter()
    for number in range(EACH):
        problem = draw(np.random.default_rng([chunk, number]))
        fit = nonnegative_lasso(problem.design, problem.y, problem.lam, **problem.arguments)
        place = f"problem [{chunk}, {number}]: {sorted(problem.kinds)}"
        assert (fit.coef >= 0).all(), place
        assert fit.success or problem.hard, place
        verdict = judge(problem, fit.coef, problem.lam, fit.dual)
        # Where a double hardly tells columns apart, half of the digits are left.
        accuracy = 1e-8 if problem.hard else 1e-11
        assert -accuracy * verdict.size <= verdict.gap <= accuracy * verdict.size, place
        X = problem.centred[0]
        pull, size = X.T @ fit.dual / len(fit.dual), np.abs(X).T @ np.abs(problem.w * problem.y)
        assert (pull <= problem.lam + 1e-9 * (problem.lam_max + size)).all(), place
        seen[min(np.count_nonzero(fit.coef), 2)] += 1
        seen["plain is not it"] += (lasso(problem.design, problem.y, problem.lam,
                                          **problem.arguments).coef < 0).any()  # fmt: skip
    assert min(seen[0], seen[1], seen[2], seen["plain is not it"]) >= 5


def test_judge_sees_a_wrong_fit():
    problem = next(p for p in map(draw, map(np.random.default_rng, range(50))) if not p.hard)
    fit = nonnegative_lasso(problem.design, problem.y, problem.lam, **problem.arguments)
    wrong = fit.coef + 0.01 * (np.arange(fit.coef.size) == 0)
    assert judge(problem, wrong, problem.lam, fit.dual).gap > 1e-9 * fit.scale


@pytest.mark.parametrize("share", [0.5, 0.05, 1e-3, 0.0])
@pytest.mark.parametrize("intercept", [True, False])
def test_fit_is_that_of_coordinate_descent(share, intercept):
    data = load_prostate()
    X, y = -data.data, data.target
    lam = share * np.abs((X - X.mean(axis=0)).T @ (y - y.mean())).max() / y.size
    weights = np.arange(y.size) % 3 + 0.5
    fit = nonnegative_lasso(X, y, lam, intercept=intercept, weights=weights)
    if lam == 0 and not intercept:
        root = np.sqrt(weights)
        assert fit.coef == pytest.approx(nnls(X * root[:, None], y * root)[0], abs=1e-9)
        return
    peer = Lasso(max(lam, 1e-12), fit_intercept=intercept, positive=True, tol=1e-14, max_iter=10**6)
    peer.fit(X, y, sample_weight=weights)
    assert fit.coef == pytest.approx(peer.coef_, abs=1e-6)
    assert fit.intercept == pytest.approx(peer.intercept_, abs=1e-5)


def test_where_no_coefficient_is_negative_it_is_the_lasso():
    rng = np.random.default_rng(0)
    X = rng.standard_normal((40, 5))
    y = X @ [1, 2, 0, 3, 0]
    plain = lasso(X, y, 0.1)
    assert (plain.coef >= 0).all()
    fit = nonnegative_lasso(X, y, 0.1)
    assert fit.coef == pytest.approx(plain.coef, abs=1e-12)
    assert fit.fun == pytest.approx(plain.fun)


def test_ones_need_not_be_in_the_row_space_of_the_design():
    # One row: of λ(b₁ + b₂) only the part along x could be moved into y.
    fit = nonnegative_lasso([[1.0, 3.0]], [6.0], 1.5, intercept=False)
    assert fit.coef == pytest.approx([0, (3 * 6 - 1.5) / 9])


def test_large_penalty_or_columns_that_pull_down_leave_nothing():
    X, y = np.arange(5.0)[:, None], -np.arange(5.0)
    for lam in (0.0, 0.1, 1e9):
        fit = nonnegative_lasso(X, y, lam)
        assert fit.coef.tolist() == [0.0]
        assert fit.intercept == pytest.approx(-2)
        assert fit.unique


def test_equal_columns_have_other_solutions_and_a_zero_column_none():
    x, y = np.arange(6.0), np.arange(6.0) + 1
    assert not nonnegative_lasso(np.column_stack([x, x]), y, 0.1).unique
    assert nonnegative_lasso(np.column_stack([x, 0 * x]), y, 0.1).unique
    assert not nonnegative_lasso(np.column_stack([x, 0 * x]), y, 0.0).unique
    assert nonnegative_lasso(np.column_stack([x, 2 * x]), y, 0.1).unique


def test_sparse_design_has_the_fit_of_the_filled_one():
    rng = np.random.default_rng(0)
    X = np.where(rng.random((60, 20)) < 0.2, rng.standard_normal((60, 20)), 0)
    y = X[:, 0] - X[:, 1] + 0.1 * rng.standard_normal(60)
    stored = nonnegative_lasso(sparse.csr_array(X), y, 0.01)
    assert stored.coef == pytest.approx(nonnegative_lasso(X, y, 0.01).coef, abs=1e-12)


def test_path_holds_the_fits_at_each_lambda():
    data = load_prostate()
    lams = np.array([0.5, 0.1, 0.0])
    path = lasso_path(-data.data, data.target, lams, positive=True)
    assert path.success
    for place, lam in enumerate(lams):
        fit = nonnegative_lasso(-data.data, data.target, lam)
        assert path.coef[place] == pytest.approx(fit.coef, abs=1e-12)
        assert ((path.coef[place] != 0) == (fit.coef != 0)).all()
        assert path.intercept[place] == pytest.approx(fit.intercept)
        assert path.fun[place] == pytest.approx(fit.fun)


def test_bad_input_is_refused_by_name():
    with pytest.raises(ValueError, match="lam must be non-negative and finite, got -1"):
        nonnegative_lasso([[1], [2]], [1, 2], -1)
    with pytest.raises(ValueError, match="y must hold 2 values, one per row of X, got 3"):
        nonnegative_lasso([[1], [2]], [1, 2, 3], 1)
