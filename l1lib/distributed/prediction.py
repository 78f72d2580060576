"""Predictions for rows in blocks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import dask.array as da
import numpy as np

from l1lib.design import as_new_rows, column_names
from l1lib.validate import FloatArray


def predicted(fit: Any, X: Any, plainly: Callable[[Any], FloatArray]) -> Any:
    """Return predictions block by block where X is in blocks."""
    if not hasattr(X, "dask"):
        return plainly(X)
    names = column_names(X, "X") if hasattr(X, "columns") else None
    if names is not None and fit.names is not None and names != fit.names:
        raise ValueError(f"X must have the columns of the fit, {fit.names}, got {names}")
    array = X if isinstance(X, da.Array) else X.to_dask_array()
    if array.ndim != 2 or array.shape[1] != fit.coef.size:
        raise ValueError(f"X must have {fit.coef.size} columns, got shape {array.shape}")
    return array.rechunk({1: -1}).map_blocks(
        _of_block, fit.intercept, fit.coef, drop_axis=1, dtype=np.float64, meta=np.empty(0)
    )


def _of_block(X: Any, intercept: float, coef: FloatArray) -> FloatArray:
    """Return b₀ + Xb of a block, which may have no rows."""
    if len(X) == 0:
        return np.zeros(0)
    return np.asarray(as_new_rows(X, coef.size, None) @ coef + intercept)
