"""Errors of prediction on the rows that folds left out, and which λ they choose."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
from scipy import sparse

from l1lib.lasso_regression.engine.problem import pose
from l1lib.lasso_regression.folds import Indices
from l1lib.lasso_regression.path import path_at
from l1lib.lasso_regression.penalty import LASSO, Penalty
from l1lib.validate import FloatArray


class Choices(NamedTuple):
    """Mean errors and their standard errors for each λ, and which λ they choose."""

    mean: FloatArray
    standard_error: FloatArray
    index_min: int
    index_1se: int


def choices(errors: FloatArray) -> Choices:
    """Return what errors, a row for each λ from large to small, say; one fold has no spread.

    Examples
    --------
    >>> chosen = choices(np.array([[9.0, 9.0], [2.0, 4.0], [1.0, 4.0]]))
    >>> chosen.index_min, chosen.index_1se
    (2, 1)
    """
    mean, folds = errors.mean(axis=1), errors.shape[1]
    spread = errors.std(axis=1, ddof=1) if folds > 1 else np.zeros(mean.size)
    standard_error = spread / math.sqrt(folds)
    least = int(np.argmin(mean))
    within = mean <= mean[least] + standard_error[least]
    return Choices(mean, standard_error, least, int(np.argmax(within)))


def errors_of_fold(
    X: Any,
    y: FloatArray,
    lams: FloatArray,
    pair: tuple[Indices, Indices],
    intercept: bool,
    weights: FloatArray | None = None,
    penalty: Penalty = LASSO,
) -> tuple[FloatArray, bool]:
    """Return the weighted mean squared error for each λ, and whether all fits are exact.

    A pair is the rows that are fitted, and the rows on which the fit is judged.
    """
    rows = X.tocsr() if sparse.issparse(X) else X
    inside, outside = pair
    w = None if weights is None else weights[inside]
    path = path_at(pose(rows[inside], y[inside], w, intercept, penalty), lams)
    squares = np.square(y[outside] - path.predict(rows[outside]))
    w = None if weights is None else weights[outside]
    return np.average(squares, axis=1, weights=w), path.success


def gathered(folds: Iterable[tuple[FloatArray, bool]]) -> tuple[FloatArray, bool]:
    """Return the errors of all folds as columns, and whether all fits are exact.

    Fits that are not are told of in the name of the caller's caller.
    """
    columns, exact = zip(*folds, strict=True)
    if not all(exact):
        warnings.warn(
            "fits of some folds are not solved to accuracy; scale the columns, or drop some",
            RuntimeWarning,
            stacklevel=3,
        )
    return np.stack(columns, axis=1), all(exact)
