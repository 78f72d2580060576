"""Penalised differences: total variation, trend filtering and the fused Lasso, exactly."""

from l1lib.differences.fused_lasso import fused_lasso
from l1lib.differences.result import FusedLassoResult, TrendResult
from l1lib.differences.total_variation import (
    TotalVariationPath,
    total_variation,
    total_variation_path,
)
from l1lib.differences.trend_filter import trend_filter

__all__ = [
    "FusedLassoResult",
    "TotalVariationPath",
    "TrendResult",
    "fused_lasso",
    "total_variation",
    "total_variation_path",
    "trend_filter",
]
