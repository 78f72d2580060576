"""Claims about the correlations of answers at several λ, and probes of them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from l1lib.lasso_regression.certificate.bound import ROUNDING
from l1lib.lasso_regression.certificate.data import Data, Indices
from l1lib.lasso_regression.certificate.several import AWAY, Answers, centres, gaps, penalties
from l1lib.validate import FloatArray

PROBED = 8
"""A column near λ passes if what it misses by is not more than so many times its rounding."""

BLOCK = 131_072
"""So many numbers stay in the cache while they are read more than once."""

LOOKED = 64
"""So many rows tell about where the means are."""

LOOSE = 1e-3
"""A column far from λ passes the probe if what it misses by is below this share of λ."""


@dataclass(frozen=True)
class Claims:
    """Answers in rows, with what is claimed of the correlations and the norms of columns.

    Correlations are times the mean weight, and all are in the units of the data.
    """

    lams: FloatArray
    constants: FloatArray
    coef: FloatArray
    correlations: FloatArray
    sizes: FloatArray


def judged(data: Data, claims: Claims, at_zero: FloatArray) -> tuple[FloatArray, FloatArray, bool]:
    """Return objectives, relative gaps, and whether a claim about the correlations is wrong.

    `at_zero` are the correlations claimed for b = 0. One sweep over the data probes all claims,
    each column to its own rounding.
    """
    n, coef, c = data.y.size, claims.coef, claims.correlations
    h, at = np.random.default_rng(0).standard_normal(len(coef) + 1), data.mean(data.y)
    centred, spread = data.y - at, data.spread
    start, rest, missed = _swept(data, centred * h.sum(), h[1:] @ coef, h[0] * at_zero + h[1:] @ c)
    middle = centres(claims.constants, start, claims.sizes / math.sqrt(n * data.mass), coef)
    # Of a mean far from zero, what a double cannot hold counts too.
    shift = data.about(centred) + (at - middle[0]) - middle[1] - coef @ rest
    shift = shift if data.intercept else 0 * shift
    squares = np.maximum(spread**2 - n * (coef * (at_zero + c)).sum(axis=1), 0.0)
    lengths = np.sqrt(np.square(coef * claims.sizes).sum(axis=1))
    rounding = ROUNDING * claims.sizes * (np.abs(h[1:]) @ (2 * spread + lengths) + spread) / n
    norms, size = np.sqrt(squares), np.full(len(coef), spread)
    gap = gaps(data, claims.lams, slice(None), coef, c.T, claims.sizes, norms, size, shift)
    fun = squares / (2 * n * data.mass) + shift**2 / 2 + penalties(data, claims.lams, coef)
    return fun, gap, not bool((missed <= PROBED * rounding).all())


def _swept(
    data: Data, y: FloatArray, b: FloatArray, claimed: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return by how much Xᵀ(y − Xb)/n is not what is claimed, after means, in one sweep.

    Where some are far from zero, columns are first centred by some of their rows: the means are
    those, and what is left of them. In the end the residuals are centred.
    """
    X, n = data.X, data.y.size
    if not isinstance(X, np.ndarray):
        X = X.tocsr()
    rows = max(1, BLOCK // max(b.size, 1))
    w = np.ones(n) if data.weights is None else data.weights
    found, rest, total = np.zeros(b.size), np.zeros(b.size), 0.0
    some, start = _rows(X, 0, min(n, LOOKED)), np.zeros(b.size)
    if data.intercept and (np.abs(some.mean(axis=0)) > AWAY * some.std(axis=0)).any():
        start = some.mean(axis=0)
    for first in range(0, n, rows):
        here = slice(first, first + rows)
        Z = _rows(X, first, first + rows)
        Z = Z - start if start.any() else Z
        r = (y[here] - Z @ b) * w[here]
        found += r @ Z
        total += float(r.sum())
        if data.intercept:
            rest += w[here] @ Z
    rest /= n * data.mass
    return start, rest, np.abs((found - total * rest) / n - claimed)


def _rows(X: Any, first: int, last: int) -> FloatArray:
    some = X[first:last]
    return np.asarray(some if isinstance(some, np.ndarray) else some.toarray())


class Probe:
    r"""A random combination of answers, which finds a claim about Xᵀr that is wrong.

    Of claims C = XᵀR all columns of C are verified at once, by Ch = Xᵀ(Rh) with random h: no
    error of a row of C is orthogonal to h but by chance.

    References
    ----------
    R. Freivalds (1977). Probabilistic machines can use less running time. Information
    Processing 77, 839–842.
    """

    def __init__(self, data: Data, count: int) -> None:
        self.data, self.h = data, np.random.default_rng(0).standard_normal(count)
        self.residuals, self.claimed = np.zeros(data.y.size), np.zeros(data.X.shape[1])

    def add(
        self,
        places: Indices,
        answers: Answers,
        claims: FloatArray,
        done: NDArray[np.bool_],
    ) -> None:
        """Take up claims of some answers, as shares of their λ."""
        lams = answers.lams[done] * self.data.mass
        h = np.divide(self.h[places], lams, out=np.zeros(lams.size), where=lams > 0)
        self.residuals += answers.theta[:, done] @ h
        self.claimed += claims[:, done] @ h

    def wrong(self) -> Indices:
        """Return the columns whose claims are wrong."""
        weighted = self.data.weighted(self.residuals) / self.data.y.size
        missed = np.abs(self.data.products(weighted) - self.claimed)
        return np.flatnonzero(~(missed <= LOOSE))
