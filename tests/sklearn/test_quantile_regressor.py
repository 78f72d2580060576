"""`QuantileRegressor` takes the place of scikit-learn's, and is exact."""

import inspect

import numpy as np
import pytest
import sklearn.linear_model as theirs
from scipy import sparse
from sklearn.datasets import load_diabetes
from sklearn.multioutput import MultiOutputRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from l1lib import lad
from l1lib.sklearn import QuantileRegressor

X, Y = load_diabetes(return_X_y=True)
WEIGHTS = np.random.default_rng(0).integers(0, 4, Y.size).astype(float)


def objective(model, X, y, weights):
    """Return the mean pinball loss plus the penalty."""
    r = y - model.predict(X)
    losses = np.maximum(model.quantile * r, (model.quantile - 1) * r)
    return np.average(losses, weights=weights) + model.alpha * np.abs(model.coef_).sum()


def test_parameters_have_the_names_and_defaults_of_scikit_learn():
    ours, reference = (
        inspect.signature(kind).parameters.items()
        for kind in (QuantileRegressor, theirs.QuantileRegressor)
    )
    assert [(name, one.default) for name, one in ours] == [
        (name, one.default) for name, one in reference
    ]


@pytest.mark.parametrize("weights", [None, WEIGHTS])
@pytest.mark.parametrize("fit_intercept", [True, False])
@pytest.mark.parametrize("alpha", [0, 0.001, 0.02, 1.0])
@pytest.mark.parametrize("quantile", [0.5, 0.2, 0.9])
def test_objective_is_that_of_scikit_learn(quantile, alpha, fit_intercept, weights):
    arguments = {"quantile": quantile, "alpha": alpha, "fit_intercept": fit_intercept}
    ours = QuantileRegressor(**arguments).fit(X, Y, sample_weight=weights)
    reference = theirs.QuantileRegressor(**arguments).fit(X, Y, sample_weight=weights)
    best = objective(reference, X, Y, weights)
    assert objective(ours, X, Y, weights) == pytest.approx(best, rel=1e-10)
    assert ours.result_.success
    if ours.result_.unique:
        # HiGHS meets its constraints to 1e-7.
        assert ours.coef_ == pytest.approx(reference.coef_, rel=1e-6, abs=1e-4)
        assert ours.intercept_ == pytest.approx(reference.intercept_, abs=1e-5)


def test_unique_fits_are_compared_too():
    assert QuantileRegressor(quantile=0.21, alpha=0.01).fit(X, Y).result_.unique


def test_no_penalty_is_lad():
    ours, fit = QuantileRegressor(quantile=0.3, alpha=0).fit(X, Y), lad(X, Y, tau=0.3)
    assert ours.coef_.tolist() == fit.coef.tolist()
    assert ours.intercept_ == fit.intercept


@pytest.mark.parametrize("make", [sparse.csr_array, sparse.csc_matrix, sparse.coo_matrix])
def test_sparse_designs_have_the_fits_of_dense_ones(make):
    rng = np.random.default_rng(0)
    filled = np.where(rng.random((80, 10)) < 0.3, rng.standard_normal((80, 10)), 0)
    y = filled[:, 0] + rng.laplace(size=80)
    model = QuantileRegressor(alpha=0.02)
    coef = model.fit(filled, y).coef_
    assert model.fit(make(filled), y).coef_ == pytest.approx(coef, abs=1e-12)
    assert model.predict(make(filled)) == pytest.approx(model.predict(filled))


def test_several_targets_are_fitted_by_the_wrapper_of_scikit_learn():
    targets = np.column_stack([Y, -2 * Y, X[:, 0]])
    several = MultiOutputRegressor(QuantileRegressor(alpha=0.01)).fit(X, targets)
    for place, target in enumerate(targets.T):
        one = QuantileRegressor(alpha=0.01).fit(X, target)
        assert several.estimators_[place].coef_.tolist() == one.coef_.tolist()


def test_estimator_works_in_a_pipeline():
    for alpha in (0, 0.1):
        model = make_pipeline(StandardScaler(), QuantileRegressor(alpha=alpha))
        assert model.fit(X, Y).score(X, Y) > 0.3


@pytest.mark.parametrize(
    ("error", "message", "arguments"),
    [
        (ValueError, "quantile must lie strictly between 0 and 1, got 1", {"quantile": 1}),
        (TypeError, "quantile must be a real number", {"quantile": "0.5"}),
        (ValueError, "alpha must be non-negative and finite, got -1", {"alpha": -1}),
        (ValueError, "solver must be one of highs, highs-ds, .*, got 'br'", {"solver": "br"}),
    ],
)
def test_bad_parameters_are_refused_by_name(error, message, arguments):
    with pytest.raises(error, match=message):
        QuantileRegressor(**arguments).fit(X, Y)


def test_weights_that_are_all_zero_are_refused_by_name():
    with pytest.raises(ValueError, match=r"[wW]eights must"):
        QuantileRegressor().fit(X, Y, sample_weight=np.zeros(Y.size))
