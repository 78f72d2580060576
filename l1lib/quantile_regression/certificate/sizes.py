"""Typical sizes of what a certificate sums: from a sample, and blown up by no single row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from l1lib.quantile_regression.certificate.problem import ACCURACY, UNIT, Answer, Data, Indices
from l1lib.validate import FloatArray

SAMPLE = 256
"""So many rows, or four a column, evenly spread, tell what is typical."""

GOLDEN = 0.6180339887498949
"""Multiples of the golden section are evenly spread, and in step with no period of the rows."""


@dataclass
class Sizes:
    """The scale of the objective, and typical sizes.

    `typical` is the mean distance of a target from its middle, far ones cut; `rounding` bounds
    how much rounding moves a residual that is computed plainly, and `delicate` tells that this
    matters. `rows` are those of the `sample`, `entries` their |xᵢⱼ|, `centre` the means.
    """

    scale: float
    typical: float
    rounding: float
    delicate: bool
    sample: Indices | slice
    rows: FloatArray
    entries: FloatArray
    centre: FloatArray | None


def typical_sizes(data: Data, answer: Answer) -> Sizes:
    """Look at a sample."""
    n, p = data.X.shape
    y, sample = data.y, slice(None)
    size = max(SAMPLE, 4 * p)
    if n > size:
        sample = (np.arange(size) * GOLDEN % 1 * n).astype(np.intp)
        y = y[sample]
    X = data.rows(sample)
    middle = _middle(y) if data.intercept else 0.0
    entries = np.abs(X)
    terms = entries @ np.abs(answer.coef)
    total, most = float(terms.sum()), float(terms.max()) + abs(middle) + abs(answer.intercept)
    typical, summed, cut = _spread(data, y, middle, most)
    return Sizes(
        scale=2 * data.tau * (1 - data.tau) * summed,
        typical=typical,
        rounding=8 * UNIT * (p + 2) * (most + cut),
        delicate=4 * UNIT * (total / len(X) + abs(middle)) > ACCURACY * typical,
        sample=sample,
        rows=X,
        entries=entries,
        centre=X.sum(axis=0) / len(X) if data.intercept else None,
    )


def _spread(data: Data, some: FloatArray, middle: float, most: float) -> tuple[float, float, float]:
    """Return the mean of |yᵢ − m|, those above four typical ones cut; Σ wᵢ|yᵢ − m|; the cut."""
    distance = np.abs(some - middle)
    cut = 4 * _middle(distance) or 4 * _middle(distance[distance > 0])
    if cut == 0 or data.weights is not None:
        distance = np.abs(data.y - middle)
        cut = cut or 4 * _middle(distance[distance > 0])
    if cut == 0:
        distance += abs(middle) or most
    else:
        np.minimum(distance, cut, out=distance)
    typical = float(distance.sum()) / distance.size
    summed = data.y.size * typical if data.weights is None else float(data.weights @ distance)
    return typical, summed, cut


def _middle(values: FloatArray) -> float:
    """Return a middle one of some values, 0 if there are none."""
    middle = values.size // 2
    return float(np.partition(values, middle)[middle]) if values.size else 0.0
