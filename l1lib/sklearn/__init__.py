"""The fits as estimators of scikit-learn, in the place of its own where it has them.

scikit-learn is no dependency of `l1lib`; this package needs it.
"""

from l1lib.sklearn.lad import LADRegressor
from l1lib.sklearn.lasso import Lasso
from l1lib.sklearn.lasso_cv import LassoCV
from l1lib.sklearn.quantile import QuantileRegressor

__all__ = ["LADRegressor", "Lasso", "LassoCV", "QuantileRegressor"]
