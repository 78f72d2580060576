"""`sqrt_lasso` against scikit-learn, another route to the same minimum, and what theory says."""

import warnings
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import brentq
from sklearn.linear_model import Lasso

from l1lib import basis_pursuit, lambda_max, lasso, sqrt_lasso

KINDS = ("normal", "duplicates", "integers", "far columns", "scaled columns", "a constant column")


def draw(seed):
    """Return a kind, X, y, a λ that is a share of the least with b = 0, and whether to centre."""
    rng = np.random.default_rng(seed)
    n, p = int(rng.integers(1, 40)), int(rng.integers(1, 60))
    kind = KINDS[rng.integers(len(KINDS))]
    X = rng.standard_normal((n, p))
    intercept = bool(rng.random() < 0.6)
    if kind == "duplicates":
        X = X[:, rng.integers(0, max(1, p // 2), p)]
    elif kind == "integers":
        X = rng.integers(-2, 3, (n, p)).astype(float)
    elif kind == "far columns" and intercept:
        X = X + 1e5
    elif kind == "scaled columns":
        X = X * 10.0 ** rng.uniform(-3, 3, p)
    elif kind == "a constant column":
        X[:, 0] = 3.0
    beta = np.zeros(p)
    beta[:5] = rng.standard_normal(min(p, 5))
    y = (X - X.mean(axis=0)) @ beta + rng.choice([0, 1e-8, 0.1, 1.0]) * rng.standard_normal(n)
    if rng.random() < 0.2:
        y = np.round(y)
    share = rng.choice([0, 1e-4, 0.01, 0.1, 0.3, 0.6, 0.9, 1.0, 1.5])
    return kind, X, y, share * least_for_zero(X, y, intercept), intercept


def least_for_zero(X, y, intercept):
    size = (y - y.mean() * intercept).std() if intercept else np.sqrt(np.square(y).mean())
    return lambda_max(X, y, intercept=intercept) / size if size > 0 else 1.0


def objective(X, y, lam, intercept, coef):
    r = y - X @ coef - intercept
    return np.sqrt(np.square(r).mean()) + lam * np.abs(coef).sum()


@pytest.mark.parametrize("chunk", range(4))
def test_each_fit_is_certified_by_sums_that_the_solver_did_not_make(chunk):
    seen, failed = Counter(), Counter()
    for number in range(100):
        kind, X, y, lam, intercept = draw([chunk, number])
        place = f"problem [{chunk}, {number}]: {kind}"
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            fit = sqrt_lasso(X, y, lam, intercept=intercept)
        assert bool(caught) == (not fit.success), place
        if not fit.success:
            failed[kind] += 1
            continue
        # Far columns cost digits of Xᵀθ and of the residuals.
        loose = 1e-6 if kind == "far columns" else 1e-10
        n, theta = y.size, fit.dual
        assert np.linalg.norm(theta) * np.sqrt(n) <= 1 + 1e-12, place
        if intercept:
            assert abs(theta.sum()) <= 1e-12, place
        sizes = np.abs(X).T @ np.abs(theta)
        assert (np.abs(X.T @ theta) <= lam + 1e-12 * sizes + 1e-12).all(), place
        fun = objective(X, y, lam, fit.intercept, fit.coef)
        assert fun == pytest.approx(fit.fun, rel=loose, abs=loose * fit.scale), place
        assert fun - theta @ y <= loose * fit.scale, place
        seen[
            "perfect" if "perfect" in fit.message else "zero" if not fit.coef.any() else "rest"
        ] += 1
    assert set(failed) <= {"far columns"}
    assert failed.total() <= 2
    assert min(seen["perfect"], seen["zero"], seen["rest"]) > 10


def by_scikit_learn(X, y, lam):
    """Find the λ′ of the Lasso with λ′ = λ σ(λ′) by Brent's method, and its coefficients."""

    def coef(level):
        return Lasso(level, fit_intercept=False, tol=1e-14, max_iter=100_000).fit(X, y).coef_

    def excess(level):
        return level - lam * np.sqrt(np.square(y - X @ coef(level)).mean())

    return coef(brentq(excess, 1e-6, lam * np.sqrt(np.square(y).mean()), xtol=1e-13))


@pytest.mark.parametrize("seed", range(10))
def test_minimum_is_that_found_with_scikit_learn(seed):
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((40, 25))
    y = X[:, :3] @ [1.0, -2.0, 0.5] + rng.standard_normal(40)
    lam = 0.3 * least_for_zero(X, y, False)
    fit = sqrt_lasso(X, y, lam, intercept=False)
    assert fit.coef == pytest.approx(by_scikit_learn(X, y, lam), abs=1e-7)


def test_formula_for_one_column_is_the_one_worked_out_by_hand():
    # With ‖x‖² = n and c = xᵀy/n: nσ² = ‖y‖² − nc² + nλ²σ², and b = c − λσ.
    x, y, lam = np.array([1.0, -1, 1, -1]), np.array([3.0, 0, 1, -2]), 0.4
    c = x @ y / 4
    sigma = np.sqrt((np.square(y).mean() - c**2) / (1 - lam**2))
    fit = sqrt_lasso(x[:, None], y, lam, intercept=False)
    assert fit.coef == pytest.approx([c - lam * sigma])
    assert fit.sigma == pytest.approx(sigma)
    assert fit.lasso_lam == pytest.approx(lam * sigma)


def test_it_is_the_lasso_at_lambda_times_sigma():
    for seed in range(30):
        _, X, y, lam, intercept = draw([7, seed])
        fit = sqrt_lasso(X, y, lam, intercept=intercept)
        if fit.sigma > 1e-3 * fit.scale:
            assert fit.lasso_lam == pytest.approx(lam * fit.sigma, rel=1e-9)
            same = lasso(X, y, fit.lasso_lam, intercept=intercept)
            assert same.predict(X) == pytest.approx(fit.predict(X), abs=1e-9 * np.abs(y).max())


def test_multiplying_the_targets_multiplies_the_fit_at_the_same_lambda():
    rng = np.random.default_rng(0)
    X, y = rng.standard_normal((30, 50)), rng.standard_normal(30)
    fit = sqrt_lasso(X, y, 0.3)
    assert 0 < fit.support.size < 30
    for factor in (1e-200, 1e-6, 1e150):
        assert sqrt_lasso(X, factor * y, 0.3).coef == pytest.approx(factor * fit.coef, rel=1e-9)
        assert sqrt_lasso(factor * X, y, factor * 0.3).coef == pytest.approx(fit.coef / factor)


def test_zero_from_the_least_lambda_on_and_not_below():
    rng = np.random.default_rng(1)
    X, y = rng.standard_normal((20, 8)), rng.standard_normal(20)
    least = least_for_zero(X, y, True)
    assert not sqrt_lasso(X, y, least * (1 + 1e-12)).coef.any()
    below = sqrt_lasso(X, y, least * (1 - 1e-6))
    assert below.support.size == 1
    assert below.success


def test_small_lambda_gives_the_perfect_fit_of_basis_pursuit_and_a_larger_one_does_not():
    rng = np.random.default_rng(2)
    X, y = rng.standard_normal((12, 40)), rng.standard_normal(12)
    pursued = basis_pursuit(X, y)
    edge = 1 / (np.sqrt(12) * np.linalg.norm(pursued.dual))
    perfect = sqrt_lasso(X, y, edge * (1 - 1e-6), intercept=False)
    assert perfect.coef == pytest.approx(pursued.x, abs=1e-12)
    assert perfect.lasso_lam == 0
    assert perfect.sigma < 1e-14
    assert "perfect" in perfect.message
    above = sqrt_lasso(X, y, edge * (1 + 1e-6), intercept=False)
    assert above.sigma > 1e-9
    assert above.success


def test_no_penalty_is_least_squares():
    rng = np.random.default_rng(3)
    X, y = rng.standard_normal((20, 4)), rng.standard_normal(20)
    fit = sqrt_lasso(X, y, 0.0)
    wanted = np.linalg.lstsq(np.column_stack([np.ones(20), X]), y)[0]
    assert [fit.intercept, *fit.coef] == pytest.approx(wanted)
    assert fit.success


def test_constant_targets_one_row_and_columns_of_zeros_have_zero():
    for X, y in (([[1], [2], [4]], [5, 5, 5]), ([[1, 2]], [3]), ([[0], [0]], [1, 3])):
        fit = sqrt_lasso(X, y, 0.1)
        assert not fit.coef.any()
        assert fit.intercept == np.mean(y)
        assert fit.success


def test_result_names_the_columns_and_predicts():
    frame = pd.DataFrame({"age": [1.0, 2, 3, 5], "bmi": [0.0, 1, 0, 1]})
    fit = sqrt_lasso(frame, [1, 2, 3, 5.5], 0.05)
    assert fit.names == ("age", "bmi")
    assert "age" in repr(fit)
    assert fit.predict(frame).shape == (4,)
    with pytest.raises(ValueError, match="X must have the columns of the fit"):
        fit.predict(frame[["bmi", "age"]])


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        (([[1], [2]], [1, 2], -1), ValueError, "lam must be non-negative"),
        (([[1], [2]], [1, 2], np.nan), ValueError, "lam"),
        (([[1], [2]], [1, 2, 3], 1), ValueError, "y must hold 2 values"),
        (([[1], [np.inf]], [1, 2], 1), ValueError, "X must be finite; column 0 has 1 inf"),
        (([[1], [2]], ["a", "b"], 1), TypeError, "y must hold real numbers"),
    ],
)
def test_bad_input_is_named(arguments, error, words):
    with pytest.raises(error, match=words):
        sqrt_lasso(*arguments)
