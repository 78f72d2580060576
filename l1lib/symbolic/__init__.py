"""The derivations of the book as functions that return exact SymPy objects."""

from l1lib.symbolic.corner import (
    derivative_of_absolute,
    piecewise_absolute,
    second_derivative_of_absolute,
)
from l1lib.symbolic.envelope import moreau_envelope
from l1lib.symbolic.likelihood import (
    laplace_density,
    laplace_nll,
    normal_density,
    normal_nll,
)
from l1lib.symbolic.sides import one_sided_derivatives, subdifferential
from l1lib.symbolic.squares import minimiser_of_squares, sum_of_squares
from l1lib.symbolic.sums import (
    minimisers,
    slope_between_kinks,
    slopes,
    sum_of_absolute,
)

__all__ = [
    "derivative_of_absolute",
    "laplace_density",
    "laplace_nll",
    "minimiser_of_squares",
    "minimisers",
    "moreau_envelope",
    "normal_density",
    "normal_nll",
    "one_sided_derivatives",
    "piecewise_absolute",
    "second_derivative_of_absolute",
    "slope_between_kinks",
    "slopes",
    "subdifferential",
    "sum_of_absolute",
    "sum_of_squares",
]
