"""The stored misses belong to the script, and the script measures what it says."""

import csv
import importlib.util
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location(
        "simulate_contamination", ROOT / "scripts" / "simulate_contamination.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def stored(script):
    with script.FILE.open(encoding="utf-8") as file:
        return [{key: float(value) for key, value in row.items()} for row in csv.DictReader(file)]


def test_stored_misses_are_of_every_contamination_and_all_samples(script, stored):
    assert [row["contamination"] for row in stored] == list(script.CONTAMINATION)
    assert {row["samples"] for row in stored} == {script.SAMPLES}


def test_stored_miss_of_least_squares_is_the_one_of_theory(script, stored):
    n, p = script.design().shape
    for row in stored:
        variance = 1 + (script.TIMES**2 - 1) * row["contamination"]
        assert row["L2"] == pytest.approx(p * variance / n, rel=0.04)  # four standard errors


def test_few_samples_agree_with_the_stored_mean(script, stored):
    X, row = script.design(), stored[-1]
    few = np.array([script.misses(seed, row["contamination"], X) for seed in range(40)])
    for mean, loss in zip(few.mean(axis=0), script.LOSSES, strict=True):
        assert mean == pytest.approx(row[loss], abs=4 * few.std(ddof=1) / 40**0.5)


def test_huber_fit_balances_its_clipped_residuals(script):
    X, y = script.design(), script.errors(3, 0.2, 97)
    start = np.linalg.lstsq(X, y)[0]
    size = np.abs(y - X @ start)
    delta = 1.345 * np.median(size) / 0.6745
    r = y - X @ script.huber(X, y, start)
    assert np.abs(X.T @ np.clip(r, -delta, delta)).max() < 1e-6  # the fit stops at 1e-9
    assert np.abs(X.T @ np.clip(r, -0.9 * delta, 0.9 * delta)).max() > 1e-2


def test_contaminated_rows_are_three_times_as_large_and_stay_contaminated(script):
    clean, few, many = (script.errors(5, share, 500) for share in (0.0, 0.1, 0.3))
    assert set(np.unique((few / clean).round(9))) == {1.0, 3.0}
    assert ((many / clean)[few != clean] > 2).all()
    assert 0.05 < np.mean(few != clean) < 0.15
