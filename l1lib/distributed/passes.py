"""Passes over blocks: the same look at each of them, and a tree that merges what is seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import dask.array as da
import dask.dataframe as dd
import numpy as np
from dask.delayed import delayed

from l1lib.design import column_names
from l1lib.distributed.blocks import Block, Mark, opened
from l1lib.validate import FloatArray, as_vector

Seen = TypeVar("Seen")


class Look(Protocol[Seen]):
    """A look at one block, and how to merge what is seen of blocks that follow each other."""

    def __call__(self, block: Block) -> Seen:
        """Look at a block."""

    def merge(self, parts: list[Seen]) -> Seen:
        """Return what is seen of several blocks."""


TOGETHER = 8
"""What is seen of so many blocks is merged at once."""


@dataclass
class Table:
    """A design, a target and weights in blocks of rows, and how often they were read.

    `rows` is None as long as the numbers of rows are not known; `marks` tell the blocks.
    """

    parts: list[tuple[Any, Any, Any]]
    columns: int
    names: tuple[str, ...] | None
    rows: int | None
    progress: Callable[[Any], object] | None
    passes: int = 0
    marks: list[Mark] | None = None

    @property
    def blocks(self) -> int:
        """The number of blocks."""
        return len(self.parts)

    def read(self, *looks: Look[Any]) -> list[Any]:
        """Read each block once, on whatever runs Dask's tasks; return what each look saw."""
        self.passes += 1
        shared, see, join = delayed(looks), delayed(_see, pure=False), delayed(_join, pure=False)
        seen = [
            see(shared, number, self.marks[number] if self.marks else None, *part)
            for number, part in enumerate(self.parts)
        ]
        while len(seen) > 1:
            groups = range(0, len(seen), TOGETHER)
            seen = [join(shared, seen[first : first + TOGETHER]) for first in groups]
        found: list[Any] = self._computed(seen[0])
        return found

    def _computed(self, task: Any) -> Any:
        if self.progress is not None:
            task = task.persist()
            self.progress(task)
        return task.compute()

    def column(self, find: Callable[[Block], FloatArray]) -> Any:
        """Return a Dask array with a value for each row; it reads the blocks when computed."""
        see, shared = delayed(_found, pure=False), delayed(find, pure=False)
        marked = enumerate(zip(self.parts, self.marks or [], strict=True))
        return da.concatenate(
            [
                da.from_delayed(see(shared, number, mark, *part), (mark.rows,), dtype=np.float64)
                for number, (part, mark) in marked
            ]
        )

    def offsets(self) -> np.ndarray[Any, np.dtype[np.intp]]:
        """Return the place of the first row of each block."""
        rows = [mark.rows for mark in self.marks or []]
        return np.concatenate(([0], np.cumsum(rows, dtype=np.intp)))


def _see(looks: tuple[Look[Any], ...], number: int, mark: Mark | None, *part: Any) -> list[Any]:
    block = opened(number, mark, *part)
    return [look(block) for look in looks]


def _found(find: Callable[[Block], FloatArray], number: int, mark: Mark, *part: Any) -> FloatArray:
    return find(opened(number, mark, *part))


def _join(looks: tuple[Look[Any], ...], seen: list[list[Any]]) -> list[Any]:
    by_look = zip(*seen, strict=True)
    return [look.merge(list(parts)) for look, parts in zip(looks, by_look, strict=True)]


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
    if isinstance(X, dd.DataFrame) and isinstance(y, dd.Series):
        return Table(_parts_of_frame(X, y, weights), int(columns), names, None, progress)
    parts, targets = _pieces(X), _column_pieces(y, "y", X)
    w = [None] * len(parts) if weights is None else _column_pieces(weights, "weights", X)
    return Table(list(zip(parts, targets, w, strict=True)), int(columns), names, rows, progress)


def _refuse_kind(array: Any, name: str) -> None:
    """Raise if the type of an array, which is known before it is read, is none of real numbers."""
    if array.dtype.kind not in "biufO":
        raise TypeError(f"{name} must hold real numbers, got the type {array.dtype}")


def _parts_of_frame(X: Any, y: Any, weights: Any) -> list[tuple[Any, Any, Any]]:
    """Return the parts of a data frame with the target as a column, so that all are cut alike.

    Columns asked for alone may be read in other blocks, since Dask joins those that are small.
    """
    given = {"target": y} if weights is None else {"target": y, "weights": weights}
    free = {name: f"{name} of the fit" + "'" * len(X.columns) for name in given}
    columns = list(X.columns)
    try:
        whole = X.assign(**{free[name]: values for name, values in given.items()})
        parts = _pieces(whole)
    except (ValueError, AssertionError, NotImplementedError, TypeError) as error:
        raise ValueError(f"y and weights must have the blocks of X; {error}") from None
    return [
        (part[columns], part[free["target"]], None if weights is None else part[free["weights"]])
        for part in parts
    ]


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
