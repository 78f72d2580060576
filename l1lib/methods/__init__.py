"""Methods of minimisation made to be watched: short, and with a history of all they did."""

from l1lib.methods.absolute_deviations import AbsoluteDeviations
from l1lib.methods.admm import admm
from l1lib.methods.irls import reweighted_least_squares
from l1lib.methods.lad_coordinate_descent import coordinate_descent
from l1lib.methods.lasso_coordinate_descent import cyclic_coordinate_descent
from l1lib.methods.level_polygon import level_polygon
from l1lib.methods.linear_program import interior_point_method, simplex_method
from l1lib.methods.objective import Objective
from l1lib.methods.penalised_squares import PenalisedSquares
from l1lib.methods.proximal_gradient import fista, ista
from l1lib.methods.proximal_point import proximal_point, proximal_step
from l1lib.methods.result import MethodResult
from l1lib.methods.smoothing import huber_continuation
from l1lib.methods.subgradient import (
    constant_steps,
    diminishing_steps,
    polyak_steps,
    subgradient_method,
)

__all__ = [
    "AbsoluteDeviations",
    "MethodResult",
    "Objective",
    "PenalisedSquares",
    "admm",
    "constant_steps",
    "coordinate_descent",
    "cyclic_coordinate_descent",
    "diminishing_steps",
    "fista",
    "huber_continuation",
    "interior_point_method",
    "ista",
    "level_polygon",
    "polyak_steps",
    "proximal_point",
    "proximal_step",
    "reweighted_least_squares",
    "simplex_method",
    "subgradient_method",
]
