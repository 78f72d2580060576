"""Least absolute deviations and their tilted kin: exact, with a certificate."""

from __future__ import annotations

import math
import warnings
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from l1lib.deviations.minimise import Minimum, minimise
from l1lib.deviations.rows import NotFinite
from l1lib.deviations.result import LADResult
from l1lib.deviations.scaling import Scaled, scale
from l1lib.deviations.unique import is_unique
from l1lib.validate import FloatArray, as_table, as_vector, as_weights, in_unit_interval, refuse_infinite

ACCURACY = 1e-12
"""The relative gap below which a fit counts as exact."""


def lad(
    X: ArrayLike,
    y: ArrayLike,
    *,
    tau: float = 0.5,
    weights: ArrayLike | None = None,
    intercept: bool = True,
) -> LADResult:
    matrix = as_table(X, "X")
    target = as_vector(y, "y")
    if target.size != len(matrix):
        raise ValueError(f"y must hold {len(matrix)} values, one per row of X, got {target.size}")
    w = as_weights(weights, target.size)
    level = in_unit_interval(tau, "tau")
    used = slice(None) if w is None or w.all() else np.flatnonzero(w)
    top = 1.0 if w is None else math.ldexp(1.0, math.frexp(float(w.max()))[1])
    try:
        problem = scale(
            matrix[used], target[used], None if w is None else w[used] / top, level, bool(intercept)
        )
        minimum = minimise(problem.rows)
    except NotFinite:
        refuse_infinite(matrix, 'X')
        raise
    return _result(problem, minimum, target.size, used, top)


def _result(problem: Scaled, minimum: Minimum, n: int, used: Any, top: float) -> LADResult:
    rows, verdict = problem.rows, minimum.verdict
    size = problem.size(minimum.b)
    gap = (verdict.slack + abs(float(minimum.b @ verdict.pull))) / (size or 1.0)
    d = dual = verdict.dual
    if rows.weights is not None:
        dual = np.zeros(n)
        dual[used] = d * rows.weights * top
    unique = is_unique(rows, minimum)
    success = gap <= ACCURACY
    b = minimum.b * problem.unit
    support = minimum.basis if isinstance(used, slice) else used[minimum.basis]
    return LADResult(
        intercept=float(b[0]) + problem.shift if rows.intercept else 0.0,
        coef=b[int(rows.intercept) :],
        fun=verdict.fun * problem.unit * top,
        dual=dual,
        gap=gap,
        scale=size * problem.unit * top,
        dual_residual=float(np.abs(verdict.pull).max()) * top,
        success=success,
        message=f"{success} {unique}",
        nit=minimum.steps,
        rank=rows.rank,
        support=np.sort(support),
        unique=unique,
        tau=rows.tau,
    )
