"""The Lasso: squared residuals with a penalty on the absolute coefficients, solved exactly."""

from l1lib.lasso_regression.cross_validation import LassoCrossValidation, cross_validate_lasso
from l1lib.lasso_regression.fit import lambda_max, lasso
from l1lib.lasso_regression.path import lasso_kinks, lasso_path
from l1lib.lasso_regression.result import LassoPath, LassoResult
from l1lib.lasso_regression.standardise import Standardised, standardise

__all__ = [
    "LassoCrossValidation",
    "LassoPath",
    "LassoResult",
    "Standardised",
    "cross_validate_lasso",
    "lambda_max",
    "lasso",
    "lasso_kinks",
    "lasso_path",
    "standardise",
]
