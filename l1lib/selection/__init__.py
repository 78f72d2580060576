"""Choosing λ by cross-validation, and units in which columns can be compared."""

from l1lib.selection.cross_validation import LassoCrossValidation, cross_validate_lasso
from l1lib.selection.standardise import Standardised, standardise

__all__ = ["LassoCrossValidation", "Standardised", "cross_validate_lasso", "standardise"]
