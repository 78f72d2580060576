"""The path of total variation in fractions: the first event of all, again and again."""

from fractions import Fraction

import numpy as np


def exact_fit(y, w, lam):
    """Return total variation at one λ as fractions, for weights above 0."""
    lam = Fraction(lam)
    pieces = [[Fraction(a), Fraction(b), 1] for a, b in zip(y, w, strict=True)]
    while True:
        times = [_meets(pieces, j) for j in range(len(pieces) - 1)]
        if not times or min(times) > lam:
            break
        j = times.index(min(times))
        (a, u, m), (b, v, n) = pieces[j : j + 2]
        pieces[j : j + 2] = [[(a * u + b * v) / (u + v), u + v, m + n]]
    values = [
        mean + lam * (_sign(pieces, j) - _sign(pieces, j - 1)) / weight
        for j, (mean, weight, _) in enumerate(pieces)
    ]
    return [v for v, (_, _, n) in zip(values, pieces, strict=True) for _ in range(n)]


def _sign(pieces, j):
    if not 0 <= j < len(pieces) - 1:
        return 0
    a, b = pieces[j][0], pieces[j + 1][0]
    return (b > a) - (b < a)


def _meets(pieces, j):
    (a, u, _), (b, v, _) = pieces[j : j + 2]
    s = _sign(pieces, j)
    closing = abs(s - _sign(pieces, j - 1)) / u + abs(s - _sign(pieces, j + 1)) / v
    if a == b:
        return Fraction(0)
    return abs(b - a) / closing if closing else Fraction(10**300)


def exact_gap(y, w, b, lam):
    """Return how far b is from satisfying the conditions of a minimum, in fractions; 0 at it."""
    y, w, b = ([Fraction(v) for v in part] for part in (y, w, b))
    total, worst = Fraction(0), Fraction(0)
    for i in range(len(y)):
        total += w[i] * (b[i] - y[i])
        if i == len(y) - 1:
            worst = max(worst, abs(total))
        elif b[i + 1] == b[i]:
            worst = max(worst, abs(total) - Fraction(lam))
        else:
            worst = max(worst, abs(total - Fraction(lam) * (1 if b[i + 1] > b[i] else -1)))
    return worst


def draw(rng):
    """Return a series with steps, ties or a trend, its weights, and λ."""
    n = int(rng.integers(1, 40))
    z = rng.standard_normal(n)
    y = [z, rng.integers(-3, 4, n) / 2, z.cumsum(), np.sort(z), z.round(), np.sin(np.arange(n))]
    w = rng.integers(1, 5, n) / 2 if rng.random() < 0.5 else np.ones(n)
    return y[rng.integers(6)], w, float(10.0 ** rng.uniform(-2, 1.5))
