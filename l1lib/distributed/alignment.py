"""Designs, targets and weights of any Dask collections, cut into blocks of the same rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import dask.array as da
import dask.dataframe as dd
import numpy as np
from dask.highlevelgraph import HighLevelGraph

from l1lib.design import column_names
from l1lib.distributed.passes import Table
from l1lib.validate import as_vector


@dataclass(frozen=True)
class Cut:
    """How a data frame is cut into columns, target and weights."""

    columns: list[Any]
    target: str
    weights: str | None

    def __call__(self, frame: Any) -> tuple[Any, Any, Any]:
        """Return the three of one part."""
        weights = None if self.weights is None else frame[self.weights]
        return frame[self.columns], frame[self.target], weights


def _apart(X: Any, y: Any, weights: Any) -> tuple[Any, Any, Any]:
    return X, y, weights


def as_blocks(X: Any, y: Any, weights: Any, progress: Callable[[Any], object] | None) -> Table:
    """Check what can be checked without reading, and cut all into blocks of the same rows."""
    if progress is not None and not callable(progress):
        raise TypeError(f"progress must be a function of a Dask object, got {progress!r}")
    if not isinstance(X, da.Array | dd.DataFrame):
        raise TypeError(f"X must be a Dask array or a Dask data frame, got {type(X).__name__}")
    if X.ndim != 2:
        raise ValueError(f"X must have rows and columns, got {X.ndim} dimension")
    names, columns = column_names(X, "X") if isinstance(X, dd.DataFrame) else None, X.shape[1]
    if not columns > 0:
        raise ValueError("X must have at least one column whose number is known")
    rows = None
    if isinstance(X, da.Array):
        _refuse_kind(X, "X")
        X = X.rechunk({1: -1})
        rows = None if np.isnan(X.shape[0]) else int(X.shape[0])
        if rows == 0:
            raise ValueError(f"X must have at least one row and column, got shape {X.shape}")
    cut: Callable[..., tuple[Any, Any, Any]]
    if isinstance(X, dd.DataFrame) and isinstance(y, dd.Series):
        pieces, cut = _parts_of_frame(X, y, weights)
    else:
        cut, design, targets = _apart, _pieces(X), _column_pieces(y, "y", X)
        w = [None] * len(design) if weights is None else _column_pieces(weights, "weights", X)
        pieces = list(zip(design, targets, w, strict=True))
    parts = [tuple(None if piece is None else piece.key for piece in some) for some in pieces]
    graphs = {id(piece.dask): piece.dask for some in pieces for piece in some if piece is not None}
    graph = HighLevelGraph.merge(*graphs.values())
    return Table(graph, parts, cut, int(columns), names, rows, progress)


def _refuse_kind(array: Any, name: str) -> None:
    """Raise if the type of an array, which is known before it is read, is none of real numbers."""
    if array.dtype.kind not in "biufO":
        raise TypeError(f"{name} must hold real numbers, got the type {array.dtype}")


def _parts_of_frame(X: Any, y: Any, weights: Any) -> tuple[list[tuple[Any, ...]], Cut]:
    """Return the parts of a data frame with the target as a column, so that all are cut alike.

    Columns asked for alone may be read in other blocks, since Dask joins those that are small.
    """
    given = {"target": y} if weights is None else {"target": y, "weights": weights}
    free = {name: f"{name} of the fit" + "'" * len(X.columns) for name in given}
    try:
        whole = X.assign(**{free[name]: values for name, values in given.items()})
        parts = _pieces(whole)
    except (ValueError, AssertionError, NotImplementedError, TypeError) as error:
        raise ValueError(f"y and weights must have the blocks of X; {error}") from None
    return [(part,) for part in parts], Cut(list(X.columns), free["target"], free.get("weights"))


def _pieces(X: Any) -> list[Any]:
    return list(np.ravel(X.to_delayed(optimize_graph=not isinstance(X, da.Array))))


def _column_pieces(values: Any, name: str, X: Any) -> list[Any]:
    """Return a column in the blocks of X."""
    known = isinstance(X, da.Array) and not np.isnan(X.shape[0])
    if isinstance(values, dd.DataFrame) or getattr(values, "ndim", 1) != 1:
        raise ValueError(f"{name} must be one-dimensional, got {values.ndim} dimensions")
    if not isinstance(values, da.Array | dd.Series):
        if not known:
            raise TypeError(f"{name} must be a Dask array or series, got {type(values).__name__}")
        values = da.from_array(as_vector(values, name), chunks=-1)
    if isinstance(values, da.Array):
        _refuse_kind(values, name)
    if known and isinstance(values, da.Array) and not np.isnan(values.shape[0]):
        if values.shape[0] != X.shape[0]:
            raise ValueError(
                f"{name} must hold {X.shape[0]} values, one per row of X, got {values.shape[0]}"
            )
        values = values.rechunk((X.chunks[0],))
    pieces, wanted = _pieces(values), X.npartitions
    if len(pieces) != wanted:
        raise ValueError(f"{name} must have the {wanted} blocks of X, got {len(pieces)}")
    return pieces
