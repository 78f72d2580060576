"""Sample, guess, band, vertex, verify: what is solved in one place, between passes over blocks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from l1lib.distributed.blocks import Few, Indices
from l1lib.distributed.passes import Table
from l1lib.distributed.quantile_regression.certificate import (
    Claim,
    LookAtAnswer,
    Units,
    certify,
)
from l1lib.distributed.quantile_regression.looks import (
    Band,
    LookAround,
    LookAtBand,
    LookAtColumns,
    LookAtSides,
    LookAtSlope,
    Survey,
    in_units,
)
from l1lib.distributed.quantile_regression.sharper import first_guess, sharper
from l1lib.distributed.quantile_regression.solution import Solution
from l1lib.distributed.typical import LookAtTypical
from l1lib.quantile_regression.certificate import Certificate
from l1lib.quantile_regression.certificate.error_free import residuals
from l1lib.quantile_regression.engine.all_rows import Sides
from l1lib.quantile_regression.engine.crossover import Optimum, tied_vertex, to_vertex
from l1lib.quantile_regression.engine.huber_newton import Reduced, smooth
from l1lib.quantile_regression.engine.pivots import Unbounded
from l1lib.quantile_regression.engine.preprocessing import Minimum, dual_tolerance, through
from l1lib.quantile_regression.engine.rank import mix_of
from l1lib.quantile_regression.engine.rows import Rows
from l1lib.quantile_regression.engine.scaling import scale
from l1lib.quantile_regression.engine.uniqueness import is_unique
from l1lib.validate import FloatArray

DEPENDENT = 1e-12
"""Below such a share of its size, what is left of a column counts as rounding."""

REACH = 3.0
"""The band reaches so many ramps: some more than in memory, where no pass is lost by a row."""

MOST = 24
"""More passes than this are not made."""

SHARPER = 8
"""So often the guess is made sharper by Newton's method on all rows."""

WIDER = 8.0
"""A band that turns out to be too narrow is made so many times wider."""


class Search:
    """The stages, from a first look at all blocks to an answer that all of them confirm."""

    def __init__(self, table: Table, tau: float, intercept: bool, room: int) -> None:
        self.table, self.room, self.steps, self.newton = table, room, 0, 0
        look = LookAround(table.rows, table.blocks, tau, intercept, room)
        seen, typical = table.read(look, LookAtTypical(table.blocks))
        table.marks, table.rows, self.n = seen.marks, sum(m.rows for m in seen.marks), seen.rows
        if self.n == 0:
            what = "weights must not all be zero" if table.rows else "X must have at least one row"
            raise ValueError(what)
        none = seen.extremes.take(np.arange(0))
        self.extremes = none.merged(seen.extremes)
        self.units = Units.of(typical, intercept)
        self.whole = seen.sample.y.size == self.n
        self.limit = max(room // (table.columns + 1), 1)
        self._pose(seen, tau, intercept)

    def _pose(self, seen: Survey, tau: float, intercept: bool) -> None:
        """Choose units and coordinates, and guess."""
        few = seen.sample if self.whole else seen.sample.merged(seen.extremes)
        scaled = scale(few.X, few.y, few.weights, tau, intercept, DEPENDENT)
        like = scaled.rows
        self.scaled = replace(scaled, rows=replace(like, X=like.X[:1], y=like.y[:1], weights=None))
        if like.rank < self.table.columns + intercept and not self.whole:
            ((R, sizes),) = self.table.read(LookAtColumns(self.scaled))
            like = replace(like, mix=mix_of(R, sizes, DEPENDENT))
            self.scaled = replace(self.scaled, rows=replace(self.scaled.rows, mix=like.mix))
        self.few, self.pull = few, np.zeros(self.table.columns + intercept)
        if like.rank == 0:
            # No coefficient is free, and all sides are known.
            self.whole, self.few = True, few.take(np.arange(0))
            like = self._rows(self.few)
        A, c = like.take(np.arange(like.n))
        self.start = first_guess(A, c, tau, self.whole)
        self.reach = np.inf if self.whole else REACH * self.start.width
        self.residuals = np.abs(c - A @ self.start.beta)

    @property
    def tau(self) -> float:
        """The quantile."""
        return self.scaled.rows.tau

    def solution(self) -> Solution:
        """Return an answer that all blocks confirm, or the last one where passes run out."""
        if not self.whole:
            self._look_at_band()
        optimum = self._vertex()
        while True:
            answer, basis = self._claim(optimum)
            looks = [LookAtAnswer(answer, self.units)]
            b = self._coefficients(optimum)
            if self.whole:
                (sums,), wrong = self.table.read(*looks), None
            else:
                sides = LookAtSides(self.scaled, self.start.beta, self.reach, b, self.limit)
                sums, wrong = self.table.read(*looks, sides)
            if wrong is None or self.table.passes >= MOST or not self._free(wrong, optimum):
                found, moved = certify(answer, self.units, sums)
                return self._solved(answer, found, moved, optimum, basis)
            optimum = self._vertex(optimum)

    def _look_at_band(self) -> None:
        """Find the rows of the band; where they are more than there is room for, narrow it."""
        expected = self._expected()
        while True:
            while expected > self.limit:
                self._sharpen()
                expected = self._expected()
            self._refuse_unless(self.table.passes < MOST - 1)
            look = LookAtBand(self.scaled, self.start.beta, self.reach, self.limit)
            (band,) = self.table.read(look)
            if band.few is not None:
                self.few, self.pull = band.few, band.pull
                # A column may have but one value where the band is; with these rows it has more.
                self._join(self.extremes)
                return
            expected = band.count

    def _expected(self) -> float:
        """Return about how many rows the band has, from the residuals of the sample."""
        some = min(50 * (self.scaled.rows.rank + 1), self.residuals.size - 1)
        wide = max(self.reach, float(np.partition(self.residuals, some)[some]))
        share = float(np.mean(self.residuals < wide))
        return float(self.n * share * self.reach / wide)

    def _sharpen(self) -> None:
        """Take a Newton step on the smoothed loss of all rows, after which a narrower band does."""
        self._refuse_unless(self.newton < SHARPER)
        (seen,) = self.table.read(LookAtSlope(self.scaled, self.start.beta, self.start.width))
        self.newton += 1
        self.start, settled = sharper(self.start, seen, self.n)
        if settled:
            self.reach = REACH * self.start.width

    def _refuse_unless(self, passes_left: bool) -> None:
        if not passes_left:
            raise ValueError(
                f"room must be larger: over {self.limit} of {self.n} rows lie near the corner, "
                f"as with targets of few distinct values, and {self.room} numbers hold no more"
            )

    def _rows(self, few: Few) -> Rows:
        return in_units(self.scaled, few.X, few.y, few.weights)

    def _vertex(self, before: Optimum | None = None) -> Optimum:
        """Return the best vertex, given that the rows beyond the band keep their sides."""
        while True:
            rows = self._rows(self.few)
            A, c = rows.take(np.arange(rows.n))
            problem = Reduced(A, c, rows.mixed(self.pull), rows.tau)
            try:
                return self._optimum(problem, before)
            except (Unbounded, np.linalg.LinAlgError):
                if self.whole or self.table.passes >= MOST - 1:
                    raise ValueError(
                        "X has columns that rounding cannot tell from dependent ones; drop some"
                    ) from None
                self.reach, before = WIDER * self.reach, None
                self._look_at_band()

    def _optimum(self, problem: Reduced, before: Optimum | None) -> Optimum:
        tolerance = dual_tolerance(self.n, self.tau)
        if problem.A.shape[1] == 0:
            side = np.where(problem.c > 0, self.tau, self.tau - 1)
            return Optimum(np.zeros(0), side, np.arange(0), 0)
        if before is not None:
            return to_vertex(problem, before.beta, tolerance)
        near = smooth(problem, self.start.beta, self.start.width)
        self.steps += near.steps
        tied = tied_vertex(problem, near) if near.tied else None
        return tied or to_vertex(problem, near.beta, tolerance)

    def _coefficients(self, optimum: Optimum) -> FloatArray:
        """Return the coefficients of the columns in their units."""
        rows = self._rows(self.few)
        if rows.mix is None or rows.rank == 0:
            return rows.original(optimum.beta)
        return through(rows, optimum.basis, optimum.beta)

    def _claim(self, optimum: Optimum) -> tuple[Claim, Indices]:
        """Return the answer in the units of the data; it names rows of the band."""
        constant, coef = self.scaled.coefficients(self._coefficients(optimum).copy())
        few, rows = self.few, self.scaled.rows
        r = residuals(few.X, few.y, constant, coef)
        named = optimum.dual != np.where(r > 0, self.tau, self.tau - 1)
        named[optimum.basis] = True
        index, basis = named.nonzero()[0], np.sort(optimum.basis)
        claim = Claim(
            tau=self.tau,
            fit_intercept=rows.intercept,
            intercept=constant,
            coef=coef,
            block=few.block[index],
            place=few.place[index],
            duals=optimum.dual[index],
            support=index.searchsorted(basis),
        )
        return claim, basis

    def _free(self, wrong: Band, optimum: Optimum) -> bool:
        """Let rows that changed sides join the band; False if there are none."""
        if wrong.few is None:
            self.start = replace(self.start, beta=optimum.beta)
            self.reach *= WIDER
            self._look_at_band()
            return True
        return self._join(wrong.few)

    def _join(self, some: Few) -> bool:
        """Let rows join the band; False if they are there."""
        new = some.take(np.flatnonzero(~some.within(self.few)))
        if new.y.size == 0:
            return False
        rows = self._rows(new)
        start = rows.original(self.start.beta)
        for block in rows.blocks(start):
            dual = np.where(block.residuals > 0, self.tau, self.tau - 1)
            self.pull = self.pull - rows.pull(block, dual)
        self.few = self.few.merged(new)
        return True

    def _solved(
        self, claim: Claim, found: Certificate, moved: float, optimum: Optimum, basis: Indices
    ) -> Solution:
        rows = self._rows(self.few)
        sides = Sides(self.tau, optimum.dual > 0, np.arange(rows.n), optimum.dual)
        minimum = Minimum(self._coefficients(optimum), optimum.basis, sides, 0)
        unique = is_unique(rows, minimum)
        steps = self.steps + self.newton + optimum.pivots
        return Solution(claim, found, moved, self.few, basis, rows.rank, unique, steps)
