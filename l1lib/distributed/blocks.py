"""What a worker sees: some consecutive rows of the data, checked."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, fields
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from l1lib.design import as_table, refuse_infinite
from l1lib.validate import FloatArray, as_numbers

Indices = NDArray[np.intp]
Part = TypeVar("Part")


class Mark(NamedTuple):
    """What tells a block when it is read again: its number of rows, and a checksum."""

    rows: int
    checksum: int


@dataclass(frozen=True)
class Block:
    """The rows of a block that have weight, and their places in it."""

    number: int
    X: FloatArray
    y: FloatArray
    weights: FloatArray | None
    places: Indices | None
    mark: Mark

    @property
    def w(self) -> FloatArray:
        """The weights, ones where none are given."""
        return np.ones(self.y.size) if self.weights is None else self.weights

    def slices(self, size: int) -> list[slice]:
        """Cut the rows into pieces that fit in the cache."""
        return [slice(start, start + size) for start in range(0, self.y.size, size)]

    def few(self, index: Indices) -> Few:
        """Return some rows, with their places among all rows of the block."""
        places = index if self.places is None else self.places[index]
        number = np.full(index.size, self.number)
        w = None if self.weights is None else self.weights[index]
        return Few(number, places, self.X[index], self.y[index], w)


@dataclass(frozen=True)
class Few:
    """Rows of any blocks as they were given, in order of block and place."""

    block: Indices
    place: Indices
    X: FloatArray
    y: FloatArray
    weights: FloatArray | None

    @staticmethod
    def joined(parts: list[Few]) -> Few:
        """Return rows that come one after the other."""
        every = [[getattr(part, field.name) for part in parts] for field in fields(Few)]
        joined: list[Any] = [None if some[0] is None else np.concatenate(some) for some in every]
        return Few(*joined)

    def take(self, index: Indices) -> Few:
        """Return some of the rows."""
        w = None if self.weights is None else self.weights[index]
        return Few(self.block[index], self.place[index], self.X[index], self.y[index], w)

    def merged(self, other: Few) -> Few:
        """Return the rows of both in order, each once."""
        both = Few.joined([self, other])
        order = np.lexsort((both.place, both.block))
        block, place = both.block[order], both.place[order]
        new = np.ones(order.size, dtype=bool)
        new[1:] = (np.diff(block) != 0) | (np.diff(place) != 0)
        return both.take(order[new])

    def within(self, other: Few) -> NDArray[np.bool_]:
        """Tell which of the rows are among others."""
        step = max(int(few.place.max(initial=0)) for few in (self, other)) + 1
        return np.isin(self.block * step + self.place, other.block * step + other.place)


def opened(number: int, known: Mark | None, X: Any, y: Any, weights: Any) -> Block:
    """Check a block as it arrives; a mark that is known has to be that of these rows."""
    matrix = _matrix(X, number)
    target = _column(y, "y", len(matrix), number)
    w = None if weights is None else _column(weights, "weights", len(matrix), number)
    mark = Mark(target.size, _checksum(matrix, target, w))
    if known is None:
        _refuse(matrix, target, w, number)
    elif mark != known:
        raise ValueError(
            f"X and y must hold the same numbers whenever they are read; block {number} has "
            "changed: persist it, or give random numbers a seed"
        )
    if w is None or w.all():
        return Block(number, matrix, target, w, None, mark)
    kept = np.flatnonzero(w)
    return Block(number, matrix[kept], target[kept], w[kept], kept, mark)


def _matrix(X: Any, number: int) -> FloatArray:
    """Return rows as an array, which may have none."""
    if sparse.issparse(X):
        raise TypeError(f"X must not have sparse blocks; block {number} is a {type(X).__name__}")
    if len(X) == 0:
        return np.empty(np.shape(X))
    try:
        return as_table(X, "X")
    except (TypeError, ValueError) as error:
        raise type(error)(f"{error} in block {number}") from None


def _column(values: Any, name: str, rows: int, number: int) -> FloatArray:
    column = as_numbers(values, name)
    if column.ndim != 1:
        raise ValueError(f"{name} must be one-dimensional, got blocks of shape {column.shape}")
    if column.size != rows:
        raise ValueError(
            f"{name} must have as many rows as X in each block; block {number} has "
            f"{column.size} and {rows}"
        )
    return column


def _checksum(*arrays: FloatArray | None) -> int:
    """Return a number of the values, however they lie in memory; others share it by rare chance."""
    total = 0
    for array in arrays:
        if array is not None:
            total = zlib.crc32(np.ascontiguousarray(array).data, total)
    return total


def _refuse(X: FloatArray, y: FloatArray, w: FloatArray | None, number: int) -> None:
    """Raise a ValueError that names what is not finite, or a negative weight."""
    with np.errstate(all="ignore"):
        for name, values in (("X", X), ("y", y[:, None]), ("weights", w)):
            if values is None or np.isfinite(values.sum()):
                continue
            try:
                refuse_infinite(values.reshape(len(values), -1), name)
            except ValueError as error:
                told = str(error) if name == "X" else str(error).replace("column 0", "it")
                raise ValueError(f"{told} in block {number}") from None
    if w is not None and w.min(initial=0.0) < 0:
        raise ValueError(f"weights must not be negative; block {number} has {w.min()}")
