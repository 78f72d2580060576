"""How far a fit can be from the minimum: judged from the data and the answer, not the solver.

`bound` puts together what `losses` (a pass over all rows) and `balance` (of the dual) find, in
units from `sizes`; `error_free` has the sums that need more digits than a double.
"""

from l1lib.quantile_regression.certificate.bound import Certificate, certify, rounding
from l1lib.quantile_regression.certificate.problem import ACCURACY, BALANCE, Answer, Data, Design

__all__ = [
    "ACCURACY",
    "BALANCE",
    "Answer",
    "Certificate",
    "Data",
    "Design",
    "certify",
    "rounding",
]
