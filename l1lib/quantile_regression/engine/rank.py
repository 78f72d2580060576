"""Coordinates in which the columns are independent and of like size."""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np
from scipy import sparse
from scipy.linalg import solve_triangular
from scipy.linalg.lapack import dpotrf

from l1lib.quantile_regression.engine.gram import mix_by_products
from l1lib.quantile_regression.engine.rows import BLOCK, Design, Indices, NotFinite, filled
from l1lib.validate import FloatArray


def coordinates(
    X: Design, intercept: bool, sample: FloatArray, tolerance: float
) -> FloatArray | None:
    """Return None where the columns serve as they are, else a mix of them that does.

    Columns that are independent in the sample are so in all rows. Otherwise all rows are read,
    and reduced to a triangle with the same dependences: block by block, or, where they are sparse
    and no column depends nearly on others, by products of columns. What is left of a column
    counts as nothing below the tolerance, relative to its size.
    """
    if serve(sample):
        return None
    sizes = np.abs(sample).max(axis=0)
    if not np.isfinite(sizes).all():
        raise NotFinite
    if len(sample) < X.shape[0]:
        mix = mix_of(sample, sizes, 1e-6)
        if mix.shape[1] == sizes.size:
            return mix
        found = mix_by_products(X, intercept, tolerance) if sparse.issparse(X) else None
        if found is not None:
            return found
        sample, sizes = triangle_of(X, intercept)
    return mix_of(sample, sizes, tolerance)


def serve(A: FloatArray) -> bool:
    """Tell whether columns are of like size and far from dependent."""
    if A.shape[1] > len(A):
        return False
    gram = A.T @ A
    sizes = np.sqrt(gram.diagonal())
    if not 1e-3 < sizes.min() / sqrt(len(A)) <= sizes.max() / sqrt(len(A)) < 1e3:
        return False
    triangle, failed = dpotrf(gram)
    return not failed and bool((triangle.diagonal() / sizes).min() > 1e-3)


def triangle_of(X: Design, intercept: bool) -> tuple[FloatArray, FloatArray]:
    """Return R with RᵀR = XᵀX, the column of the intercept first, and the sizes of columns."""
    sizes = np.maximum(filled(X.max(axis=0)), -filled(X.min(axis=0)))
    safe = np.where(sizes > 0, sizes, 1)
    R: Any = np.empty((0, sizes.size + intercept))
    for start in range(0, X.shape[0], BLOCK):
        part = filled(X[start : start + BLOCK]) / safe
        if intercept:
            part = np.concatenate((np.ones((len(part), 1)), part), axis=1)
        R = np.linalg.qr(np.concatenate((R, part)), mode="r")
    if intercept:
        sizes, safe = np.append(1.0, sizes), np.append(1.0, safe)
    return R * safe, sizes


def mix_of(A: FloatArray, sizes: FloatArray, tolerance: float) -> FloatArray:
    """Return T so that the columns of A T are orthogonal, of mean square 1, and span those of A.

    From left to right, the intercept first, a column that depends on those before it, by the
    tolerance relative to its size, gets a row of zeros in T.
    """
    safe = np.where(sizes > 0, sizes, 1)
    R: Any = np.linalg.qr(A / safe, mode="r")
    kept = _independent(R, tolerance)
    triangle: Any = np.linalg.qr(R[:, kept], mode="r")
    T = np.zeros((A.shape[1], kept.size))
    T[kept] = solve_triangular(triangle, np.eye(kept.size)) * sqrt(max(len(A), 1))
    return T / safe[:, None]


def _independent(R: FloatArray, tolerance: float) -> Indices:
    """Return the columns that do not depend on those to their left."""
    directions = np.empty((len(R), 0))
    kept = []
    for column in range(R.shape[1]):
        left = R[:, column]
        for _ in range(2):
            left = left - directions @ (left @ directions)
        length = np.linalg.norm(left)
        if length > tolerance * np.linalg.norm(R[:, column]):
            kept.append(column)
            directions = np.concatenate((directions, left[:, None] / length), axis=1)
    return np.array(kept, dtype=np.intp)
