"""Data: published measurements, draws whose truth is known, and results that are stored."""

from l1lib.datasets.generators import Simulated, make_sparse
from l1lib.datasets.measurements import (
    Dataset,
    load_boscovich,
    load_engel,
    load_hr_stars,
    load_newcomb,
    load_prostate,
    load_stackloss,
)
from l1lib.datasets.stored_results import load_stored

__all__ = [
    "Dataset",
    "Simulated",
    "load_boscovich",
    "load_engel",
    "load_hr_stars",
    "load_newcomb",
    "load_prostate",
    "load_stackloss",
    "load_stored",
    "make_sparse",
]
