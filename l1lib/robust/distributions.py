"""Distributions: the contaminated normal, and the check that a distribution is one."""

from __future__ import annotations

from dataclasses import dataclass
from math import pi, sqrt
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from l1lib.validate import (
    FloatArray,
    Seed,
    as_count,
    as_generator,
    as_real,
    nonnegative,
    positive,
)


@dataclass(frozen=True)
class TukeyMixture:
    r"""The contaminated normal, (1 − ε) N(0, 1) + ε N(0, scale²), as a distribution.

    Parameters
    ----------
    eps : float
        The contamination ε, the share of outliers, from 0 to 1.
    scale : float, default 3.0
        Their standard deviation.

    Raises
    ------
    TypeError, ValueError
        If `eps` is not between 0 and 1, or `scale` not positive.

    References
    ----------
    J. W. Tukey (1960). A survey of sampling from contaminated distributions. In Contributions
    to Probability and Statistics, Stanford University Press, 448–485.

    Examples
    --------
    >>> round(float(TukeyMixture(0.1).pdf(0.0)), 4)
    0.3723
    """

    eps: float
    scale: float = 3.0

    def __post_init__(self) -> None:
        if nonnegative(self.eps, "eps") > 1:
            raise ValueError(f"eps must be at most 1, got {self.eps}")
        positive(self.scale, "scale")

    def pdf(self, y: ArrayLike) -> Any:
        """Return the density at y, of any shape."""
        values = as_real(y, "y")
        clean, outlying = (np.exp(-((values / scale) ** 2) / 2) for scale in (1, self.scale))
        return ((1 - self.eps) * clean + self.eps / self.scale * outlying) / sqrt(2 * pi)

    def mean(self) -> float:
        """Return 0."""
        return 0.0

    def median(self) -> float:
        """Return 0."""
        return 0.0

    def support(self) -> tuple[float, float]:
        """Return the whole line."""
        return -np.inf, np.inf

    def rvs(self, size: int, random_state: Seed = None) -> FloatArray:
        """Return a sample of the given size, drawn from a generator or with a seed."""
        rng, n = as_generator(random_state, "random_state"), as_count(size, "size", 0)
        outlying = rng.random(n) < self.eps
        sample: FloatArray = rng.standard_normal(n) * np.where(outlying, self.scale, 1.0)
        return sample


def as_distribution(distribution: Any, *methods: str) -> Any:
    """Return a distribution that has the methods, or raise.

    Examples
    --------
    >>> as_distribution(TukeyMixture(0.1), "pdf", "mean").median()
    0.0
    """
    missing = [name for name in methods if not callable(getattr(distribution, name, None))]
    if missing or isinstance(distribution, type):
        wanted = f"methods {', '.join(methods)}, such as scipy.stats.norm()"
        raise TypeError(f"distribution must have the {wanted}; got {distribution!r}")
    return distribution
