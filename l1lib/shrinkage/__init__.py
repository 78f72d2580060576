"""The Lasso: squared residuals with a penalty on the absolute coefficients, solved exactly."""

from l1lib.shrinkage.path import lasso_path
from l1lib.shrinkage.result import LassoPath, LassoResult
from l1lib.shrinkage.solver import lambda_max, lasso
from l1lib.shrinkage.threshold import soft_threshold

__all__ = ["LassoPath", "LassoResult", "lambda_max", "lasso", "lasso_path", "soft_threshold"]
