"""Count what it costs to hand out blocks, in processor time of the process that does it.

``python benchmarks/distributed_blocks.py`` fits rows in many blocks of a hundred, on a local
cluster of two workers, where the client and the scheduler share a process. It prints a Markdown
table; ``--save`` also stores it, for the chapter, in ``l1lib/datasets/stored``. The processor time
depends less on what else the machine does than the time on a clock.
"""

import os

os.environ.update(dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "1"))

import csv
import sys
import tempfile
from pathlib import Path
from time import process_time
from typing import Any

from distributed import Client, LocalCluster
from distributed_fits import LAM, LIMIT, written
from racing import machine, table

from l1lib.distributed import lad, lasso

FILE = Path(__file__).parent.parent / "l1lib" / "datasets" / "stored" / "distributed_blocks.csv"
BLOCKS, ROWS = (50, 100, 200), 100
HEAD = ("fit", "blocks", "passes", "processor seconds")


def measured(blocks: int) -> list[dict[str, Any]]:
    """Return the processor time of a fit by each solver, after a small one that warms up."""
    found = []
    with (
        tempfile.TemporaryDirectory() as folder,
        written(Path(folder), ROWS * blocks, ROWS) as data,
    ):
        for name, fit in (("lad", lad), ("lasso", lambda X, y: lasso(X, y, LAM))):
            fit(*(values[: 10 * ROWS] for values in data))
            start = process_time()
            passes = fit(*data).passes
            seconds = round(process_time() - start, 3)
            found.append({"fit": name, "blocks": blocks, "passes": passes, "seconds": seconds})
    return found


def main() -> None:
    """Print the table, and store it if asked to."""
    cluster = LocalCluster(
        n_workers=2, threads_per_worker=1, memory_limit=LIMIT, dashboard_address=":0"
    )
    with cluster, Client(cluster):
        found = [row for blocks in BLOCKS for row in measured(blocks)]
    lines = [[str(value) for value in row.values()] for row in found]
    print(f"Run on {machine()}.\n\n{table(HEAD, lines)}")
    if "--save" in sys.argv:
        with FILE.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(found[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(found)


if __name__ == "__main__":
    main()
