"""The fits as estimators of scikit-learn, for pipelines and cross-validation.

scikit-learn is no dependency of `l1lib`; this package needs it.
"""

from l1lib.sklearn.lad import LADRegressor
from l1lib.sklearn.lasso import Lasso, LassoCV

__all__ = ["LADRegressor", "Lasso", "LassoCV"]
