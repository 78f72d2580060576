"""Estimate what 235 households spend on food from the bills of 60 of them; store the errors.

``python scripts/simulate_totals.py`` writes ``l1lib/datasets/stored/totals.csv`` in a minute. The
chapter that chooses a loss reads it.

The households are Engel's, and their incomes are all known. With each seed 60 of them are drawn at
random, and their spending is seen. The total is what these 60 spent, and the sum of the predictions
for the other 175. Its error is in francs; the same draws serve every model.
"""

import csv
import sys
from pathlib import Path

import numpy as np
from sklearn.linear_model import LinearRegression, RidgeCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from l1lib import lad
from l1lib.datasets import load_engel

FILE = Path(__file__).resolve().parent.parent / "l1lib/datasets/stored/totals.csv"
DRAWS, ASKED = 1000, 60
MODELS = ("L2", "ridge", "Huber", "L1", "mean", "median")
ENGEL = load_engel()


def asked(seed: int) -> np.ndarray:
    """Return which of the 235 households are asked."""
    chosen: np.ndarray = np.random.default_rng(seed).permutation(235) < ASKED
    return chosen


def huber(X: np.ndarray, y: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Return the Huber fit, δ from the absolute residuals of the L1 fit that are not zero."""
    size = np.abs(y - X @ start)
    delta = 1.345 * np.median(size[size > 1e-9]) / 0.6745
    beta, last = start, np.full_like(start, np.inf)
    while np.abs(beta - last).max() > 1e-6:
        last = beta
        w = delta / np.maximum(np.abs(y - X @ beta), delta)
        beta = np.linalg.solve(X.T @ (w[:, None] * X), X.T @ (w * y))
    return beta


def errors(seed: int) -> list[float]:
    """Return the error of the total under each model, in francs."""
    seen = asked(seed)
    X, y, new = ENGEL.data[seen], ENGEL.target[seen], ENGEL.data[~seen]
    ridge = make_pipeline(StandardScaler(), RidgeCV(np.geomspace(0.01, 100, 9)))
    line = lad(X, y)
    clipped = huber(np.column_stack([np.ones(ASKED), X]), y, np.append(line.intercept, line.coef))
    predicted = (
        LinearRegression().fit(X, y).predict(new), ridge.fit(X, y).predict(new),
        clipped[0] + new @ clipped[1:], line.predict(new),
        np.full(len(new), y.mean()), np.full(len(new), np.median(y)),
    )  # fmt: skip
    return [float((p - ENGEL.target[~seen]).sum()) for p in predicted]


def main() -> None:
    """Write the errors of all draws."""
    with FILE.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(MODELS)
        for seed in range(DRAWS):
            out.writerow([f"{error:.0f}" for error in errors(seed)])


if __name__ == "__main__":
    sys.exit(main())
