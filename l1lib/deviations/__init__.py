"""Least absolute deviations: the exact solver, and roads to it that are made to be read."""

from l1lib.deviations.result import LADResult
from l1lib.deviations.solver import lad

__all__ = ["LADResult", "lad"]
