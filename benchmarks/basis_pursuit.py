"""Compare `basis_pursuit` with what a user would call instead, in one process.

``python benchmarks/basis_pursuit.py`` prints a Markdown table; ``--save`` also writes it to
``benchmarks/results``, with the machine it was made on; ``--quick`` takes the small problems only.
All run on one BLAS thread. Times are medians; a ratio is the median over pairs, ours and peer in
turn. Below 1 means that ours is quicker. The error of an answer x is ‖Ax − b‖/‖b‖, or the relative
distance of ‖x‖₁ from the minimum, which ours certifies, if that is larger. SPGL1 gets the loosest
of a few tolerances at which its error is at most 1e-6; where none reaches that, the last one tried
is taken.
"""

import os

os.environ.update(dict.fromkeys(("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"))

import sys
import warnings
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from racing import in_turn, machine, table
from scipy.fft import dct
from scipy.optimize import linprog

from l1lib import basis_pursuit

Array = NDArray[np.float64]
RESULTS = Path(__file__).parent / "results"
ERROR = 1e-6
TOLERANCES = (1e-4, 1e-6)
DRAWS = 2
"""So many problems of a size, so that no single one decides."""

SIZES = [
    ("normal", 50, 200, 10), ("normal", 100, 1000, 10), ("normal", 100, 1000, 60),
    ("cosines", 100, 1000, 20), ("normal", 200, 1000, 40), ("normal", 200, 1000, 150),
    ("normal", 500, 2000, 100),
]  # fmt: skip
"""Matrix, equations, unknowns, and entries of the drawn x that are not 0.

With many of them the solution is another vector, with as many entries as there are equations.
"""

QUICK = 3


class Problem(NamedTuple):
    """Equations and, for a peer that has one, its tolerance."""

    A: Array
    b: Array
    tolerance: float = 0.0


def by_l1lib(problem: Problem) -> Array:
    """Solve with this library, which has no tolerance to set."""
    return basis_pursuit(problem.A, problem.b).x


def by_highs(problem: Problem) -> Array:
    """Solve the linear program in the positive and negative parts of x."""
    n = problem.A.shape[1]
    parts = np.hstack([problem.A, -problem.A])
    x = linprog(np.ones(2 * n), A_eq=parts, b_eq=problem.b, method="highs").x
    return x[:n] - x[n:]


def by_spgl1(problem: Problem) -> Array:
    """Solve by spectral projected gradients and Newton's method on the Pareto curve."""
    import spgl1

    tol = problem.tolerance
    return spgl1.spg_bp(
        problem.A, problem.b, opt_tol=tol, bp_tol=tol, dec_tol=tol, iter_lim=100_000
    )[0]


PEERS: dict[str, tuple[str, Callable[[Problem], Array]]] = {
    "SciPy HiGHS": ("scipy", by_highs),
    "SPGL1": ("spgl1", by_spgl1),
}
"""The module that each peer needs, and its call."""


def draw(kind: str, m: int, n: int, nonzero: int, number: int = 0) -> Problem:
    """Return equations that a sparse x solves: normal entries, or rows of the cosine transform."""
    rng = np.random.default_rng([m, n, nonzero, number])
    if kind == "cosines":
        A = dct(np.eye(n), axis=0, norm="ortho")[rng.choice(n, m, replace=False)]
    else:
        A = rng.standard_normal((m, n))
    x = np.zeros(n)
    x[rng.choice(n, nonzero, replace=False)] = rng.standard_normal(nonzero)
    return Problem(A, A @ x)


def error(problem: Problem, x: Array, least: float) -> float:
    """Return how far x is from solving the equations, or its sum from the least."""
    off = np.linalg.norm(problem.A @ x - problem.b) / np.linalg.norm(problem.b)
    return float(max(off, abs(np.abs(x).sum() - least) / least))


def with_tolerance(
    problem: Problem, solve: Callable[[Problem], Array], least: float
) -> tuple[Problem, float]:
    """Return the problem with the loosest tolerance that is tight enough, and the error."""
    for tolerance in TOLERANCES:
        tried = problem._replace(tolerance=tolerance)
        reached = error(tried, solve(tried), least)
        if reached <= ERROR:
            break
    return tried, reached


HEAD = (
    "matrix", "m × n", "not zero", "ours, ms", "peer", "peer, ms", "ours ÷ peer", "our gap",
    "its error",
)  # fmt: skip


def row(size: tuple[str, int, int, int], peer: str) -> tuple[str, ...]:
    """Return the cells of one race."""
    solve = PEERS[peer][1]
    problems, errors, gaps = [], [], []
    for number in range(DRAWS):
        problem = draw(*size, number)
        ours = basis_pursuit(problem.A, problem.b)
        tried, reached = with_tolerance(problem, solve, ours.fun)
        problems.append(tried)
        errors.append(reached)
        gaps.append(max(ours.gap, ours.residual))
    times = in_turn(by_l1lib, solve, problems)
    kind, m, n, _ = size
    facts = kind, f"{m} × {n}", f"{ours.support.size}", f"{1e3 * times.ours:.3g}", peer
    theirs = f"{1e3 * times.theirs:.3g}", f"{times.ratio:.2g}"
    return *facts, *theirs, f"{max(gaps):.0e}", f"{max(errors):.0e}"


def rows(sizes: list[tuple[str, int, int, int]]) -> Iterator[tuple[str, ...]]:
    """Run all races."""
    for size in sizes:
        for peer, (module, _) in PEERS.items():
            if find_spec(module) is not None:
                cells = row(size, peer)
                print(*cells, sep=" | ", file=sys.stderr, flush=True)
                yield cells


def main() -> None:
    """Print the table, and save it if asked to."""
    warnings.simplefilter("ignore")
    sizes = SIZES[:QUICK] if "--quick" in sys.argv else SIZES
    text = f"Run on {machine()}.\n\n{table(HEAD, rows(sizes))}\n"
    print(text)
    if "--save" in sys.argv:
        file = RESULTS / "basis_pursuit.md"
        file.write_text(f"# Basis pursuit and its peers\n\n{text}", encoding="utf-8")


if __name__ == "__main__":
    main()
