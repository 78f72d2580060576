r"""The certificate of `lasso` over blocks, each read as it was given.

With the residuals r of the answer, their mean r̄, r̃ = r − r̄, their mean products with the
columns :math:`c_j = \sum_i w_i \tilde r_i x_{ij} / W`, W = Σ wᵢ, and the point αr̃ of the dual
problem, α ≤ 1, no (β₀, β) has an objective that is less than that of (b₀, b) by more than

.. math:: \frac{\bar r^2}2 + \frac{(1 - \alpha)^2}{2W} \sum_i w_i \tilde r_i^2
    + \sum_j |b_j| \, |\lambda - \alpha c_j \operatorname{sign} b_j|
    + \sum_j |\beta_j| \, (\alpha |c_j| - \lambda)_+ .

All of it is made of sums over rows, and they of sums over blocks. Where an excess of |cⱼ| over λ
is more than rounding, α takes it away. Else the last sum is charged, as if the columns of β
contributed as much as those of b and y together.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np

from l1lib.distributed.blocks import Block
from l1lib.quantile_regression.certificate.error_free import compensated_sum, residuals
from l1lib.validate import FloatArray

PIECE = 16_000
"""Rows read at once."""

ACCURACY = 1e-12
"""The relative gap up to which a fit counts as exact."""

ROUNDING = 4 * 2.0**-53
"""A sum of products is known up to so much of the product of the norms, typically."""


@dataclass(frozen=True)
class Claim:
    """An answer, and a point from which columns and target are measured, so that few digits go."""

    lam: float
    fit_intercept: bool
    intercept: float
    coef: FloatArray
    centre: FloatArray

    def at_centre(self) -> float:
        """Return m′ − b₀ − Σ mⱼbⱼ, rounded once."""
        m = self.centre
        return float(residuals(m[None, :-1], m[-1:], self.intercept, self.coef)[0])

    def residuals(self, block: Block, rows: slice) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return rows of columns and targets less the centre, and the residuals."""
        z, target = block.X[rows] - self.centre[:-1], block.y[rows] - self.centre[-1]
        return z, target, target + self.at_centre() - z @ self.coef

    def dual(self, block: Block, shift: float, share: float) -> FloatArray:
        """Return the residuals less a shift, times their weights and a share."""
        r = [self.residuals(block, rows)[2] for rows in block.slices(PIECE)]
        d = (np.concatenate([np.zeros(0), *r]) - shift) * block.w * share
        if block.places is None:
            return d
        whole = np.zeros(block.mark.rows)
        whole[block.places] = d
        return whole


@dataclass(frozen=True)
class Sums:
    """Sums over rows of the products of (1, z, t, r), each with the weights, as pairs.

    `ones` has Σw, Σwz, Σwt, Σwr; `squares` Σwz², Σwt², Σwr²; `products` Σwrz.
    """

    ones: tuple[FloatArray, FloatArray]
    squares: tuple[FloatArray, FloatArray]
    products: tuple[FloatArray, FloatArray]


@dataclass(frozen=True)
class LookAtAnswer:
    """Sum what an answer leaves of a block."""

    claim: Claim

    def __call__(self, block: Block) -> Sums:
        """Look at a block."""
        p = self.claim.coef.size
        parts = [(np.zeros(p + 3), np.zeros(p + 2), np.zeros(p))]
        for rows in block.slices(PIECE):
            z, t, r = self.claim.residuals(block, rows)
            w = block.w[rows]
            squares = [np.einsum("i,ij,ij->j", w, z, z), [w @ np.square(t)], [w @ np.square(r)]]
            ones = np.concatenate(([w.sum()], w @ z, [w @ t], [w @ r]))
            parts.append((ones, np.concatenate(squares), (w * r) @ z))
        return Sums(*(compensated_sum(np.array(some)) for some in zip(*parts, strict=True)))

    def merge(self, parts: list[Sums]) -> Sums:
        """Return what is seen of several blocks."""
        ones = [half for part in parts for half in part.ones]
        squares = [half for part in parts for half in part.squares]
        products = [half for part in parts for half in part.products]
        return Sums(*(compensated_sum(np.array(some)) for some in (ones, squares, products)))


@dataclass(frozen=True)
class Certificate:
    """What an answer is worth; `share` is α, `shift` is r̄, and `correlations` are the cⱼ."""

    fun: float
    scale: float
    gap: float
    share: float
    shift: float
    weight: float
    means: FloatArray
    correlations: FloatArray


def certify(claim: Claim, sums: Sums) -> Certificate:
    """Bound how far an answer is from the minimum."""
    ones, squares, products = (high + low for high, low in (sums.ones, sums.squares, sums.products))
    weight, means = float(ones[0]), ones[1:] / ones[0]
    if not claim.fit_intercept:
        means = np.zeros_like(means)
    spreads = np.sqrt(np.maximum(squares / weight - np.square(means), 0.0))
    sizes, spread, norm = spreads[:-2], float(spreads[-2]), float(spreads[-1])
    shift, b, lam = float(means[-1]), claim.coef, claim.lam
    c = products / weight - shift * means[:-2]
    c[sizes == 0] = 0.0
    size = sqrt(float(squares[-2]) / weight) + abs(claim.at_centre())
    length = float(np.linalg.norm(b * sizes))
    rho = norm + size + length
    share, charge = _share(c, sizes, lam, ROUNDING * rho)
    gain = np.abs(b) @ np.abs(lam - share * c * np.sign(b))
    excess = shift**2 / 2 + (1 - share) ** 2 * norm**2 / 2 + gain + charge * (length + spread)
    scale = spread**2 / 2
    gap = excess / scale if scale > 0 else (np.inf if excess else 0.0)
    return Certificate(
        fun=norm**2 / 2 + shift**2 / 2 + lam * float(np.abs(b).sum()),
        scale=scale,
        gap=float(gap) if np.isfinite(gap) else np.inf,
        share=share,
        shift=shift,
        weight=weight,
        means=means[:-2] + claim.centre[:-1] if claim.fit_intercept else means[:-2],
        correlations=c,
    )


def _share(c: FloatArray, sizes: FloatArray, lam: float, rounding: float) -> tuple[float, float]:
    """Return α, and what is charged for each unit of β."""
    above = np.maximum(np.abs(c) - lam, 0.0)
    excess = float(np.divide(above, sizes, out=np.zeros_like(c), where=sizes > 0).max(initial=0.0))
    if excess > rounding:
        return lam / float(np.abs(c).max()), rounding
    return 1.0, rounding + excess
