"""The signs of basis pursuit, by a Lasso next to λ = 0, or by least absolute deviations."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.linalg import qr, solve_triangular

from l1lib.lasso_regression.engine.continuation import in_stages
from l1lib.lasso_regression.engine.problem import pose
from l1lib.quantile_regression import lad
from l1lib.sparse_recovery.vertex import vertex
from l1lib.validate import FloatArray

END = 1e-6
"""The share of λ_max at which the last segment of the path has mostly been reached."""

INDEPENDENT = 1e-12
"""A row of which others leave less than this share depends on them."""

BOUND = 1e-9
"""A dual within this share of its bound counts as at it."""


@dataclass(frozen=True)
class Proposal:
    """A vertex x, a dual ν, and how many linear systems were solved so far."""

    x: FloatArray
    dual: FloatArray
    steps: int


def proposals(A: FloatArray, b: FloatArray) -> Iterator[Proposal]:
    """Yield two vertices, the first of them mostly optimal; entries have size 1 at most."""
    steps = 0
    for method in (by_lasso, by_lad):
        signs, near, more = method(A, b)
        steps += more
        yield Proposal(*vertex(A, b, signs, near), steps)


def by_lasso(A: FloatArray, b: FloatArray) -> tuple[FloatArray, FloatArray, int]:
    """Return the signs and the limit of the Lasso at a λ next to 0, and how many systems it took.

    On the last segment of the path x = u − λv with Au = b, and its signs are those of u.
    """
    problem = pose(A, b, None, False)
    with np.errstate(all="ignore"):
        work = in_stages(problem, END * problem.lam_max)
    return work.full(work.piece.signs), work.full(work.piece.start), work.steps


def by_lad(A: FloatArray, b: FloatArray) -> tuple[FloatArray, FloatArray, int]:
    r"""Return the signs of Aᵀν and the best x = u − Nz, where Au = b and AN = 0, and the steps.

    :math:`\min_z \|u - Nz\|_1` is a fit of least absolute deviations with a row for each entry
    of x. It is slower, but exact whatever the sizes of the entries. Half of Aᵀν is its dual.
    """
    Q, R, order = qr(A.T, pivoting=True)
    size = np.abs(R.diagonal())
    rank = int(np.count_nonzero(size > INDEPENDENT * size[0]))
    u = Q[:, :rank] @ solve_triangular(R[:rank, :rank], b[order[:rank]], trans=1)
    if rank == u.size:
        return np.sign(u), u, 1
    N = Q[:, rank:]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        fit = lad(N, u, intercept=False)
    x = u - N @ fit.coef
    x[fit.support] = 0.0
    return np.sign(fit.dual) * (np.abs(fit.dual) > 0.5 * (1 - BOUND)), x, fit.nit
