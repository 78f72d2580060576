r"""Quantile regression with an L1 penalty: the same problem, with a few rows more.

For every τ, :math:`\rho_\tau(u) + \rho_\tau(-u) = |u|`. So two rows :math:`\pm\lambda e_j` with
target 0 have the loss :math:`\lambda |b_j|`, and the penalised fit is the plain one with two such
rows for each column. For τ = ½ one row :math:`2\lambda e_j` does, since :math:`\rho_{1/2}(2u) =
|u|`.

A column whose pull :math:`|x_j^\top d|` is below λ has the coefficient 0 and does not change the
fit. So no columns are tried first, then those that pull too hard.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from l1lib.quantile_regression.certificate import Data, Design
from l1lib.quantile_regression.engine.preprocessing import Minimum
from l1lib.quantile_regression.engine.rows import Rows
from l1lib.quantile_regression.result import LADResult
from l1lib.quantile_regression.solve import solve
from l1lib.validate import FloatArray

INSIDE = 1e-6
"""A pull below λ by so much of the sum of its sizes stays there when a dual is balanced."""

FIRST = 16
"""So many columns enter at first."""

Solver = Callable[[Rows], Minimum]

Columns = NDArray[np.intp]


def solve_penalised(data: Data, lam: float, solver: Solver, accuracy: float) -> LADResult:
    """Solve with the columns that count, and prove that the others do not."""
    n, p = data.X.shape
    used, steps = _first_columns(data), 0
    while used.size < p:
        result = _solve_with(data, used, lam, solver, accuracy)
        steps += result.nit
        reach = _reach(data, result.dual)
        reach[used] = 0.0
        outside = _hardest(reach)[: int((~(reach < lam)).sum())]
        if result.success and outside.size == 0:
            return _with_columns(result, used, p, steps)
        more = max(FIRST, used.size)
        many = not result.success or 2 * p <= n or used.size + more >= p
        used = np.arange(p) if many else np.sort(np.append(used, outside[:more]))
    result = _solve_with(data, used, lam, solver, accuracy)
    return replace(result, nit=steps + result.nit)


def _first_columns(data: Data) -> Columns:
    """Return no columns, or without an intercept those that pull hardest where b = 0."""
    if data.intercept:
        return np.arange(0)
    dual = data.tau - (data.y < 0).astype(np.float64)
    if data.weights is not None:
        dual *= data.weights
    return np.sort(_hardest(_reach(data, dual))[:FIRST])


def _reach(data: Data, dual: FloatArray) -> FloatArray:
    """Return how hard columns pull, at most, if the dual moves by little."""
    pull, sizes = np.zeros(data.X.shape[1]), np.zeros(data.X.shape[1])
    for rows in data.blocks():
        X, d = data.X[rows], dual[rows]
        pull += d @ X
        sizes += np.abs(d) @ np.abs(X)
    reach: FloatArray = np.abs(pull) + INSIDE * sizes
    return reach


def _hardest(reach: FloatArray) -> Columns:
    return np.argsort(np.where(np.isnan(reach), -np.inf, -reach), kind="stable")


def _solve_with(
    data: Data, used: Columns, lam: float, solver: Solver, accuracy: float
) -> LADResult:
    """Solve with some columns."""
    some = data if used.size == data.X.shape[1] else replace(data, X=data.X[:, used])
    if used.size == 0:
        return solve(some, solver, accuracy)
    middle = data.y.size // 2
    shift = float(np.partition(data.y, middle)[middle]) if data.intercept else 0.0
    result = solve(with_penalty_rows(some, lam, shift), solver, accuracy)
    return without_penalty_rows(result, data.y.size, used.size, shift)


def _with_columns(result: LADResult, used: Columns, p: int, steps: int) -> LADResult:
    """Return a fit with some columns as one with all: the coefficients of the others are 0."""
    coef = np.zeros(p)
    coef[used] = result.coef
    return replace(result, coef=coef, nit=steps, rank=result.rank + p - used.size)


def with_penalty_rows(data: Data, lam: float, shift: float) -> Data:
    """Return the problem with the rows of the penalty below those of the data.

    Targets are less by `shift`. The intercept becomes the first column, which is 0 in the rows
    of the penalty.
    """
    X, weights, (n, p), k = data.X, data.weights, data.X.shape, int(data.intercept)
    factors = [2 * lam] if data.tau == 0.5 else [lam, -lam]
    penalty = sparse.vstack([f * sparse.eye_array(p, p + k, k=k) for f in factors])
    more = penalty.shape[0]
    design: Design
    if sparse.issparse(X):
        above = sparse.hstack([np.ones((n, 1)), X]) if k else X
        design = sparse.vstack([above, penalty], format="csr")
    else:
        design = np.ones((n + more, p + k))
        design[:n, k:] = X
        design[n:] = penalty.toarray()
    targets = np.append(data.y - shift, np.zeros(more))
    heavier = None if weights is None else np.append(weights, np.ones(more))
    return Data(design, targets, heavier, data.tau, False)


def without_penalty_rows(result: LADResult, n: int, p: int, shift: float) -> LADResult:
    """Return the fit in the rows of the data alone; y was shifted where there is an intercept.

    The fit passes through a row of the penalty exactly where its coefficient is zero.
    """
    first = result.coef.size - p
    coef = result.coef[first:].copy()
    coef[(result.support[result.support >= n] - n) % p] = 0.0
    return replace(
        result,
        intercept=float(result.coef[0]) + shift if first else 0.0,
        coef=coef,
        dual=result.dual[:n],
        support=result.support[result.support < n],
    )
