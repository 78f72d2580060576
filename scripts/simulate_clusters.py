"""The spread of a median slope when rows come in clusters, and what two bootstraps make of it.

Stored in ``l1lib/datasets/stored/clusters.csv``, which the chapter of questions reads: it takes
minutes. Forty clusters of ten rows; x and half of the error variance are the same within a cluster.
The bootstraps, by rows and by clusters, take 100 draws for each of 100 samples (seeds 0 to 99);
stored are the mean over the samples, its own standard error, and the lowest and highest of the
samples. The spread of the slope itself is over 2000 samples (seeds 1000 to 2999).
"""

from pathlib import Path

import numpy as np

from l1lib import lad
from l1lib.validate import FloatArray

OUT = Path(__file__).resolve().parent.parent / "l1lib/datasets/stored/clusters.csv"
CLUSTERS, SIZE = 40, 10
DRAWS, SAMPLES, FRESH = 100, 100, 2000


def draw(rng: np.random.Generator) -> tuple[FloatArray, FloatArray]:
    """Draw x and y, one row per cluster."""
    x = np.repeat(rng.standard_normal((CLUSTERS, 1)), SIZE, axis=1)
    noise = rng.standard_normal((CLUSTERS, 1)) + rng.standard_normal((CLUSTERS, SIZE))
    return x, x + noise


def slope(x: FloatArray, y: FloatArray) -> float:
    """Return the slope of the median line."""
    return float(lad(x.reshape(-1, 1), y.ravel()).coef[0])


def bootstraps(seed: int) -> tuple[float, float]:
    """Return the standard errors of one sample, from rows and from clusters."""
    rng = np.random.default_rng(seed)
    x, y = draw(rng)
    rows = rng.integers(x.size, size=(DRAWS, x.size))
    clusters = rng.integers(CLUSTERS, size=(DRAWS, CLUSTERS))
    by_rows = [slope(x.ravel()[i], y.ravel()[i]) for i in rows]
    by_clusters = [slope(x[i], y[i]) for i in clusters]
    return float(np.std(by_rows, ddof=1)), float(np.std(by_clusters, ddof=1))


def main() -> None:
    """Simulate and store the standard errors, each with its own uncertainty."""
    found = np.array([bootstraps(seed) for seed in range(SAMPLES)])
    fresh = [slope(*draw(np.random.default_rng(1000 + seed))) for seed in range(FRESH)]
    spread = float(np.std(fresh, ddof=1))
    lines = [",standard error,uncertainty,lowest,highest"]
    for name, values in zip(("by rows", "by clusters"), found.T, strict=True):
        mean, uncertain = np.mean(values), np.std(values, ddof=1) / SAMPLES**0.5
        lines.append(f"{name},{mean:.3f},{uncertain:.3f},{min(values):.3f},{max(values):.3f}")
    lines.append(f"true,{spread:.3f},{spread / (2 * FRESH) ** 0.5:.3f},,")
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
