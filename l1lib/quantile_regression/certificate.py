r"""How far a fit can be from the minimum: judged from the data and the answer alone.

The bound. Let :math:`d_i \in [w_i(\tau - 1), w_i\tau]`, let :math:`e = A^\top d` be what is left
of the balance, A the design with its constant, and let the rows B of the support be independent.
The dual that is moved by :math:`\delta` on B, :math:`A_B^\top \delta = -e`, is balanced. It lies
in :math:`1 + \theta` times its intervals, for some :math:`\theta \ge 0` that is 0 unless a dual is
at the end of its interval. Divided by :math:`1 + \theta` it proves that no coefficients have an
objective less than :math:`f` by more than

.. math:: \frac{1}{1 + \theta} \Big( \sum_i (w_i\rho_\tau(r_i) - d_i r_i)
    + \sum_{i \in B} |\delta_i r_i| + \theta f \Big).

Columns that the support does not determine leave a part e′ of e. With the centre m of column j,
let :math:`s_j = \sum_i \max(|d_i|, 2\tau(1 - \tau)w_i) |x_{ij} - m_j|`. If some |e′ⱼ| is more
than :math:`\varepsilon s_j`, ε = 2(p + 2) roundings, the column does not depend on the others, and
only f ≥ 0 is left as a bound. Else the column counts as one that does, up to the rounding of its
entries; the bound holds for all coefficients whose terms in such columns are at most 1e-12 / ε
times the scale, and grows by :math:`|e'_j| / (\varepsilon s_j)` times 1e-12 of it.

Residuals that could have another sign than computed are computed again without rounding, and so
is e, where rounding it matters.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray
from scipy.linalg.lapack import dgesv

from l1lib.quantile_regression.error_free import residuals as exact_residuals
from l1lib.quantile_regression.error_free import compensated_sum, weighted_sums
from l1lib.validate import FloatArray

BLOCK = 16_000
"""Rows read at once: a block of X is still in the cache when it is used again."""

SAMPLE = 256
"""So many rows, evenly spread, tell the typical sizes of the numbers."""

Indices = NDArray[np.intp]

UNIT = 2.0**-53
"""What rounding changes at most, relative to the result."""

ACCURACY = 1e-12
"""Sums whose rounding is less than this, relative to the scale, need no more digits."""

BALANCE = 1e-9
"""A balance whose rounding is less than this, relative to its terms, needs no more digits."""

TINY = 5e-324
"""The least positive double."""

SAFE = 1 + 2.0**-40
"""Sums of doubles that are not negative err by less than this factor."""


@dataclass(frozen=True)
class Data:
    """A problem as given; the weights are positive, or None for ones."""

    X: FloatArray
    y: FloatArray
    weights: FloatArray | None
    tau: float
    intercept: bool

    def ends(self, rows: slice | Indices) -> tuple[FloatArray | float, FloatArray | float]:
        """Return the upper and lower ends of the intervals of the duals."""
        if self.weights is None:
            return self.tau, self.tau - 1
        return self.tau * self.weights[rows], (self.tau - 1) * self.weights[rows]

    def sizes(self, dual: FloatArray, rows: slice | Indices) -> FloatArray:
        """Return the sizes of duals, but not less than typical ones."""
        w = 1.0 if self.weights is None else self.weights[rows]
        return np.maximum(np.abs(dual[rows]), 2 * self.tau * (1 - self.tau) * w)


@dataclass(frozen=True)
class Answer:
    """A fit as returned, with its dual and the rows that determine it."""

    intercept: float
    coef: FloatArray
    dual: FloatArray
    support: Indices


@dataclass(frozen=True)
class Certificate:
    """What `certify` found.

    `fun` is the objective; `gap` times `scale` bounds how far it is above the minimum;
    `dual_residual` is the largest |eⱼ| / sⱼ, and `determined` tells that e′ is no more than the
    rounding of the design. `pull` is e, that of the intercept first, and `against` holds the rows
    whose loss is more than their dual says.
    """

    fun: float
    gap: float
    scale: float
    dual_residual: float
    determined: bool
    pull: FloatArray
    against: Indices


def certify(data: Data, answer: Answer) -> Certificate:
    """Bound how far an answer is from the minimum."""
    with np.errstate(all="ignore"):
        sizes = _typical_sizes(data, answer)
        if 0 < sizes.typical < 1e-150:
            return _in_larger_units(data, answer)
        return _certify(data, answer, sizes)


def _in_larger_units(data: Data, answer: Answer) -> Certificate:
    """Certify with targets and coefficients times a power of two, so that no error vanishes."""
    exponent = min(600, 1000 - int(np.frexp(np.abs(data.y).max())[1]))
    unit = 2.0 ** max(exponent, 0)
    larger = replace(data, y=data.y * unit)
    same = replace(answer, intercept=answer.intercept * unit, coef=answer.coef * unit)
    found = _certify(larger, same, _typical_sizes(larger, same))
    return replace(found, fun=found.fun / unit, scale=found.scale / unit)


def _certify(data: Data, answer: Answer, sizes: _Sizes) -> Certificate:
    losses = _sum_losses(data, answer, sizes)
    bound, loose, residual = _balance(data, answer, sizes, losses)
    # No sum of losses is below 0; where columns are left out, no more is known.
    bound = losses.fun if loose > 1 else min(bound + ACCURACY * loose * sizes.scale, losses.fun)
    bound *= SAFE
    gap = bound / sizes.scale if bound else 0.0
    return Certificate(
        losses.fun,
        gap if np.isfinite(gap) else np.inf,
        sizes.scale,
        residual if np.isfinite(residual) else np.inf,
        loose <= 1,
        losses.pull,
        losses.against,
    )


def rounding(data: Data, answer: Answer) -> float:
    """Return by how much `fun` may move when the last digits of all coefficients do."""
    last = np.spacing(np.abs(answer.coef))
    total = 0.0
    for rows in blocks(data.y.size):
        moved = np.abs(data.X[rows]) @ last + np.spacing(abs(answer.intercept))
        upper, lower = data.ends(rows)
        total += float((np.maximum(upper, -lower) * moved).sum())
    return total


def blocks(n: int) -> Iterator[slice]:
    """Cut n rows into slices."""
    return (slice(start, start + BLOCK) for start in range(0, n, BLOCK))


@dataclass
class _Sizes:
    """The scale, the centres of the columns, and typical sizes of what is summed."""

    scale: float
    typical: float
    centre: FloatArray
    rounding: float
    delicate: bool
    sample: Indices | slice
    entries: FloatArray


def _typical_sizes(data: Data, answer: Answer) -> _Sizes:
    n, tau = data.y.size, data.tau
    X, y, few = data.X, data.y, slice(None)
    if n > max(SAMPLE, 4 * answer.coef.size):
        # Multiples of the golden section are evenly spread, and in step with no period.
        places = np.arange(max(SAMPLE, 4 * answer.coef.size)) * 0.6180339887498949 % 1 * n
        few = places.astype(np.intp)
        X, y = X[few], y[few]
    middle = _middle(y) if data.intercept else 0.0
    entries = np.abs(X)
    terms = entries @ np.abs(answer.coef)
    terms += abs(answer.intercept) + abs(middle)
    distance = np.abs(y - middle)
    cut = 4 * _middle(distance) or 4 * _middle(distance[distance > 0])
    if cut == 0 or data.weights is not None:
        distance = np.abs(data.y - middle)
        cut = cut or 4 * _middle(distance[distance > 0])
    distance = np.minimum(distance, cut)
    if cut == 0:
        distance += abs(middle) or float(terms.max())
    typical = float(distance.sum()) / distance.size
    total = n * typical if data.weights is None else float(data.weights @ distance)
    return _Sizes(
        scale=2 * tau * (1 - tau) * total,
        typical=typical,
        centre=X.sum(axis=0) / len(X) if data.intercept else np.zeros(answer.coef.size),
        rounding=8 * UNIT * (answer.coef.size + 2) * (float(terms.max()) + cut),
        delicate=4 * UNIT * float(terms.sum()) > ACCURACY * typical * terms.size,
        sample=few,
        entries=entries,
    )


def _middle(values: FloatArray) -> float:
    """Return a middle one of some values, 0 if there are none."""
    middle = values.size // 2
    return float(np.partition(values, middle)[middle]) if values.size else 0.0


@dataclass
class _Losses:
    """Sums over all rows, and the open rows: whose sign is uncertain or whose dual is inside."""

    fun: float
    slack: float
    pull: FloatArray
    outside: float
    against: Indices
    open_rows: Indices
    residuals: FloatArray

    def residuals_of(self, data: Data, answer: Answer) -> FloatArray:
        """Return the residuals of the support, rounded once."""
        B = answer.support
        if self.open_rows.size:
            place = np.minimum(self.open_rows.searchsorted(B), self.open_rows.size - 1)
            if (self.open_rows[place] == B).all():
                return self.residuals[place]
        return exact_residuals(data.X[B], data.y[B], answer.intercept, answer.coef)


def _sum_losses(data: Data, answer: Answer, sizes: _Sizes) -> _Losses:
    """Sum losses and slacks, those of the open rows without rounding; and the pull Aᵀd.

    All other rows have the loss dᵢrᵢ and no slack.
    """
    fun = balance = 0.0
    pull = np.zeros(answer.coef.size)
    parts = []
    for rows in blocks(data.y.size):
        X, y, d = data.X[rows], data.y[rows], answer.dual[rows]
        upper, lower = data.ends(rows)
        if sizes.delicate:
            r = exact_residuals(X, y, answer.intercept, answer.coef)
        else:
            r = X @ answer.coef
            np.subtract(y, r, out=r)
            r -= answer.intercept
        pull += d @ X
        if data.intercept:
            balance += float(d.sum())
        r *= d
        uncertain = r <= sizes.rounding * max(data.tau, 1 - data.tau) * (upper - lower)
        uncertain |= (d != upper) & (d != lower)
        few = uncertain.nonzero()[0]
        r[few] = 0.0
        fun += float(r.sum())
        parts.append(few + rows.start)
    index = np.concatenate(parts)
    r, slack, outside = _without_rounding(data, answer, index)
    return _Losses(
        fun=fun + float((answer.dual[index] * r + slack).sum()),
        slack=float(slack.sum()),
        pull=np.concatenate(([balance], pull)) if data.intercept else pull,
        outside=outside,
        against=index[slack > 0],
        open_rows=index,
        residuals=r,
    )


def _without_rounding(
    data: Data, answer: Answer, index: Indices
) -> tuple[FloatArray, FloatArray, float]:
    """Return residuals of some rows, wᵢρ(rᵢ) − dᵢrᵢ, and the θ of the farthest dual outside."""
    r = np.empty(index.size)
    for rows in blocks(index.size):
        few = index[rows]
        r[rows] = exact_residuals(data.X[few], data.y[few], answer.intercept, answer.coef)
    upper, lower = data.ends(index)
    d = answer.dual[index]
    slack: FloatArray = np.where(r > 0, upper - d, lower - d) * r
    return r, slack, _theta(d, d, upper, lower)


def _theta(
    most: FloatArray, least: FloatArray, upper: FloatArray | float, lower: FloatArray | float
) -> float:
    """Return the θ ≥ 0 for which duals up to `most`, down to `least` lie in 1 + θ intervals."""
    if most.size == 0:
        return 0.0
    return max(float(np.maximum(most / upper, least / lower).max()) - 1, 0.0)


def _balance(
    data: Data, answer: Answer, sizes: _Sizes, losses: _Losses
) -> tuple[float, float, float]:
    """Return the bound, the largest |e′ⱼ| / sⱼ and the largest |eⱼ| / sⱼ."""
    n = data.y.size
    if data.weights is None and answer.support.size == answer.coef.size + data.intercept:
        corner = _Corner(data, answer, losses, sizes.centre)
        d = data.sizes(answer.dual, sizes.sample)
        d *= n / d.size
        # A matrix product may add the terms of a block one by one.
        inexact = 2 * UNIT * (min(n, BLOCK) + n // BLOCK + 2)
        pull, noise = losses.pull, inexact * (d @ sizes.entries)
        if data.intercept:
            pull, total = pull.copy(), inexact * d.sum()
            pull[1:] -= sizes.centre * pull[0]
            noise = np.concatenate(([total], noise + np.abs(sizes.centre) * total))
            spread = _column_sums(data, d, data.X[sizes.sample], sizes.centre)
        else:
            spread = noise / inexact
        bound, loose, outside = corner.judge(pull, noise, spread)
        residual = _largest(np.maximum(np.abs(pull), noise), spread)
        if outside == 0 and loose <= 0.1 and residual <= BALANCE:
            return bound, loose, _largest(pull, spread)
    centre = np.median(data.X[sizes.sample], axis=0) if data.intercept else sizes.centre
    corner = _Corner(data, answer, losses, centre)
    pull = _exact_pull(data, answer, centre)
    spread = np.zeros(pull.size)
    for rows in blocks(n):
        spread += _column_sums(data, data.sizes(answer.dual, rows), data.X[rows], centre)
    pull[spread == 0] = 0.0
    bound, loose, _ = corner.judge(pull, 0 * pull, spread)
    return bound, loose, _largest(pull, spread)


def _column_sums(data: Data, d: FloatArray, X: FloatArray, centre: FloatArray) -> FloatArray:
    """Return Σ dᵢ|xᵢⱼ − mⱼ|, that of the intercept first."""
    sums = d @ np.abs(X - centre)
    return np.concatenate(([d.sum()], sums)) if data.intercept else sums


def _largest(parts: FloatArray, sums: FloatArray) -> float:
    return float((np.abs(parts) / np.maximum(sums, TINY)).max()) if parts.size else 0.0


def _exact_pull(data: Data, answer: Answer, centre: FloatArray) -> FloatArray:
    """Return Σ dᵢ(xᵢⱼ − mⱼ), that of the intercept, Σ dᵢ, first; rounded once."""
    parts = []
    for rows in blocks(data.y.size):
        X = data.X[rows]
        if data.intercept:
            X = np.concatenate((np.ones((len(X), 1)), X), axis=1)
        parts.extend(weighted_sums(answer.dual[rows], X))
    high, low = compensated_sum(np.array(parts))
    if not data.intercept or not np.isfinite(high).all():
        return high + low
    exact = [Fraction(h) + Fraction(part) for h, part in zip(high, low, strict=True)]
    moved = [e - Fraction(m) * exact[0] for e, m in zip(exact[1:], centre, strict=True)]
    return np.array([float(e) for e in (exact[0], *moved)])


class _Corner:
    """The rows of the support, which take up what is left of the balance."""

    def __init__(self, data: Data, answer: Answer, losses: _Losses, centre: FloatArray) -> None:
        B = answer.support
        self.A = data.X[B]
        if data.intercept:
            self.A = np.concatenate((np.ones((B.size, 1)), self.A - centre), axis=1)
        self.dual, self.losses = answer.dual[B], losses
        self.upper, self.lower = data.ends(B)
        self.residuals = np.abs(losses.residuals_of(data, answer))

    def judge(
        self, pull: FloatArray, noise: FloatArray, spread: FloatArray
    ) -> tuple[float, float, float]:
        """Return the bound, the largest |e′ⱼ| / sⱼ and θ, for a pull up to some noise."""
        delta, doubt = self._move(pull, noise, np.where(spread > 0, spread, 1))
        moved = self.dual + delta
        theta = _theta(moved + doubt, moved - doubt, self.upper, self.lower)
        outside = max(theta, self.losses.outside)
        shifted = float((np.abs(delta) + doubt) @ self.residuals)
        bound = (self.losses.slack + shifted + outside * self.losses.fun) / (1 + outside)
        # The entries of a column, if they were computed from others, were rounded so often.
        allowed = 2 * UNIT * (pull.size + 2)
        return bound, _largest(pull + delta @ self.A, spread) / allowed, outside

    def _move(
        self, pull: FloatArray, noise: FloatArray, safe: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        """Return δ with δᵀA_B = −e, and by how much the noise of e may change it."""
        if self.A.shape[0] == self.A.shape[1]:
            inverse, failed = dgesv(self.A, np.eye(len(self.A)))[2:]
            if not failed:
                return -pull @ inverse, noise @ np.abs(inverse)
        finite = np.isfinite(self.A).all() and np.isfinite(pull / safe).all()
        if not finite or not self.A.size:
            return np.zeros(len(self.A)), np.zeros(len(self.A))
        delta = np.linalg.lstsq((self.A / safe).T, -pull / safe)[0]
        return delta, np.zeros(delta.size)
