"""Measure how far three losses miss the true regression as errors are contaminated; store it.

``python scripts/simulate_contamination.py`` writes ``l1lib/datasets/stored/contamination.csv`` in a
few minutes. The chapter that compares L1 with L2 reads it.

The rows are the 97 men of the prostate data with eight standardised columns. The errors are
standard normal, and with the probability of the contamination three times as large. The same draws
serve every loss and every contamination. The miss is the mean squared difference between the fitted
and the true values; the truth is 0, which is no restriction: all three fits follow y + Xγ by γ.
"""

import csv
import sys
from pathlib import Path

import numpy as np

from l1lib import lad, standardise
from l1lib.datasets import load_prostate

FILE = Path(__file__).resolve().parent.parent / "l1lib/datasets/stored/contamination.csv"
SAMPLES = 2000
CONTAMINATION = (0.0, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.12, 0.15, 0.2)
TIMES = 3.0
LOSSES = ("L2", "L1", "Huber")


def design() -> np.ndarray:
    """Return a column of ones and the eight standardised columns of the prostate data."""
    X = standardise(load_prostate().data).X
    return np.column_stack([np.ones(len(X)), X])


def errors(seed: int, contamination: float, n: int) -> np.ndarray:
    """Return n errors; a row that is contaminated at one share is so at every larger one."""
    rng = np.random.default_rng(seed)
    normal, draw = rng.standard_normal(n), rng.random(n)
    return np.where(draw < contamination, TIMES * normal, normal)


def huber(X: np.ndarray, y: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Return the Huber fit, δ from the absolute residuals of the L1 fit that are not zero."""
    size = np.abs(y - X @ start)
    delta = 1.345 * np.median(size[size > 1e-9]) / 0.6745
    beta, last = start, np.full_like(start, np.inf)
    while np.abs(beta - last).max() > 1e-9:
        last = beta
        w = delta / np.maximum(np.abs(y - X @ beta), delta)
        beta = np.linalg.solve(X.T @ (w[:, None] * X), X.T @ (w * y))
    return beta


def misses(seed: int, contamination: float, X: np.ndarray) -> list[float]:
    """Return the mean squared miss of each loss in one sample."""
    y = errors(seed, contamination, len(X))
    squares = np.linalg.lstsq(X, y)[0]
    absolute = lad(X, y, intercept=False).coef
    fits = (squares, absolute, huber(X, y, absolute))
    return [float(np.mean((X @ beta) ** 2)) for beta in fits]


def main() -> None:
    """Write the mean misses, and the standard errors of the differences from least squares."""
    X, lines = design(), []
    for contamination in CONTAMINATION:
        table = np.array([misses(seed, contamination, X) for seed in range(SAMPLES)])
        apart = (table[:, 1:] - table[:, :1]).std(axis=0, ddof=1) / SAMPLES**0.5
        numbers = [*table.mean(axis=0), *apart]
        lines.append([f"{contamination:g}", SAMPLES, *(f"{number:.5f}" for number in numbers)])
        print(*lines[-1], flush=True)
    with FILE.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["contamination", "samples", *LOSSES, "se_L1", "se_Huber"])
        out.writerows(lines)


if __name__ == "__main__":
    sys.exit(main())
