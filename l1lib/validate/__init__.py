"""The door of the library: what comes in is checked here, once, and named when it is wrong."""

from l1lib.validate.arrays import FloatArray, as_finite, as_numbers, as_real, as_vector, as_weights
from l1lib.validate.choices import as_flag, as_function, as_text, instance_of, one_each, one_of
from l1lib.validate.numbers import (
    as_count,
    as_number,
    finite,
    in_unit_interval,
    nonnegative,
    positive,
)
from l1lib.validate.seeds import Seed, as_generator

__all__ = [
    "FloatArray",
    "Seed",
    "as_count",
    "as_finite",
    "as_flag",
    "as_function",
    "as_generator",
    "as_number",
    "as_numbers",
    "as_real",
    "as_text",
    "as_vector",
    "as_weights",
    "finite",
    "in_unit_interval",
    "instance_of",
    "nonnegative",
    "one_each",
    "one_of",
    "positive",
]
