"""A guess from a sample, and Newton's method that makes it sharper, a pass a step."""

from __future__ import annotations

from dataclasses import replace
from math import sqrt

import numpy as np
from scipy.linalg.lapack import dposv

from l1lib.quantile_regression.engine.start import Guess, guess, least_squares
from l1lib.validate import FloatArray

CURVED = 0.1
"""A ramp of width g moves the minimiser by less than so many g² over the scale of the residuals."""

TIED = 2.0**-30
"""A guess that meets a whole sample counts as right up to this share of typical targets."""

WIDER = 8.0
"""A ramp that holds too few rows for a step is made so many times wider."""


def first_guess(A: FloatArray, c: FloatArray, tau: float, whole: bool) -> Guess:
    """Return a guess from a sample; one that meets all of it still has a width."""
    if A.shape[1] == 0:
        return Guess(np.zeros(0), 1.0, TIED)
    start = least_squares(A, c, tau) if whole else guess(A, c, tau)
    least = TIED * float(np.abs(c).mean()) or TIED
    return replace(start, scale=max(start.scale, least), width=max(start.width, least))


def sharper(start: Guess, seen: FloatArray, n: int) -> tuple[Guess, bool]:
    r"""Return the guess after a Newton step on the smoothed loss of n rows, and if it settled.

    `seen` are Σ aaᵀ over the rows on the ramp, the slope, and the number of these rows. A step
    that is short beside the width g of the ramp settles: the point reached is the minimiser of
    the smoothed loss, which is as far from that of the loss as its curvature and the rows on the
    ramp make it, typically :math:`0.1\,g^2/s + \sqrt{g s p / n}` with the scale s of the
    residuals. Of this the next ramp is three times as wide.
    """
    p, width, spread = start.beta.size, start.width, start.scale
    gram, slope, count = seen[:p].copy(), seen[p], float(seen[p + 1, 0])
    gram.ravel()[:: p + 1] *= 1 + 1e-10
    _, step, failed = dposv(gram, width * slope)
    if failed or count < p:
        return replace(start, width=WIDER * width), False
    size = sqrt(max(float(step @ seen[:p] @ step), 0.0) / count)
    if size > 0.6 * width:
        return replace(start, beta=start.beta + step, width=2 * size), False
    error = CURVED * width**2 / spread + sqrt(width * spread * p / n)
    return replace(start, beta=start.beta + step, width=min(3 * error, width)), True
