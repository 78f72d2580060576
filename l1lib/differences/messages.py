"""Total variation in one walk to the right and one back: dynamic programming."""

from __future__ import annotations

from collections import deque

from l1lib.validate import FloatArray


def dynamic_programming(mean: FloatArray, weight: FloatArray, lam: float) -> list[float]:
    r"""Return the minimiser of :math:`½ Σ wᵢ(mᵢ − bᵢ)² + λ Σ |bᵢ₊₁ − bᵢ|`, in O(n).

    The derivative of the best cost of 0, …, i as a function of bᵢ is increasing and piecewise
    linear. Passed on across a border it is cut off at ±λ. It is held as its two outer lines and
    the knots between them, each with what it adds to slope and intercept (Johnson 2013).
    """
    knots: deque[tuple[float, float, float]] = deque()
    lows, highs = [], []
    cut = 0.0
    *inner, (last_mean, last_weight) = zip(mean.tolist(), weight.tolist(), strict=True)
    for m, w in inner:
        slope, shift = w, -w * m - cut
        while knots and slope * knots[0][0] + shift < -lam:
            _, more, up = knots.popleft()
            slope, shift = slope + more, shift + up
        upper, above = w, -w * m + cut
        while knots and upper * knots[-1][0] + above > lam:
            _, more, up = knots.pop()
            upper, above = upper - more, above - up
        lows.append((-lam - shift) / slope)
        highs.append((lam - above) / upper)
        knots.appendleft((lows[-1], slope, shift + lam))
        knots.append((highs[-1], -upper, lam - above))
        cut = lam
    slope, shift = last_weight, -last_weight * last_mean - cut
    while knots and slope * knots[0][0] + shift < 0:
        _, more, up = knots.popleft()
        slope, shift = slope + more, shift + up
    values = [-shift / slope]
    for low, high in zip(reversed(lows), reversed(highs), strict=True):
        values.append(min(max(values[-1], low), high))
    return values[::-1]
