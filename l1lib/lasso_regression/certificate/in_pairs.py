r"""The certificate by sums in pairs of doubles, and the answer that it finds better.

The residuals themselves are a poor point of the dual problem once rounding the coefficients moves
correlations by more than λ allows. So θ is r̃ less a combination Xz of the columns in use, for
which :math:`c_j = \lambda \operatorname{sign} b_j` holds in all digits. It costs ‖Xz‖²/(2n), the
square of what is wrong with the answer.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from l1lib.lasso_regression.certificate.bound import ROUNDING, Certificate, Point, bound
from l1lib.lasso_regression.certificate.data import Data, Indices, at_means
from l1lib.lasso_regression.certificate.double_double import (
    Pair,
    add,
    multiply,
    total,
    two_sum,
)
from l1lib.lasso_regression.certificate.in_doubles import relative
from l1lib.validate import FloatArray

UNIT = 2.0**-80
"""A sum of products of pairs is known up to so much of the product of the norms."""

CHUNK = 200_000
"""So many numbers are in work at once."""

ROUNDS = 8
"""So many corrections of θ are made at most."""

DEPENDENT = 1e-13
"""A direction of the scaled columns counts as none below this share of the largest."""


@dataclass
class Columns:
    """Columns less their means as pairs, each over a power of two, and so the target."""

    index: Indices
    means: FloatArray
    high: FloatArray
    low: FloatArray
    units: NDArray[np.intc]

    def combined(self, z: FloatArray, start: Pair) -> Pair:
        """Return a vector less Xz."""
        for j in np.flatnonzero(z):
            start = add(start, multiply((self.high[:, j], self.low[:, j]), (-z[j], 0.0 * z[j])))
        return start

    def products(self, values: Pair) -> Pair:
        """Return the products of all columns with a vector."""
        step = max(1, CHUNK // len(self.high))
        found = np.empty((2, self.index.size))
        each = (values[0][:, None], values[1][:, None])
        for first in range(0, self.index.size, step):
            here = slice(first, first + step)
            found[:, here] = total(multiply((self.high[:, here], self.low[:, here]), each))
        return found[0], found[1]


def in_pairs(
    data: Data, lam: float, constant: float, coef: FloatArray, first: Certificate
) -> Certificate:
    """Judge an answer of which the certificate in doubles names the columns that matter."""
    index = first.index
    while True:
        work = _Work(data, lam, constant, coef, _columns(data, index))
        gap, theta = work.best()
        new = np.setdiff1d(_beyond(data, lam, theta, math.ldexp(work.rho, work.unit)), index)
        if new.size == 0:
            break
        index = np.concatenate((index, new))
    better = work.better() if gap < np.inf else None
    found = replace(first, fun=work.fun(), better=better)
    if first.gap <= gap:
        return found
    return replace(found, gap=gap, dual=data.weighted(theta) / data.mass)


def _beyond(data: Data, lam: float, theta: FloatArray, rho: float) -> Indices:
    """Return the columns that a sum in double precision does not tell to be below λ."""
    weighted = data.weighted(theta) / theta.size
    doubt = ROUNDING * data.norm_of_all * rho / theta.size
    c = data.penalty.toward(data.products(weighted))
    return np.flatnonzero(~(c + doubt < data.levels(lam)))


def _columns(data: Data, index: Indices) -> Columns:
    columns = data.columns(index)
    _, exponents = np.frexp(np.abs(columns).max(axis=0, initial=0.0))
    columns = np.ldexp(columns, -exponents)
    means = data.mean(columns)
    high, low = two_sum(columns, -means + 0 * columns)
    _, more = np.frexp(np.abs(high).max(axis=0, initial=0.0))
    means = np.ldexp(means, -more)
    return Columns(index, means, np.ldexp(high, -more), np.ldexp(low, -more), exponents + more)


class _Work:
    """An answer in the units of its columns, and the point θ as it is corrected."""

    def __init__(
        self, data: Data, lam: float, constant: float, coef: FloatArray, columns: Columns
    ) -> None:
        self.data, self.columns, self.coef = data, columns, coef
        middle = float(data.mean(data.y))
        largest = max(float(np.abs(data.y - middle).max()), abs(constant - middle))
        self.unit = math.frexp(largest)[1]
        levels, squares = data.levels(lam)[columns.index], data.squares()[columns.index]
        self.levels = np.ldexp(np.ldexp(levels, -self.unit), -columns.units)
        self.squares = np.ldexp(np.ldexp(squares, -columns.units), -columns.units)
        self.free = (levels == 0) & (not data.penalty.positive)
        self.b = np.ldexp(np.ldexp(coef[columns.index], columns.units), -self.unit)
        self.center = at_means(math.ldexp(constant, -self.unit), columns.means, self.b)
        zero = np.zeros_like(data.y)
        y = (np.ldexp(data.y, -self.unit), zero)
        target = add(add(y, (zero - self.center[0], zero)), (zero - self.center[1], zero))
        self.spread = math.ldexp(data.spread, -self.unit)
        self.start, self.shift = self._centred(columns.combined(self.b, target))
        self.sizes, self.z = data.norms(columns.high), np.zeros_like(self.b)
        norms = data.norm(self.start[0]) + data.norm(target[0])
        self.rho = norms + float(np.linalg.norm(self.b * self.sizes))

    def _centred(self, values: Pair) -> tuple[Pair, float]:
        """Return a vector less its mean, and the mean."""
        if not self.data.intercept:
            return values, 0.0
        shift = 0.0
        for _ in range(3):
            mean = float(total(self._weighted(values))[0]) / (self.data.mass * values[0].size)
            values, shift = add(values, (0 * values[0] - mean, 0 * values[0])), shift + mean
        return values, shift

    def _weighted(self, values: Pair) -> Pair:
        w = self.data.weights
        return values if w is None else multiply(values, (w, 0 * w))

    def best(self) -> tuple[float, FloatArray]:
        """Correct θ until its correlations are right; return the least gap and its θ."""
        theta, n = self.start, self.data.y.size
        signs = np.where(self.free, 1.0, np.sign(self.b))
        scale = self.spread**2 / (2 * n)
        least, dual = np.inf, theta[0]
        for _ in range(ROUNDS):
            high, low = self.columns.products(self._weighted(theta))
            c = (high + low) / n
            point = Point(
                shift=self.shift,
                residuals=self.start[0],
                theta=theta[0],
                b=self.b,
                c=c,
                sizes=self.sizes,
                levels=self.levels,
                squares=self.squares,
                rho=self.rho,
                unit=UNIT,
            )
            excess, alpha = bound(self.data, point, self.spread)
            if relative(excess, scale) < least:
                least, dual = relative(excess, scale), alpha * theta[0]
            above = self.data.penalty.toward(c) > self.levels
            signs = np.where((signs == 0) & above, np.sign(c), signs)
            used = np.flatnonzero(signs * self.sizes)
            wanted = self.levels * signs + self.squares * (self.b + self.z)
            wrong = ((high - n * wanted) + low)[used] / n
            if (np.abs(wrong) <= UNIT * self.rho / n * self.sizes[used]).all():
                break
            step = np.zeros_like(self.z)
            step[used] = self._solved(used, wrong)
            self.z += step
            theta, _ = self._centred(self.columns.combined(step, theta))
        self.signs = signs
        return least, np.ldexp(dual, self.unit)

    def fun(self) -> float:
        """Return the objective."""
        squares = self.data.norm(self.start[0]) ** 2 / (2 * self.data.y.size * self.data.mass)
        on = self.b.nonzero()[0]
        penalty = float(self.levels[on] @ np.abs(self.b[on]) + (self.squares * self.b) @ self.b / 2)
        penalty /= self.data.mass
        return math.ldexp(squares + self.shift**2 / 2 + penalty, 2 * self.unit)

    def _solved(self, used: Indices, wrong: FloatArray) -> FloatArray:
        """Return coefficients of columns in use whose combination has given correlations."""
        w, size = self.data.weights, self.sizes[used]
        A = self.columns.high[:, used] / size
        A = A if w is None else A * np.sqrt(w)[:, None]
        if self.squares[used].any():
            A = np.concatenate((A, np.diag(np.sqrt(len(A) * self.squares[used]) / size)))
        A = np.asarray(np.linalg.qr(A, mode="r")) if len(A) > used.size else A
        _, values, vectors = np.linalg.svd(A, full_matrices=False)
        kept = values > DEPENDENT * values.max(initial=0.0)
        vectors = vectors[kept] / values[kept, None]
        return np.asarray(vectors.T @ (vectors @ (wrong / size)) * self.data.y.size / size)

    def better(self) -> tuple[float, FloatArray]:
        """Return the answer with what it lacks added; coefficients of the wrong sign are zero."""
        b = self.b + self.z
        b[(b * self.signs < 0) & ~self.free] = 0.0
        coef = np.zeros_like(self.coef)
        coef[self.columns.index] = np.ldexp(np.ldexp(b, self.unit), -self.columns.units)
        b = np.ldexp(np.ldexp(coef[self.columns.index], self.columns.units), -self.unit)
        parts = at_means(self.shift, self.columns.means, -b)
        constant = math.fsum((*self.center, *parts)) if self.data.intercept else 0.0
        return math.ldexp(constant, self.unit), coef
