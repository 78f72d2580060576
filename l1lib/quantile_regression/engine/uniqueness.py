"""Whether an optimal vertex is the only one."""

from __future__ import annotations

import numpy as np

from l1lib.quantile_regression.engine.pivots import ROUNDING
from l1lib.quantile_regression.engine.preprocessing import Minimum, minimise
from l1lib.quantile_regression.engine.rows import Indices, Rows

TOUCH = 1e-8
"""A dual nearer to an end of its interval, relative to τ or 1 − τ, counts as touching it."""


def is_unique(rows: Rows, minimum: Minimum) -> bool:
    """Tell whether no other coefficients reach the least value.

    Dependent columns always leave others. Else the objective has to rise along every direction,
    which it does if the duals of the basis are strictly inside their interval. If one is not,
    and no other row has residual 0, it does not; with ties, the least slope decides.
    """
    if rows.rank < rows.X.shape[1] + rows.intercept:
        return False
    tau = rows.tau
    sides = minimum.sides
    place = sides.band.searchsorted(minimum.basis)
    margin = np.minimum(tau - sides.dual[place], sides.dual[place] - (tau - 1))
    if margin.min(initial=1.0) > TOUCH * min(tau, 1 - tau):
        return True
    zero = _tied(rows, minimum)
    if zero.size == minimum.basis.size:
        return False
    return _rises(rows, minimum, zero)


def _tied(rows: Rows, minimum: Minimum) -> Indices:
    """Return the rows of the basis, and all others whose residuals are 0 up to rounding."""
    slopes = np.abs(minimum.b[int(rows.intercept) :])
    tied = []
    for block in rows.blocks(minimum.b):
        size = np.abs(rows.y[block.rows]) + np.abs(block.X) @ slopes
        if rows.intercept:
            size += abs(minimum.b[0])
        close = np.flatnonzero(np.abs(block.residuals) <= ROUNDING * size)
        tied.append(close + block.rows.start)
    return np.union1d(np.concatenate(tied), minimum.basis)


def _rises(rows: Rows, minimum: Minimum, zero: Indices) -> bool:
    r"""Tell whether the objective rises along every direction z.

    Its slope is :math:`\tfrac12 \sum_Z |a_i^\top z| - g^\top z` with Z the rows of residual 0
    and g the pull of all others, where each row of Z pulls by τ − ½. It is enough to look at
    the z with gᵀz = 1, and there the least slope is a problem of least absolute deviations.
    """
    A, _ = rows.take(zero)
    d = minimum.sides.whole()[zero]
    pull = (rows.tau - 0.5 - d) @ A
    length = float(pull @ pull)
    if length <= (TOUCH * np.abs(A).sum()) ** 2 / A.shape[0]:
        return True
    if A.shape[1] == 1:
        return bool(0.5 * np.abs(A).sum() > (1 + TOUCH) * np.abs(pull[0]))
    particular = pull / length
    others = np.linalg.qr(pull[:, None], mode="complete")[0][:, 1:]
    along = Rows(A @ others, A @ particular, None, 0.5, False)
    least = 0.5 * np.abs(along.y - along.X @ minimise(along).b).sum()
    return bool(least > 1 + TOUCH)
