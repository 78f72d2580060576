"""Where randomness comes from."""

from numbers import Integral
from typing import Any, TypeAlias

import numpy as np

Seed: TypeAlias = int | np.random.Generator | None
"""What `rng` may be: a seed, a generator, or None for draws that differ from call to call."""


def as_generator(rng: Any, name: str = "rng") -> np.random.Generator:
    """Return a generator as it is, one with the given seed, or for None one of its own.

    Examples
    --------
    >>> as_generator(7).random() == np.random.default_rng(7).random()
    True
    """
    if rng is None or isinstance(rng, np.random.Generator):
        return np.random.default_rng(rng)
    if isinstance(rng, bool) or not isinstance(rng, Integral):
        raise TypeError(f"{name} must be a numpy.random.Generator, a seed or None, got {rng!r}")
    seed = int(rng)
    if seed < 0:
        raise ValueError(f"{name} must be a seed of 0 or more, got {rng!r}")
    return np.random.default_rng(seed)
