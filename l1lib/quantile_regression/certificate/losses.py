"""One pass over all rows: losses, slacks, and the pull of the dual."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from l1lib.quantile_regression.certificate.error_free import residuals
from l1lib.quantile_regression.certificate.problem import ACCURACY, UNIT, Answer, Data, Indices
from l1lib.quantile_regression.certificate.sizes import Sizes
from l1lib.validate import FloatArray

MANY = 100
"""So many tied rows in a block are bounded sooner than computed without rounding."""


@dataclass
class Losses:
    """Sums over all rows, and the open rows.

    A row is open if its residual may have another sign than computed or opposes its dual, if its
    dual is at no end of its interval, or if it belongs to the support. All others have the loss
    dᵢrᵢ, and no slack; or, if they are many with residuals that are zero up to rounding, slacks
    that `doubt` bounds together. `place` says where among the open rows those of the support are.
    """

    fun: float
    doubt: float
    pull: FloatArray
    open_rows: Indices
    place: Indices
    duals: FloatArray
    residuals: FloatArray
    slacks: FloatArray

    @property
    def slack(self) -> float:
        """Bound the sum of all slacks."""
        return self.doubt + float(np.maximum(self.slacks, 0).sum())


def sum_losses(data: Data, answer: Answer, sizes: Sizes) -> Losses:
    """Sum losses; residuals of open rows are rounded only once."""
    fun = balance = doubt = 0.0
    pull = np.zeros(answer.coef.size)
    support = np.sort(answer.support)
    certain = sizes.rounding * max(data.tau, 1 - data.tau)
    parts = []
    for rows in data.blocks():
        X, y, d = data.X[rows], data.y[rows], answer.dual[rows]
        if sizes.delicate:
            r = residuals(data.rows(rows), y, answer.intercept, answer.coef)
        else:
            r = X @ answer.coef
            np.subtract(y, r, out=r)
            if data.intercept:
                r -= answer.intercept
        pull += d @ X
        if data.intercept:
            balance += float(d.sum())
        upper, lower = data.ends(rows)
        losses = r * d
        is_open = losses <= certain * (upper - lower)
        is_open |= (d != upper) & (d != lower)
        first, last = support.searchsorted((rows.start, rows.stop))
        is_open[support[first:last] - rows.start] = True
        few = is_open.nonzero()[0]
        losses[few] = 0.0
        if few.size > MANY and not sizes.delicate:
            tied, most = _tied(data, answer, few + rows.start, r[few])
            if most <= ACCURACY / 16 * sizes.scale * (r.size / data.y.size):
                few, some, doubt = few[~tied], few[tied], doubt + most
                losses[some] = _loss(data, some + rows.start, r[some])
        fun += float(losses.sum())
        parts.append(few + rows.start if rows.start else few)
    index = np.concatenate(parts) if len(parts) > 1 else parts[0]
    place = index.searchsorted(answer.support)
    r, d = _residuals(data, answer, index), answer.dual[index]
    upper, lower = data.ends(index)
    slacks = (np.where(r > 0, upper, lower) - d) * r
    return Losses(
        fun=fun + float(d @ r) + float(slacks.sum()),
        doubt=doubt,
        pull=np.concatenate(([balance], pull)) if data.intercept else pull,
        open_rows=index,
        place=place,
        duals=d,
        residuals=r,
        slacks=slacks,
    )


def _residuals(data: Data, answer: Answer, index: Indices) -> FloatArray:
    """Return residuals of some rows, rounded once."""
    parts = [
        residuals(data.rows(few), data.y[few], answer.intercept, answer.coef)
        for few in (index[rows] for rows in data.blocks(max(index.size, 1)))
    ]
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def _tied(
    data: Data, answer: Answer, index: Indices, r: FloatArray
) -> tuple[NDArray[np.bool_], float]:
    """Tell which rows off the support may have a residual of zero, and bound their slacks."""
    d, (upper, lower) = answer.dual[index], data.ends(index)
    error = np.abs(data.rows(index)) @ np.abs(answer.coef)
    error += np.abs(data.y[index]) + abs(answer.intercept)
    error *= 2 * UNIT * (answer.coef.size + 4)
    tied = (np.abs(r) <= error) & (d <= upper) & (d >= lower) & ~np.isin(index, answer.support)
    return tied, float((2 * (upper - lower) * error)[tied].sum())


def _loss(data: Data, index: Indices, r: FloatArray) -> FloatArray:
    upper, lower = data.ends(index)
    loss: FloatArray = np.maximum(upper * r, lower * r)
    return loss
