"""Intervals from fits to samples of the rows."""

from __future__ import annotations

import numpy as np

from l1lib.quantile_regression.fit import lad
from l1lib.quantile_regression.intervals.sample import Sample
from l1lib.validate import FloatArray


def by_bootstrap(
    sample: Sample, level: float, draws: int, rng: np.random.Generator
) -> tuple[FloatArray, FloatArray]:
    """Return the percentiles of fits to n rows drawn with replacement, x and y together.

    A row drawn k times has k times its weight. Samples in which columns depend on others say
    nothing of their coefficients, and are drawn again.
    """
    n, p = sample.A.shape
    found: list[FloatArray] = []
    tries = 0
    while len(found) < draws:
        tries += 1
        if tries > 2 * draws:
            raise ValueError(
                "X has columns that depend on others in half of the samples drawn; "
                "method='rank' needs no samples"
            )
        counts = np.bincount(rng.integers(0, n, n), minlength=n).astype(np.float64)
        fit = lad(sample.A, sample.y, tau=sample.tau, weights=counts, intercept=False)
        if fit.rank == p:
            found.append(fit.coef)
    tail = (1 - level) / 2
    lower, upper = np.quantile(np.array(found), [tail, 1 - tail], axis=0, method="weibull")
    return lower, upper
