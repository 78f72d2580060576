"""Where randomness comes from."""

from numbers import Integral
from typing import Any, TypeAlias

import numpy as np

Seed: TypeAlias = int | np.random.Generator | None
"""What `rng` may be: a seed, a generator, or None for draws that differ from call to call."""


def as_generator(rng: Any, name: str = "rng") -> np.random.Generator:
    """Return a generator as it is, one with the given seed, or for None one of its own.

    Parameters
    ----------
    rng : numpy.random.Generator or int, optional
        A generator, which is drawn from and so moves on; or a seed, zero or more.
    name : str, default "rng"
        The argument's name in the caller, for the message.

    Returns
    -------
    numpy.random.Generator

    Raises
    ------
    TypeError, ValueError
        If `rng` is something else, or a negative seed.

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
