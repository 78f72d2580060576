"""The balance of a dual, Aᵀd = 0: what is left of it, and what that costs."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from scipy.linalg.lapack import dgesv

from l1lib.quantile_regression.certificate.error_free import compensated_sum, weighted_sums
from l1lib.quantile_regression.certificate.losses import Losses
from l1lib.quantile_regression.certificate.problem import (
    ACCURACY,
    BALANCE,
    BLOCK,
    UNIT,
    Answer,
    Data,
)
from l1lib.quantile_regression.certificate.sizes import Sizes
from l1lib.validate import FloatArray

TINY = 5e-324
"""The least positive double."""


@dataclass
class Balance:
    """The bound; the largest |e′ⱼ| / εsⱼ and |eⱼ| / sⱼ; and how far duals are outside, θ."""

    bound: float
    loose: float
    residual: float
    outside: float

    def total(self, scale: float) -> float:
        """Return the bound with what columns that rounding leaves undetermined add."""
        return self.bound + ACCURACY * self.loose * scale


def judge(data: Data, answer: Answer, sizes: Sizes, losses: Losses) -> Balance:
    """Bound the distance from the minimum; without rounding where rounding matters."""
    if data.weights is None and answer.support.size == data.columns:
        quick = _judge_quickly(data, answer, sizes, losses)
        if quick is not None:
            return quick
    return _judge_exactly(data, answer, sizes, losses)


def _judge_quickly(data: Data, answer: Answer, sizes: Sizes, losses: Losses) -> Balance | None:
    """Judge with a pull that matrix products rounded; None where that may matter."""
    n = data.y.size
    d = data.sizes(answer.dual, sizes.sample)
    d *= n / d.size
    # A matrix product may add the terms of a block one by one.
    inexact = 2 * UNIT * (min(n, BLOCK) + n // BLOCK + 2)
    pull, spread, A = losses.pull, d @ sizes.entries, data.design(answer.support)
    noise = inexact * spread
    if sizes.centre is not None:
        A[:, 1:] -= sizes.centre
        total = np.array([d.sum()])
        pull = np.concatenate((pull[:1], pull[1:] - sizes.centre * pull[0]))
        noise = np.concatenate((inexact * total, noise + inexact * np.abs(sizes.centre) * total))
        spread = np.concatenate((total, d @ np.abs(sizes.rows - sizes.centre)))
    inverse, failed = dgesv(A, np.eye(data.columns))[2:]
    if failed:
        return None
    delta, doubt = -(pull @ inverse), noise @ np.abs(inverse)
    parts = np.abs(np.array([pull, pull + delta @ A, noise])) / np.maximum(spread, TINY)
    residual, left, uncertain = parts.max(axis=1).tolist()
    found = _bound(data, losses, delta, doubt)
    found.residual, found.loose = residual, left / _rounded_often(data.columns)
    certain = found.outside == 0 and found.loose <= 0.1 and max(residual, uncertain) <= BALANCE
    return found if certain else None


def _judge_exactly(data: Data, answer: Answer, sizes: Sizes, losses: Losses) -> Balance:
    """Judge with a pull that is rounded once, and with sums over all rows."""
    base = _constant_column(data)
    centre = np.zeros(data.columns)
    if base is not None:
        middle = np.median(data.design(sizes.sample), axis=0)
        centre = np.where(np.arange(data.columns) == base, 0.0, middle)
    pull, spread = _exact_pull(data, answer, centre, base), np.zeros(data.columns)
    for rows in data.blocks():
        spread += data.sizes(answer.dual, rows) @ np.abs(data.design(rows) - centre)
    return judge_pull(data, answer, losses, Pull(pull, spread, centre), sizes.scale)


@dataclass(frozen=True)
class Pull:
    """The sums eⱼ = Σ dᵢ(xᵢⱼ − mⱼ), rounded once, what they are judged by, sⱼ, and the mⱼ."""

    sums: FloatArray
    spread: FloatArray
    centre: FloatArray


def judge_pull(data: Data, answer: Answer, losses: Losses, found: Pull, scale: float) -> Balance:
    """Judge by sums over all rows; of the data no more is read than the open rows."""
    pull, spread, centre = found.sums, found.spread, found.centre
    pull[spread == 0] = 0.0
    safe = np.where(spread > 0, spread, 1.0)
    A = data.design(answer.support) - centre
    delta = _moves(A, pull, safe)
    moved = _bound(data, losses, delta, np.zeros(delta.size))
    moved.loose = _largest(pull + delta @ A, spread) / _rounded_often(data.columns)
    moved.residual = _largest(pull, spread)
    if moved.outside == 0:
        return moved
    other = _unbalanced(answer, losses, pull, spread, centre)
    if other.loose > 1 or other.total(scale) >= moved.total(scale):
        return moved
    return other


def _unbalanced(
    answer: Answer, losses: Losses, pull: FloatArray, spread: FloatArray, centre: FloatArray
) -> Balance:
    """Return the bound for the dual as it is, whose pull is no more than rounding."""
    sizes = np.abs(answer.coef)
    if pull.size > sizes.size:
        constant = abs(answer.intercept) + float(np.abs(centre[1:]) @ sizes)
        sizes = np.append(constant, sizes)
    bound = losses.slack + float(np.abs(pull) @ sizes)
    residual = _largest(pull, spread)
    return Balance(bound, residual / _rounded_often(pull.size), residual, 0.0)


def _rounded_often(columns: int) -> float:
    """Return ε: the entries of a column, if it was computed from others, were rounded so often."""
    return 2 * UNIT * (columns + 2)


def _largest(parts: FloatArray, sums: FloatArray) -> float:
    return float((np.abs(parts) / np.maximum(sums, TINY)).max()) if parts.size else 0.0


def _bound(data: Data, losses: Losses, delta: FloatArray, doubt: FloatArray) -> Balance:
    """Return the bound for duals of the support that are moved by δ, up to a doubt."""
    if losses.open_rows.size == 0:
        return Balance(losses.slack, 0.0, 0.0, 0.0)
    upper, lower = data.ends(losses.open_rows)
    most, least = losses.duals.copy(), losses.duals.copy()
    most[losses.place] += delta + doubt
    least[losses.place] += delta - doubt
    outside = max(float(np.maximum(most / upper, least / lower).max()) - 1, 0.0)
    moved = float((np.abs(delta) + doubt) @ np.abs(losses.residuals[losses.place]))
    bound = losses.slack + moved + outside * losses.fun
    return Balance(bound / (1 + outside), 0.0, 0.0, outside)


def _moves(A: FloatArray, pull: FloatArray, safe: FloatArray) -> FloatArray:
    """Return δ with δᵀA = −e, as nearly as can be."""
    if A.shape[0] == A.shape[1]:
        solution, failed = dgesv(A.T, -pull)[2:]
        if not failed and np.isfinite(solution).all():
            return np.asarray(solution, dtype=np.float64)
    finite = np.isfinite(A).all() and np.isfinite(pull / safe).all()
    if not finite or not A.size:
        return np.zeros(len(A))
    solution = np.linalg.lstsq((A / safe).T, -pull / safe)[0]
    return np.asarray(solution, dtype=np.float64)


def _constant_column(data: Data) -> int | None:
    """Return the column of the intercept, or one that serves as such."""
    if data.intercept:
        return 0
    first, last = data.rows(np.array([0, data.y.size - 1]))
    for column in np.flatnonzero((first == last) & (first != 0)):
        if all((data.rows(rows)[:, column] == first[column]).all() for rows in data.blocks()):
            return int(column)
    return None


def _exact_pull(data: Data, answer: Answer, centre: FloatArray, base: int | None) -> FloatArray:
    """Return Σ dᵢ(xᵢⱼ − mⱼ), rounded once; the column of the base is constant and not centred."""
    parts: list[FloatArray] = []
    for rows in data.blocks():
        parts.extend(weighted_sums(answer.dual[rows], data.design(rows)))
    high, low = compensated_sum(np.array(parts))
    if base is None or not np.isfinite(high).all():
        return high + low
    exact = [Fraction(h) + Fraction(part) for h, part in zip(high, low, strict=True)]
    constant = Fraction(1 if data.intercept else float(data.X[0, base]))
    sums = exact[base] / constant
    moved = [e - Fraction(m) * sums for e, m in zip(exact, centre, strict=True)]
    return np.array([float(e) for e in moved])
