"""The benchmarks compare what they say, and their tables say what was measured."""

import importlib
from pathlib import Path
from time import process_time, sleep

import numpy as np
import pytest

FOLDER = Path(__file__).parent.parent / "benchmarks"


@pytest.fixture
def load(monkeypatch):
    monkeypatch.syspath_prepend(FOLDER)
    return importlib.import_module


@pytest.fixture
def benchmark(load):
    return load("lad")


@pytest.fixture
def racing(load):
    return load("racing")


def test_race_reports_both_times_and_the_gap_of_the_peer(benchmark, monkeypatch):
    worse = lambda X, y, tau: benchmark.by_lad(X, y, tau) + 0.1  # noqa: E731
    monkeypatch.setitem(benchmark.PEERS, "worse", (worse, 1e3))
    found = benchmark.race(100, 2, "Laplace", 0.5, "worse")
    assert found.gap > 1e-4
    assert min(found.ours, found.theirs, found.ratio) > 0
    assert benchmark.row(found)[4:6] == ("worse", f"{1e3 * found.theirs:.3g}")


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


def test_ratio_in_turn_is_that_of_the_work_done(racing):
    work = lambda count: lambda problem: [sum(range(problem)) for _ in range(count)]  # noqa: E731
    times = racing.in_turn(work(20), work(1), [20_000, 20_000])
    assert times.ratio > 5
    assert times.ours > times.theirs > 0


def test_processor_time_leaves_out_what_a_call_waits(racing):
    wait, work = lambda problem: sleep(0.2), lambda problem: sum(range(problem))
    assert racing.in_turn(wait, work, [100_000]).ratio > 1
    assert racing.in_turn(wait, work, [100_000], clock=process_time).ours < 0.1


def test_table_is_markdown(racing):
    assert racing.table(("a", "b"), [("1", "2")]) == "| a | b |\n|---|---|\n| 1 | 2 |"


@pytest.mark.parametrize("path", [False, True])
def test_lasso_and_peer_meet_the_gaps_that_the_benchmark_asks_for(load, path, monkeypatch):
    bench = load("lasso")
    monkeypatch.setattr(bench, "DRAWS", 1)
    found = bench.race((60, 20, 3, 0.5), path, "scikit-learn")
    assert found.our_gap < 1e-12
    assert 1e-15 < found.gap <= bench.GAP
    assert bench.row(found)[2] == ("100" if path else "1")


def test_gap_of_a_wrong_path_is_seen(load):
    bench = load("lasso")
    X, y = bench.draw(60, 20, 3, 0.5)
    lams = bench.penalties(X, y, True)
    coef = bench.by_l1lib(X, y, lams)
    coef[50] += 0.01
    assert bench.worst_gap(X, y, lams, coef) > 1e-6


@pytest.mark.parametrize("alpha", [0.0, 0.05])
def test_quantile_regressors_reach_the_same_objective_in_the_race(load, alpha):
    bench = load("quantile_regressor")
    cells = dict(zip(bench.HEAD, bench.row(200, 4, 0.9, alpha), strict=True))
    assert float(cells["their gap"]) < 1e-9
    assert float(cells["theirs ÷ ours"]) >= 0
    assert (int(cells["not zero"]) == 4) == (alpha == 0)


def test_worse_quantile_regressor_has_a_larger_objective(load):
    bench = load("quantile_regressor")
    X, y = bench.draw(200, 4)
    model = bench.Ours(alpha=0.05).fit(X, y)
    best = bench.objective(model, X, y)
    model.coef_ = model.coef_ + 0.01
    assert bench.objective(model, X, y) > best


@pytest.fixture
def pursuit(load):
    return load("basis_pursuit")


@pytest.mark.parametrize("kind", ["normal", "cosines"])
def test_equations_have_a_sparse_solution_that_both_solvers_find(pursuit, kind):
    problem = pursuit.draw(kind, 40, 100, 5)
    assert pursuit.draw(kind, 40, 100, 5).b.tolist() == problem.b.tolist()
    ours, theirs = pursuit.by_l1lib(problem), pursuit.by_highs(problem)
    assert np.count_nonzero(ours) == 5
    np.testing.assert_allclose(theirs, ours, atol=1e-7)


def test_error_of_an_answer_is_its_misfit_or_its_distance_from_the_least_sum(pursuit):
    problem = pursuit.Problem(np.array([[1.0, 2.0]]), np.array([2.0]))
    assert pursuit.error(problem, np.array([0.0, 1.0]), 1.0) == 0
    assert pursuit.error(problem, np.array([2.0, 0.0]), 1.0) == 1
    assert pursuit.error(problem, np.array([0.0, 0.5]), 1.0) == 0.5


def test_peer_gets_the_loosest_tolerance_at_which_its_error_is_small(pursuit):
    problem = pursuit.draw("normal", 20, 50, 3)
    exact = pursuit.by_l1lib(problem)
    solve = lambda given: exact * (1 + 0.9 * given.tolerance)  # noqa: E731
    tried, reached = pursuit.with_tolerance(problem, solve, float(np.abs(exact).sum()))
    assert tried.tolerance == 1e-6
    assert 0 < reached <= 1e-6


@pytest.fixture
def series(load):
    return load("differences")


def test_peers_that_are_not_installed_are_named(series, monkeypatch):
    monkeypatch.setattr(series, "PEERS", {"one": (series.ours, "numpy", 1.0)})
    assert series.sought() == "Peers found: one; not found, to be installed by hand: none."
    monkeypatch.setitem(series.PEERS, "other", (series.ours, "no_such_module", 1.0))
    assert series.sought() == "Peers found: one; not found, to be installed by hand: other."


def test_race_of_series_says_how_far_a_peer_is_from_the_least(series, monkeypatch):
    exact = lambda y, lam, order: series.ours(y, lam, order)  # noqa: E731
    worse = lambda y, lam, order: exact(y, lam, order) + 0.1  # noqa: E731
    monkeypatch.setitem(series.PEERS, "exact", (exact, "numpy", 1e3))
    monkeypatch.setitem(series.PEERS, "worse", (worse, "numpy", 1e3))
    for order in (0, 1):
        y = series.draw(50, "walk")
        at_mean = ((y - y.mean()) ** 2).sum() / 2
        *_, same, none = series.race(50, "walk", 1.0, "exact", order)
        *_, gap, differ = series.race(50, "walk", 1.0, "worse", order)
        assert (float(same), float(none)) == (0, 0)
        assert gap == f"{50 * 0.1**2 / 2 / at_mean:.0e}"
        assert differ == f"{0.1 / np.ptp(y):.0e}"
