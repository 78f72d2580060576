"""Whether other coefficients reach the same objective."""

from __future__ import annotations

import numpy as np
from scipy.linalg.lapack import dpocon, dpotrf
from scipy.optimize import linprog

from l1lib.validate import FloatArray

DEPENDENT = 1e-10
"""Columns of like length count as dependent below such an eigenvalue of their Gram matrix."""

CLEAR = 1e-7
"""Where an estimate of the least eigenvalue, from a Cholesky factor, is above this, none is."""


def is_unique(gram: FloatArray, coef: FloatArray, signs: FloatArray) -> bool:
    r"""Tell whether the solution is the only one, from the columns whose correlation is λ in size.

    Two solutions have the same fit and the same correlations, and so differ by a vector d of
    these columns with Xd = 0; where a coefficient is 0, dⱼ has the sign sⱼ or is 0. There is
    none if the columns are independent. Otherwise a linear program looks for one.
    """
    if gram.size == 0:
        return True
    size = np.sqrt(gram.diagonal())
    if not size.all():
        return False
    like = gram / np.multiply.outer(size, size)
    if _clearly_independent(like):
        return True
    values, vectors = np.linalg.eigh(like)
    null = vectors[:, values < DEPENDENT] / size[:, None]
    at_zero = coef == 0
    bound = null[at_zero] * signs[at_zero, None]
    if null.shape[1] == 0:
        return True
    if np.linalg.matrix_rank(bound, tol=1e-8 * np.abs(null).max()) < null.shape[1]:
        return False
    found = linprog(-bound.sum(axis=0), A_ub=-bound, b_ub=np.zeros(len(bound)), bounds=(-1, 1))
    return bool(-found.fun <= 1e-9 * np.abs(null).max())


def _clearly_independent(gram: FloatArray) -> bool:
    """Tell whether the inverse of a Gram matrix exists and is not large."""
    factor, failed = dpotrf(gram)
    if failed:
        return False
    norm = np.abs(gram).sum(axis=0).max()
    reciprocal, _ = dpocon(factor, norm)
    return bool(reciprocal * norm > CLEAR)
