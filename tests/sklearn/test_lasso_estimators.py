"""`Lasso` and `LassoCV` take the place of scikit-learn's, and are exact."""

import inspect

import numpy as np
import pytest
import sklearn.linear_model as theirs
from scipy import sparse
from sklearn.datasets import load_diabetes
from sklearn.model_selection import KFold, ShuffleSplit
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from l1lib import lasso
from l1lib.sklearn import Lasso, LassoCV

X, Y = load_diabetes(return_X_y=True)
WEIGHTS = np.random.default_rng(0).integers(0, 4, Y.size).astype(float)
EXACT = {"tol": 1e-14, "max_iter": 100_000}
SPARSE = np.where(np.random.default_rng(1).random((80, 30)) < 0.2, 1.0, 0.0)
SPARSE[:, :3] *= np.random.default_rng(2).standard_normal((80, 3))
TARGET = SPARSE[:, :6].sum(axis=1) + np.random.default_rng(3).standard_normal(80)


@pytest.mark.parametrize("name", ["Lasso", "LassoCV"])
def test_parameters_have_the_names_and_defaults_of_scikit_learn(name):
    ours = inspect.signature({"Lasso": Lasso, "LassoCV": LassoCV}[name]).parameters
    reference = inspect.signature(getattr(theirs, name)).parameters
    for parameter in ours:
        assert ours[parameter].default == reference[parameter].default, parameter


@pytest.mark.parametrize("weights", [None, WEIGHTS, 100 * WEIGHTS])
@pytest.mark.parametrize("fit_intercept", [True, False])
@pytest.mark.parametrize("alpha", [1.0, 0.1, 0.01])
def test_lasso_is_that_of_scikit_learn(alpha, fit_intercept, weights):
    ours = Lasso(alpha, fit_intercept=fit_intercept).fit(X, Y, sample_weight=weights)
    reference = theirs.Lasso(alpha, fit_intercept=fit_intercept, **EXACT)
    reference.fit(X, Y, sample_weight=weights)
    assert ours.coef_ == pytest.approx(reference.coef_, rel=1e-8, abs=1e-6)
    assert ours.intercept_ == pytest.approx(reference.intercept_, rel=1e-8, abs=1e-8)
    assert ours.predict(X) == pytest.approx(reference.predict(X), rel=1e-8)
    assert ours.score(X, Y) == pytest.approx(reference.score(X, Y), rel=1e-8)
    assert 0 <= ours.dual_gap_ <= 1e-12 * Y.var()


def test_lasso_is_the_one_of_the_library():
    ours, fit = Lasso(0.5).fit(X, Y), lasso(X, Y, 0.5)
    assert ours.coef_.tolist() == fit.coef.tolist()
    assert ours.intercept_ == fit.intercept
    assert ours.result_.success


@pytest.mark.parametrize("weights", [None, WEIGHTS])
@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"fit_intercept": False},
        {"alphas": 20, "eps": 0.01},
        {"alphas": [0.1, 2.0, 0.5]},
        {"cv": 3},
        {"cv": KFold(4, shuffle=True, random_state=0)},
        {"cv": ShuffleSplit(3, test_size=0.25, random_state=0)},
        {"cv": [(np.arange(300), np.arange(300, 442))] * 2},
    ],
)
def test_lasso_cv_is_that_of_scikit_learn(arguments, weights):
    ours = LassoCV(**arguments).fit(X, Y, sample_weight=weights)
    reference = theirs.LassoCV(**arguments, **EXACT)
    reference.fit(X, Y, sample_weight=weights)
    assert ours.alphas_ == pytest.approx(reference.alphas_, rel=1e-12)
    assert ours.alpha_ == pytest.approx(reference.alpha_, rel=1e-12)
    assert ours.mse_path_ == pytest.approx(reference.mse_path_, rel=1e-8)
    assert ours.coef_ == pytest.approx(reference.coef_, rel=1e-8, abs=1e-6)
    assert ours.predict(X) == pytest.approx(reference.predict(X), rel=1e-8)


@pytest.mark.parametrize("make", [sparse.csr_array, sparse.csc_matrix, sparse.coo_matrix])
def test_sparse_designs_have_the_fits_of_dense_ones(make):
    for estimator in (Lasso(0.02), LassoCV(alphas=30)):
        filled = estimator.fit(SPARSE, TARGET)
        coef, predicted = filled.coef_, filled.predict(SPARSE)
        stored = estimator.fit(make(SPARSE), TARGET)
        assert stored.coef_ == pytest.approx(coef, abs=1e-9)
        assert stored.predict(make(SPARSE)) == pytest.approx(predicted, abs=1e-9)
        assert stored.__sklearn_tags__().input_tags.sparse


def test_estimators_work_in_a_pipeline():
    for estimator in (Lasso(), LassoCV()):
        assert make_pipeline(StandardScaler(), estimator).fit(X, Y).score(X, Y) > 0.4


def test_no_penalty_is_least_squares():
    reference = theirs.LinearRegression().fit(X, Y)
    assert Lasso(0).fit(X, Y).coef_ == pytest.approx(reference.coef_, rel=1e-9)


@pytest.mark.parametrize(
    ("error", "message", "estimator"),
    [
        (ValueError, "alpha must be non-negative and finite, got -1", Lasso(-1)),
        (TypeError, "alpha must be a real number", Lasso("a")),
        (ValueError, "alphas must be at least 1, got 0", LassoCV(alphas=0)),
        (ValueError, r"alphas\[1\] == -1.0, must be >= 0.0", LassoCV(alphas=[1.0, -1.0])),
        (TypeError, r"alphas\[1\] must be an instance of float", LassoCV(alphas=[1.0, "1"])),
        (TypeError, "alphas must be a whole number or a list of numbers", LassoCV(alphas=0.5)),
        (ValueError, "alphas must be finite", LassoCV(alphas=[np.nan])),
        (ValueError, "eps must be positive and finite, got 0", LassoCV(eps=0)),
        (ValueError, "eps must be at most 1, so that the α fall, got 2.0", LassoCV(eps=2.0)),
    ],
)
def test_bad_parameters_are_refused_by_name(error, message, estimator):
    with pytest.raises(error, match=message):
        estimator.fit(X, Y)


def test_fits_of_folds_that_a_double_cannot_hold_are_told_of():
    rng = np.random.default_rng(0)
    parallel = rng.standard_normal((14, 1)) + 1e-9 * rng.standard_normal((14, 22))
    with pytest.warns(RuntimeWarning, match="fits of some folds are not solved to accuracy"):
        LassoCV(alphas=[0.0, 0.1], cv=2).fit(parallel, rng.standard_normal(14))


def test_fold_without_weight_is_refused():
    weights = np.ones(Y.size)
    weights[:100] = 0
    with pytest.raises(ValueError, match="sample_weight must not be zero on all rows of a fold"):
        LassoCV().fit(X, Y, sample_weight=weights)
