"""Draw the picture of the landing page and the README with the book's own functions."""

from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt

from l1lib import Absolute, weighted_median
from l1lib.plots import draw_subdifferential, draw_sum_of_absolute, svg, use_style

PICTURE = Path(__file__).parent.parent / "book/_assets/corner.svg"


def draw() -> None:
    """Write the picture, on white: a README may be dark and cannot turn the ink around."""
    use_style()
    points = [1, 2, 4, 10]
    fig, (top, bottom) = plt.subplots(2, 1, figsize=(5, 5), height_ratios=(3, 2))
    draw_sum_of_absolute(points, median=weighted_median(points), ax=top)
    draw_subdifferential(Absolute(), [-2, 0, 2], ax=bottom)
    bottom.set(xlabel="residual $r$", ylabel="slopes of $|r|$")
    with plt.rc_context({"savefig.facecolor": "white"}):
        PICTURE.write_text(svg(fig), encoding="utf-8")


if __name__ == "__main__":
    matplotlib.use("agg")
    draw()
