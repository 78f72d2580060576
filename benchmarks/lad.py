"""Compare `lad` with what a user would call instead, in one process on one BLAS thread.

``python benchmarks/lad.py`` prints Markdown tables; ``--save`` also writes them, with the machine
they were made on, and a log–log plot of time and memory to ``benchmarks/results``, and the times to
``l1lib/datasets/stored/lad.csv``, from where the chapters read them; ``--quick`` leaves out all
that takes more than a second. Times are medians; a ratio is the median over pairs, `lad` and peer
in turn, so that a busy machine slows both alike. Below 1 means that `lad` is quicker. The gap of a
peer is how far its objective is above that of `lad`, which is certified, relative to it. All get
the same array, which holds a column of ones, and fit no other intercept. Memory is the peak that
NumPy asks for while `lad` runs, in multiples of the size of X.
"""

import csv
import os

os.environ.update(dict.fromkeys(("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"))

import sys
import tracemalloc
import warnings
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from racing import in_turn, machine, table

from l1lib import lad

Array = NDArray[np.float64]
Fit = Callable[[Array, Array, float], Array]
RESULTS = Path(__file__).parent / "results"
STORED = Path(__file__).parent.parent / "l1lib/datasets/stored/lad.csv"


def by_lad(X: Array, y: Array, tau: float) -> Array:
    """Fit with this library."""
    return lad(X, y, tau=tau, intercept=False).coef


def by_lstsq(X: Array, y: Array, tau: float) -> Array:
    """Fit least squares: the hare, which solves another problem."""
    return np.linalg.lstsq(X, y, rcond=None)[0]


def by_normal_equations(X: Array, y: Array, tau: float) -> Array:
    """Fit least squares the quickest way, with half of the digits."""
    return np.linalg.solve(X.T @ X, X.T @ y)


def by_pinball(X: Array, y: Array, tau: float) -> Array:
    """Fit with the Fortran of R's quantreg, interior point after preprocessing."""
    from pinball import QuantileRegressor

    return QuantileRegressor(tau, method="pfn", fit_intercept=False).fit(X, y).coef_


def by_statsmodels(X: Array, y: Array, tau: float) -> Array:
    """Fit with the iterated least squares of statsmodels."""
    from statsmodels.regression.quantile_regression import QuantReg

    return QuantReg(y, X).fit(q=tau).params


def by_highs(X: Array, y: Array, tau: float) -> Array:
    """Fit with SciPy's linear programming."""
    return lad(X, y, tau=tau, intercept=False, method="highs").coef


def by_scikit_learn(X: Array, y: Array, tau: float) -> Array:
    """Fit with scikit-learn's estimator."""
    from sklearn.linear_model import QuantileRegressor

    return QuantileRegressor(quantile=tau, alpha=0, fit_intercept=False).fit(X, y).coef_


PEERS: dict[str, tuple[Fit, float]] = {
    "np.linalg.lstsq": (by_lstsq, 6e8),
    "normal equations": (by_normal_equations, 6e8),
    "pinball-qr pfn": (by_pinball, 1.1e7),
    "statsmodels QuantReg": (by_statsmodels, 1.1e6),
    "scipy HiGHS": (by_highs, 1.1e5),
    "scikit-learn QuantileRegressor": (by_scikit_learn, 1.1e5),
}
"""Each peer, and the largest n·p at which it is worth the wait."""


DRAWS = 5
"""So many problems of a kind, so that no single one decides."""


def draw(n: int, p: int, noise: str, number: int = 0) -> tuple[Array, Array]:
    """Return a design with a column of ones, and targets with true coefficients 1."""
    rng = np.random.default_rng([n, p, number])
    X = rng.standard_normal((n, p))
    if noise == "tied integers":
        X = rng.integers(-3, 4, (n, p)).astype(np.float64)
    X[:, 0] = 1.0
    errors: dict[str, Callable[[], Array]] = {
        "Laplace": lambda: rng.laplace(size=n),
        "t with 3 d.f.": lambda: rng.standard_t(3, n),
        "contaminated": lambda: rng.standard_normal(n) * np.where(rng.random(n) < 0.1, 50, 1),
        "tied integers": lambda: np.round(3 * rng.laplace(size=n)),
    }
    return X, X.sum(axis=1) + errors[noise]()


@dataclass(frozen=True)
class Race:
    """One kind of problem and one peer: medians of both times in seconds and of the ratio.

    `gap` is the largest by which the peer's objective exceeds ours, relative to it.
    """

    n: int
    p: int
    noise: str
    tau: float
    peer: str
    ours: float
    theirs: float
    ratio: float
    gap: float


def objective(X: Array, y: Array, tau: float, coef: Array) -> float:
    """Return Σρ(r)."""
    r = y - X @ coef
    return float(np.maximum(tau * r, (tau - 1) * r).sum())


def race(n: int, p: int, noise: str, tau: float, peer: str) -> Race:
    """Run `lad` and a peer in turn, on a few problems of one kind."""
    fit = PEERS[peer][0]
    problems, gaps = [], []
    for number in range(DRAWS if n * p < 1e7 else 1):
        X, y = draw(n, p, noise, number)
        start = perf_counter()
        best, theirs = (objective(X, y, tau, f(X, y, tau)) for f in (by_lad, fit))
        gaps.append(theirs / best - 1)
        problems.append((X, y, tau))
        if perf_counter() - start > 1:
            break
    times = in_turn(lambda args: by_lad(*args), lambda args: fit(*args), problems)
    return Race(n, p, noise, tau, peer, *times, max(gaps))


def memory(n: int, p: int) -> float:
    """Return the peak of what `lad` asks for, in multiples of X."""
    X, y = draw(n, p, "Laplace")
    tracemalloc.start()
    by_lad(X, y, 0.5)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / X.nbytes


HEAD = ("n × p", "noise", "τ", "lad, ms", "peer", "peer, ms", "lad ÷ peer", "gap of the peer")


def row(r: Race) -> tuple[str, ...]:
    """Return the cells of a race."""
    squares = r.peer in ("np.linalg.lstsq", "normal equations")
    times = (f"{1e3 * r.ours:.3g}", r.peer, f"{1e3 * r.theirs:.3g}", f"{r.ratio:.3g}")
    gap = "other problem" if squares else f"{max(r.gap, 0):.0e}"
    return f"{r.n:.0e} × {r.p}", r.noise, f"{r.tau}", *times, gap


def plot(races: list[Race], peaks: dict[int, float]) -> None:
    """Draw time and memory against n at p = 10."""
    import matplotlib.pyplot as plt

    from l1lib.plots import svg, use_style

    use_style()
    fig, (ax, below) = plt.subplots(2, 1, figsize=(6.5, 6.4), sharex=True, height_ratios=(2, 1))
    lines = {"lad": {r.n: r.ours for r in races if r.p == 10}}
    lines |= {
        name: {r.n: r.theirs for r in races if r.p == 10 and r.peer == name} for name in PEERS
    }
    styles = ("-", "--", ":", "-.", (0, (5, 1)), (0, (1, 1)), (0, (3, 1, 1, 1)))
    for (name, times), style in zip(lines.items(), styles, strict=True):
        if times:
            n = sorted(times)
            ax.loglog(n, [times[k] for k in n], "o", linestyle=style, markersize=4, label=name)
    ax.set(ylabel="seconds", ylim=(2e-6, None))
    ax.legend(loc="lower right", fontsize=9, handlelength=4)
    n = sorted(peaks)
    below.loglog(n, [80e-6 * k for k in n], "--", label="X itself")
    below.loglog(n, [80e-6 * k * peaks[k] for k in n], "o-", markersize=4, label="peak of lad")
    below.set(xlabel="rows $n$, with 10 columns", ylabel="megabytes")
    below.legend(loc="upper left", fontsize=9, handlelength=4)
    (RESULTS / "lad.svg").write_text(svg(fig), encoding="utf-8")


def installed() -> list[tuple[str, float]]:
    """Return the peers that are there, with the largest n·p of each."""
    module = {"pinball-qr pfn": "pinball", "statsmodels QuantReg": "statsmodels"}
    return [
        (name, most)
        for name, (_, most) in PEERS.items()
        if find_spec(module.get(name, "numpy")) is not None
    ]


def main() -> None:
    """Print the tables, and save them if asked to."""
    warnings.simplefilter("ignore")
    quick = "--quick" in sys.argv
    limit = 1.1e6 if quick else 1.1e8
    sizes = [(10**k, 10) for k in range(2, 8)] + [(100, 5), (10**4, 200), (10**5, 50), (10**6, 50)]
    races = []
    for n, p in sizes:
        for peer, most in installed():
            if n * p <= min(most if not quick else most / 11, limit):
                races.append(race(n, p, "Laplace", 0.5, peer))
                print(*row(races[-1]), sep=" | ", file=sys.stderr, flush=True)
    others = [
        race(n, p, noise, tau, "np.linalg.lstsq")
        for n, p in [(10**4, 10), (10**5, 10), (10**4, 200), (10**5, 50), (10**6, 10), (10**6, 50)]
        for noise, tau in [
            ("t with 3 d.f.", 0.5), ("contaminated", 0.5), ("tied integers", 0.5),
            ("Laplace", 0.1), ("Laplace", 0.9),
        ]
        if n * p <= limit
    ]  # fmt: skip
    peaks = {n: memory(n, 10) for n, p in sizes if p == 10 and n * p <= limit}
    text = "\n\n".join(
        [
            f"Run on {machine()}.",
            table(HEAD, map(row, races)),
            "Other noise and other quantiles:",
            table(HEAD, map(row, others)),
            "Peak memory of `lad`, in multiples of X:",
            table(("n × p", "peak"), ((f"{n:.0e} × 10", f"{m:.2f}") for n, m in peaks.items())),
        ]
    )
    print(text)
    if "--save" in sys.argv:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "lad.md").write_text(
            f"# lad and its peers\n\n{text}\n\n![](lad.svg)\n", encoding="utf-8"
        )
        with STORED.open("w", newline="", encoding="utf-8") as file:
            rows = [asdict(race) | {"machine": machine()} for race in races + others]
            writer = csv.DictWriter(file, rows[0], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        plot(races, peaks)


if __name__ == "__main__":
    main()
