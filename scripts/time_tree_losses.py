"""Seconds for a regression tree with squared and with absolute error.

Stored in ``l1lib/datasets/stored/tree_seconds.csv``, which the chapter of questions reads. Ten
standard normal columns, the target is the first one plus Laplace noise; trees of depth 6 on one
core. The losses take turns, five times; the medians are stored, for scikit-learn as pinned.
"""

import time
from pathlib import Path

import numpy as np
from sklearn.tree import DecisionTreeRegressor

OUT = Path(__file__).resolve().parent.parent / "l1lib/datasets/stored/tree_seconds.csv"
SIZES = [1_000, 10_000, 100_000]
TURNS = 5


def seconds(criterion: str, X: np.ndarray, y: np.ndarray) -> float:
    """Time one fit."""
    start = time.perf_counter()
    DecisionTreeRegressor(criterion=criterion, max_depth=6, random_state=0).fit(X, y)
    return time.perf_counter() - start


def main() -> None:
    """Measure and store."""
    lines = ["rows,squared_error,absolute_error"]
    for n in SIZES:
        rng = np.random.default_rng(0)
        X = rng.standard_normal((n, 10))
        y = X[:, 0] + rng.laplace(size=n)
        taken = [
            [seconds(c, X, y) for c in ("squared_error", "absolute_error")] for _ in range(TURNS)
        ]
        squared, absolute = np.median(taken, axis=0)
        lines.append(f"{n},{squared:.4f},{absolute:.4f}")
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
