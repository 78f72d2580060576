"""The members that every test of the family loops over, and where it looks at them."""

import numpy as np
import pytest

from l1lib.functions import (
    Absolute,
    EpsilonInsensitive,
    Huber,
    LogCosh,
    Pinball,
    PseudoHuber,
    Squared,
)

MEMBERS = [
    Absolute(),
    Squared(),
    *(Huber(delta) for delta in (0.5, 1.0, 1e-3)),
    *(PseudoHuber(delta) for delta in (0.5, 1.0, 3.0)),
    LogCosh(),
    *(Pinball(tau) for tau in (0.1, 0.5, 0.9)),
    *(EpsilonInsensitive(eps) for eps in (0.0, 0.5)),
]
EXTREME = [
    *(Huber(delta) for delta in (1e-200, 1e-150, 1e150, 1e300)),
    *(PseudoHuber(delta) for delta in (1e-200, 1e-150, 1e150, 1e300)),
    *(Pinball(tau) for tau in (1e-300, 5e-324, 1 - 2**-53)),
    *(EpsilonInsensitive(eps) for eps in (5e-324, 1e-300, 1e300)),
]
STEPS = (1e-3, 0.7, 1.0, 40.0)

every_member = pytest.mark.parametrize("f", MEMBERS, ids=repr)
every_extreme = pytest.mark.parametrize("f", MEMBERS + EXTREME, ids=repr)


def corners(f):
    """Return where the second derivative of f does not exist."""
    match f:
        case Absolute() | Pinball():
            return [0.0]
        case Huber(delta=width) | EpsilonInsensitive(eps=width):
            return [-width, width]
        case _:
            return []


def points(f):
    """Return points at, on and across each corner, and others around them."""
    rng = np.random.default_rng(20240501)
    centres = np.array([0.0, *corners(f)])
    beside = [np.nextafter(centres, -np.inf), np.nextafter(centres, np.inf)]
    near = [centres - 1e-9, centres + 1e-9, centres - 0.01, centres + 0.01]
    spread = [rng.normal(size=12), rng.uniform(-12, 12, size=6), [-0.0, -1.0, 1.0, 2.0]]
    return np.concatenate([centres, *beside, *near, *spread])


def slopes(f):
    """Return slopes inside, at the ends of, and outside the domain of the conjugate."""
    ends = np.unique(f.subdifferential([-np.inf, np.inf]))
    ends = np.where(np.isfinite(ends), ends, np.copysign(4.0, ends))
    inside = np.linspace(ends[0], ends[-1], 9)
    outside = np.nextafter(ends, [-np.inf, np.inf])
    return np.concatenate([inside, outside, 1.5 * ends])
