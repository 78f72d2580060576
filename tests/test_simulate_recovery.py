"""The stored counts of recovered vectors belong to the script, which counts what it says."""

import csv
import importlib.util
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def script():
    file = ROOT / "scripts" / "simulate_recovery.py"
    spec = importlib.util.spec_from_file_location("simulate_recovery", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_stored_counts_are_of_every_pair_and_two_of_them_come_out_again(script):
    with script.FILE.open(encoding="utf-8") as file:
        rows = [{key: int(value) for key, value in row.items()} for row in csv.DictReader(file)]
    pairs = [(n, k) for n in script.MEASUREMENTS for k in script.NONZERO if k <= n]
    assert [(row["measurements"], row["nonzero"]) for row in rows] == pairs
    found = {(row["measurements"], row["nonzero"]): row["recovered"] for row in rows}
    assert found[25, 5] == script.count(25, 5)
    assert 0 < found[25, 5] < script.DRAWS


def test_vector_is_recovered_from_as_many_measurements_as_entries_and_not_from_one_less_than_it_has(
    script, monkeypatch
):
    monkeypatch.setattr(script, "ENTRIES", 12)
    assert script.count(12, 12, 3) == 3
    assert script.count(3, 4, 5) == 0


def test_solution_that_is_a_little_off_does_not_count(script, monkeypatch):
    solve = script.basis_pursuit

    class Off:
        def __init__(self, X, y):
            self.x = solve(X, y).x + 2e-6 * np.eye(script.ENTRIES)[0]

    assert script.recovered(95, 2, 0)
    monkeypatch.setattr(script, "basis_pursuit", Off)
    assert not script.recovered(95, 2, 0)
