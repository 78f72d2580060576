"""The certificate of the square-root Lasso notices every answer that is not quite one."""

import numpy as np
import pytest

from l1lib import sqrt_lasso
from l1lib.square_root_lasso.certificate import certify

LAM = 0.25


@pytest.fixture(params=[True, False])
def problem(request):
    rng = np.random.default_rng(0)
    X = rng.standard_normal((30, 12))
    y = X[:, :3] @ [2.0, -1.0, 1.0] + rng.standard_normal(30)
    fit = sqrt_lasso(X, y, LAM, intercept=request.param)
    assert fit.success
    assert fit.support.size >= 3
    return X, y, request.param, fit


def gap(X, y, centred, intercept, coef, dual, lam=LAM):
    return certify(X, y, lam, centred, intercept, coef, dual).excess


def test_answer_itself_has_no_gap(problem):
    X, y, centred, fit = problem
    assert gap(X, y, centred, fit.intercept, fit.coef, fit.dual) <= 1e-14


def test_each_coefficient_moved_or_left_out_is_noticed(problem):
    X, y, centred, fit = problem
    for j in range(12):
        moved = fit.coef.copy()
        moved[j] += 1e-4
        assert gap(X, y, centred, fit.intercept, moved, fit.dual) > 1e-11
    for j in fit.support:
        moved = fit.coef.copy()
        moved[j] = 0.0
        assert gap(X, y, centred, fit.intercept, moved, fit.dual) > 1e-6


def test_another_intercept_lambda_target_or_dual_is_noticed(problem):
    X, y, centred, fit = problem
    assert gap(X, y, centred, fit.intercept + 1e-4, fit.coef, fit.dual) > 1e-11
    for factor in (0.999, 1.001):
        assert gap(X, y, centred, fit.intercept, fit.coef, fit.dual, LAM * factor) > 1e-8
    assert gap(X, y, centred, fit.intercept, fit.coef, fit.dual * 0.999) > 1e-6
    other = y.copy()
    other[4] += 1e-3
    assert gap(X, other, centred, fit.intercept, fit.coef, fit.dual) > 1e-11
    assert gap(X, y, centred, fit.intercept, fit.coef, -fit.dual) > 0.1


def test_gap_is_never_below_the_true_distance_whatever_the_dual(problem):
    X, y, centred, fit = problem
    rng = np.random.default_rng(1)
    for _ in range(100):
        coef = fit.coef + 0.1 * rng.standard_normal(12) * rng.integers(0, 2, 12)
        b0 = fit.intercept + 0.1 * rng.standard_normal() * centred
        dual = fit.dual * rng.uniform(0.5, 2) + 0.02 * rng.standard_normal(30)
        found = certify(X, y, LAM, centred, b0, coef, dual)
        assert found.fun - fit.fun <= found.excess * (1 + 1e-9)
