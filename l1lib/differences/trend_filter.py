"""Trend filtering: straight or curved pieces, exact, with a certificate."""

from __future__ import annotations

from math import comb

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.linalg import solve_banded

from l1lib.differences.interior_point import box_start
from l1lib.differences.result import TrendResult, certified
from l1lib.differences.series import as_series
from l1lib.differences.total_variation import total_variation
from l1lib.validate import FloatArray, as_count, nonnegative

TRIES = 8
"""So often all wrong signs may change without fewer of them, before one at a time does."""

MOST = 200
"""No more linear systems than this are solved."""


def trend_filter(
    y: ArrayLike, lam: float, order: int = 1, *, weights: ArrayLike | None = None
) -> TrendResult:
    r"""Fit a series by few pieces of a degree: least squares with a penalty on the kinks.

    .. math:: \min_b \; \frac12 \sum_{i=1}^n w_i (y_i - b_i)^2 + \lambda \sum_j |(D b)_j|,

    where D takes differences of order `order` + 1: (Db)ⱼ = bⱼ₊₁ − bⱼ for order 0, which is
    total variation, bⱼ − 2bⱼ₊₁ + bⱼ₊₂ for order 1.

    Parameters
    ----------
    y : array_like, shape (n,)
        The series, at equal distances of time or place, n > order + 1.
    lam : float
        The penalty weight λ ≥ 0, in the unit of y times that of the weights.
    order : int, default 1
        The degree of the pieces: 0 constant, 1 straight, 2 parabolas, 3 cubics.
    weights : array_like, shape (n,), optional
        Positive weights, 1 by default; some may be 0 where `order` is 0.

    Returns
    -------
    TrendResult
        The fit, where it kinks, its dual, and the gap.

    Raises
    ------
    TypeError
        If an entry is not a real number, or `order` not a whole one.
    ValueError
        If `y` is not finite, not one-dimensional, too short, or has entries beyond 1e150, if
        `lam` is negative or not finite, if `order` is none of 0, 1, 2, 3, or if a weight is not
        positive.

    Warns
    -----
    RuntimeWarning
        If the gap is above 1e-12; `success` is False then, and `message` says so.

    Notes
    -----
    Interior-point steps on the dual tell which kinks there are and their signs. Then one banded
    system gives fit and dual together; where a dual is beyond λ there is a kink, where a kink has
    the wrong sign there is none, and the system is solved again, until nothing is wrong.

    References
    ----------
    S.-J. Kim, K. Koh, S. Boyd and D. Gorinevsky (2009). ℓ₁ trend filtering. SIAM Review 51(2),
    339–360.
    R. J. Tibshirani (2014). Adaptive piecewise polynomial estimation via trend filtering. Annals
    of Statistics 42(1), 285–323.

    Examples
    --------
    >>> fit = trend_filter([0, 1, 2, 3, 2, 1, 0], 0.5)
    >>> fit.fitted.round(3), fit.knots
    (array([0.173, 1.038, 1.904, 2.769, 1.904, 1.038, 0.173]), array([3]))
    """
    level = nonnegative(lam, "lam")
    order = as_count(order, "order", 0, 3)
    if order == 0:
        return total_variation(y, level, weights=weights)
    values, w = as_series(y, weights)
    if values.size < order + 2:
        raise ValueError(f"y must hold at least {order + 2} values, got {values.size}")
    if w.min() <= 0:
        raise ValueError("weights must be positive where order is above 0")
    return _fit(values, w, level, order)


def _fit(values: FloatArray, w: FloatArray, level: float, order: int) -> TrendResult:
    """Return the fit, found in units in which data and weights are at most 1."""
    offset = float(np.median(values))
    unit = np.abs(values - offset).max() or 1.0
    heavy = w.max()
    with np.errstate(over="ignore"):
        lam = min(level / unit / heavy, np.finfo(float).max)
    system = System((values - offset) / unit, w / heavy, order)
    b, dual, kinked, nit = _solved(system, float(lam))
    knots = np.flatnonzero(kinked) + (order + 2) // 2
    fitted = offset + unit * b
    return certified(values, w, fitted, dual * (unit * heavy), knots, order, level, nit)


class System:
    """The equations of fit and dual for given kinks, banded, with b and s in turn."""

    def __init__(self, y: FloatArray, w: FloatArray, order: int) -> None:
        self.y, self.w, self.k = y, w, order + 1
        self.row = np.array(
            [(-1) ** (self.k - i) * comb(self.k, i) for i in range(self.k + 1)], float
        )
        self.middle = self.k + 1 - self.k % 2
        self.places = 2 * np.arange(y.size - self.k) + self.middle

    def solve(self, signs: FloatArray, lam: float) -> tuple[FloatArray, FloatArray]:
        """Return b and s with Wb + Dᵀs = Wy, s = λ sign at kinks, and Db = 0 elsewhere."""
        free = signs == 0
        band = self._band(free)
        b, s = np.zeros(self.y.size), lam * signs
        # The second solution takes out what the rounding of the first has left.
        for _ in range(2):
            right = np.zeros(2 * b.size)
            right[::2] = self.w * (self.y - b) - np.convolve(s, self.row)
            right[self.places] = np.where(free, -np.diff(b, self.k), 0.0)
            step = solve_banded((self.middle,) * 2, band, right, check_finite=False)
            b, s = b + step[::2], s + np.where(free, step[self.places], 0.0)
        return b, s

    def _band(self, free: NDArray[np.bool_]) -> FloatArray:
        """Return the matrix of the system as `solve_banded` takes it."""
        width = self.middle
        band = np.zeros((2 * width + 1, 2 * self.y.size))
        band[width, ::2], band[width, 1::2] = self.w, 1.0
        band[width, self.places] = np.where(free, 0.0, 1.0)
        for i, c in enumerate(self.row):
            points = self.places - width + 2 * i
            band[width + points - self.places, self.places] = c
            band[width + self.places - points, points] = np.where(free, c, 0.0)
        return band


def _solved(system: System, lam: float) -> tuple[FloatArray, FloatArray, NDArray[np.bool_], int]:
    """Return fit, dual, where the fit kinks, and how many systems were solved."""
    signs = np.zeros(system.places.size)
    b, dual = system.solve(signs, lam)
    if np.abs(dual).max() <= lam:
        return b, dual, signs != 0, 1
    if lam == 0:
        return system.y, signs, np.diff(system.y, system.k) != 0, 1
    signs, steps = box_start(system.y, system.w, system.row, lam)
    fewest, patience = signs.size + 1, TRIES
    while steps < MOST:
        steps += 1
        b, dual = system.solve(signs, lam)
        new = _next(system, b, dual, signs, lam)
        wrong = np.flatnonzero(new != signs)
        if not wrong.size:
            break
        if wrong.size < fewest:
            fewest, patience = wrong.size, TRIES
        elif patience:
            patience -= 1
        else:
            # One at a time, always the last, ends (Murty 1974).
            wrong = wrong[-1:]
        signs[wrong] = new[wrong]
    return b, dual, signs != 0, steps + 1


def _next(
    system: System, b: FloatArray, dual: FloatArray, signs: FloatArray, lam: float
) -> FloatArray:
    """Return the signs, with those changed that are wrong by more than rounding."""
    tiny = 64 * np.finfo(float).eps
    jump = np.convolve(b, system.row[::-1], "valid")
    backwards = signs * jump < -tiny * np.abs(b).max()
    beyond = (signs == 0) & (np.abs(dual) > lam + tiny * np.abs(dual).max())
    return np.where(beyond, np.sign(dual), np.where(backwards, 0.0, signs))
