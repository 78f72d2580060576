"""How far a fit of the square-root Lasso is from the best, from the data and the answer alone."""

from __future__ import annotations

import math
import sys
from typing import NamedTuple

import numpy as np

from l1lib.quantile_regression.certificate.error_free import residuals, weighted_sums
from l1lib.validate import FloatArray

BLOCK = 2**18
"""So many entries of X are multiplied at once."""


ROUNDING = 1e-14
"""A sum of products is known up to so much of the sum of their sizes."""


class Certificate(NamedTuple):
    """The objective, its first term, how far it is from the minimum at most, and rounding.

    `rounding` is how much the objective may move by half a unit in the last place of each
    coefficient.
    """

    fun: float
    sigma: float
    excess: float
    rounding: float


def certify(
    X: FloatArray,
    y: FloatArray,
    lam: float,
    centred: bool,
    intercept: float,
    coef: FloatArray,
    dual: FloatArray,
) -> Certificate:
    r"""Bound the objective from below by any vector θ.

    θ loses its mean, where there is an intercept, and with α = min(1, 1/(√n‖θ‖₂), λ/‖Xᵀθ‖∞) the
    vector αθ is feasible; xⱼᵀθ counts as known up to 1e-14 of its terms, which matters where λ is
    next to 0. With residuals r the objective is above :math:`\alpha y^\top\theta` by

    .. math:: \Bigl(\frac{\|r\|_2}{\sqrt n} - \alpha\, r^\top\theta\Bigr)
        + \sum_j \bigl(\lambda |b_j| - \alpha\, b_j x_j^\top \theta\bigr).
    """
    n = y.size
    used = np.flatnonzero(coef)
    left = residuals(X[:, used], y, intercept, coef[used])
    theta = dual - math.fsum(dual) / n if centred else dual
    products, terms = _products(X, theta, centred)
    bound = np.maximum(lam + ROUNDING * terms, np.finfo(float).tiny)
    length = math.sqrt(n) * float(np.linalg.norm(theta))
    reach = float((np.abs(products) / bound).max(initial=0.0))
    alpha = 1 / max(1.0, length, reach)
    sigma = float(np.linalg.norm(left)) / math.sqrt(n)
    slack = lam * np.abs(coef) - alpha * coef * products
    excess = sigma - alpha * float(left @ theta) + float(slack.sum())
    sizes = np.linalg.norm(X[:, used], axis=0) / math.sqrt(n)
    moved = abs(intercept) + float(np.abs(coef[used]) @ (sizes + lam))
    fun = sigma + lam * float(np.abs(coef).sum())
    return Certificate(fun, sigma, max(excess, 0.0), sys.float_info.epsilon / 2 * moved)


def _products(X: FloatArray, theta: FloatArray, centred: bool) -> tuple[FloatArray, FloatArray]:
    """Return Xᵀθ and the sums of |xᵢⱼθᵢ|; where θ has the sum 0, columns are centred first."""
    width, found, terms = max(1, BLOCK // len(X)), [np.zeros(0)], [np.zeros(0)]
    for j in range(0, X.shape[1], width):
        block = X[:, j : j + width]
        block = block - block.mean(axis=0) if centred else block
        high, low = weighted_sums(theta, block)
        found.append(high + low)
        terms.append(np.abs(theta) @ np.abs(block))
    return np.concatenate(found), np.concatenate(terms)
