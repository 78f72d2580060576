"""The estimator is one by scikit-learn's own checks, and fits what `lad` fits."""

import numpy as np
import pytest
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import estimator_checks_generator

from l1lib import lad
from l1lib.datasets import load_engel, make_contaminated
from l1lib.sklearn import LADRegressor

CHECKS = [
    pytest.param(estimator, check, id=getattr(check, "func", check).__name__)
    for estimator, check in estimator_checks_generator(LADRegressor())
]


def test_scikit_learn_has_checks():
    assert len(CHECKS) >= 50


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.SkipTestWarning")
@pytest.mark.parametrize(("estimator", "check"), CHECKS)
def test_estimator_passes_the_check(estimator, check):
    # Checks for pandas and for other array libraries skip themselves where these are missing.
    check(estimator)


def test_coefficients_are_those_of_lad():
    data = load_engel()
    weights = np.linspace(1, 2, data.target.size)
    found = LADRegressor(tau=0.25).fit(data.data, data.target, sample_weight=weights)
    best = lad(data.data, data.target, tau=0.25, weights=weights)
    assert found.coef_.tolist() == best.coef.tolist()
    assert found.intercept_ == best.intercept
    assert found.result_.gap <= 1e-12


def test_estimator_works_in_a_pipeline_and_in_cross_validation():
    drawn = make_contaminated(200, 3, rng=np.random.default_rng(0))
    pipeline = make_pipeline(StandardScaler(), LADRegressor())
    scores = cross_val_score(pipeline, drawn.X, drawn.y, scoring="neg_mean_absolute_error")
    assert scores.size == 5
    assert (scores > -np.abs(drawn.y).mean()).all()
