"""The certificate of answers at several λ."""

from __future__ import annotations

import math

import numpy as np

from l1lib.lasso_regression.certificate.bound import ROUNDING, losses
from l1lib.lasso_regression.certificate.data import Data, Indices, at_means
from l1lib.validate import FloatArray

AWAY = 4.0
"""A column is far from zero if its mean is more than so many times its standard deviation."""


class Gathered:
    """Columns of the data less their means, in the order in which they were asked for."""

    def __init__(self, data: Data) -> None:
        self.data, n = data, data.y.size
        self.index: Indices = np.empty(0, dtype=np.intp)
        self.means, self.sizes = np.empty(0), np.empty(0)
        self._here = np.zeros(data.X.shape[1], dtype=bool)
        self._columns = np.empty((n, 0), order="F")

    @property
    def columns(self) -> FloatArray:
        """Return all columns gathered so far."""
        return self._columns[:, : self.index.size]

    def gather(self, wanted: Indices) -> None:
        """Gather more columns."""
        new = wanted[~self._here[wanted]]
        if new.size == 0:
            return
        columns = self.data.columns(new)
        means = self.data.about(columns)
        columns = columns - means
        first, last = self.index.size, self.index.size + new.size
        if last > self._columns.shape[1]:
            longer = np.empty((len(columns), 2 * last), order="F")
            longer[:, :first] = self.columns
            self._columns = longer
        self._columns[:, first:last] = columns
        self._here[new] = True
        self.index = np.concatenate((self.index, new))
        self.means = np.concatenate((self.means, means))
        self.sizes = np.concatenate((self.sizes, self.data.norms(columns)))


class Answers:
    """Answers at several λ, with their residuals from the data in columns, and what they prove."""

    def __init__(
        self, gathered: Gathered, lams: FloatArray, constants: FloatArray, coef: FloatArray
    ) -> None:
        self.gathered, self.data = gathered, gathered.data
        self.lams, self.constants, self.coef = lams, constants, coef
        gathered.gather(np.flatnonzero(coef.any(axis=0)))
        b = coef[:, gathered.index]
        deviations = gathered.sizes / math.sqrt(self.data.y.size * self.data.mass)
        high, low = centres(constants, gathered.means, deviations, b)
        target = self.data.y[:, None] - high - low
        residuals = target - gathered.columns @ b.T
        self.shift = self.data.about(residuals)
        self.theta = residuals - self.shift
        self._norms, self._size = self.data.norms(self.theta), self.data.norms(target)

    def correlations(self, near: Indices) -> tuple[Indices, FloatArray]:
        """Return the columns gathered, some more among them, and their correlations in rows."""
        self.gathered.gather(near)
        weighted = self.data.weighted(self.theta) / self.data.y.size
        self.c = self.gathered.columns.T @ weighted
        return self.gathered.index, self.c

    def of_all(self) -> tuple[FloatArray, FloatArray]:
        """Return the correlations of all columns as they lie, and how exactly they are known."""
        n = self.data.y.size
        weighted = self.data.weighted(self.theta) / n
        rho = self._norms + self._size
        return self.data.products(weighted.T).T, ROUNDING * self.data.norm_of_all * rho / n

    def gaps(self) -> FloatArray:
        """Return the relative gaps, if no other column has a correlation above λ."""
        index, sizes = self.gathered.index, self.gathered.sizes
        norms = (self._norms, self._size)
        return gaps(self.data, self.lams, index, self.coef, self.c, sizes, *norms, self.shift)

    def fun(self) -> FloatArray:
        """Return the objectives."""
        squares = np.square(self._norms) / (2 * self.data.y.size * self.data.mass)
        return np.asarray(
            squares + np.square(self.shift) / 2 + penalties(self.data, self.lams, self.coef)
        )


def gaps(
    data: Data,
    lams: FloatArray,
    index: Indices | slice,
    coef: FloatArray,
    c: FloatArray,
    sizes: FloatArray,
    norms: FloatArray,
    size: FloatArray,
    shift: FloatArray,
) -> FloatArray:
    """Return the relative gaps of `bound`, for answers in rows and the correlations of an index.

    `norms` are those of the residuals, `size` of the target less the constants.
    """
    spread, n, b = data.spread, data.y.size, coef[:, index].T
    levels, squares = data.levels(lams)[index], data.squares()[index, None]
    lengths = np.sqrt(np.square(b.T * sizes).sum(axis=1))
    rho = norms + size + lengths
    toward = data.penalty.toward(c)
    above = np.where(squares == 0, np.maximum(toward - levels, 0.0), 0.0)
    relative = np.divide(above.T, sizes, out=0 * above.T, where=above.T > 0).max(axis=1, initial=0)
    beyond = relative > ROUNDING * rho / n
    shares = np.divide(levels, toward, out=np.ones_like(c), where=above > 0)
    alpha = np.where(beyond, shares.min(axis=0, initial=1.0), 1.0)
    gain = losses(data, b, alpha * c, levels, squares + 0 * c).sum(axis=0)
    charge = ROUNDING * rho / n + np.where(beyond, 0.0, relative)
    move = np.square((1 - alpha) * norms) / (2 * n)
    excess = data.mass * np.square(shift) / 2 + move + gain + charge * (lengths + spread)
    scale = spread**2 / (2 * n)
    found = np.where(excess == 0, 0.0, excess / scale if scale > 0 else np.inf)
    return np.where(np.isfinite(found), found, np.inf)


def penalties(data: Data, lams: FloatArray, coef: FloatArray) -> FloatArray:
    """Return the penalties of answers in rows."""
    levels, p = data.penalty.levels(lams, coef.shape[1]).T, coef.shape[1]
    sizes = np.where(coef == 0, 0.0, levels * np.abs(coef))
    return np.asarray((sizes + data.penalty.squares(p) * coef / 2 * coef).sum(axis=1))


def centres(
    constants: FloatArray, means: FloatArray, deviations: FloatArray, coef: FloatArray
) -> FloatArray:
    """Return constants + Σ mⱼ bⱼ as two rows; only means far from zero need all their digits."""
    far = np.abs(means) > AWAY * deviations
    low = coef[:, ~far] @ means[~far]
    if not far.any():
        return np.array([constants, low])
    pairs = [at_means(c, means[far], b) for c, b in zip(constants, coef[:, far], strict=True)]
    return np.asarray(np.array(pairs).T + np.array([0 * low, low]))
