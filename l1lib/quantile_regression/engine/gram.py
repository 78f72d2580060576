"""Which columns of a sparse design are independent, told by their products without filling it."""

from __future__ import annotations

from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.linalg import solve_triangular

from l1lib.quantile_regression.engine.rows import Design
from l1lib.validate import FloatArray

CLEAR = 1e-4
"""A column of which a larger share is left is independent: rounding in AᵀA cannot feign that."""


def mix_by_products(X: Design, intercept: bool, tolerance: float) -> FloatArray | None:
    r"""Return T so that the columns of A T are orthogonal, of mean square 1, and span those of A.

    A has columns of length 1, the intercept first. From left to right, Cholesky's method on AᵀA
    tells what is left of a column a by those kept before it, :math:`|a - A_K z|^2`, up to
    rounding, which is far below `CLEAR` squared. If that is little, z is improved by two steps
    of refinement on the columns themselves, and the column depends on the others if no more than
    the tolerance is left. If more is left but not clearly more, products cannot tell: None.
    """
    A, size = _columns_of_length_one(X, intercept)
    gram = (A.T @ A).toarray()
    p = size.size
    R, kept = np.zeros((p, p)), np.zeros(p, dtype=bool)
    count = 0
    for j in np.flatnonzero(size).tolist():
        L = R[:count, :count]
        above = solve_triangular(L, gram[kept, j], trans="T") if count else np.zeros(0)
        left = gram[j, j] - float(above @ above)
        if left <= CLEAR**2:
            if _left_over(A, kept, j, L, above) > tolerance:
                return None
            continue
        R[:count, count], R[count, count] = above, sqrt(left)
        kept[j] = True
        count += 1
    T = np.zeros((p, count))
    T[kept] = solve_triangular(R[:count, :count], np.eye(count)) * sqrt(X.shape[0])
    return T / np.where(size > 0, size, 1)[:, None]


def _columns_of_length_one(X: Design, intercept: bool) -> tuple[sparse.csc_array, FloatArray]:
    A = sparse.csc_array(X)
    if intercept:
        A = sparse.hstack([np.ones((X.shape[0], 1)), A], format="csc")
    largest = abs(A).max(axis=0).toarray()
    A = A / np.where(largest > 0, largest, 1)
    length = np.sqrt((A * A).sum(axis=0))
    return sparse.csc_array(A / np.where(length > 0, length, 1)), largest * length


def _left_over(
    A: sparse.csc_array, kept: NDArray[np.bool_], j: int, R: FloatArray, above: FloatArray
) -> float:
    """Return the length of what is left of column j by the columns kept."""
    if not above.size:
        return 1.0
    columns = A[:, kept]
    z = solve_triangular(R, above)
    column = A[:, [j]].toarray()[:, 0]
    for _ in range(2):
        left = column - columns @ z
        z = z + solve_triangular(R, solve_triangular(R, left @ columns, trans="T"))
    return float(np.linalg.norm(column - columns @ z))
