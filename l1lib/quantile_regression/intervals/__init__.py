"""Intervals for the coefficients of a linear quantile: three ways, one result."""

from l1lib.quantile_regression.intervals.fit import lad_intervals
from l1lib.quantile_regression.intervals.result import LADIntervals

__all__ = ["LADIntervals", "lad_intervals"]
