"""The breakdown point, found by really contaminating a sample."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from l1lib.robust.influence import Estimator, estimate
from l1lib.validate import FloatArray, as_vector

FAR = (1e3, 1e6, 1e9)
"""How far values are moved, in multiples of the sample's extent."""

GROWTH = 100.0
"""From one distance to the next, a thousand times as far, an estimate without bound grows so."""


@dataclass(frozen=True)
class Breakdown:
    """How many outliers a sample bears.

    Parameters
    ----------
    count : int
        The least number of values whose replacement carries the estimate away.
    n : int
        The sample size.
    """

    count: int
    n: int

    @property
    def share(self) -> float:
        """The breakdown point, `count` / `n`."""
        return self.count / self.n

    def __repr__(self) -> str:
        return f"breaks down at {self.count} of {self.n} values ({self.share:.3g})"


def breakdown_point(estimator: Estimator, sample: ArrayLike) -> Breakdown:
    r"""Return the least share of values whose replacement carries an estimate away.

    For m = 1, 2, … the m smallest values are all moved far up, and the m largest far down, to
    a thousand, a million and a billion times the extent of the sample. The estimate counts as
    carried away if its change grows at least a hundredfold from each distance to the next.

    Parameters
    ----------
    estimator : callable
        From a vector to a number, such as `numpy.median`; it must not depend on the order.
    sample : array_like, shape (n,)
        The numbers.

    Returns
    -------
    Breakdown

    Raises
    ------
    TypeError, ValueError
        If the sample is not a vector of finite numbers, the estimator returns no number, or no
        number of replaced values carries the estimate away.

    References
    ----------
    D. L. Donoho and P. J. Huber (1983). The notion of breakdown point. In A Festschrift for
    Erich L. Lehmann, Wadsworth, 157–184.

    Examples
    --------
    >>> breakdown_point(np.mean, [1, 2, 3, 4, 5])
    breaks down at 1 of 5 values (0.2)
    >>> breakdown_point(np.median, [1, 2, 3, 4, 5])
    breaks down at 3 of 5 values (0.6)
    """
    values = np.sort(as_vector(sample, "sample"))
    extent = float(np.ptp(values)) or max(abs(float(values[0])), 1.0)
    before = estimate(estimator, values)
    for count in range(1, values.size + 1):
        for kept, unit in ((values[count:], extent), (values[: values.size - count], -extent)):
            if _carried(estimator, kept, count, unit, before):
                return Breakdown(count, values.size)
    raise ValueError("estimator must follow when all values are moved")


def _carried(
    estimator: Estimator, kept: FloatArray, count: int, unit: float, before: float
) -> bool:
    """Tell whether the change of an estimate grows as values are moved further and further."""
    samples = [np.append(kept, np.full(count, far * unit)) for far in FAR]
    near, further, furthest = (abs(estimate(estimator, s) - before) for s in samples)
    return furthest >= GROWTH * further >= GROWTH**2 * near > 0
