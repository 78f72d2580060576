"""Intervals that a rank test does not reject."""

from __future__ import annotations

import math

import numpy as np

from l1lib.quantile_regression.engine.pivots import rounding
from l1lib.quantile_regression.intervals.profile import Profile
from l1lib.quantile_regression.intervals.sample import Sample
from l1lib.validate import FloatArray


def by_ranks(sample: Sample, cutoff: float, interpolate: bool) -> tuple[FloatArray, FloatArray]:
    r"""Return the ends of the sets :math:`\{\theta : |T_j(\theta)| < c\}`.

    .. math:: T_j(\theta) = \frac{\sum_i d_i(\theta) z_{ij}}{\sqrt{\tau (1 - \tau)}\,|z_j|},

    where z is the part of column j that the other columns do not explain, and d(θ) the dual of
    the fit with :math:`b_j = \theta` held fixed. T is minus the slope of the profile, up to the
    constant; so each end is a place where the profile has a given slope.
    """
    A, y, b = sample.A, sample.y, sample.b
    residuals = y - A @ b
    residuals[np.abs(residuals) <= rounding(A, y, b)] = 0.0
    residuals[sample.support] = 0.0
    sizes = np.abs(residuals[residuals != 0])
    unit = float(np.median(sizes)) if sizes.size else 1.0
    slope = cutoff * math.sqrt(sample.tau * (1 - sample.tau))
    ends = []
    for column in range(b.size):
        profile = Profile(A, residuals / unit, sample.tau, column, sample.support)
        ends.append([profile.where(s, interpolate) for s in (-slope, slope)])
    lower, upper = b + unit * np.array(ends).T
    return lower, upper
