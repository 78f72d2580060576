"""The stored counts of coverage belong to the script, which counts what it says."""

import csv
import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest

from l1lib.datasets import load_engel

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location(
        "simulate_coverage", ROOT / "scripts" / "simulate_coverage.py"
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


def test_stored_counts_are_of_every_method_under_every_design(script):
    with script.FILE.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [(row["spread"], row["method"], int(row["samples"])) for row in rows] == [
        (name, method, samples)
        for name in script.DESIGNS
        for method, (samples, _) in script.METHODS.items()
    ]
    assert all(0 <= int(row["covered"]) <= int(row["samples"]) for row in rows)


def test_count_is_of_intervals_that_hold_the_true_slope(script, monkeypatch):
    monkeypatch.setitem(script.METHODS, "sure", (3, {"method": "rank", "level": 0.999}))
    never = {"method": "sparsity", "level": 1e-6, "bandwidth": "bofinger"}
    monkeypatch.setitem(script.METHODS, "none", (3, never))
    wide, narrow = (script.count(name, "x") for name in ("sure", "none"))
    assert (wide[0], narrow[0]) == (3, 0)
    assert narrow[1] < 1e-3 < wide[1]


@pytest.mark.parametrize(
    ("name", "at_zero", "at_three"), [("1", 1, 1), ("1 + x", 1, 4), ("x", 0, 3)]
)
def test_spread_of_a_design_is_its_name(script, name, at_zero, at_three):
    spread = script.DESIGNS[name].spread(np.array([0.0, 3.0]))
    np.testing.assert_array_equal(spread, [at_zero, at_three])


def test_design_of_engel_has_his_incomes_and_a_spread_that_grows(script):
    design, income = script.DESIGNS["Engel"], load_engel().data[:, 0]
    x, y = design.draw(np.random.default_rng(0))
    np.testing.assert_array_equal(x, income)
    spread = design.spread(np.sort(income))
    assert spread[0] > 0
    assert (np.diff(spread) >= 0).all()
    assert np.abs(y - design.intercept - design.slope * x).max() > spread[0]
