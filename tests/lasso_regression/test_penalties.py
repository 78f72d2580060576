"""Weights in the penalty, squares beside it, coefficients that must not be negative."""

import warnings

import numpy as np
import pytest
from exact_penalties import draw, objective, solutions
from scipy import sparse
from sklearn.linear_model import ElasticNet, Lasso as CoordinateDescent, LinearRegression, lars_path

from l1lib import lambda_max, lasso, lasso_kinks, lasso_path

EACH = 60


@pytest.mark.parametrize(
    "chunk", [0, *(pytest.param(n, marks=pytest.mark.thorough) for n in range(1, 8))]
)
def test_each_small_fit_has_the_least_value_in_rational_numbers(chunk):
    rng = np.random.default_rng([chunk, 16])
    others = kinds = 0
    for number in range(EACH):
        problem = draw(rng)
        best = solutions(problem)
        least = {objective(problem, b[-1], b[:-1]) for b in best}
        assert len(least) == 1, "the judge contradicts itself"
        fit = lasso(problem.design, problem.y, problem.lam, **problem.arguments)
        rounding = 1e-14 * fit.scale + 1e-28
        place = f"problem [{chunk}, {number}]: {problem}"
        assert fit.success, place
        excess = float(objective(problem, fit.intercept, fit.coef) - least.pop())
        assert 0 <= excess <= fit.gap * fit.scale + rounding, place
        if problem.lam > 0 and problem.u.all():
            assert fit.unique == (len(best) == 1), place
            others += len(best) > 1
        kinds += problem.positive and problem.l2 > 0 and problem.penalty_weights is not None
    assert kinds > 0
    assert chunk or others > 0


@pytest.mark.parametrize("change", ["coefficient", "sign", "dropped", "l2"])
def test_judge_of_small_fits_sees_a_wrong_one(change):
    rng = np.random.default_rng(3)
    seen = tried = 0
    while tried < 10:
        problem = draw(rng)
        best = min(solutions(problem))
        if not any(best[:-1]) or (change == "l2" and problem.l2 == 0):
            continue
        tried += 1
        place = next(j for j, v in enumerate(best[:-1]) if v)
        wrong = list(best)
        if change == "coefficient":
            wrong[place] *= 1 + 2**-20
        elif change == "sign":
            wrong[place] *= -1
        elif change == "dropped":
            wrong[place] = 0 * wrong[place]
        else:
            problem.l2 *= 2
            best = min(solutions(problem))
        least = objective(problem, best[-1], best[:-1])
        seen += objective(problem, wrong[-1], wrong[:-1]) > least
    assert seen >= 6


def conditions(X, y, fit, *, w=None, u=None, l2=0.0, positive=False, intercept=True):
    """Return how far a fit is from the conditions of a minimum, relative to λ_max or λ."""
    n, p = X.shape
    w = np.ones(n) if w is None else w / w.mean()
    u = np.ones(p) if u is None else u
    r = w * (y - fit.intercept - X @ fit.coef)
    finite, scale = np.isfinite(u), max(np.abs(X.T @ (w * (y - w @ y / n))).max() / n, fit.lam)
    assert not fit.coef[~finite].any()
    c = (X.T @ r / n)[finite] - l2 * u[finite] * fit.coef[finite]
    b, bound = fit.coef[finite], fit.lam * u[finite]
    assert not positive or (b >= 0).all()
    size = c if positive else np.abs(c)
    at_zero = np.maximum(size - bound, 0)
    worst = np.where(b != 0, np.abs(c - bound * np.sign(b)), at_zero).max(initial=0.0)
    return max(worst, np.abs(r.mean()) if intercept else 0.0) / scale


def wide(rng, kind):
    """Return a design of one of some shapes, and targets."""
    n, p = {"tall": (200, 12), "wide": (40, 150), "very wide": (60, 5000)}[kind]
    X = rng.standard_normal((n, p)) * (rng.random((n, p)) < 0.3)
    return X, X[:, :6] @ np.array([2.0, -1.5, 1, 1, 3, -1]) + 5 + 0.5 * rng.standard_normal(n)


@pytest.mark.parametrize("kind", ["tall", "wide", "very wide"])
@pytest.mark.parametrize("l2", [0.0, 0.05])
@pytest.mark.parametrize("weighting", ["none", "positive", "some zero"])
@pytest.mark.parametrize("positive", [False, True])
def test_conditions_of_a_minimum_hold_dense_and_sparse(kind, l2, weighting, positive):
    if positive and weighting == "some zero":
        return
    rng = np.random.default_rng(5)
    X, y = wide(rng, kind)
    p, w, u = X.shape[1], rng.random(len(y)), None
    if weighting != "none":
        u = rng.uniform(0.2, 3, p)
        u[7:9] = np.inf
    if weighting == "some zero":
        u[[2, 9, 10]] = 0.0
    penalty = {"penalty_weights": u, "l2": l2, "positive": positive}
    top = lambda_max(X, y, weights=w, penalty_weights=u, positive=positive)
    for share in (0.5, 0.03):
        fits = [
            lasso(make(X), y, share * top, weights=w, **penalty)
            for make in (np.asarray, sparse.csr_array)
        ]
        for fit in fits:
            assert fit.success
            assert conditions(X, y, fit, w=w, u=u, l2=l2, positive=positive) < 1e-12
        assert fits[0].coef == pytest.approx(fits[1].coef, abs=1e-9)
    # At λ_max the penalised coefficients are zero, and just below they are not.
    penalised = slice(None) if u is None else u > 0
    for share, zero in ((1 + 1e-9, True), (1 - 1e-6, False)):
        fit = lasso(X, y, share * top, weights=w, **penalty)
        assert (not fit.coef[penalised].any()) == zero


@pytest.mark.parametrize("positive", [False, True])
@pytest.mark.parametrize("l1_ratio", [0.1, 0.5, 1.0])
@pytest.mark.parametrize(("n", "p"), [(60, 8), (30, 90)])
def test_elastic_net_of_scikit_learn_is_the_same(n, p, l1_ratio, positive):
    rng = np.random.default_rng([n, p])
    X = rng.standard_normal((n, p)) + 3
    y = X[:, 0] - 2 * X[:, 1] + rng.standard_normal(n)
    for alpha in (0.5, 0.05):
        model = ElasticNet(
            alpha=alpha, l1_ratio=l1_ratio, positive=positive, tol=1e-13, max_iter=200_000
        ).fit(X, y)
        fit = lasso(X, y, alpha * l1_ratio, l2=alpha * (1 - l1_ratio), positive=positive)
        assert fit.success
        # Coordinate descent stops at a gap of 1e-13 ‖y‖².
        assert fit.coef == pytest.approx(model.coef_, abs=1e-5)
        assert fit.intercept == pytest.approx(model.intercept_, abs=1e-4)


def test_adaptive_lasso_is_a_lasso_on_rescaled_columns():
    rng = np.random.default_rng(2)
    X = rng.standard_normal((80, 10))
    y = X[:, 0] + 0.3 * X[:, 1] + rng.standard_normal(80)
    first = LinearRegression().fit(X, y).coef_
    model = CoordinateDescent(0.05, tol=1e-14, max_iter=100_000).fit(X * np.abs(first), y)
    fit = lasso(X, y, 0.05, penalty_weights=1 / np.abs(first))
    assert fit.coef == pytest.approx(model.coef_ * np.abs(first), abs=1e-6)


def test_least_squares_without_a_weight_and_the_mean_with_infinite_ones():
    rng = np.random.default_rng(4)
    X, y = rng.standard_normal((20, 3)), rng.standard_normal(20)
    model = LinearRegression().fit(X, y)
    for lam in (0.0, 1.0):
        fit = lasso(X, y, lam, penalty_weights=np.zeros(3), l2=2.0)
        assert fit.coef == pytest.approx(model.coef_, rel=1e-12)
        assert fit.unique
        fit = lasso(X, y, lam, penalty_weights=np.full(3, np.inf))
        assert not fit.coef.any()
        assert fit.intercept == pytest.approx(y.mean())
        assert fit.unique
    assert lambda_max(X, y, penalty_weights=np.zeros(3)) == 0.0


@pytest.mark.parametrize("make", [np.asarray, sparse.csc_array])
def test_dependent_columns_without_penalty_are_fitted_once_and_not_unique(make):
    rng = np.random.default_rng(6)
    X = rng.standard_normal((30, 6))
    X[:, 1] = 3 * X[:, 0]
    X[:, 4] = X[:, 0] - X[:, 2]
    y = X @ np.ones(6) + rng.standard_normal(30)
    u = np.array([0.0, 0, 0, 1, 1, 1])
    fit = lasso(make(X), y, 0.05, penalty_weights=u)
    same = lasso(X, y, 0.05, penalty_weights=np.where(np.arange(6) == 1, np.inf, u))
    assert fit.success
    assert not fit.unique
    assert same.unique
    assert fit.coef[4] == same.coef[4] == 0.0
    assert fit.predict(X) == pytest.approx(same.predict(X), abs=1e-12)


def test_unpenalised_columns_of_all_scales_are_fitted():
    rng = np.random.default_rng(7)
    X = rng.standard_normal((50, 6))
    y = X @ np.array([1.0, 2, 0, 1, -1, 0]) + 0.1 * rng.standard_normal(50)
    u = np.array([0.0, 0, 0, 1, 1, 1])
    scales = np.array([1e8, 1e-8, 1.0, 1, 1, 1])
    plain, scaled = (lasso(X * s, y, 0.1, penalty_weights=u) for s in (1.0, scales))
    assert scaled.coef * scales == pytest.approx(plain.coef, rel=1e-10)
    assert (plain.dual @ X[:, :3] / 50) == pytest.approx(np.zeros(3), abs=1e-14)


@pytest.mark.parametrize("l2", [0.0, 0.02])
@pytest.mark.parametrize("weighting", ["none", "positive", "some zero"])
@pytest.mark.parametrize("positive", [False, True])
@pytest.mark.parametrize("kind", ["tall", "wide"])
def test_path_and_kinks_are_the_single_fits(kind, l2, weighting, positive):
    if positive and weighting == "some zero":
        return
    rng = np.random.default_rng(8)
    X, y = wide(rng, kind)
    u = None if weighting == "none" else rng.uniform(0.2, 3, X.shape[1])
    if weighting == "some zero":
        u[:2] = 0.0
    penalty = {"penalty_weights": u, "l2": l2, "positive": positive}
    path = lasso_path(X, y, n_lams=9, **penalty)
    kinks = lasso_kinks(X, y, **penalty)
    assert path.success
    assert kinks.success
    top = lambda_max(X, y, penalty_weights=u, positive=positive)
    assert path.lams[0] == kinks.lams[0] == pytest.approx(top, rel=1e-15)
    for i, lam in enumerate(path.lams):
        fit = lasso(X, y, lam, **penalty)
        intercept, coef = kinks.at(max(lam, kinks.lams[-1]))
        size = np.abs(fit.coef).max(initial=1.0)
        assert path.coef[i] == pytest.approx(fit.coef, abs=1e-9 * size)
        assert path.fun[i] == pytest.approx(fit.fun, rel=1e-11)
        assert coef == pytest.approx(fit.coef, abs=1e-9 * size)
        assert intercept == pytest.approx(fit.intercept, abs=1e-9 * size)


def test_kinks_with_coefficients_not_negative_are_those_of_least_angle_regression():
    rng = np.random.default_rng(9)
    X = rng.standard_normal((60, 12))
    X -= X.mean(0)
    y = X[:, 0] - X[:, 1] + 0.5 * X[:, 2] + rng.standard_normal(60)
    y -= y.mean()
    lams, _, coef = lars_path(X, y, method="lasso", positive=True, alpha_min=1e-3)
    path = lasso_kinks(X, y, positive=True, ratio=1e-3 / lambda_max(X, y, positive=True))
    assert path.lams == pytest.approx(lams, abs=1e-10)
    # At the end, which is no kink, scikit-learn's coefficients are not those of its `Lasso`.
    assert path.coef[:-1] == pytest.approx(coef.T[:-1], abs=1e-10)
    model = CoordinateDescent(lams[-1], positive=True, tol=1e-14, max_iter=100_000).fit(X, y)
    assert path.coef[-1] == pytest.approx(model.coef_, abs=1e-6)


def test_negative_correlations_leave_nothing_that_is_not_negative():
    X = np.arange(6.0)[:, None]
    for lam in (0.0, 0.1):
        fit = lasso(X, -X[:, 0], lam, positive=True)
        assert fit.coef == [0.0]
        assert fit.intercept == pytest.approx(-2.5)
        assert fit.unique
        assert fit.success
    assert lambda_max(X, -X[:, 0], positive=True) == 0.0
    assert not lasso_path(X, -X[:, 0], positive=True).coef.any()
    assert lasso_kinks(X, -X[:, 0], positive=True).lams.tolist() == [0.0]


def test_opposite_columns_of_nonnegative_coefficients_are_unique_with_a_penalty_only():
    rng = np.random.default_rng(10)
    x = rng.standard_normal(20)
    X, y = np.column_stack([x, -x]), x + 0.1 * rng.standard_normal(20)
    assert lasso(X, y, 0.1, positive=True).unique
    assert not lasso(X, y, 0.0, positive=True).unique


@pytest.mark.parametrize(
    ("error", "message", "arguments"),
    [
        (ValueError, "penalty_weights must hold 2 values, one per column, got 3", [1, 1, 1]),
        (ValueError, "penalty_weights must not be negative, got -1", [1, -1]),
        (ValueError, "penalty_weights must not be NaN", [1, np.nan]),
        (ValueError, "penalty_weights must be one-dimensional", [[1, 1]]),
        (TypeError, "penalty_weights must hold real numbers", ["a", "b"]),
        (ValueError, "l2 must be non-negative and finite", {"l2": -1.0}),
        (ValueError, "l2 must be non-negative and finite", {"l2": np.inf}),
        (TypeError, "l2 must be a real number", {"l2": "1"}),
        (TypeError, "positive must be True or False", {"positive": "no"}),
        (
            ValueError,
            "must be above 0",
            {"positive": True, "penalty_weights": [0, 1]},
        ),
    ],
)
def test_bad_penalties_are_refused_by_name(error, message, arguments):
    given = arguments if isinstance(arguments, dict) else {"penalty_weights": arguments}
    X, y = np.eye(2), np.ones(2)
    for call in (lambda **a: lasso(X, y, 1.0, **a), lambda **a: lasso_path(X, y, **a)):
        with pytest.raises(error, match=message):
            call(**given)


@pytest.mark.parametrize("fit", [lasso_path, lasso_kinks])
def test_one_lam_of_a_path_has_its_intercept_coefficients_and_predictions(fit):
    rng = np.random.default_rng(11)
    X, y = rng.standard_normal((30, 4)) + 2, rng.standard_normal(30)
    path = fit(X, y)
    for i, lam in enumerate(path.lams):
        intercept, coef = path.at(lam)
        assert intercept == path.intercept[i]
        assert (coef == path.coef[i]).all()
        assert path.predict(X, lam) == pytest.approx(path.predict(X)[i], abs=1e-14)
    between = float(path.lams[:2].mean())
    if path.kinks:
        single = lasso(X, y, between)
        assert path.predict(X, lam=between) == pytest.approx(single.predict(X), abs=1e-12)
        assert path.at(2 * path.lams[0])[0] == pytest.approx(y.mean())
    else:
        with pytest.raises(ValueError, match=r"lam must be one of the path's.*lasso_kinks"):
            path.predict(X, lam=between)
    with pytest.raises(ValueError, match="lam must be"):
        path.at(path.lams[-1] / 2)


def test_design_without_columns_has_the_mean():
    y, w = np.array([1.0, 2, 3, 10]), np.array([1.0, 1, 2, 0])
    for make in (np.asarray, sparse.csr_array):
        X = make(np.empty((4, 0)))
        fit = lasso(X, y, 0.5, weights=w)
        assert fit.intercept == pytest.approx(2.25)
        assert fit.unique
        assert fit.gap < 1e-14
        assert fit.predict(np.empty((2, 0))) == pytest.approx([2.25, 2.25])
        assert lambda_max(X, y) == 0.0
        assert lasso_path(X, y).intercept == pytest.approx(np.full(100, 4.0))
        assert lasso_kinks(X, y).intercept == pytest.approx([4.0])
        with pytest.raises(ValueError, match="X must have at least one row and column"):
            lasso(X, y, 0.5, intercept=False)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert lasso(np.empty((1, 0)), [3.0], 0.0).intercept == 3.0
