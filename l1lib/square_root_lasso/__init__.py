"""The square-root Lasso: the penalty weight does not depend on the noise."""

from l1lib.square_root_lasso.fit import sqrt_lasso
from l1lib.square_root_lasso.result import SqrtLassoResult

__all__ = ["SqrtLassoResult", "sqrt_lasso"]
