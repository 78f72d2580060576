"""The stored errors of the totals belong to the script, and the script does what it says."""

import csv
import importlib.util
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location(
        "simulate_totals", ROOT / "scripts" / "simulate_totals.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def stored(script):
    with script.FILE.open(encoding="utf-8") as file:
        return [{key: float(value) for key, value in row.items()} for row in csv.DictReader(file)]


def test_stored_errors_are_of_every_draw_and_model(script, stored):
    assert len(stored) == script.DRAWS
    assert list(stored[0]) == list(script.MODELS)


@pytest.mark.parametrize("seed", [0, 7, 999])
def test_a_draw_run_again_gives_the_stored_errors(script, stored, seed):
    again = script.errors(seed)
    assert again == pytest.approx(list(stored[seed].values()), abs=0.51)  # whole francs


def test_error_of_the_mean_is_the_one_of_the_sample(script, stored):
    y = script.ENGEL.target
    for seed in range(20):
        expected = 235 * y[script.asked(seed)].mean() - y.sum()
        assert stored[seed]["mean"] == pytest.approx(expected, abs=0.51)  # whole francs


def test_sixty_households_are_asked_and_each_draw_differs(script):
    draws = [script.asked(seed) for seed in range(5)]
    assert {int(d.sum()) for d in draws} == {60}
    assert len({d.tobytes() for d in draws}) == 5


def test_huber_fit_balances_its_clipped_residuals(script):
    X = np.column_stack([np.ones(235), script.ENGEL.data])
    y, start = script.ENGEL.target, np.array([81.5, 0.56])
    size = np.abs(y - X @ start)
    delta = 1.345 * np.median(size) / 0.6745
    r = y - X @ script.huber(X, y, start)
    assert abs(np.clip(r, -delta, delta).sum()) < 1e-3  # francs; the fit stops at 1e-6
    assert abs(np.clip(r, -0.9 * delta, 0.9 * delta).sum()) > 10
