"""Other methods for the same minimum, made to be read and to check the solver against."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.linalg import qr

from l1lib.quantile_regression.engine.all_rows import Sides
from l1lib.quantile_regression.engine.preprocessing import Minimum, propose
from l1lib.quantile_regression.engine.rows import NotFinite, Rows
from l1lib.quantile_regression.interior_point import interior_point
from l1lib.quantile_regression.simplex import simplex
from l1lib.validate import FloatArray

Method = Callable[[FloatArray, FloatArray, float], tuple[FloatArray, FloatArray, int]]
"""From rows A, targets c and τ to β, the dual d, and the number of steps."""


def over_explicit_rows(method: Method) -> Callable[[Rows], Minimum]:
    """Run a method on explicit rows, and verify where it ends."""

    def minimum(rows: Rows) -> Minimum:
        everything = np.arange(rows.n)
        A, c = rows.take(everything)
        if not np.isfinite(A).all():
            raise NotFinite
        if rows.rank == 0:
            return propose(rows)
        beta, dual, steps = method(A, c, rows.tau)
        b = rows.original(beta)
        inside = np.clip(dual, rows.tau - 1, rows.tau)
        sides = Sides(rows.tau, c > 0, everything, inside)
        distance = np.abs(c - A @ beta)
        nearness = 1 / (distance + (1e-9 * float(np.median(distance)) or 1.0))
        basis = qr((A * nearness[:, None]).T, mode="r", pivoting=True)[1][: rows.rank]
        return Minimum(b, basis, sides, steps)

    return minimum


def linear_program(A: FloatArray, c: FloatArray, tau: float) -> tuple[FloatArray, FloatArray, int]:
    r"""Solve the linear program in standard form by SciPy's HiGHS.

    .. math:: &\min_{b, u, v \ge 0} \tau 1^\top u + (1 - \tau) 1^\top v \\
        &\text{such that}\quad A b + u - v = c.
    """
    # Loading these takes longer than most fits.
    from scipy.optimize import linprog
    from scipy.sparse import csr_array, eye_array, hstack

    n, p = A.shape
    found = linprog(
        np.concatenate((np.zeros(p), np.full(n, tau), np.full(n, 1 - tau))),
        A_eq=hstack([csr_array(A), eye_array(n), -eye_array(n)]),
        b_eq=c,
        bounds=[(None, None)] * p + [(0, None)] * (2 * n),
        method="highs",
    )
    if found.status != 0:
        raise ArithmeticError(f"HiGHS found no optimum: {found.message}")
    return found.x[:p], found.eqlin.marginals, int(found.nit)


METHODS = {
    "highs": over_explicit_rows(linear_program),
    "simplex": over_explicit_rows(simplex),
    "interior-point": over_explicit_rows(interior_point),
}
"""What `lad` takes as its method, beside its own."""
