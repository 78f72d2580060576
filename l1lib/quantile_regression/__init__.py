"""Least absolute deviations and other quantiles: exact fits, and intervals for coefficients."""

from l1lib.quantile_regression.fit import lad
from l1lib.quantile_regression.intervals import LADIntervals, lad_intervals
from l1lib.quantile_regression.quantiles import LADQuantiles, lad_quantiles
from l1lib.quantile_regression.result import LADResult

__all__ = [
    "LADIntervals",
    "LADQuantiles",
    "LADResult",
    "lad",
    "lad_intervals",
    "lad_quantiles",
]
