"""What proves an answer of the Lasso, from the data as given and the answer as returned.

Nothing here is shared with the solver, neither its centred copy of the design nor its sums. The
`bound` is computed `in_doubles`, and `in_pairs` of doubles (`double_double`) where that does not
prove the answer. `several` answers at once are judged as one, after a `probe` of what is claimed
of their columns.
"""

from l1lib.lasso_regression.certificate.bound import ACCURACY, Certificate
from l1lib.lasso_regression.certificate.certify import certify, refined
from l1lib.lasso_regression.certificate.data import Data, given
from l1lib.lasso_regression.certificate.in_doubles import in_doubles

__all__ = ["ACCURACY", "Certificate", "Data", "certify", "given", "in_doubles", "refined"]
