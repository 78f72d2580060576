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

Where θ > 0 and no |eⱼ| is above :math:`\varepsilon s_j`, all columns may be taken like that: the
dual stays as it is, and in place of δ and θ the bound has :math:`\sum_j |e_j b_j|`. The lesser of
the two counts.

Residuals that could have another sign than computed are computed again without rounding, and so
is e, where rounding it matters.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from l1lib.quantile_regression.certificate.balance import Balance, judge
from l1lib.quantile_regression.certificate.losses import Losses, sum_losses
from l1lib.quantile_regression.certificate.problem import (
    Answer,
    Data,
    Indices,
)
from l1lib.quantile_regression.certificate.sizes import Sizes, typical_sizes

SAFE = 1 + 2.0**-40
"""Sums of doubles that are not negative err by less than this factor."""


@dataclass(frozen=True)
class Certificate:
    """What `certify` found.

    `fun` is the objective; `gap` times `scale` bounds how far it is above the minimum;
    `dual_residual` is the largest |eⱼ| / sⱼ, and `determined` tells that e′ is no more than the
    rounding of the design. `against` holds the rows whose loss is more than their dual says.
    """

    fun: float
    gap: float
    scale: float
    dual_residual: float
    determined: bool
    against: Indices


def certify(data: Data, answer: Answer) -> Certificate:
    """Bound how far an answer is from the minimum."""
    with np.errstate(all="ignore"):
        sizes = typical_sizes(data, answer)
        if 0 < sizes.typical < 1e-150:
            return _in_larger_units(data, answer)
        return _certify(data, answer, sizes)


def _in_larger_units(data: Data, answer: Answer) -> Certificate:
    """Certify with targets and coefficients times a power of two, so that no error vanishes."""
    exponent = min(600, 1000 - int(np.frexp(np.abs(data.y).max())[1]))
    unit = 2.0 ** max(exponent, 0)
    larger = replace(data, y=data.y * unit)
    same = replace(answer, intercept=answer.intercept * unit, coef=answer.coef * unit)
    found = _certify(larger, same, typical_sizes(larger, same))
    return replace(found, fun=found.fun / unit, scale=found.scale / unit)


def _certify(data: Data, answer: Answer, sizes: Sizes) -> Certificate:
    losses = sum_losses(data, answer, sizes)
    return conclude(losses, judge(data, answer, sizes, losses), sizes.scale)


def conclude(losses: Losses, found: Balance, scale: float) -> Certificate:
    """Put the losses and the balance of the dual together."""
    determined = found.loose <= 1
    # No sum of losses is below 0; where columns are left out, no more is known.
    bound = losses.fun + losses.doubt
    if determined:
        bound = min(bound, found.total(scale))
    gap = SAFE * bound / scale if bound else 0.0
    return Certificate(
        fun=losses.fun,
        gap=gap if np.isfinite(gap) else np.inf,
        scale=scale,
        dual_residual=found.residual if np.isfinite(found.residual) else np.inf,
        determined=determined,
        against=losses.open_rows[losses.slacks > 0],
    )


def rounding(data: Data, answer: Answer) -> float:
    """Return by how much `fun` may move when the last digits of all coefficients do."""
    last = np.spacing(np.abs(answer.coef))
    total = 0.0
    for rows in data.blocks():
        moved = np.abs(data.rows(rows)) @ last + np.spacing(abs(answer.intercept))
        upper, lower = data.ends(rows)
        total += float((np.maximum(upper, -lower) * moved).sum())
    return total
