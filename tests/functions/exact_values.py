"""The same functions from their definitions, in arithmetic with many digits.

Pinball is defined by the two doubles τ and τ − 1, as the library documents.
"""

from mpmath import mp, mpf

from l1lib.functions import (
    Absolute,
    EpsilonInsensitive,
    Huber,
    LogCosh,
    Pinball,
    PseudoHuber,
    Squared,
)


def value(f, r):
    """Return f(r) for an mpf r."""
    match f:
        case Absolute():
            return abs(r)
        case Squared():
            return r**2 / 2
        case Huber(delta=delta):
            d = mpf(delta)
            return r**2 / 2 if abs(r) <= d else d * (abs(r) - d / 2)
        case PseudoHuber(delta=delta):
            d = mpf(delta)
            return d**2 * (mp.sqrt(1 + (r / d) ** 2) - 1)
        case LogCosh():
            return abs(r) - mp.log(2) + mp.log1p(mp.exp(-2 * abs(r)))
        case Pinball(tau=tau):
            return max(mpf(tau) * r, mpf(tau - 1) * r)
        case EpsilonInsensitive(eps=eps):
            return max(mpf(0), abs(r) - mpf(eps))


def slopes(f, r):
    """Return the left and the right derivative of f at an mpf r."""
    match f:
        case Absolute():
            return _step(r, 0, -1, 1)
        case Squared():
            return r, r
        case Huber(delta=delta):
            slope = max(min(r, mpf(delta)), -mpf(delta))
            return slope, slope
        case PseudoHuber(delta=delta):
            slope = r / mp.sqrt(1 + (r / mpf(delta)) ** 2)
            return slope, slope
        case LogCosh():
            slope = mp.sign(r) * (1 - 2 / (mp.exp(2 * abs(r)) + 1))
            return slope, slope
        case Pinball(tau=tau):
            return _step(r, 0, mpf(tau - 1), mpf(tau))
        case EpsilonInsensitive(eps=eps):
            left, right = _step(r, -mpf(eps), -1, 0), _step(r, mpf(eps), 0, 1)
            return left[0] + right[0], left[1] + right[1]


def conjugate(f, s):
    """Return f*(s) for an mpf s."""
    size = abs(s)
    match f:
        case Squared():
            return s**2 / 2
        case Pinball(tau=tau):
            return mpf(0) if tau - 1 <= s <= tau else mp.inf
        case Huber(delta=delta) | PseudoHuber(delta=delta) if size > mpf(delta):
            return mp.inf
        case Huber():
            return s**2 / 2
        case PseudoHuber(delta=delta):
            d = mpf(delta)
            return d**2 * (1 - mp.sqrt(1 - (s / d) ** 2))
    if size > 1:
        return mp.inf
    match f:
        case Absolute():
            return mpf(0)
        case EpsilonInsensitive(eps=eps):
            return mpf(eps) * size
        case LogCosh():
            return (_x_log_x(1 + s) + _x_log_x(1 - s)) / 2


def _step(r, corner, before, after):
    return (after if r > corner else before), (before if r < corner else after)


def _x_log_x(x):
    return x * mp.log(x) if x else mpf(0)
