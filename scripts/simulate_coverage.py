"""Count how often 90 % intervals for a median slope cover it, and store the counts.

``python scripts/simulate_coverage.py`` writes ``l1lib/datasets/stored/coverage.csv`` in a few
minutes. The chapter on quantiles reads it.
"""

import csv
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from l1lib import lad_intervals

FILE = Path(__file__).resolve().parent.parent / "l1lib/datasets/stored/coverage.csv"
ROWS = 100
METHODS: dict[str, tuple[int, dict[str, Any]]] = {
    "rank": (2000, {"method": "rank"}),
    "rank, whole steps": (2000, {"method": "rank", "interpolate": False}),
    "sparsity": (2000, {"method": "sparsity"}),
    "bootstrap": (400, {"method": "bootstrap", "draws": 199}),
}
NOISE: dict[str, Callable[[np.ndarray, np.random.Generator], np.ndarray]] = {
    "the same in every row": lambda x, rng: rng.standard_normal(x.size),
    "growing with x": lambda x, rng: x * rng.standard_normal(x.size),
}


def count(method: str, noise: str) -> tuple[int, float]:
    """Return how many intervals cover the true slope 1, and their median length."""
    samples, options = METHODS[method]
    lengths, covered = [], 0
    for seed in range(samples):
        rng = np.random.default_rng(seed)
        x = rng.uniform(0, 4, ROWS)
        y = 1 + x + NOISE[noise](x, rng)
        found = lad_intervals(x[:, None], y, rng=rng, **options)
        covered += bool(found.lower[0] <= 1 <= found.upper[0])
        lengths.append(found.upper[0] - found.lower[0])
    return covered, float(np.median(lengths))


def main() -> None:
    """Write the counts of every method under every noise."""
    lines = []
    warnings.simplefilter("ignore", RuntimeWarning)  # fits that cross in a few rows are part of it
    for noise in NOISE:
        for method, (samples, _) in METHODS.items():
            covered, length = count(method, noise)
            lines.append([noise, method, samples, covered, f"{length:.3f}"])
            print(*lines[-1], flush=True)
    with FILE.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["noise", "method", "samples", "covered", "length"])
        table.writerows(lines)


if __name__ == "__main__":
    sys.exit(main())
