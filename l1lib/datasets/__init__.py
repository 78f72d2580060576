"""Data: published measurements, and draws whose truth is known."""

from l1lib.datasets.generators import (
    Simulated,
    make_contaminated,
    make_heavy_tailed,
    make_leverage,
    make_sparse,
)
from l1lib.datasets.measurements import (
    Dataset,
    load_boscovich,
    load_engel,
    load_hr_stars,
    load_newcomb,
    load_nile,
    load_prostate,
    load_stackloss,
)

__all__ = [
    "Dataset",
    "Simulated",
    "load_boscovich",
    "load_engel",
    "load_hr_stars",
    "load_newcomb",
    "load_nile",
    "load_prostate",
    "load_stackloss",
    "make_contaminated",
    "make_heavy_tailed",
    "make_leverage",
    "make_sparse",
]
