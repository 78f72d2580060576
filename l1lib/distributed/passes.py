"""Passes over blocks: the same look at each of them, and a tree that merges what is seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar
from uuid import uuid4

import dask.array as da
import dask.dataframe as dd
import numpy as np
from dask.delayed import Delayed
from dask.highlevelgraph import HighLevelGraph

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


@dataclass(frozen=True)
class Shared:
    """What the tasks of all blocks need alike: how to cut what is read, and what to do with it."""

    cut: Callable[..., tuple[Any, Any, Any]]
    act: Any


@dataclass
class Table:
    """A design, a target and weights in blocks of rows, and how often they were read.

    `parts` are the keys of what a block is made of in Dask's `graph`, or None. `rows` is None as
    long as the numbers of rows are not known; `marks` tell the blocks.
    """

    graph: HighLevelGraph
    parts: list[tuple[Any, ...]]
    cut: Callable[..., tuple[Any, Any, Any]]
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
        name, tasks = self._tasks(_see, looks)
        shared, level = f"{name} shared", 0
        seen = [(name, number) for number in range(self.blocks)]
        while len(seen) > 1:
            level += 1
            groups = [seen[k : k + TOGETHER] for k in range(0, len(seen), TOGETHER)]
            seen = [(f"{name} joined {level}", number) for number in range(len(groups))]
            tasks |= {key: (_join, shared, group) for key, group in zip(seen, groups, strict=True)}
        found: list[Any] = self._computed(Delayed(seen[0], self._with(name, tasks), layer=name))
        return found

    def _tasks(self, act: Callable[..., Any], shared: Any) -> tuple[str, dict[Any, Any]]:
        """Return a name and one task for each block, in the form of Dask's graphs."""
        name = f"{act.__name__}-{uuid4().hex}"
        marks: Sequence[Mark | None] = self.marks or [None] * self.blocks
        tasks: dict[Any, Any] = {f"{name} shared": Shared(self.cut, shared)}
        for number, (part, mark) in enumerate(zip(self.parts, marks, strict=True)):
            tasks[name, number] = (act, f"{name} shared", number, mark, *part)
        return name, tasks

    def _with(self, name: str, tasks: dict[Any, Any]) -> HighLevelGraph:
        """Return the graph of the blocks and of tasks on them."""
        layers = {**self.graph.layers, name: tasks}
        below = {**self.graph.dependencies, name: set(self.graph.layers)}
        return HighLevelGraph(layers, below)

    def _computed(self, task: Any) -> Any:
        if self.progress is not None:
            task = task.persist()
            self.progress(task)
        return task.compute()

    def column(self, find: Callable[[Block], FloatArray]) -> Any:
        """Return a Dask array with a value for each row; it reads the blocks when computed."""
        name, tasks = self._tasks(_found, find)
        rows = tuple(mark.rows for mark in self.marks or [])
        return da.Array(self._with(name, tasks), name, (rows,), dtype=np.float64)

    def offsets(self) -> np.ndarray[Any, np.dtype[np.intp]]:
        """Return the place of the first row of each block."""
        rows = [mark.rows for mark in self.marks or []]
        return np.concatenate(([0], np.cumsum(rows, dtype=np.intp)))


def _see(shared: Shared, number: int, mark: Mark | None, *part: Any) -> list[Any]:
    block = opened(number, mark, *shared.cut(*part))
    return [look(block) for look in shared.act]


def _found(shared: Shared, number: int, mark: Mark, *part: Any) -> FloatArray:
    found: FloatArray = shared.act(opened(number, mark, *shared.cut(*part)))
    return found


def _join(shared: Shared, seen: list[list[Any]]) -> list[Any]:
    by_look = zip(*seen, strict=True)
    return [look.merge(list(parts)) for look, parts in zip(shared.act, by_look, strict=True)]


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
