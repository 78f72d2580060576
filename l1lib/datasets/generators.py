"""Data drawn at random, together with the truth that they were drawn from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from l1lib.validate import (
    FloatArray,
    Seed,
    as_count,
    as_generator,
    in_unit_interval,
    nonnegative,
)


@dataclass(frozen=True, eq=False)
class Simulated:
    """Data and their truth: y = X coef + noise.

    Parameters
    ----------
    X : ndarray, shape (n, p)
        The design.
    y : ndarray, shape (n,)
        The targets.
    coef : ndarray, shape (p,)
        The true coefficients; there is no intercept.
    noise : ndarray, shape (n,)
        What was added.
    outliers : ndarray of bool, shape (n,)
        The rows that are outliers on purpose.
    """

    X: FloatArray
    y: FloatArray
    coef: FloatArray
    noise: FloatArray
    outliers: NDArray[np.bool_]


def make_contaminated(
    n: int, p: int, *, rng: Seed = None, share: float = 0.1, size: float = 10.0
) -> Simulated:
    """Draw normal noise of which a share has a larger standard deviation.

    Parameters
    ----------
    n, p : int
        Rows and columns, at least 1 of each.
    rng : numpy.random.Generator or int, optional
        Where the randomness comes from: a generator, or a seed for one. Without it the data
        differ from call to call.
    share : float, default 0.1
        The probability that a row is an outlier, strictly between 0 and 1.
    size : float, default 10
        The standard deviation of the outliers' noise; that of the others is 1.

    Returns
    -------
    Simulated

    Raises
    ------
    TypeError, ValueError
        If `n` or `p` is no whole number above 0, `rng` no generator or seed, `share` not
        strictly between 0 and 1, or `size` negative.

    Examples
    --------
    >>> drawn = make_contaminated(1000, 2, rng=np.random.default_rng(0))
    >>> int(drawn.outliers.sum())
    89
    """
    draw, shape = _drawing(rng, n, p)
    outliers = draw.random(shape[0]) < in_unit_interval(share, "share")
    noise = draw.standard_normal(shape[0]) * np.where(outliers, nonnegative(size, "size"), 1.0)
    return _regression(draw.standard_normal(shape), np.ones(p), noise, outliers)


def make_sparse(
    n: int, p: int, *, rng: Seed = None, nonzero: int = 5, rho: float = 0.0
) -> Simulated:
    r"""Draw correlated columns of which few matter, with normal noise.

    Columns j and k have the correlation :math:`\rho^{|j - k|}`. The first `nonzero` true
    coefficients are 1, the others 0.

    Parameters
    ----------
    n, p : int
        Rows and columns, at least 1 of each.
    rng : numpy.random.Generator or int, optional
        Where the randomness comes from: a generator, or a seed for one. Without it the data
        differ from call to call.
    nonzero : int, default 5
        How many coefficients are not 0.
    rho : float, default 0
        The correlation of neighbours, from 0 up to but not including 1.

    Returns
    -------
    Simulated

    Raises
    ------
    TypeError, ValueError
        If `n` or `p` is no whole number above 0, `rng` no generator or seed, `nonzero` no whole
        number from 0 to p, or `rho` not in [0, 1).

    Examples
    --------
    >>> make_sparse(10, 4, rng=np.random.default_rng(0), nonzero=2).coef
    array([1., 1., 0., 0.])
    """
    draw, shape = _drawing(rng, n, p)
    matters = np.arange(p) < as_count(nonzero, "nonzero", 0, p)
    if nonnegative(rho, "rho") >= 1:
        raise ValueError(f"rho must be less than 1, got {rho!r}")
    X = draw.standard_normal(shape)
    for column in range(1, p):
        X[:, column] = rho * X[:, column - 1] + np.sqrt(1 - rho**2) * X[:, column]
    return _regression(X, matters.astype(np.float64), draw.standard_normal(shape[0]))


def _drawing(rng: Seed, n: int, p: int) -> tuple[np.random.Generator, tuple[int, int]]:
    """Return a generator and the shape of the design, both checked."""
    return as_generator(rng), (as_count(n, "n"), as_count(p, "p"))


def _regression(
    X: FloatArray,
    coef: FloatArray,
    noise: FloatArray,
    outliers: NDArray[np.bool_] | None = None,
) -> Simulated:
    moved = np.zeros(noise.size, dtype=bool) if outliers is None else outliers
    return Simulated(X, X @ coef + noise, coef, noise, moved)
