"""Count how often basis pursuit recovers a sparse vector, and store the counts.

``python scripts/simulate_recovery.py`` writes ``l1lib/datasets/stored/recovery.csv`` in a few
minutes. The chapter on sensing reads it.

A vector has 100 entries, of which k drawn at random are not 0: normal numbers. The n measurements
are its products with rows of normal numbers, drawn anew each time. It counts as recovered where no
entry of the solution is off by more than 1e-6. Draw number s of n and k uses the seed [n, k, s].
"""

import csv
from pathlib import Path

import numpy as np

from l1lib import basis_pursuit

FILE = Path(__file__).resolve().parent.parent / "l1lib/datasets/stored/recovery.csv"
ENTRIES = 100
MEASUREMENTS = range(5, 100, 5)
NONZERO = range(2, 70, 3)
DRAWS = 40


def recovered(n: int, k: int, draw: int) -> bool:
    """Tell whether one drawn vector is the solution."""
    rng = np.random.default_rng([n, k, draw])
    X, beta = rng.standard_normal((n, ENTRIES)), np.zeros(ENTRIES)
    beta[rng.choice(ENTRIES, k, replace=False)] = rng.standard_normal(k)
    return bool(np.abs(basis_pursuit(X, X @ beta).x - beta).max() < 1e-6)


def count(n: int, k: int, draws: int = DRAWS) -> int:
    """Return how many of some drawn vectors are recovered."""
    return sum(recovered(n, k, draw) for draw in range(draws))


def main() -> None:
    """Count for all pairs and write the file."""
    with FILE.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["measurements", "nonzero", "draws", "recovered"])
        for n in MEASUREMENTS:
            for k in NONZERO:
                if k <= n:
                    writer.writerow([n, k, DRAWS, count(n, k)])


if __name__ == "__main__":
    main()
