"""Data drawn at random, together with the truth that they were drawn from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from l1lib.validate import (
    FloatArray,
    Seed,
    as_count,
    as_generator,
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
    """

    X: FloatArray
    y: FloatArray
    coef: FloatArray
    noise: FloatArray


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
    draw, shape = as_generator(rng), (as_count(n, "n"), as_count(p, "p"))
    coef = (np.arange(p) < as_count(nonzero, "nonzero", 0, p)).astype(np.float64)
    if nonnegative(rho, "rho") >= 1:
        raise ValueError(f"rho must be less than 1, got {rho!r}")
    X = draw.standard_normal(shape)
    for column in range(1, p):
        X[:, column] = rho * X[:, column - 1] + np.sqrt(1 - rho**2) * X[:, column]
    noise = draw.standard_normal(shape[0])
    return Simulated(X, X @ coef + noise, coef, noise)
