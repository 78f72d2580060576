"""Time `l1lib.distributed` on a local cluster whose workers hold less than the data.

``python benchmarks/distributed_fits.py`` writes blocks to a temporary folder, fits them with one
and two workers, and prints a Markdown table; ``--save`` also stores the runs, for the chapter, in
``l1lib/datasets/stored/distributed.csv``, where runs of other sizes are kept. Arguments that are
numbers are the exponents of the sizes n = 10ᵏ (5 6 7 by default; 8 takes 9 GB of disk and tens of
minutes), ``--folder=…`` says where the blocks go, which are deleted afterwards. Blocks have
1 000 000 rows at most, 10 columns and a target, and are read from disk in each pass.

Where dask-glm is installed, its proximal gradient method solves the same Lasso, with the default
tolerance; the gap is what `l1lib`'s certificate says of its answer.
"""

import os

os.environ.update(dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "1"))

import csv
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

import dask
import dask.array as da
import numpy as np
import psutil
from dask.delayed import delayed
from distributed import Client, LocalCluster
from racing import machine, table

from l1lib.distributed import lad, lasso
from l1lib.distributed.alignment import as_blocks
from l1lib.distributed.lasso_regression.certificate import Claim, LookAtAnswer, certify

FILE = Path(__file__).parent.parent / "l1lib" / "datasets" / "stored" / "distributed.csv"
ROWS, COLUMNS = 1_000_000, 10
LIMIT = 2 * 10**9
"""The memory of a worker in bytes; a design of 10⁸ rows has 8 · 10⁹."""

PATIENCE = 10**5
"""The iterative peer is not asked for more rows, which it reads hundreds of times."""

LAM = 0.1
HEAD = ("fit", "n", "blocks", "workers", "seconds", "passes", "rows held", "gap", "peak MB", "load")


def write_block(folder: Path, number: int, rows: int) -> None:
    """Write normal columns and a target with Laplace noise, the same at each call."""
    rng = np.random.default_rng([number, rows])
    X = rng.standard_normal((rows, COLUMNS + 1))
    X[:, -1] = X[:, :-1] @ np.linspace(-1, 1, COLUMNS) + rng.laplace(size=rows)
    np.save(folder / f"{number}.npy", X)


def read_blocks(folder: Path, n: int, rows: int) -> tuple[Any, Any]:
    """Return columns and target as Dask arrays over the files."""
    load = delayed(np.load, pure=True)
    parts = [
        da.from_delayed(load(folder / f"{k}.npy"), (rows, COLUMNS + 1), dtype=float)
        for k in range(n // rows)
    ]
    whole = da.concatenate(parts)
    return whole[:, :-1], whole[:, -1]


@contextmanager
def written(folder: Path, n: int, rows: int) -> Iterator[tuple[Any, Any]]:
    """Write n rows in blocks, and delete them afterwards."""
    for number in range(n // rows):
        write_block(folder, number, rows)
    yield read_blocks(folder, n, rows)
    for number in range(n // rows):
        (folder / f"{number}.npy").unlink()


def peak() -> float:
    """Return a bound of the resident memory of this process so far, in MB.

    Linux starts the count of a process at what the one that started it had.
    """
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def fits(X: Any, y: Any) -> Iterator[tuple[str, Any]]:
    """Return what is timed, by name."""
    yield "lad", lambda: lad(X, y)
    yield "lasso", lambda: lasso(X, y, LAM)
    if X.shape[0] > PATIENCE:
        return
    try:
        import dask_glm.algorithms  # noqa: F401
    except ImportError:
        return
    yield "dask-glm", lambda: by_dask_glm(X, y)


def by_dask_glm(X: Any, y: Any) -> Any:
    """Solve the same Lasso by proximal gradient steps, without an intercept, from blocks."""
    from dask_glm.algorithms import proximal_grad
    from dask_glm.families import Normal

    b = proximal_grad(X, y, regularizer="l1", lamduh=2 * LAM * X.shape[0], family=Normal)
    return np.asarray(b)


def gap_of(b: Any, X: Any, y: Any) -> float:
    """Return the gap of coefficients without an intercept, by the certificate."""
    claim = Claim(LAM, False, 0.0, b, np.zeros(b.size + 1))
    return float(certify(claim, *as_blocks(X, y, None, None).read(LookAtAnswer(claim))).gap)


def run(X: Any, y: Any, workers: int) -> Iterator[dict[str, Any]]:
    """Time each fit on a fresh cluster."""
    for name, fit in fits(X, y):
        cluster = LocalCluster(
            n_workers=workers, threads_per_worker=1, memory_limit=LIMIT, dashboard_address=":0"
        )
        with cluster, Client(cluster) as client:
            start = perf_counter()
            found = fit()
            seconds = perf_counter() - start
            memory = max(client.run(peak).values())
        plain = isinstance(found, np.ndarray)
        with dask.config.set(scheduler="synchronous"):
            gap = gap_of(found, X, y) if plain else found.gap
        yield {
            "fit": name,
            "n": X.shape[0],
            "p": COLUMNS,
            "blocks": X.numblocks[0],
            "workers": workers,
            "seconds": round(seconds, 2),
            "passes": 0 if plain else found.passes,
            "held": getattr(found, "band", 0),
            "gap": float(f"{gap:.1e}"),
            "peak": round(memory),
            "load": round(psutil.getloadavg()[0], 1),
            "machine": machine(),
        }


def line(row: dict[str, Any]) -> list[str]:
    """Return a run as a line of the table."""
    return [str(row[key]) for key in row if key not in ("p", "machine")]


def main() -> None:
    """Print the table, and store the runs if asked to."""
    sizes = [10 ** int(word) for word in sys.argv[1:] if word.isdigit()] or [10**5, 10**6, 10**7]
    place = [word.split("=")[1] for word in sys.argv if word.startswith("--folder=")]
    found = []
    with tempfile.TemporaryDirectory(dir=place[0] if place else None) as folder:
        for n in sizes:
            with written(Path(folder), n, min(ROWS, n // 10)) as (X, y):
                for workers in (2, 1):
                    for row in run(X, y, workers):
                        print(*line(row), sep=" | ", file=sys.stderr, flush=True)
                        found.append(row)
                        if "--save" in sys.argv:
                            store(found)
    print(f"Run on {machine()}.\n\n{table(HEAD, map(line, found))}")


def store(found: list[dict[str, Any]]) -> None:
    """Write the runs so far, beside stored ones of other sizes."""
    sizes = {row["n"] for row in found}
    with FILE.open(encoding="utf-8", newline="") as file:
        kept = [row for row in csv.DictReader(file) if int(row["n"]) not in sizes]
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(found[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted([*kept, *found], key=lambda row: int(row["n"])))


if __name__ == "__main__":
    main()
