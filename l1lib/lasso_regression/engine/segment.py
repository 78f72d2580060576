"""The solution as a linear function of λ, as long as the signs of the coefficients stay."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg.lapack import dposv, dpotrs

from l1lib.lasso_regression.engine.columns import Indices
from l1lib.validate import FloatArray

RIDGE = 1e-13
"""So much is added to the diagonal, relative to it, where columns depend on each other."""

BLUR = 1e-14
"""A sum of products is known up to so much of the product of the norms."""

ALONG = 1e-10
"""A correlation that keeps pace with λ up to this belongs to a column that active ones make up."""


def reach(correlations: FloatArray, positive: bool) -> FloatArray:
    """Return how far correlations are towards λ: those that must not be negative count if above 0.

    With coefficients of either sign λ bounds a correlation on both sides, with b ≥ 0 from above.
    """
    return np.maximum(correlations, 0.0) if positive else np.abs(correlations)


@dataclass(frozen=True)
class Rounding:
    """How exactly correlations are known: `sizes` are √(‖x‖²/n), `target` is √(‖y‖²/n)."""

    sizes: FloatArray
    target: float

    def of(self, b: FloatArray) -> FloatArray:
        """Return it for each column, in the size of that column and of what was taken from y."""
        blur: FloatArray = self.sizes * (BLUR * (self.target + float(self.sizes @ np.abs(b))))
        return blur


@dataclass(frozen=True)
class Piece:
    r"""The solution of the conditions for one pattern of signs s.

    With active set A = {j : sⱼ ≠ 0}, Gram matrix G = XᵀX/n and c = Xᵀy/n, they say
    :math:`G_{AA} b_A = c_A - \lambda s_A`. So b = `start` − λ `slope`, and the correlations
    of the residuals are c − Gb = `rest` + λ `pull`.
    """

    signs: FloatArray
    start: FloatArray
    slope: FloatArray
    rest: FloatArray
    pull: FloatArray
    positive: bool = False

    def at(self, lam: float) -> tuple[FloatArray, FloatArray]:
        """Return the coefficients and the correlations at λ."""
        return self.start - lam * self.slope, self.rest + lam * self.pull

    def wrong(self, lam: float, rounding: Rounding) -> tuple[Indices, FloatArray]:
        """Return where the pattern fails at λ, and by how much, as a number of either sign.

        An active coefficient with the wrong sign has to go to zero: the number is its value. A
        zero whose correlation is above λ in size has to take the sign of it: the number is the
        excess, with that sign. In both cases its sign is to be added to that of the pattern.
        """
        b, correlation = self.at(lam)
        above = (reach(correlation, self.positive) > lam) & (self.signs == 0)
        if above.any():
            above &= reach(correlation, self.positive) > lam + rounding.of(b)
        index = (above | (b * self.signs < 0)).nonzero()[0]
        correlation = correlation[index]
        return index, np.where(above[index], correlation - np.copysign(lam, correlation), b[index])

    def joined(self, products: FloatArray, c: FloatArray) -> Piece:
        """Return the piece with more coefficients, all zero, from their products with the old."""
        new = np.zeros((5, c.size))
        new[3], new[4] = c - self.start @ products, self.slope @ products
        old = np.array([self.signs, self.start, self.slope, self.rest, self.pull])
        signs, start, slope, rest, pull = np.concatenate((old, new), axis=1)
        return Piece(signs, start, slope, rest, pull, self.positive)

    def until(self, lam: float) -> tuple[float, int]:
        """Return the next kink below λ, and which coefficient or correlation makes it.

        There a coefficient reaches zero, or a correlation reaches λ in size. (0, −1) if none does.
        """
        zero = np.where(self.start * self.signs < 0, self.start / self.slope, 0.0)
        slower = 1 - np.sign(self.rest) * self.pull
        full = np.where(slower > ALONG, reach(self.rest, self.positive) / slower, 0.0)
        kinks = np.where(self.signs != 0, zero, full)
        if kinks.size == 0:
            return 0.0, -1
        place = int(kinks.argmax())
        kink = min(float(kinks[place]), lam)
        return (kink, place) if kink > 0 else (0.0, -1)


def piece(gram: FloatArray, c: FloatArray, signs: FloatArray, positive: bool) -> Piece:
    """Return the piece of the path that belongs to a pattern of signs."""
    active = signs.nonzero()[0]
    both = np.zeros((2, signs.size))
    rows = gram.take(active, axis=0)
    right = np.array([c[active], signs[active]])
    solution = solve_positive(rows.take(active, axis=1), right.T).T if active.size else right
    both[:, active] = solution
    image = solution @ rows
    return Piece(signs, both[0], both[1], c - image[0], image[1], positive)


def solve_positive(A: FloatArray, right: FloatArray) -> FloatArray:
    """Solve a positive definite system; one that is not quite is helped by a small ridge.

    A step of refinement takes the trace of the ridge out of what the columns do determine.
    """
    factor, solution, failed = dposv(A.T, right)
    size = A.diagonal()
    if not failed and (np.square(factor.diagonal()) > RIDGE * size).all():
        return np.asarray(solution)
    ridged = A.copy()
    ridged.flat[:: len(A) + 1] += RIDGE * np.where(size > 0, size, 1.0)
    factor, solution, failed = dposv(ridged, right)
    if failed:
        raise np.linalg.LinAlgError("the active columns are too nearly dependent")
    solution += dpotrs(factor, right - A @ solution)[0]
    return np.asarray(solution)
