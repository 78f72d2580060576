"""Compare `total_variation`, `fused_lasso` and `trend_filter` with what one would call instead.

``python benchmarks/differences.py`` prints Markdown tables; ``--save`` also writes them to
``benchmarks/results``; ``--quick`` stops at a hundred thousand values. Times are medians of
processor time, ours and theirs in turn, on one BLAS thread. The gap of a peer is how far its
objective is above ours, which is certified, relative to the objective at the mean; below 0 it would
say that ours is not the least. Last stands the largest difference between the fits, relative to the
range of y. The series have a step every thousand values and standard normal noise; `walk` adds up
that noise.

No peer comes with the extra `bench`: install tvdcondat2013, scikit-image and cvxpy by hand. The
script says which it found, and leaves the others out.
"""

import os

os.environ.update(dict.fromkeys(("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"))

import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
from numpy.typing import NDArray
from racing import in_turn, machine, table

from l1lib.differences import fused_lasso, total_variation, trend_filter

Array = NDArray[np.float64]
CLOCK = perf_counter if sys.platform == "win32" else process_time
"""Processor time, but on Windows, where that moves in steps of milliseconds, elapsed time."""
RESULTS = Path(__file__).parent / "results"
HEAD = (
    "n",
    "series",
    "λ",
    "pieces",
    "ours, ms",
    "peer",
    "peer, ms",
    "ours ÷ peer",
    "gap",
    "differ",
)


def by_condat(y: Array, lam: float, order: int) -> Array:
    """Return total variation by Condat's second algorithm."""
    from TVDCondat2013 import tvd_2017

    return np.asarray(tvd_2017(y, lam))


def by_string(y: Array, lam: float, order: int) -> Array:
    """Return total variation by a compiled taut string."""
    from TVDCondat2013 import tvd_tautstring

    return np.asarray(tvd_tautstring(y, lam))


def by_image(y: Array, lam: float, order: int) -> Array:
    """Return total variation by Chambolle's iteration, with the tolerance it comes with."""
    from skimage.restoration import denoise_tv_chambolle

    return np.asarray(denoise_tv_chambolle(y, weight=lam))


def by_cone(y: Array, lam: float, order: int) -> Array:
    """Return trend filtering by cvxpy and its interior-point solver."""
    import cvxpy as cp

    b = cp.Variable(y.size)
    penalty = cp.norm1(cp.diff(b, order + 1))
    cp.Problem(cp.Minimize(cp.sum_squares(y - b) / 2 + lam * penalty)).solve(solver="CLARABEL")
    return np.asarray(b.value)


def by_fused(y: Array, lam: float, order: int) -> Array:
    """Return the fused Lasso, λ for the differences and half of it for the sizes."""
    from TVDCondat2013 import fused_lasso

    return np.asarray(fused_lasso(y, lam, lam / 2))


def ours_fused(y: Array, lam: float, order: int) -> Array:
    """Return the same by `fused_lasso`."""
    return fused_lasso(y, lam / 2, lam).fitted


def ours(y: Array, lam: float, order: int) -> Array:
    """Return trend filtering, total variation where the order is 0."""
    return (trend_filter(y, lam, order) if order else total_variation(y, lam)).fitted


Fit = Callable[[Array, float, int], Array]
PEERS: dict[str, tuple[Fit, str, float]] = {
    "tvdcondat2013": (by_condat, "TVDCondat2013", 1e6),
    "its taut string": (by_string, "TVDCondat2013", 1e6),
    "scikit-image": (by_image, "skimage", 1e4),
    "cvxpy Clarabel": (by_cone, "cvxpy", 1e3),
}
"""Each peer, the module it needs, and the most values it is given."""


def draw(n: int, series: str) -> Array:
    """Return a series of n values."""
    rng = np.random.default_rng(n)
    noise = rng.standard_normal(n)
    if series == "walk":
        return noise.cumsum()
    return np.repeat(3 * rng.standard_normal(-(-n // 1000)), 1000)[:n] + noise


def objective(y: Array, b: Array, lam: float, order: int, sizes: float = 0.0) -> float:
    """Return the objective as it stands."""
    penalty = lam * np.abs(np.diff(b, order + 1)).sum() + sizes * np.abs(b).sum()
    return float((y - b) @ (y - b) / 2 + penalty)


def race(
    n: int, series: str, lam: float, peer: str, order: int = 0, fused: bool = False
) -> tuple[str, ...]:
    """Return the cells of one race."""
    y = draw(n, series)
    call = by_fused if fused else PEERS[peer][0]
    mine = ours_fused if fused else ours
    times = in_turn(lambda y: mine(y, lam, order), lambda y: call(y, lam, order), [y], clock=CLOCK)
    best, found = mine(y, lam, order), call(y, lam, order)
    sizes = lam / 2 if fused else 0.0
    at_mean = objective(y, np.full(n, y.mean()), 0.0, order)
    worse = objective(y, found, lam, order, sizes) - objective(y, best, lam, order, sizes)
    differ = np.abs(best - found).max() / np.ptp(y)
    pieces = 1 + np.count_nonzero(np.abs(np.diff(best, order + 1)) > 1e-9)
    what = f"{n:.0e}", series, f"{lam:g}", f"{pieces}"
    seconds = f"{1e3 * times.ours:.3g}", peer, f"{1e3 * times.theirs:.3g}", f"{times.ratio:.2g}"
    cells = *what, *seconds, f"{worse / at_mean:.0e}", f"{differ:.0e}"
    print(*cells, sep=" | ", file=sys.stderr, flush=True)
    return cells


def installed(order: int = 0) -> list[tuple[str, float]]:
    """Return the peers that are there, with the most values of each."""
    return [
        (name, most)
        for name, (call, module, most) in PEERS.items()
        if find_spec(module) is not None and (order == 0 or call is by_cone)
    ]


def sought() -> str:
    """Return which peers are there, and which are not."""
    there = {name: find_spec(module) is not None for name, (_, module, _) in PEERS.items()}
    found = ", ".join(name for name, is_there in there.items() if is_there) or "none"
    missing = ", ".join(name for name, is_there in there.items() if not is_there) or "none"
    return f"Peers found: {found}; not found, to be installed by hand: {missing}."


def rows(largest: int) -> Iterator[tuple[str, ...]]:
    """Run the races of total variation."""
    for n in (10**k for k in range(2, 7) if 10**k <= largest):
        for series, lam in (("steps", 30.0), ("steps", 1.0), ("walk", 30.0)):
            for peer, most in installed():
                if n <= most:
                    yield race(n, series, lam, peer)


def main() -> None:
    """Print the tables, and save them if asked to."""
    largest = 10**5 if "--quick" in sys.argv else 10**6
    tables = [table(HEAD, rows(largest))]
    if find_spec("TVDCondat2013"):
        fused = (race(n, "steps", 4.0, "tvdcondat2013", fused=True) for n in (10**4, 10**6))
        tables += ["The fused Lasso, λ for the differences, λ/2 for the sizes:", table(HEAD, fused)]
    bent = (
        race(n, "walk", 30.0, peer, order)
        for order in (1, 2)
        for n in (10**2, 10**3)
        for peer, most in installed(order)
        if n <= most
    )
    tables += ["Trend filtering, of straight pieces, then of parabolas:", table(HEAD, bent)]
    kind = "processor" if CLOCK is process_time else "elapsed"
    text = "\n\n".join([f"Run on {machine()}. Times are {kind} time.", sought(), *tables])
    print(text)
    if "--save" in sys.argv:
        file = RESULTS / "differences.md"
        file.write_text(f"# Total variation and its peers\n\n{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
