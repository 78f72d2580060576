"""Count how often 90 % intervals for a median slope cover it, and store the counts.

``python scripts/simulate_coverage.py`` writes ``l1lib/datasets/stored/coverage.csv`` in some ten
minutes. The chapter on intervals reads it.

Every design has normal noise with median 0. What differs is its standard deviation as a function
of x: constant, 1 + x, x itself, or that of Engel's households, where it comes from the distance
of the quartile lines. There x is the 235 incomes; elsewhere it is drawn anew for every sample,
100 numbers uniform on (0, 4). Sample number s uses the seed s, under every method.
"""

import csv
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import ndtri

from l1lib import lad, lad_intervals
from l1lib.datasets import load_engel

FILE = Path(__file__).resolve().parent.parent / "l1lib/datasets/stored/coverage.csv"
ROWS = 100
METHODS: dict[str, tuple[int, dict[str, Any]]] = {
    "rank": (2000, {"method": "rank"}),
    "rank, whole steps": (2000, {"method": "rank", "interpolate": False}),
    "sparsity": (2000, {"method": "sparsity"}),
    "bootstrap": (400, {"method": "bootstrap", "draws": 199}),
}


@dataclass(frozen=True)
class Design:
    """How a sample is drawn: y = intercept + slope · x + spread(x) · a normal number."""

    x: Callable[[np.random.Generator], np.ndarray]
    spread: Callable[[np.ndarray], np.ndarray]
    intercept: float = 1.0
    slope: float = 1.0

    def draw(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Return one sample, x and y."""
        x = self.x(rng)
        noise = self.spread(x) * rng.standard_normal(x.size)
        return x, self.intercept + self.slope * x + noise


def engel() -> Design:
    """Return the design of Engel's households: their incomes, median line and quartile lines."""
    data = load_engel()
    low, middle, high = (lad(data.data, data.target, tau=t) for t in (0.25, 0.5, 0.75))
    apart = float(ndtri(0.75) - ndtri(0.25))

    def spread(x: np.ndarray) -> np.ndarray:
        return (high.predict(x[:, None]) - low.predict(x[:, None])) / apart

    return Design(lambda rng: data.data[:, 0], spread, middle.intercept, float(middle.coef[0]))


def uniform(rng: np.random.Generator) -> np.ndarray:
    """Return the x of a sample that is no one's."""
    return rng.uniform(0, 4, ROWS)


DESIGNS = {
    "1": Design(uniform, np.ones_like),
    "1 + x": Design(uniform, lambda x: 1 + x),
    "x": Design(uniform, lambda x: x),
    "Engel": engel(),
}


def count(method: str, name: str) -> tuple[int, float]:
    """Return how many intervals cover the true slope, and their median length over it."""
    (samples, options), design = METHODS[method], DESIGNS[name]
    lengths, covered = [], 0
    for seed in range(samples):
        rng = np.random.default_rng(seed)
        x, y = design.draw(rng)
        found = lad_intervals(x[:, None], y, rng=rng, **options)
        covered += bool(found.lower[0] <= design.slope <= found.upper[0])
        lengths.append(found.upper[0] - found.lower[0])
    return covered, float(np.median(lengths)) / design.slope


def main() -> None:
    """Write the counts of every method under every design."""
    lines = []
    warnings.simplefilter("ignore", RuntimeWarning)  # fits that cross in a few rows are part of it
    for name in DESIGNS:
        for method, (samples, _) in METHODS.items():
            covered, length = count(method, name)
            lines.append([name, method, samples, covered, f"{length:.3f}"])
            print(*lines[-1], flush=True)
    with FILE.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["spread", "method", "samples", "covered", "length"])
        table.writerows(lines)


if __name__ == "__main__":
    sys.exit(main())
