"""`lasso` and its path where scales, offsets and correlations are hard on doubles."""

import warnings
from collections import Counter

import numpy as np
import pytest
from scipy import sparse
from sklearn.linear_model import lars_path

from l1lib import lasso, lasso_kinks, lasso_path


@pytest.mark.parametrize("ratio", [1e8, 1e13, 1e14, 1e19, 1e30, 1e-19])
@pytest.mark.parametrize("seed", range(3))
def test_a_column_of_another_scale_takes_nothing_from_the_others(ratio, seed):
    r = np.random.default_rng(seed)
    d, t = 1 + 0.05 * r.standard_normal(50), 1 + 0.3 * r.standard_normal(50)
    y = 2 * d + 3 * t + 0.1 * r.standard_normal(50)
    fit = lasso(np.column_stack([ratio * d, t]), y, 0.01)
    assert fit.success
    assert fit.unique
    # In the limit the column that is large has no penalty, the one that is small no coefficient.
    large = ratio > 1
    free = np.column_stack([np.ones(50), d]) if large else np.ones((50, 1))
    rest = [v - free @ np.linalg.lstsq(free, v)[0] for v in (t, y)]
    c = rest[0] @ rest[1] / 50
    expected = (c - 0.01) / (rest[0] @ rest[0] / 50)
    assert fit.coef[1] == pytest.approx(expected, rel=10 / max(ratio, 1 / ratio) + 1e-12)
    if large:
        partial = np.linalg.lstsq(free, y - fit.coef[1] * t)[0][1]
        assert ratio * fit.coef[0] == pytest.approx(partial, rel=1e-5 if ratio < 1e10 else 1e-9)


def test_correlations_that_are_all_rounding_are_none():
    fit = lasso([[1], [1], [0], [5], [3]], [5, 3, 4, 5, 1], 0.0)
    assert fit.success
    assert fit.coef == pytest.approx([0], abs=1e-15)


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("n", [1_000, 100_000])
def test_constant_column_is_zero_and_never_unique_without_penalty(n, order):
    r = np.random.default_rng(n)
    X = np.asarray(np.column_stack([np.full(n, 0.1), r.standard_normal(n)]), order=order)
    for weights in (None, r.random(n)):
        fit = lasso(X, X[:, 1] + r.standard_normal(n), 0.0, weights=weights)
        assert fit.coef[0] == 0
        assert fit.success
        assert not fit.unique


@pytest.mark.parametrize("weighted", [False, True])
def test_seconds_since_1970_cost_no_digits(weighted):
    r, n = np.random.default_rng(0), 100_000
    x = np.round(r.uniform(0, 3e7, n))
    y = 1e-7 * x + r.standard_normal(n)
    w = r.random(n) if weighted else None
    near, far = (lasso((x + at)[:, None], y, 0.0, weights=w) for at in (0.0, 1.7e9))
    assert far.success
    assert far.coef == pytest.approx(near.coef, rel=1e-13)


@pytest.mark.parametrize("lam", [0.0, 1e-6, 0.01])
@pytest.mark.parametrize("offset", [1e2, 1e5, 1e8])
def test_sparse_design_with_an_offset_is_as_exact_as_the_dense_one(lam, offset):
    r = np.random.default_rng(1)
    thin = r.standard_normal((300, 20)) * (r.random((300, 20)) < 0.1)
    rows = r.permutation(300)[:2]
    full = offset + r.standard_normal((300, 2))
    full[rows[:1], 1] = 0
    X = np.column_stack([thin, full])
    y = full[:, 0] - offset + thin[:, 0] + r.standard_normal(300)
    stored, filled = lasso(sparse.csr_array(X), y, lam), lasso(X, y, lam)
    assert stored.success
    assert stored.coef == pytest.approx(filled.coef, rel=1e-9, abs=1e-12)


def refused(X, y):
    """Tell whether products of the numbers leave the range of a double, which is refused."""
    try:
        lasso(X, y, 1.0)
    except ValueError as error:
        return "fit in a double" in str(error)
    return False


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_nothing_finite_gives_nan():
    counted = Counter()
    for seed in range(150):
        r = np.random.default_rng(seed)
        n, p = int(r.integers(1, 13)), int(r.integers(1, 4))
        X = r.standard_normal((n, p)) * 10.0 ** r.choice([0, 0, -170, -100, 100, 150], (n, p))
        y = r.standard_normal(n) * 10.0 ** r.choice([0, 0, -100, 100])
        if refused(X, y):
            continue
        for lam in (0.0, 1e-20, 1.0):
            fit = lasso(X, y, lam)
            assert np.isfinite([fit.intercept, *fit.coef, fit.fun, fit.scale]).all(), seed
            assert not np.isnan(fit.gap), seed
            counted[fit.success] += 1
        for path in (lasso_path(X, y), lasso_kinks(X, y)):
            assert np.isfinite(path.coef).all(), seed
            assert np.isfinite(path.intercept).all(), seed
            assert not np.isnan(path.gap).any(), seed
    assert counted[True] >= 200
    rows = np.array([[1e-170], [1], [1e-170], [2], [1e-170], [3], [1e-170], [5]])
    assert lasso(rows, np.arange(8.0), 0.1).success


X_OF_KINKS = [
    [-1, -2, 1],
    [2000, 2002, 1999],
    [2000, 2002, 2002],
    [1999, 2002, 2000],
    [-2001, -2001, -1998],
]


def test_two_signs_that_rounding_cannot_tell_apart_are_no_reason_for_a_third():
    y = [0, -3, -2, -2, -2]
    fit = lasso(X_OF_KINKS, y, 0.146042591)
    assert fit.success
    assert fit.coef == pytest.approx([0, -0.41842, 0.41875], abs=1e-5)
    path = lasso_kinks(X_OF_KINKS, y, ratio=1e-5)
    assert path.success


def near_one_column(seed, distance):
    rng = np.random.default_rng([seed, round(-np.log10(distance))])
    n, p = int(rng.integers(4, 13)), int(rng.integers(2, 7))
    if rng.random() < 0.5:
        X = rng.standard_normal((n, 1)) + np.sqrt(distance) * rng.standard_normal((n, p))
    else:
        X = np.round(rng.standard_normal((n, 1)) / np.sqrt(distance)) + rng.integers(-2, 3, (n, p))
    noise = rng.standard_normal(n)
    signal = X @ rng.standard_normal(p)
    return X, rng.integers(-3, 4, n).astype(float) if rng.random() < 0.5 else signal + noise


@pytest.mark.parametrize("distance", [1e-4, 1e-5, 1e-6, 1e-7])
def test_kinks_of_columns_near_one_are_those_of_least_angle_regression(distance):
    """A point of either path may fail by more than 1e-6 in no more than two problems of 100."""
    bad = Counter()
    for seed in range(100):
        X, y = near_one_column(seed, distance)
        Z, centred = X - X.mean(axis=0), y - y.mean()
        top = np.abs(Z.T @ centred).max() / len(y)
        if top == 0:
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            path = lasso_kinks(X, y, ratio=1e-5)
            alphas, _, theirs = lars_path(Z, centred, method="lasso", alpha_min=1e-5 * top)

        def fun(lam, b, Z=Z, y=centred):
            return np.square(y - Z @ b).sum() / (2 * len(y)) + lam * np.abs(b).sum()

        size = np.square(centred).sum() / (2 * len(y))
        bad["ours"] += bool(path.gap.max() > 1e-6)
        excess = [
            fun(lam, path.coef_at(lam)) - fun(lam, b)
            for lam, b in zip(alphas, theirs.T, strict=True)
            if lam >= path.lams[-1]
        ]
        bad["above theirs"] += bool(max(excess) > 1e-6 * size)
    assert bad["ours"] <= 2
    assert bad["above theirs"] <= 2
