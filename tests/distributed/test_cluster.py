"""On a cluster of processes: a worker that dies, progress, and errors."""

import os
import signal

import dask
import dask.array as da
import numpy as np
import pytest
from dask.delayed import delayed
from dask.diagnostics import ProgressBar
from distributed import Client, LocalCluster, progress

from l1lib.distributed import lad, lasso

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
ROWS, BLOCKS = 20_000, 12


def block(number):
    rng = np.random.default_rng(number)
    X = rng.standard_normal((ROWS, 3))
    return np.column_stack((X, X.sum(axis=1) + rng.laplace(size=ROWS)))


@pytest.fixture(scope="module")
def client():
    with (
        dask.config.set({"distributed.comm.timeouts.connect": "5s"}),
        LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=":0", processes=True
        ) as cluster,
        Client(cluster) as here,
    ):
        yield here


@pytest.fixture
def data():
    rows = [
        da.from_delayed(delayed(block)(number), (ROWS, 4), dtype=float) for number in range(BLOCKS)
    ]
    table = da.concatenate(rows)
    return table[:, :3], table[:, 3]


@pytest.mark.parametrize("name", ["lad", "lasso"])
def test_killed_worker_changes_nothing(name, client, data):
    fit = lad if name == "lad" else lambda X, y, **k: lasso(X, y, 0.1, **k)
    with dask.config.set(scheduler="synchronous"):
        alone = fit(*data)
    killed = []

    def kill_one(task):
        if not killed:
            workers = client.run(os.getpid)
            killed.append(min(workers.values()))
            os.kill(killed[-1], signal.SIGKILL)

    with dask.config.set(scheduler="distributed"):
        together = fit(*data, progress=kill_one)
    assert len(killed) == 1
    # How an array lies in memory can change the last digit of a sum.
    assert together.coef == pytest.approx(alone.coef, rel=1e-14, abs=1e-14)
    assert together.fun == pytest.approx(alone.fun, rel=1e-14)
    assert together.support.tolist() == alone.support.tolist()
    assert together.passes == alone.passes
    assert together.success


def test_progress_of_a_cluster_is_shown_for_each_pass(client, data, capsys):
    with dask.config.set(scheduler="distributed"):
        shown = lad(*data, progress=lambda task: progress(task, notebook=False))
    assert capsys.readouterr().out.count("100% Completed") == shown.passes


def test_progress_bar_of_one_machine_is_shown_for_each_pass(data, capsys):
    with dask.config.set(scheduler="threads"), ProgressBar(dt=0.01):
        shown = lad(*data)
    assert capsys.readouterr().out.count("100% Completed") >= shown.passes


def test_error_of_a_worker_arrives(client, data):
    X, y = data
    with (
        dask.config.set(scheduler="distributed"),
        pytest.raises(ValueError, match="y must be finite; it has 1 NaN in block 11"),
    ):
        lad(X, da.where(da.arange(ROWS * BLOCKS, chunks=ROWS) == ROWS * BLOCKS - 1, np.nan, y))
