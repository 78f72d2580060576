"""Total variation at one λ, and on its whole path: exact, with a certificate."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from l1lib.differences.fusion import fuse_in_rounds, fusion_levels
from l1lib.differences.messages import dynamic_programming
from l1lib.differences.result import TrendResult, certified
from l1lib.differences.series import as_series, spread_dual, used
from l1lib.validate import FloatArray, as_finite, nonnegative

SHORT = 3000
"""So many values dynamic programming solves before the first rounds would be over."""


def total_variation(y: ArrayLike, lam: float, *, weights: ArrayLike | None = None) -> TrendResult:
    r"""Fit a series by few constant pieces: least squares with a penalty on the jumps.

    .. math:: \min_b \; \frac12 \sum_{i=1}^n w_i (y_i - b_i)^2
        + \lambda \sum_{i=1}^{n-1} |b_{i+1} - b_i|.

    The squares carry ½ and are not divided by n; weights are not normalised.

    Parameters
    ----------
    y : array_like, shape (n,)
        The series, in the order of time or place.
    lam : float
        The penalty weight λ ≥ 0, in the unit of y times that of the weights.
    weights : array_like, shape (n,), optional
        Non-negative weights, not all zero; 1 by default. A point without weight takes the value
        of the one before it.

    Returns
    -------
    TrendResult
        The fit, where its pieces begin, its dual, and the gap, which bounds how far the objective
        is from the least.

    Raises
    ------
    TypeError
        If an entry is not a real number.
    ValueError
        If `y` is empty, not finite, not one-dimensional, or has entries or weights beyond 1e150,
        if `lam` is negative or not finite, or if the weights are negative, not finite, all zero,
        or not one per value.

    Warns
    -----
    RuntimeWarning
        If the gap is above 1e-12; `success` is False then, and `message` says so.

    Notes
    -----
    Pieces only fuse as λ grows. All borders that vanish before those beside them are fused in
    rounds; when those no longer shrink the series, dynamic programming solves the rest in one
    walk. Both take a time proportional to n. Digits and gap count relative to the range of y:
    values near 1 that follow one of 1e15 are fitted to four digits.

    References
    ----------
    P. L. Davies and A. Kovac (2001). Local extremes, runs, strings and multiresolution. Annals
    of Statistics 29(1), 1–65.
    N. A. Johnson (2013). A dynamic programming algorithm for the fused Lasso and L0-segmentation.
    Journal of Computational and Graphical Statistics 22(2), 246–260.

    Examples
    --------
    >>> fit = total_variation([1, 3, 2, 8, 9, 10], 1.0)
    >>> fit.fitted, fit.knots
    (array([2. , 2.5, 2.5, 8. , 9. , 9. ]), array([1, 3, 4]))
    """
    level = nonnegative(lam, "lam")
    values, w = as_series(y, weights)
    kept = used(w)
    some, share = values[kept], w[kept]
    shifted = some - np.median(some)
    at_mean = np.cumsum(share * (shifted - np.average(shifted, weights=share)))
    if level >= np.abs(at_mean).max():
        starts, rounds = np.zeros(1, dtype=np.intp), 0
    else:
        starts, rounds = _starts(shifted, share, level)
    return _fit(values, w, kept, starts, level, rounds)


@dataclass(frozen=True, eq=False)
class TotalVariationPath:
    """The fits of `total_variation` at all λ.

    Parameters
    ----------
    y : ndarray, shape (n,)
        The series.
    weights : ndarray, shape (n,)
        Its weights.
    levels : ndarray, shape (n − 1,)
        The λ at which the border between yᵢ and yᵢ₊₁ vanishes, and from which on it is gone.
    """

    y: FloatArray
    weights: FloatArray
    levels: FloatArray

    def at(self, lam: float) -> TrendResult:
        """Return the fit at one λ, with its certificate.

        Parameters
        ----------
        lam : float
            Any λ ≥ 0.

        Returns
        -------
        TrendResult

        Raises
        ------
        TypeError, ValueError
            If `lam` is no number, negative or not finite.
        """
        level = nonnegative(lam, "lam")
        kept = used(self.weights)
        alive = self.levels[kept[1:] - 1] > level
        starts = np.concatenate(([0], np.flatnonzero(alive) + 1))
        return _fit(self.y, self.weights, kept, starts, level, 0)

    def pieces(self, lam: ArrayLike) -> NDArray[np.intp]:
        """Return how many pieces the fit has at each λ.

        Parameters
        ----------
        lam : array_like
            Any λ ≥ 0.

        Returns
        -------
        ndarray of int, or int

        Raises
        ------
        TypeError, ValueError
            If an entry of `lam` is no number, negative or not finite.
        """
        lams = as_finite(lam, "lam")
        if (lams < 0).any():
            raise ValueError(f"lam must not be negative, got {lams.min()}")
        return 1 + self.levels.size - np.searchsorted(np.sort(self.levels), lams, side="right")

    def __repr__(self) -> str:
        last = self.levels.max(initial=0.0)
        return f"TotalVariationPath of {self.y.size} values, one piece from λ = {last:.6g} on"


def total_variation_path(y: ArrayLike, *, weights: ArrayLike | None = None) -> TotalVariationPath:
    r"""Return total variation at all λ: where each border between two values vanishes.

    Between those λ the value of a piece of weight W changes by −2/W per unit of λ where it is
    above both neighbours, by 2/W where it is below both, by ±1/W at an end, and by 0 elsewhere.

    Parameters
    ----------
    y : array_like, shape (n,)
        The series, in the order of time or place.
    weights : array_like, shape (n,), optional
        Non-negative weights, not all zero; 1 by default.

    Returns
    -------
    TotalVariationPath

    Raises
    ------
    TypeError, ValueError
        As for `total_variation`.

    References
    ----------
    J. Friedman, T. Hastie, H. Höfling and R. Tibshirani (2007). Pathwise coordinate optimization.
    Annals of Applied Statistics 1(2), 302–332, section 4.
    H. Höfling (2010). A path algorithm for the fused Lasso signal approximator. Journal of
    Computational and Graphical Statistics 19(4), 984–1006.

    Examples
    --------
    >>> path = total_variation_path([1, 3, 2, 8, 9, 10])
    >>> path.levels
    array([ 1.5 ,  0.25, 10.5 ,  3.  ,  1.  ])
    >>> path.pieces([0, 1, 10.5])
    array([6, 4, 1])
    """
    values, w = as_series(y, weights)
    kept = used(w)
    levels = np.zeros(values.size - 1)
    if kept.size > 1:
        levels[kept[1:] - 1] = fusion_levels(values[kept] - np.median(values[kept]), w[kept])
    return TotalVariationPath(values, w, levels)


def _starts(y: FloatArray, w: FloatArray, lam: float) -> tuple[NDArray[np.intp], int]:
    """Return where the pieces of the fit begin, and the rounds it took."""
    if y.size <= SHORT:
        return np.concatenate(([0], np.flatnonzero(_jumps(y, w, lam)) + 1)), 1
    levels = np.full(y.size - 1, np.inf)
    pieces, rounds = fuse_in_rounds(y, w, lam, levels)
    if pieces.border.size:
        levels[pieces.border[~_jumps(pieces.mean, pieces.weight, lam)]] = lam
    return np.concatenate(([0], np.flatnonzero(levels > lam) + 1)), rounds


def _jumps(mean: FloatArray, weight: FloatArray, lam: float) -> NDArray[np.bool_]:
    """Return where the fit jumps; a jump against that of the data is rounding."""
    solved = np.array(dynamic_programming(mean, weight, lam))
    return np.diff(solved) * np.sign(np.diff(mean)) > 0


def _fit(
    y: FloatArray,
    w: FloatArray,
    kept: NDArray[np.intp],
    starts: NDArray[np.intp],
    lam: float,
    rounds: int,
) -> TrendResult:
    """Return the fit whose pieces begin at some of the points with weight."""
    some, share = y[kept], w[kept]
    while True:
        step, first = np.sign(np.diff(some)[starts[1:] - 1]), some[starts]
        size = np.diff(np.append(starts, some.size))
        offset = some - np.repeat(first, size)
        pull = np.diff(step, prepend=0.0, append=0.0) * lam
        move = (np.add.reduceat(share * offset, starts) + pull) / np.add.reduceat(share, starts)
        # Where rounding kept a border whose jump has no size or the wrong sign, it goes.
        stays = np.diff(first + move) * step > 0
        if stays.all():
            break
        starts = starts[np.append(True, stays)]
    string = np.cumsum(share * (np.repeat(move, size) - offset))[:-1]
    at = starts[1:] - 1
    string += np.repeat(np.append(0.0, lam * step - string[at]), size)[:-1]
    if at.size:
        string[at] = lam * step
    point = np.maximum(np.cumsum(w > 0) - 1, 0)
    b = np.repeat(first + move, size)[point]
    return certified(y, w, b, spread_dual(string, w), kept[starts[1:]], 0, lam, rounds)
