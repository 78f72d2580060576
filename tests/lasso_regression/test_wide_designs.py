"""Designs with so many columns that not all are looked at in double precision each time."""

import numpy as np
import pytest
from scipy import sparse
from sklearn.linear_model import Lasso

from l1lib import lambda_max, lasso, lasso_path
from l1lib.lasso_regression.engine import active_set, continuation
from l1lib.lasso_regression.engine.columns import Dense
from l1lib.lasso_regression.engine.lambda_grid import MANY
from l1lib.lasso_regression.engine.single_precision import Rounded

RNG = np.random.default_rng(7)
X = RNG.standard_normal((60, 5000)) + RNG.standard_normal((60, 1))
Y = X[:, :10].sum(axis=1) + RNG.standard_normal(60)


@pytest.mark.parametrize("share", [0.5, 0.05, 0.03, 0.02])
def test_passes_over_all_columns_are_few_and_the_fit_is_exact(share, monkeypatch):
    passes = []
    correlations = Dense.correlations

    def counted(self, residuals):
        passes.append(self.p)
        return correlations(self, residuals)

    design = np.random.default_rng(200).standard_normal((200, 5000))
    y = design[:, :10].sum(axis=1) + np.random.default_rng(1).standard_normal(200)
    level = share * lambda_max(design, y)
    monkeypatch.setattr(Dense, "correlations", counted)
    fit = lasso(design, y, level)
    assert fit.gap <= 1e-12
    assert continuation.PROMISING in passes
    assert passes.count(5000) <= 5


@pytest.mark.parametrize("share", [0.3, 0.05])
def test_fit_is_that_of_coordinate_descent_also_where_the_design_is_sparse(share):
    thin = X * (RNG.random(X.shape) < 0.1)
    level = share * lambda_max(thin, Y)
    slow = Lasso(level, tol=1e-12, max_iter=100_000).fit(thin, Y)
    for design in (thin, sparse.csc_array(thin)):
        fit = lasso(design, Y, level)
        assert fit.gap <= 1e-12
        np.testing.assert_allclose(fit.coef, slow.coef_, atol=1e-6)


@pytest.mark.parametrize("unit", [1e-100, 1e-8, 1.0, 1e40])
@pytest.mark.parametrize("spread", [0.0, 8.0])
def test_rounded_correlations_are_exact_where_they_may_reach_lam(unit, spread):
    columns = Dense(np.asfortranarray(X * unit * 10.0 ** RNG.uniform(-spread, 0, X.shape[1])))
    residuals = RNG.standard_normal((60, 4)) * [1.0, 1e-30, 1e30, 0.0]
    exact = columns.correlations(residuals)
    # A correlation in each column lies as near to λ as can be, on either side of it.
    lams = np.sort(np.abs(exact), axis=0)[-40]
    for towards in (0.0, np.inf):
        levels = np.nextafter(lams, towards)
        found, near = Rounded(columns).correlations(residuals, levels)
        found[near] = exact[near]
        high = np.abs(exact) >= levels * (1 - 1e-13)
        np.testing.assert_allclose(found[high], exact[high], rtol=1e-12)
        assert (np.abs(found[~high]) < np.broadcast_to(levels, found.shape)[~high]).all()


def test_path_with_and_without_rounding_is_the_same():
    tied = np.concatenate((X[:, :300], X[:, :100], np.round(X[:, 300:600])), axis=1)
    lams = lambda_max(tied, Y) * np.geomspace(1, 0.01, MANY)
    path = lasso_path(tied, Y, lams)
    assert path.success
    for first in range(0, MANY, MANY // 2):
        part = lasso_path(tied, Y, lams[first : first + MANY // 2])
        np.testing.assert_allclose(path.fun[first : first + MANY // 2], part.fun, rtol=1e-12)


def test_design_of_zeros_has_a_path_of_zeros():
    path = lasso_path(np.zeros((5, 20)), np.arange(5.0), np.ones(MANY))
    assert path.success
    assert not path.coef.any()


@pytest.mark.parametrize("share", [0.01, pytest.param(0.001, marks=pytest.mark.thorough)])
def test_small_lam_is_reached_by_way_of_many_where_signs_go_in_circles(share, monkeypatch):
    ways, systems = [], []
    finely, piece = continuation.finely, active_set.piece

    def watched(problem, lams, steps):
        ways.append(lams.size)
        return finely(problem, lams, steps)

    def counted(*args):
        systems.append(args)
        return piece(*args)

    monkeypatch.setattr(continuation, "finely", watched)
    monkeypatch.setattr(active_set, "piece", counted)
    rng = np.random.default_rng(0)
    design = rng.standard_normal((200, 1000))
    y = design[:, :80:8].sum(axis=1) + rng.standard_normal(200)
    fit = lasso(design, y, share * lambda_max(design, y))
    assert ways == [1]
    assert fit.nit == len(systems)
    assert fit.gap <= 1e-12
    assert fit.fun == pytest.approx(lasso_path(design, y, ratio=share).fun[-1], rel=1e-11)


@pytest.mark.parametrize("p", [1000, pytest.param(5000, marks=pytest.mark.thorough)])
def test_grid_that_falls_fast_has_the_fits_of_one_that_falls_slowly(p):
    wide = X[:, :p]
    lams = lambda_max(wide, Y) * np.geomspace(1, 1e-3, 61)
    slow, fast = lasso_path(wide, Y, lams), lasso_path(wide, Y, lams[::20])
    assert slow.success
    assert fast.success
    np.testing.assert_allclose(fast.lams, lams[::20])
    np.testing.assert_allclose(fast.fun, slow.fun[::20], rtol=1e-11)
    np.testing.assert_allclose(fast.coef, slow.coef[::20], atol=1e-8)
