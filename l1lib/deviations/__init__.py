"""Least absolute deviations: the exact solver, and roads to it that are made to be read."""

from l1lib.deviations.result import LADResult
from l1lib.deviations.roads import lad_by_interior_point, lad_by_linear_program, lad_by_simplex
from l1lib.deviations.solver import lad

__all__ = [
    "LADResult",
    "lad",
    "lad_by_interior_point",
    "lad_by_linear_program",
    "lad_by_simplex",
]
