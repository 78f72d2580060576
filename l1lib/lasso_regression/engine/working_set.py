"""The few columns that matter, the solution on them, and what the others say of it."""

from __future__ import annotations

import math

import numpy as np

from l1lib.lasso_regression.engine.active_set import Patterns
from l1lib.lasso_regression.engine.columns import Indices
from l1lib.lasso_regression.engine.problem import Problem
from l1lib.lasso_regression.engine.segment import BLUR, Piece, reach
from l1lib.validate import FloatArray

LEAST = 1e-9
"""Below this share of λ_max, λ is next to the rounding of correlations."""

DOUBT = 1e-3
"""Elsewhere a correlation above λ by more than this share of it is so in truth."""

NEARLY = 0.95
"""A column joins ahead of time where its correlation is above this share of the next λ."""


class WorkingSet:
    """Columns held, and the piece of the path found on them; the others are zero.

    `lam` is the last λ at which the problem of the held columns was solved.
    """

    def __init__(self, problem: Problem, first: Indices, crowd: float = math.inf) -> None:
        self.problem, self.c, self.crowd = problem, problem.c, crowd
        self.columns = problem.columns.empty()
        p = self.c.size
        self.lam = self.top = problem.lam_max
        self.target = math.sqrt(float(problem.y @ problem.y) / problem.columns.n)
        self._sizes = np.full(p, np.nan)
        self.index: Indices = np.empty(0, dtype=np.intp)
        self.held = np.zeros(p, dtype=bool)
        self._gram = np.empty((0, 0))
        self.patterns = Patterns(self._gram, np.empty(0), self.target)
        none = np.empty(0)
        self.piece = Piece(none, none, none, none, none, problem.positive)
        self.grow(first)

    @property
    def whole(self) -> bool:
        """Whether all columns are held."""
        return self.index.size == self.c.size

    @property
    def steps(self) -> int:
        """How many linear systems were solved."""
        return self.patterns.steps

    def grow(self, new: Indices) -> None:
        """Hold more columns; their coefficients are zero so far."""
        products = self.columns.hold(new)
        first = self.index.size
        gram = np.empty((first + new.size, first + new.size))
        gram[:first, :first] = self._gram
        gram[:, first:] = products
        gram[first:, :first] = products[:first].T
        self.index, self._gram = np.concatenate((self.index, new)), gram
        self.held[new] = True
        steps = self.steps
        c, positive = self.c[self.index], self.problem.positive
        self.patterns = Patterns(gram, c, self.target, self.crowd, positive)
        self.patterns.steps = steps
        self.piece = self.piece.joined(products[:first], self.c[new])

    def solve(self, lam: float) -> FloatArray:
        """Return the coefficients of the held columns at λ."""
        self.piece = self.patterns.solve(lam, self.piece, self.lam)
        self.lam = lam
        return self.piece.at(lam)[0]

    def outside(
        self,
        correlations: FloatArray,
        lam: float | FloatArray,
        index: Indices | slice = slice(None),
    ) -> FloatArray:
        """Return by how much correlations of columns not held are above λ, 0 where they are not.

        They are those of all columns, or of some. Above is by more than their own rounding.
        """
        excess = reach(correlations, self.problem.positive) - lam
        excess[self.held[index]] = 0.0
        np.maximum(excess, 0.0, out=excess)
        doubtful = (excess > 0) & ((excess <= DOUBT * lam) | (lam <= LEAST * self.top))
        above = np.flatnonzero(doubtful if doubtful.ndim == 1 else doubtful.any(axis=1))
        blur = self.blur(np.arange(self.c.size)[index][above])
        excess[above] = np.maximum((excess[above].T - blur).T, 0.0)
        return excess

    def blur(self, index: Indices) -> FloatArray:
        """Return the rounding of some correlations; the sizes of columns are kept."""
        new = index[np.isnan(self._sizes[index])]
        if new.size:
            self._sizes[new] = self.problem.columns.sizes(new)
        sizes, b = self.patterns.rounding.sizes, self.piece.at(self.lam)[0]
        reach = self.target + float(sizes @ np.abs(b))
        blur: FloatArray = BLUR * reach * self._sizes[index]
        return blur

    def full(self, b: FloatArray) -> FloatArray:
        """Return coefficients of all columns, from those of the held ones in the last axis."""
        coef = np.zeros((*b.shape[:-1], self.c.size))
        coef[..., self.index] = b
        return coef


def largest(values: FloatArray, count: int) -> Indices:
    """Return the places of the largest positive values, as many as asked for or as there are."""
    places = (values > 0).nonzero()[0]
    if places.size <= count:
        return places
    return places[np.argpartition(values[places], places.size - count)[places.size - count :]]
