"""The pictures of the book: functions that draw what they are given, in one style."""

from l1lib.plots.convergence import draw_convergence
from l1lib.plots.curves import draw_curve, draw_subdifferential, draw_supporting_lines
from l1lib.plots.histograms import draw_residual_histogram
from l1lib.plots.palette import L1, L2, MARK, MUTED, Role
from l1lib.plots.paths import draw_path
from l1lib.plots.planes import draw_arrow, draw_level_lines
from l1lib.plots.scatter import draw_line, draw_points, draw_residuals
from l1lib.plots.style import svg, use_style
from l1lib.plots.sums import draw_sum_of_absolute

__all__ = [
    "L1",
    "L2",
    "MARK",
    "MUTED",
    "Role",
    "draw_arrow",
    "draw_convergence",
    "draw_curve",
    "draw_level_lines",
    "draw_line",
    "draw_path",
    "draw_points",
    "draw_residual_histogram",
    "draw_residuals",
    "draw_subdifferential",
    "draw_sum_of_absolute",
    "draw_supporting_lines",
    "svg",
    "use_style",
]
