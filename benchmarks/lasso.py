"""Compare `lasso` and `lasso_path` with what a user would call instead, in one process.

``python benchmarks/lasso.py`` prints Markdown tables; ``--save`` also writes them to
``benchmarks/results``, with the machine they were made on; ``--quick`` takes the small problems
only. All get the same array in Fortran order, which the peers would make otherwise, fit no
intercept, and run on one BLAS thread. Times are medians; a ratio is the median over pairs, ours
and peer in turn. Below 1 means that ours is quicker. A peer gets the loosest of a few tolerances
at which its duality gap, relative to the objective at 0, is at most 1e-6; on a path this is asked
of each λ. Where none of them reaches that, the last one tried is taken and the gap says so.
"""

import json
import os

os.environ.update(dict.fromkeys(("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"))

import sys
import warnings
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from racing import in_turn, machine, table
from sklearn import linear_model

from l1lib import lasso, lasso_path
from l1lib.datasets import make_sparse

Array = NDArray[np.float64]
Fit = Callable[[Array, Array, Array, float], Array]
RESULTS = Path(__file__).parent / "results"
GAP = 1e-6
TOLERANCES = (1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10)
PATIENCE = 30.0
"""A peer that took so many seconds is not asked for more digits."""

SIZES = [
    (500, 50, 5, 0.0), (1000, 1000, 50, 0.0), (200, 10_000, 10, 0.0),
    (1000, 20_000, 50, 0.5), (100_000, 100, 10, 0.0),
]  # fmt: skip
"""Rows, columns, true coefficients that are not 0, and the correlation of neighbours."""

DRAWS = 3
"""So many problems of a size, so that no single one decides."""


def by_l1lib(X: Array, y: Array, lams: Array, tol: float = 0) -> Array:
    """Fit with this library, which has no tolerance to set."""
    if lams.size == 1:
        return lasso(X, y, float(lams[0]), intercept=False).coef[None]
    return lasso_path(X, y, lams, intercept=False).coef


def by_scikit_learn(X: Array, y: Array, lams: Array, tol: float) -> Array:
    """Fit by cyclic coordinate descent."""
    if lams.size == 1:
        model = linear_model.Lasso(lams[0], fit_intercept=False, tol=tol, max_iter=100_000)
        return model.fit(X, y).coef_[None]
    return linear_model.lasso_path(X, y, alphas=lams, tol=tol, max_iter=100_000)[1].T


def by_celer(X: Array, y: Array, lams: Array, tol: float) -> Array:
    """Fit by working sets and dual extrapolation."""
    import celer

    if lams.size == 1:
        return celer.Lasso(lams[0], fit_intercept=False, tol=tol).fit(X, y).coef_[None]
    return celer.celer_path(X, y, "lasso", alphas=lams, tol=tol)[1].T


def by_skglm(X: Array, y: Array, lams: Array, tol: float) -> Array:
    """Fit by working sets and Anderson acceleration, from each λ to the next on a path."""
    import skglm

    model = skglm.Lasso(lams[0], fit_intercept=False, tol=tol, warm_start=True)
    coef = []
    for lam in lams:
        model.alpha = lam
        coef.append(model.fit(X, y).coef_.copy())
    return np.array(coef)


def by_glmnet(X: Array, y: Array, lams: Array, tol: float) -> Array:
    """Fit with the Fortran of R's glmnet."""
    import glmnet

    model = glmnet.ElasticNet(
        lambda_path=lams, tol=tol, n_splits=0, standardize=False, fit_intercept=False
    )
    return model.fit(X, y).coef_path_.T


PEERS: dict[str, tuple[str, Fit]] = {
    "scikit-learn": ("sklearn", by_scikit_learn),
    "celer": ("celer", by_celer),
    "skglm": ("skglm", by_skglm),
    "glmnet": ("glmnet", by_glmnet),
}
"""The module that each peer needs, and its call."""


def draw(n: int, p: int, nonzero: int, rho: float, number: int = 0) -> tuple[Array, Array]:
    """Return a problem whose truth is sparse."""
    drawn = make_sparse(n, p, rng=np.random.default_rng([n, p, number]), nonzero=nonzero, rho=rho)
    return np.asfortranarray(drawn.X), drawn.y


def penalties(X: Array, y: Array, path: bool) -> Array:
    """Return λ_max / 20, or 100 values from λ_max to λ_max / 100."""
    top = np.abs(X.T @ y).max() / y.size
    return top * np.geomspace(1, 0.01, 100) if path else np.array([top / 20])


def worst_gap(X: Array, y: Array, lams: Array, coef: Array) -> float:
    """Return the largest duality gap relative to the objective at 0."""
    n = y.size
    r = y[:, None] - X @ coef.T
    c = np.abs(X.T @ r).max(axis=0) / n
    theta = r * np.minimum(1, lams / c)
    primal = np.square(r).sum(axis=0) / (2 * n) + lams * np.abs(coef).sum(axis=1)
    dual = (theta * y[:, None]).sum(axis=0) / n - np.square(theta).sum(axis=0) / (2 * n)
    return float((primal - dual).max() / (y @ y / (2 * n)))


def tolerance(fit: Fit, X: Array, y: Array, lams: Array) -> tuple[float, float]:
    """Return the loosest tolerance that is tight enough, and the gap reached with it."""
    for tol in TOLERANCES:
        start = perf_counter()
        gap = worst_gap(X, y, lams, fit(X, y, lams, tol))
        if gap <= GAP or perf_counter() - start > PATIENCE:
            break
    return tol, gap


@dataclass(frozen=True)
class Race:
    """One size and one peer: medians of both times in seconds and of the ratio, largest gaps."""

    n: int
    p: int
    rho: float
    lams: int
    peer: str
    ours: float
    theirs: float
    ratio: float
    our_gap: float
    gap: float


def race(size: tuple[int, int, int, float], path: bool, peer: str) -> Race:
    """Run ours and a peer in turn, on a few problems of one size."""
    fit = PEERS[peer][1]
    problems, gaps, our_gaps = [], [], []
    for number in range(DRAWS if size[0] * size[1] < 5e6 else 1):
        X, y = draw(*size, number)
        lams = penalties(X, y, path)
        tol, gap = tolerance(fit, X, y, lams)
        problems.append((X, y, lams, tol))
        gaps.append(gap)
        our_gaps.append(worst_gap(X, y, lams, by_l1lib(X, y, lams)))
    times = in_turn(lambda args: by_l1lib(*args), lambda args: fit(*args), problems)
    n, p, _, rho = size
    return Race(n, p, rho, lams.size, peer, *times, max(our_gaps), max(gaps))


HEAD = ("n × p", "ρ", "λ", "ours, ms", "peer", "peer, ms", "ours ÷ peer", "our gap", "its gap")


def row(r: Race) -> tuple[str, ...]:
    """Return the cells of a race."""
    times = (f"{1e3 * r.ours:.3g}", r.peer, f"{1e3 * r.theirs:.3g}", f"{r.ratio:.3g}")
    return f"{r.n} × {r.p}", f"{r.rho:g}", f"{r.lams}", *times, f"{r.our_gap:.0e}", f"{r.gap:.0e}"


def main() -> None:
    """Print the tables, and save them if asked to."""
    warnings.simplefilter("ignore")
    sizes = SIZES[:2] if "--quick" in sys.argv else SIZES
    races = []
    for path in (False, True):
        for size in sizes:
            for peer, (module, _) in PEERS.items():
                if find_spec(module) is not None:
                    races.append(race(size, path, peer))
                    print(*row(races[-1]), sep=" | ", file=sys.stderr, flush=True)
    one, many = (
        table(HEAD, [row(r) for r in races if (r.lams > 1) == path]) for path in (False, True)
    )
    text = (
        f"Run on {machine()}.\n\nOne λ, λ_max / 20:\n\n{one}\n\n"
        f"A path of 100 λ from λ_max to λ_max / 100:\n\n{many}\n"
    )
    print(text)
    if "--save" in sys.argv:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "lasso.md").write_text(f"# The Lasso and its peers\n\n{text}", encoding="utf-8")
        stored = {"machine": machine(), "races": [asdict(r) for r in races]}
        (RESULTS / "lasso.json").write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
