"""The benchmark of the fits over blocks does what it says, and its stored runs are of it."""

import importlib
from pathlib import Path

import dask
import numpy as np
import pytest

from l1lib import lasso
from l1lib.datasets import load_stored

FOLDER = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture
def script(monkeypatch):
    monkeypatch.syspath_prepend(FOLDER)
    return importlib.import_module("distributed_fits")


def test_blocks_are_written_read_alike_and_deleted(script, tmp_path):
    with script.written(tmp_path, 1000, 100) as (X, y):
        assert X.shape == (1000, script.COLUMNS)
        assert X.numblocks == (10, 1)
        values, target = dask.compute(X, y)
        assert len(list(tmp_path.iterdir())) == 10
    assert list(tmp_path.iterdir()) == []
    best = np.linalg.lstsq(values, target)[0]
    assert best == pytest.approx(np.linspace(-1, 1, script.COLUMNS), abs=0.3)


def test_gap_of_a_peer_is_zero_at_the_answer_alone(script, tmp_path):
    with script.written(tmp_path, 1000, 100) as (X, y):
        b = lasso(*dask.compute(X, y), script.LAM, intercept=False).coef
        assert script.gap_of(b, X, y) < 1e-12
        assert script.gap_of(b + 1e-3, X, y) > 1e-6


def test_stored_runs_are_certified_within_their_memory(script):
    runs = [run for run in load_stored("distributed") if run["fit"] != "dask-glm"]
    assert {run["workers"] for run in runs} == {1, 2}
    assert max(run["n"] for run in runs) * script.COLUMNS * 8 > script.LIMIT
    assert max(run["gap"] for run in runs) < 1e-12
    assert max(run["peak"] for run in runs) * 1e6 < script.LIMIT
    assert {run["passes"] for run in runs} <= {3, 4}


def test_stored_cost_of_handing_out_a_block_does_not_grow_with_their_number():
    rows = load_stored("distributed_blocks")
    assert {row["fit"] for row in rows} == {"lad", "lasso"}
    for name in ("lad", "lasso"):
        each = [
            row["seconds"] / row["passes"] / row["blocks"] for row in rows if row["fit"] == name
        ]
        assert len(each) == 3
        assert max(each) < 2 * min(each)
