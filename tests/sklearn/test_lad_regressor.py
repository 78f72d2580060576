"""The estimator fits what `lad` fits."""

import numpy as np
import pytest
from scipy import sparse
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from l1lib import lad
from l1lib.datasets import load_engel, make_sparse
from l1lib.sklearn import LADRegressor


def test_coefficients_are_those_of_lad():
    data = load_engel()
    weights = np.linspace(1, 2, data.target.size)
    found = LADRegressor(tau=0.25).fit(data.data, data.target, sample_weight=weights)
    best = lad(data.data, data.target, tau=0.25, weights=weights)
    assert found.coef_.tolist() == best.coef.tolist()
    assert found.intercept_ == best.intercept
    assert found.result_.gap <= 1e-12


def test_estimator_works_in_a_pipeline_and_in_cross_validation():
    drawn = make_sparse(200, 3, rng=np.random.default_rng(0), nonzero=3)
    pipeline = make_pipeline(StandardScaler(), LADRegressor())
    scores = cross_val_score(pipeline, drawn.X, drawn.y, scoring="neg_mean_absolute_error")
    assert scores.size == 5
    assert (scores > -np.abs(drawn.y).mean()).all()


@pytest.mark.parametrize("make", [sparse.csr_array, sparse.csc_matrix, sparse.coo_array])
def test_sparse_design_has_the_fit_and_the_predictions_of_the_dense_one(make):
    rng = np.random.default_rng(0)
    X = np.where(rng.random((300, 8)) < 0.3, rng.standard_normal((300, 8)), 0.0)
    y = X.sum(axis=1) + rng.laplace(size=300)
    stored, dense = LADRegressor().fit(make(X), y), LADRegressor().fit(X, y)
    assert stored.coef_ == pytest.approx(dense.coef_, rel=1e-9)
    assert stored.predict(make(X)) == pytest.approx(dense.predict(X), rel=1e-9)
