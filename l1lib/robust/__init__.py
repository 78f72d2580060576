"""Robustness: influence, breakdown, efficiency, leverage."""

from l1lib.robust.breakdown import Breakdown, breakdown_point
from l1lib.robust.distributions import TukeyMixture
from l1lib.robust.efficiency import (
    efficiency_of_mean_deviation,
    efficiency_of_median,
    exact_efficiency_of_median,
    variance_of_mean,
    variance_of_median,
)
from l1lib.robust.influence import sensitivity_curve
from l1lib.robust.leverage import hat_values
from l1lib.robust.spread import mad

__all__ = [
    "Breakdown",
    "TukeyMixture",
    "breakdown_point",
    "efficiency_of_mean_deviation",
    "efficiency_of_median",
    "exact_efficiency_of_median",
    "hat_values",
    "mad",
    "sensitivity_curve",
    "variance_of_mean",
    "variance_of_median",
]
