r"""The certificate of `lad` over blocks, each read as it was given.

The dual of a row that the answer does not name is wᵢτ where its residual is above 0, and wᵢ(τ − 1)
where it is not. Such a row has no slack. What is left to find is the balance e = Σ dᵢxᵢ. It is

.. math:: e = \sum_{r_i > 0} w_i x_i - (1 - \tau) \sum_i w_i x_i + \sum_{\text{named}} d_i x_i,

the first two sums over the rows without a name, and a sum over all rows is a sum of sums over
blocks. They are kept in pairs of doubles, so that e is rounded once. From there on the named rows
are enough, and the bound is that of `l1lib.quantile_regression.certificate`.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from l1lib.distributed.blocks import Block, Few, Indices
from l1lib.quantile_regression.certificate import Answer, Certificate, Data
from l1lib.quantile_regression.certificate.balance import Pull, judge_pull
from l1lib.quantile_regression.certificate.bound import conclude
from l1lib.quantile_regression.certificate.error_free import (
    compensated_sum,
    residuals,
    weighted_sums,
)
from l1lib.quantile_regression.certificate.losses import Losses
from l1lib.quantile_regression.certificate.problem import BLOCK, UNIT
from l1lib.validate import FloatArray

FAR = 4
"""A target farther from the middle than so many typical ones does not set the scale alone."""


@dataclass(frozen=True)
class Units:
    """A middle target, a distance from it at which others are cut, a middle of each column."""

    middle: float
    cut: float
    centre: FloatArray

    @staticmethod
    def of(few: Few, intercept: bool) -> Units:
        """Look at typical rows; without an intercept all middles are 0."""
        middle = float(np.median(few.y)) if intercept else 0.0
        distance = np.abs(few.y - middle)
        typical = np.median(distance) or np.median(distance[distance > 0] if distance.any() else 0)
        centre = np.median(few.X, axis=0) if intercept else np.zeros(few.X.shape[1])
        return Units(middle, FAR * float(typical) or np.inf, centre)


@dataclass(frozen=True)
class Claim:
    """An answer: coefficients, and the duals of the rows that are named, times no weight.

    `support` are the places among the named rows of those that determine the coefficients.
    """

    tau: float
    fit_intercept: bool
    intercept: float
    coef: FloatArray
    block: Indices
    place: Indices
    duals: FloatArray
    support: Indices

    def named(self, block: Block) -> Indices:
        """Return which rows of a block are named."""
        places: Indices = self.place[self.block == block.number]
        return places if block.places is None else block.places.searchsorted(places)

    def residuals(self, block: Block, rows: slice) -> FloatArray:
        """Return residuals whose signs are right."""
        X, y = block.X[rows], block.y[rows]
        r = y - X @ self.coef
        r -= self.intercept
        size = np.abs(X) @ np.abs(self.coef)
        size += np.abs(y) + abs(self.intercept)
        doubtful = np.flatnonzero(~(np.abs(r) > 4 * UNIT * (self.coef.size + 2) * size))
        r[doubtful] = residuals(X[doubtful], y[doubtful], self.intercept, self.coef)
        return r

    def dual(self, block: Block) -> FloatArray:
        """Return the dual of all rows of a block, those without weight included."""
        r = [self.residuals(block, rows) for rows in block.slices(BLOCK)]
        d = np.where(np.concatenate([np.zeros(0), *r]) > 0, self.tau, self.tau - 1)
        d[self.named(block)] = self.duals[self.block == block.number]
        if block.weights is not None:
            d *= block.weights
        if block.places is None:
            return d
        whole = np.zeros(block.mark.rows)
        whole[block.places] = d
        return whole


@dataclass(frozen=True)
class Sums:
    """Sums over rows in pairs of doubles, and the named rows.

    The columns of `exact` are those of the design, the constant first if there is one, in the
    rows above and then all; `plain` has the objective, the scale, and by how much the former
    may move when the last digits of the coefficients do; `spread` are the sⱼ.
    """

    exact: tuple[FloatArray, FloatArray]
    plain: tuple[FloatArray, FloatArray]
    spread: FloatArray
    few: Few


def _added(pairs: list[tuple[FloatArray, FloatArray]]) -> tuple[FloatArray, FloatArray]:
    return compensated_sum(np.array([part for pair in pairs for part in pair]))


@dataclass(frozen=True)
class LookAtAnswer:
    """Sum what an answer claims over a block."""

    claim: Claim
    units: Units

    def __call__(self, block: Block) -> Sums:
        """Look at a block."""
        named = np.zeros(block.y.size, dtype=bool)
        index = self.claim.named(block)
        named[index] = True
        parts = [self._piece(block, rows, named[rows]) for rows in block.slices(BLOCK)]
        p = self.claim.coef.size + self.claim.fit_intercept
        none = (np.zeros((2, p)), np.zeros((2, p))), (np.zeros(3), np.zeros(3)), np.zeros(p)
        exact, plain, spread = zip(none, *parts, strict=True)
        total = np.asarray(np.sum(spread, axis=0))
        return Sums(_added(list(exact)), _added(list(plain)), total, block.few(index))

    def merge(self, parts: list[Sums]) -> Sums:
        """Return what is seen of several blocks."""
        return Sums(
            _added([part.exact for part in parts]),
            _added([part.plain for part in parts]),
            np.asarray(np.sum([part.spread for part in parts], axis=0)),
            Few.joined([part.few for part in parts]),
        )

    def _piece(
        self, block: Block, rows: slice, named: NDArray[np.bool_]
    ) -> tuple[tuple[FloatArray, FloatArray], tuple[FloatArray, FloatArray], FloatArray]:
        claim, units, w = self.claim, self.units, block.w[rows]
        tau, X = claim.tau, block.X[rows]
        r = claim.residuals(block, rows)
        above, unnamed = r > 0, ~named
        side = np.where(above, tau, tau - 1) * w
        fun = float((side * r)[unnamed].sum())
        scale = float(w @ np.minimum(np.abs(block.y[rows] - units.middle), units.cut))
        last = np.abs(X) @ np.spacing(np.abs(claim.coef)) + np.spacing(abs(claim.intercept))
        moved = max(tau, 1 - tau) * float(w @ last)
        s = np.maximum(np.abs(side), 2 * tau * (1 - tau) * w)
        spread = s @ np.abs(X - units.centre)
        weights = None if block.weights is None else w
        exact = [_sum(X, weights, some, claim.fit_intercept) for some in (above & unnamed, unnamed)]
        if claim.fit_intercept:
            spread = np.concatenate(([s.sum()], spread))
        high, low = (np.array(part) for part in zip(*exact, strict=True))
        return (high, low), (np.array([fun, scale, moved]), np.zeros(3)), spread


def _sum(
    X: FloatArray, w: FloatArray | None, some: NDArray[np.bool_], intercept: bool
) -> tuple[FloatArray, FloatArray]:
    """Return Σ wᵢxᵢ over some rows as a pair, the sum of the weights first."""
    X, w = X[some], None if w is None else w[some]
    high, low = compensated_sum(X) if w is None else weighted_sums(w, X)
    if not intercept:
        return high, low
    first = (float(len(X)), 0.0) if w is None else compensated_sum(w)
    return np.append(first[0], high), np.append(first[1], low)


def certify(claim: Claim, units: Units, sums: Sums) -> tuple[Certificate, float]:
    """Bound how far a claim is from the minimum; return also what rounding b may cost."""
    few, tau = sums.few, claim.tau
    if not all(np.isfinite(part).all() for pair in (sums.exact, sums.plain) for part in pair):
        raise ValueError("X, y and weights must have sums that fit in a double; scale them")
    data = Data(few.X, few.y, few.weights, tau, claim.fit_intercept)
    w = np.ones(few.y.size) if few.weights is None else few.weights
    d = claim.duals * w
    r = residuals(few.X, few.y, claim.intercept, claim.coef)
    slacks = (np.where(r > 0, tau * w, (tau - 1) * w) - d) * r
    fun, total, moved = (sums.plain[0] + sums.plain[1]).tolist()
    losses = Losses(
        fun=fun + float(d @ r) + float(slacks.sum()),
        doubt=0.0,
        pull=np.empty(0),
        open_rows=np.arange(few.y.size),
        place=claim.support,
        duals=d,
        residuals=r,
        slacks=slacks,
    )
    centre = np.append(0.0, units.centre) if claim.fit_intercept else units.centre
    named = weighted_sums(d, data.design(slice(None)))
    pull = Pull(_balance(sums, named, claim, centre), sums.spread, centre)
    answer = Answer(claim.intercept, claim.coef, d, claim.support)
    scale = 2 * tau * (1 - tau) * (total or abs(units.middle) * w.sum() or 1.0)
    with np.errstate(all="ignore"):
        return conclude(losses, judge_pull(data, answer, losses, pull, scale), scale), moved


def _balance(
    sums: Sums, named: tuple[FloatArray, FloatArray], claim: Claim, centre: FloatArray
) -> FloatArray:
    """Return Σ dᵢ(xᵢⱼ − mⱼ), rounded once."""
    (above, whole), (above_low, whole_low) = sums.exact
    parts = zip(above, above_low, whole, whole_low, *named, strict=True)
    less = 1 - Fraction(claim.tau)
    exact = [
        Fraction(a) + Fraction(b) - less * (Fraction(c) + Fraction(d)) + Fraction(e) + Fraction(f)
        for a, b, c, d, e, f in (map(float, part) for part in parts)
    ]
    if claim.fit_intercept:
        exact = [e - Fraction(float(m)) * exact[0] for e, m in zip(exact, centre, strict=True)]
    return np.array([float(e) for e in exact])
