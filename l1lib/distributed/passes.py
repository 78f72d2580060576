"""Passes over blocks: the same look at each of them, and a tree that merges what is seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar
from uuid import uuid4

import dask.array as da
import numpy as np
from dask.delayed import Delayed
from dask.highlevelgraph import HighLevelGraph

from l1lib.distributed.blocks import Block, Mark, opened
from l1lib.validate import FloatArray

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
