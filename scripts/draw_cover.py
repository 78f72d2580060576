"""Draw the picture of the landing page and the README with the book's own functions."""

from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt

from l1lib import Absolute, weighted_median
from l1lib.plots import draw_subdifferential, draw_sum_of_absolute, svg, use_style

ASSETS = Path(__file__).parent.parent / "book/_assets"
GROUNDS = {"corner.svg": "none", "corner-on-white.svg": "white"}
"""The page turns the ink around in the dark; a README may be dark, too, and cannot."""


def draw(folder: Path) -> None:
    """Write the picture on each ground."""
    use_style()
    points = [1, 2, 4, 10]
    fig, (top, bottom) = plt.subplots(2, 1, figsize=(5, 5), height_ratios=(3, 2))
    draw_sum_of_absolute(points, median=weighted_median(points), ax=top)
    draw_subdifferential(Absolute(), [-2, 0, 2], ax=bottom)
    bottom.set(xlabel="residual $r$", ylabel="slopes of $|r|$")
    for name, ground in GROUNDS.items():
        with plt.rc_context({"savefig.facecolor": ground}):
            (folder / name).write_text(svg(fig), encoding="utf-8")


if __name__ == "__main__":
    matplotlib.use("agg")
    draw(ASSETS)
