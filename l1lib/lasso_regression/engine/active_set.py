"""The pattern of signs at one λ, found inside a Gram matrix."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve
from scipy.linalg.lapack import dpstrf

from l1lib.lasso_regression.engine.columns import Indices
from l1lib.lasso_regression.engine.segment import Piece, Rounding, piece, reach
from l1lib.validate import FloatArray

PATIENCE = 4
"""So many rounds of flips that do not lower the number of wrong signs are a stall."""


HALVINGS = 16
"""So many tries with a shorter step in λ are worth while."""


WORST = 0.25
"""While flipping all does not help, this share of the wrong signs is flipped."""

DEPENDENT = 1e-10
"""What is left of a column counts as rounding below this share of its square."""

FAR = 1e30
"""Further than any coefficient."""


class Stalled(ArithmeticError):
    """λ has fallen too far at once for the signs to follow, after so many steps."""

    def __init__(self, steps: int) -> None:
        super().__init__(steps)
        self.steps = steps


class Patterns:
    """The problem min ½ bᵀGb − cᵀb + λ‖b‖₁, solved for one λ after another; `positive` asks b ≥ 0.

    `steps` counts the linear systems. With more than `crowd` active columns it raises `Stalled`
    where flipping signs goes in circles.
    """

    def __init__(
        self,
        gram: FloatArray,
        c: FloatArray,
        target: float,
        crowd: float = math.inf,
        positive: bool = False,
    ) -> None:
        self.gram, self.c, self.crowd, self.positive = gram, c, crowd, positive
        self.rounding = Rounding(np.sqrt(gram.diagonal()), target)
        self.steps = 0

    def piece(self, signs: FloatArray) -> Piece:
        """Return the piece of a pattern."""
        self.steps += 1
        return piece(self.gram, self.c, signs, self.positive)

    def solve(self, lam: float, start: Piece, before: float) -> Piece:
        """Return the piece of the path on which λ lies, from the one on which `before` lies.

        Where flipping signs goes in circles, a λ half way is tried first, and half way to
        that; if none of them helps, the pattern is reached downhill.
        """
        target = lam
        for _ in range(HALVINGS if before > lam else 1):
            found = self._flip(target, start)
            if found is None and np.count_nonzero(start.signs) > self.crowd:
                raise Stalled(self.steps)
            if found is None:
                target = math.sqrt(target * before)
            elif target == lam:
                return found
            else:
                start, before, target = found, target, lam
        return self._descend(lam, start)

    def _flip(self, lam: float, here: Piece) -> Piece | None:
        """Flip all wrong signs at once, until none is; None where that goes in circles.

        While their number does not fall, only the worst of them are flipped.
        """
        least, patience = here.signs.size + 1, PATIENCE
        while True:
            index, excess = here.wrong(lam, self.rounding)
            if index.size == 0:
                return here
            if index.size < least:
                least, patience = index.size, PATIENCE
            elif patience == 0:
                return None
            else:
                patience -= 1
                worst = np.argsort(np.abs(excess))[-max(1, int(index.size * WORST)) :]
                index, excess = index[worst], excess[worst]
            flipped = here.signs.copy()
            flipped[index] += np.sign(excess)
            here = self.piece(flipped)

    def _descend(self, lam: float, start: Piece) -> Piece:
        """Go downhill from pattern to pattern, one sign at a time.

        The active columns stay independent. Towards the solution of their piece, coefficients
        that meet zero leave. Once it is reached, the zero with the largest correlation above λ
        takes its sign; if its column depends on the active ones, it takes the place of one.
        """
        b = np.where(start.at(lam)[0] * start.signs > 0, start.at(lam)[0], 0.0)
        b[~self._independent(np.flatnonzero(b))] = 0.0
        signs = np.sign(b)
        for _ in range(20 * b.size + 100):
            here = self.piece(signs)
            target, correlation = here.at(lam)
            place, share = _first_zero(b, target, signs)
            if place >= 0:
                b += share * (target - b)
                b[place] = signs[place] = 0.0
                continue
            b = target
            excess = reach(correlation, self.positive) - lam - self.rounding.of(b)
            excess = np.where((signs == 0) & (excess > 0), excess / self.rounding.sizes, 0.0)
            joining = int(np.argmax(excess))
            if excess[joining] <= 0:
                break
            sign = np.sign(correlation[joining])
            way = self._along(signs, joining, sign)
            if way is not None:
                place, share = _first_zero(b, b + FAR * way, signs)
                if place < 0:
                    break
                b += share * FAR * way
                b[place] = signs[place] = 0.0
            signs[joining] = sign
        return here

    def _along(self, signs: FloatArray, joining: int, sign: float) -> FloatArray | None:
        """Return a direction with the joining column that leaves the fit, if there is one."""
        active = np.flatnonzero(signs)
        shares = cho_solve(
            cho_factor(self.gram[np.ix_(active, active)]), self.gram[active, joining]
        )
        rest = self.gram[joining, joining] - shares @ self.gram[active, joining]
        if rest > DEPENDENT * self.gram[joining, joining]:
            return None
        way = np.zeros(signs.size)
        way[active], way[joining] = -sign * shares, sign
        return way

    def _independent(self, active: Indices) -> NDArray[np.bool_]:
        """Return which of all columns are among the active ones and independent."""
        kept = np.zeros(len(self.gram), dtype=bool)
        size = np.sqrt(np.diag(self.gram)[active])
        scaled = self.gram[np.ix_(active, active)] / np.multiply.outer(size, size)
        if active.size:
            _, order, rank, _ = dpstrf(scaled, tol=DEPENDENT)
            kept[active[order[:rank] - 1]] = True
        return kept


def _first_zero(b: FloatArray, target: FloatArray, signs: FloatArray) -> tuple[int, float]:
    """Return which coefficient meets zero first on the way, and on what share of it; or −1."""
    falling = np.flatnonzero(target * signs < 0)
    if falling.size == 0:
        return -1, 1.0
    shares = b[falling] / (b[falling] - target[falling])
    first = int(np.argmin(shares))
    return int(falling[first]), float(shares[first])
