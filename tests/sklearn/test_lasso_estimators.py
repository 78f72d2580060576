"""`Lasso` and `LassoCV` take the place of scikit-learn's, and are exact."""

import inspect

import numpy as np
import pytest
import sklearn
import sklearn.linear_model as theirs
from scipy import sparse
from sklearn.datasets import load_diabetes
from sklearn.model_selection import GroupKFold, KFold, ShuffleSplit
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from l1lib import cross_validate_lasso, lasso
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
    reference = dict(inspect.signature(getattr(theirs, name)).parameters)
    # Before version 1.9 the number of α had a name of its own, and `alphas` no default.
    if "n_alphas" in reference:
        del reference["n_alphas"], reference["alphas"]
    assert list(reference) == [one for one in ours if one in reference]
    assert set(ours) - set(reference) <= {"alphas"}
    for parameter in reference:
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


@pytest.mark.parametrize("weights", [None, WEIGHTS])
@pytest.mark.parametrize("fit_intercept", [True, False])
@pytest.mark.parametrize("alpha", [1.0, 0.1, 1e-3])
def test_positive_lasso_is_that_of_scikit_learn(alpha, fit_intercept, weights):
    arguments = {"alpha": alpha, "fit_intercept": fit_intercept, "positive": True}
    ours = Lasso(**arguments).fit(X, Y, sample_weight=weights)
    reference = theirs.Lasso(**arguments, **EXACT).fit(X, Y, sample_weight=weights)
    assert (Lasso(alpha, fit_intercept=fit_intercept).fit(X, Y).coef_ < 0).any() or alpha == 1
    assert (ours.coef_ >= 0).all()
    assert ours.coef_ == pytest.approx(reference.coef_, rel=1e-8, abs=1e-6)
    assert ours.predict(X) == pytest.approx(reference.predict(X), rel=1e-8)
    assert 0 <= ours.dual_gap_ <= 1e-12 * (Y @ Y)


@pytest.mark.parametrize("positive", [False, True])
@pytest.mark.parametrize("fit_intercept", [True, False])
@pytest.mark.parametrize("targets", [1, 3])
def test_targets_of_several_columns_are_fitted_as_by_scikit_learn(targets, fit_intercept, positive):
    y = np.column_stack([Y, -X[:, 0] * 100, Y**2 / 100])[:, :targets]
    arguments = {"alpha": 0.1, "fit_intercept": fit_intercept, "positive": positive}
    ours = Lasso(**arguments).fit(X, y)
    reference = theirs.Lasso(**arguments, **EXACT).fit(X, y)
    for name in ("coef_", "intercept_", "dual_gap_", "n_iter_"):
        assert np.shape(getattr(ours, name)) == np.shape(getattr(reference, name)), name
    assert ours.coef_ == pytest.approx(reference.coef_, rel=1e-8, abs=1e-6)
    assert ours.predict(X) == pytest.approx(reference.predict(X), rel=1e-7)
    assert ours.predict(X).shape == reference.predict(X).shape
    assert type(ours.sparse_coef_) is type(reference.sparse_coef_)
    assert ours.sparse_coef_.shape == reference.sparse_coef_.shape
    assert (ours.sparse_coef_.toarray() == ours.coef_).all()
    assert [fit.success for fit in np.atleast_1d(ours.result_)] == [True] * targets


@pytest.mark.skipif("sparse_interface" not in sklearn.get_config(), reason="no such choice yet")
def test_sparse_coefficients_have_the_format_that_scikit_learn_is_told():
    model = Lasso().fit(X, Y)
    with sklearn.config_context(sparse_interface="sparray"):
        assert isinstance(model.sparse_coef_, sparse.csr_array)


def test_parameters_that_steer_an_iteration_have_no_effect():
    steered = {"tol": 0.5, "max_iter": 1, "selection": "random", "random_state": 0}
    plain, other = Lasso(0.1).fit(X, Y), Lasso(0.1, **steered, warm_start=True, precompute=True)
    assert other.fit(X, Y, check_input=False).fit(X, Y).coef_.tolist() == plain.coef_.tolist()
    plain, other = LassoCV().fit(X, Y), LassoCV(**steered, precompute=False, copy_X=False)
    before = X.copy()
    assert other.fit(X, Y).coef_.tolist() == plain.coef_.tolist()
    assert (before == X).all()


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
        {"positive": True},
        {"positive": True, "fit_intercept": False, "alphas": 30},
        {"n_jobs": 2, "alphas": 20},
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


def test_largest_alpha_within_one_standard_error_of_the_least_is_told():
    model, data = LassoCV().fit(X, Y), cross_validate_lasso(X, Y, ratio=1e-3)
    assert model.alpha_ == pytest.approx(data.lam_min)
    assert model.alpha_1se_ == pytest.approx(data.lam_1se)
    assert model.alpha_1se_ > model.alpha_
    one = LassoCV(cv=ShuffleSplit(1, random_state=0)).fit(X, Y)
    assert one.alpha_1se_ == one.alpha_


def test_groups_reach_the_splitter_where_metadata_are_routed():
    groups = np.arange(Y.size) % 7
    splits = list(GroupKFold(3).split(X, Y, groups))
    with sklearn.config_context(enable_metadata_routing=True):
        routed = LassoCV(cv=GroupKFold(3)).fit(X, Y, groups=groups)
        reference = theirs.LassoCV(cv=GroupKFold(3), **EXACT).fit(X, Y, groups=groups)
    assert routed.mse_path_.tolist() == LassoCV(cv=splits).fit(X, Y).mse_path_.tolist()
    assert routed.mse_path_ == pytest.approx(reference.mse_path_, rel=1e-8)
    assert routed.mse_path_.tolist() != LassoCV(cv=3).fit(X, Y).mse_path_.tolist()
    with pytest.raises(ValueError, match="only supported if enable_metadata_routing=True"):
        LassoCV(cv=GroupKFold(3)).fit(X, Y, groups=groups)


def test_folds_are_told_of_where_asked(capfd):
    LassoCV(verbose=1, alphas=3).fit(X, Y)
    assert "Done" in "".join(capfd.readouterr())


@pytest.mark.parametrize("make", [sparse.csr_array, sparse.csc_matrix, sparse.coo_matrix])
def test_sparse_designs_have_the_fits_of_dense_ones(make):
    positive = Lasso(0.02, positive=True), LassoCV(alphas=30, positive=True)
    for estimator in (Lasso(0.02), LassoCV(alphas=30), *positive):
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
        (ValueError, "cv must give at least one split, got none", LassoCV(cv=[])),
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
