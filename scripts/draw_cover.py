"""Draw the picture of the landing page and the README with the book's own functions."""

from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt

from l1lib import Absolute, weighted_median
from l1lib.plots import draw_subdifferential, draw_sum_of_absolute, svg, use_style

PICTURE = Path(__file__).parent.parent / "book/_assets/corner.svg"


def cover() -> str:
    """Return the picture as SVG."""
    points = [1, 2, 4, 10]
    fig, (top, bottom) = plt.subplots(2, 1, figsize=(5, 5), height_ratios=(3, 2))
    draw_sum_of_absolute(points, median=weighted_median(points), ax=top)
    draw_subdifferential(Absolute(), [-2, 0, 2], ax=bottom)
    bottom.set(xlabel="residual $r$", ylabel="slopes of $|r|$")
    return svg(fig)


if __name__ == "__main__":
    matplotlib.use("agg")
    use_style()
    PICTURE.write_text(cover(), encoding="utf-8")
