"""The benchmark compares what it says, and its table says what was measured."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

FILE = Path(__file__).parent.parent / "benchmarks" / "lad.py"


@pytest.fixture(scope="module")
def benchmark():
    spec = importlib.util.spec_from_file_location("benchmark_of_lad", FILE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_race_reports_both_times_and_the_gap_of_the_peer(benchmark, monkeypatch):
    worse = lambda X, y, tau: benchmark.by_lad(X, y, tau) + 0.1  # noqa: E731
    monkeypatch.setitem(benchmark.PEERS, "worse", (worse, 1e3))
    found = benchmark.race(100, 2, "Laplace", 0.5, "worse")
    assert found.gap > 1e-4
    assert min(found.ours, found.theirs, found.ratio) > 0
    assert f"| worse | {1e3 * found.theirs:.3g} |" in benchmark.table([found])


@pytest.mark.parametrize("peer", ["scipy HiGHS", "scikit-learn QuantileRegressor"])
def test_exact_peers_have_no_gap(benchmark, peer):
    assert abs(benchmark.race(50, 2, "t with 3 d.f.", 0.5, peer).gap) < 1e-6


def test_memory_is_a_share_of_the_design(benchmark):
    assert 0 < benchmark.memory(20_000, 10) < 2


@pytest.mark.parametrize("noise", ["Laplace", "t with 3 d.f.", "contaminated", "tied integers"])
def test_problem_has_a_column_of_ones_and_is_drawn_alike_each_time(benchmark, noise):
    X, y = benchmark.draw(100, 3, noise)
    assert (X[:, 0] == 1).all()
    assert (benchmark.draw(100, 3, noise)[1] == y).all()
    assert np.isfinite(y).all()
