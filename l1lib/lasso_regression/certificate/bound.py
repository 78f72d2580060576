r"""The bound of how far an answer is from the best.

With residuals r, which less their mean are r̃, a point θ of the dual problem with correlations
:math:`c_j = x_j^\top \theta / n` proves of an answer (b₀, b), against any other (β₀, β),

.. math:: P(b_0, b) - P(\beta_0, \beta) \le \frac{\bar r^2}2 + \frac{\|\tilde r - \theta\|^2}{2n}
    + \sum_j |b_j| \, (\lambda_j - c_j \operatorname{sign} b_j)
    + \sum_j |\beta_j| \, (|c_j| - \lambda_j)_+,

where :math:`\lambda_j = \lambda u_j`, and |cⱼ| is cⱼ where b ≥ 0 is asked. An excess |cⱼ| − λⱼ that
is more than rounding shortens θ until there is none. Up to rounding it is charged by the last sum,
as if the columns of β contributed as much as those of b and y together.

With squares :math:`\tfrac12 q_j b_j^2` in the penalty, :math:`q_j = \lambda_2 u_j > 0`, cⱼ may be
any number. Let tⱼ be cⱼ cut to [−λⱼ, λⱼ], or to at most λⱼ where b ≥ 0 is asked. In place of the
column's terms in both sums there is then

.. math:: |b_j| \, (\lambda_j - t_j \operatorname{sign} b_j)
    + \tfrac12 q_j \Bigl( b_j - \frac{c_j - t_j}{q_j} \Bigr)^2 .
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from l1lib.lasso_regression.certificate.data import Data, Indices
from l1lib.validate import FloatArray

ACCURACY = 1e-12
"""The relative gap up to which a fit counts as exact."""

ROUNDING = 4 * 2.0**-53
"""A sum of products is known up to so much of the product of the norms, typically."""


@dataclass(frozen=True)
class Certificate:
    """What an answer is worth, in the units of the data, but for the relative `gap`.

    `index` are the columns whose correlation may be λ in size, those in use first, and `signs` the
    signs of their correlations, 0 where rounding hides them. `limit` is the gap that comes from
    rounding the answer to doubles. `better` is an answer that should have less.
    """

    fun: float
    scale: float
    gap: float
    dual: FloatArray
    index: Indices
    signs: FloatArray
    limit: float
    better: tuple[float, FloatArray] | None = None


@dataclass(frozen=True)
class Point:
    """An answer and a point of the dual problem, in whatever units of columns and target.

    `residuals` are r̃ and `theta` is θ, `unit` is how exactly the correlations are known, `rho`
    the norm of what the residuals are a difference of. `b` and `sizes` (norms of columns) are of
    the columns that matter, as are `levels` (λⱼ in the units of each), `squares` (qⱼ) and the
    correlations `c`.
    """

    shift: float
    residuals: FloatArray
    theta: FloatArray
    b: FloatArray
    c: FloatArray
    sizes: FloatArray
    levels: FloatArray
    squares: FloatArray
    rho: float
    unit: float


def bound(data: Data, point: Point, spread: float) -> tuple[float, float]:
    """Return the excess over the best, times the mean weight, and by what θ is shortened."""
    n, b = data.y.size, point.b
    reach = math.sqrt(float(np.square(b * point.sizes).sum())) + spread
    hard = point.squares == 0
    above = np.where(hard, np.maximum(data.penalty.toward(point.c) - point.levels, 0.0), 0.0)
    beyond = above > ROUNDING * point.rho / n * point.sizes
    alpha, charge = 1.0, point.unit * point.rho / n
    if beyond.any():
        alpha = float((point.levels[beyond] / np.abs(point.c[beyond])).min())
    elif above.any():
        charge += float((above[above != 0] / point.sizes[above != 0]).max())
    gain = losses(data, b, alpha * point.c, point.levels, point.squares)
    move = data.norm(point.residuals - alpha * point.theta)
    constant = data.mass * point.shift**2 / 2
    return float(constant + move**2 / (2 * n) + gain.sum() + charge * reach), alpha


def losses(
    data: Data, b: FloatArray, c: FloatArray, levels: FloatArray, squares: FloatArray
) -> FloatArray:
    """Return the terms of columns in the bound, none of them negative."""
    soft = squares > 0
    cut = np.minimum(c, levels) if data.penalty.positive else np.clip(c, -levels, levels)
    cut = np.where(soft, cut, c)
    lost = np.where(b == 0, 0.0, np.abs(b) * np.abs(levels - cut * np.sign(b)))
    rest = np.divide(c - cut, squares, out=np.zeros_like(c), where=soft)
    return np.asarray(lost + squares / 2 * np.square(np.where(soft, b - rest, 0.0)))
