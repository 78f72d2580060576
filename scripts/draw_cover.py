"""Draw the picture of the landing page and the README, and the card of a shared link."""

from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt

from l1lib import Absolute, weighted_median
from l1lib.plots import draw_subdifferential, draw_sum_of_absolute, svg, use_style

ASSETS = Path(__file__).parent.parent / "book/_assets"
GROUNDS = {"corner.svg": "none", "corner-on-white.svg": "white"}
"""The page turns the ink around in the dark; a README may be dark, too, and cannot."""
CARD = ASSETS / "card.png"
POINTS = [1, 2, 4, 10]


def draw(folder: Path) -> None:
    """Write the picture on each ground."""
    use_style()
    fig, (top, bottom) = plt.subplots(2, 1, figsize=(5, 5), height_ratios=(3, 2))
    draw_sum_of_absolute(POINTS, median=weighted_median(POINTS), ax=top)
    draw_subdifferential(Absolute(), [-2, 0, 2], ax=bottom)
    bottom.set(xlabel="residual $r$", ylabel="slopes of $|r|$")
    for name, ground in GROUNDS.items():
        with plt.rc_context({"savefig.facecolor": ground}):
            (folder / name).write_text(svg(fig), encoding="utf-8")


def draw_card() -> None:
    """Write the card, 1200 × 630 pixels, in few colours: it is fetched for a preview."""
    use_style()
    with plt.rc_context({"savefig.bbox": None, "figure.constrained_layout.use": False}):
        fig = plt.figure(figsize=(12, 6.3), dpi=100, facecolor="white")
        fig.text(0.06, 0.8, "The Corner at Zero", fontsize=44, weight="bold")
        fig.text(0.06, 0.69, "The L1 loss and the L1 penalty", fontsize=24)
        fig.text(0.06, 0.62, "derived, drawn and checked", fontsize=24)
        draw_subdifferential(Absolute(), [-2, 0, 2], ax=fig.add_axes((0.1, 0.14, 0.34, 0.36)))
        draw_sum_of_absolute(
            POINTS, median=weighted_median(POINTS), ax=fig.add_axes((0.56, 0.14, 0.39, 0.44))
        )
        fig.axes[0].set(xlabel="residual $r$", ylabel="slopes of $|r|$")
        fig.savefig(CARD, metadata={"Software": None})
        plt.close(fig)


if __name__ == "__main__":
    matplotlib.use("agg")
    draw(ASSETS)
    draw_card()
