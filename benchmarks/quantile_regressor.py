"""Compare `QuantileRegressor` with scikit-learn's, in one process on one BLAS thread.

``python benchmarks/quantile_regressor.py`` prints a Markdown table; ``--save`` also writes it to
``benchmarks/results``, with the machine it was made on; ``--quick`` leaves out what takes more than
a second. Times are medians, ours and theirs in turn; the ratio is the median over pairs of their
time to ours. The gap is how far their objective is above ours, which is certified, relative to it.
"""

import os

os.environ.update(dict.fromkeys(("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"))

import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from racing import in_turn, machine, table
from sklearn.linear_model import QuantileRegressor as Theirs

from l1lib.sklearn import QuantileRegressor as Ours

Array = NDArray[np.float64]
Data = tuple[Array, Array]

SIZES = [(1_000, 10), (10_000, 10)]
PENALTIES = [0.0, 0.001, 0.01, 0.1, 1.0]
QUANTILES = [0.5, 0.9]
HEAD = ("n × p", "τ", "alpha", "not zero", "ours, ms", "theirs, ms", "theirs ÷ ours", "their gap")


def draw(n: int, p: int) -> Data:
    """Return standard normal columns, of which three count, and Laplace noise."""
    rng = np.random.default_rng([n, p])
    X = rng.standard_normal((n, p))
    return X, X[:, :3] @ [1.0, 0.5, 0.25] + rng.laplace(size=n)


def objective(model: Ours | Theirs, X: Array, y: Array) -> float:
    """Return the mean pinball loss plus the penalty of a fitted model."""
    r = y - model.predict(X)
    losses = np.maximum(model.quantile * r, (model.quantile - 1) * r)
    return float(losses.mean() + model.alpha * np.abs(model.coef_).sum())


def row(n: int, p: int, quantile: float, alpha: float) -> tuple[str, ...]:
    """Return the cells of one race."""
    data = draw(n, p)
    ours, theirs = (kind(quantile=quantile, alpha=alpha) for kind in (Ours, Theirs))
    times = in_turn(lambda given: ours.fit(*given), lambda given: theirs.fit(*given), [data])
    gap = objective(theirs, *data) / objective(ours, *data) - 1
    milliseconds = (f"{1e3 * seconds:.3g}" for seconds in (times.ours, times.theirs))
    facts = f"{n:.0e} × {p}", f"{quantile}", f"{alpha:g}", f"{np.count_nonzero(ours.coef_)}"
    return *facts, *milliseconds, f"{1 / times.ratio:.0f}", f"{max(gap, 0):.0e}"


def rows(sizes: list[tuple[int, int]]) -> Iterator[tuple[str, ...]]:
    """Run all races."""
    for (n, p), quantile, alpha in product(sizes, QUANTILES, PENALTIES):
        yield row(n, p, quantile, alpha)


def main() -> None:
    """Print the table, and save it if asked to."""
    sizes = SIZES[:1] if "--quick" in sys.argv else SIZES
    text = f"Run on {machine()}.\n\n{table(HEAD, rows(sizes))}"
    print(text)
    if "--save" in sys.argv:
        file = Path(__file__).parent / "results" / "quantile_regressor.md"
        file.write_text(f"# QuantileRegressor and scikit-learn's\n\n{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
