r"""Quantile regression with an L1 penalty: the same problem, with a few rows more.

For every τ, :math:`\rho_\tau(u) + \rho_\tau(-u) = |u|`. So two rows :math:`\pm\lambda e_j` with
target 0 have the loss :math:`\lambda |b_j|`, and the penalised fit is the plain one with two such
rows for each column. For τ = ½ one row :math:`2\lambda e_j` does, since :math:`\rho_{1/2}(2u) =
|u|`.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy import sparse

from l1lib.quantile_regression.certificate import Data, Design
from l1lib.quantile_regression.result import LADResult


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


def without_penalty_rows(result: LADResult, n: int, p: int, lam: float, shift: float) -> LADResult:
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
        lam=lam,
    )
