"""The estimators are ones by scikit-learn's own checks."""

import pytest
from sklearn.utils.estimator_checks import estimator_checks_generator

from l1lib.sklearn import LADRegressor, Lasso, LassoCV, QuantileRegressor

ESTIMATORS = [
    LADRegressor(),
    Lasso(),
    Lasso(positive=True),
    LassoCV(),
    LassoCV(positive=True),
    QuantileRegressor(),
]
CHECKS = [
    pytest.param(estimator, check, id=f"{type(estimator).__name__}-{name}")
    for ours in ESTIMATORS
    for estimator, check in estimator_checks_generator(ours)
    for name in [getattr(check, "func", check).__name__]
]


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_scikit_learn_has_checks(estimator):
    assert len(list(estimator_checks_generator(estimator))) >= 50


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.SkipTestWarning")
@pytest.mark.parametrize(("estimator", "check"), CHECKS)
def test_estimator_passes_the_check(estimator, check):
    # Checks for pandas and for other array libraries skip themselves where these are missing.
    check(estimator)
