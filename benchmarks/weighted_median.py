"""Compare `weighted_median` with what a user would call instead.

``python benchmarks/weighted_median.py`` prints a Markdown table; ``--save`` also writes it to
``benchmarks/results``, with the machine it was made on. Each entry
is the median over paired ratios "time of `weighted_median` / time of the other", both
timed in turn in this process on one BLAS thread, after a warm-up, so that a busy machine
slows both alike. Below 1 means that `weighted_median` is quicker. The peers get the
simplest case, Laplace noise: without weights `np.median`; with weights uniform on
[0, 1) `np.quantile(..., method="inverted_cdf")` and a full sort. Every answer is compared
with the peer's before the clock starts.
"""

import os

os.environ.update(dict.fromkeys(("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"))

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from racing import machine, table

from l1lib.median import weighted_median

Array = NDArray[np.float64]

SIZES = [10**k for k in range(2, 8)]


def by_sorting(values: Array, weights: Array) -> float:
    """Return the first value at which the cumulative weight reaches one half."""
    order = np.argsort(values)
    upto = np.cumsum(weights[order])
    return float(values[order[np.searchsorted(upto, upto[-1] / 2)]])


def by_quantile(values: Array, weights: Array) -> float:
    """Return NumPy's weighted median."""
    return float(np.quantile(values, 0.5, weights=weights, method="inverted_cdf"))


def seconds(call: Callable[[], object], repeats: int) -> float:
    """Return the mean time of one call."""
    start = perf_counter()
    for _ in range(repeats):
        call()
    return (perf_counter() - start) / repeats


def race(ours: Callable[[], float], peer: Callable[[], float], n: int) -> tuple[float, float]:
    """Return our time and the ratio to the peer's, as medians of paired runs."""
    if ours() != peer():
        raise RuntimeError(f"answers differ at n = {n}: {ours()} and {peer()}")
    repeats = max(1, 10**5 // n)
    pairs = [
        (seconds(ours, repeats), seconds(peer, repeats)) for _ in range(5 if n > 10**6 else 15)
    ]
    return median(a for a, _ in pairs), median(a / b for a, b in pairs)


HEAD = ("n", "unweighted, ms", "/ np.median", "weighted, ms", "/ np.quantile", "/ sort")


def row(n: int) -> tuple[str, ...]:
    """Return the cells of one size."""
    rng = np.random.default_rng(n)
    values, weights = rng.laplace(size=n), rng.random(n)
    plain = race(lambda: weighted_median(values).midpoint, lambda: float(np.median(values)), n)
    races = [
        race(lambda: weighted_median(values, weights).lo, partial(peer, values, weights), n)
        for peer in (by_quantile, by_sorting)
    ]
    times = f"{1e3 * plain[0]:.3g}", f"{plain[1]:.2f}", f"{1e3 * races[0][0]:.3g}"
    return f"{n:.0e}", *times, *(f"{ratio:.2f}" for _, ratio in races)


def main() -> None:
    """Print the table, and save it if asked to."""
    text = f"Run on {machine()}.\n\n{table(HEAD, map(row, SIZES))}"
    print(text)
    if "--save" in sys.argv:
        file = Path(__file__).parent / "results" / "weighted_median.md"
        file.write_text(f"# weighted_median and its peers\n\n{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
