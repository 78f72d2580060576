"""The stored counts of coverage belong to the script, which counts what it says."""

import csv
import importlib.util
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location(
        "simulate_coverage", ROOT / "scripts" / "simulate_coverage.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_stored_counts_are_of_every_method_under_every_noise(script):
    with script.FILE.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [(row["noise"], row["method"], int(row["samples"])) for row in rows] == [
        (noise, method, samples)
        for noise in script.NOISE
        for method, (samples, _) in script.METHODS.items()
    ]
    assert all(0 <= int(row["covered"]) <= int(row["samples"]) for row in rows)


def test_count_is_of_intervals_that_hold_the_true_slope(script, monkeypatch):
    monkeypatch.setitem(script.METHODS, "sure", (3, {"method": "rank", "level": 0.999}))
    never = {"method": "sparsity", "level": 1e-6, "bandwidth": "bofinger"}
    monkeypatch.setitem(script.METHODS, "none", (3, never))
    wide, narrow = (script.count(name, "growing with x") for name in ("sure", "none"))
    assert (wide[0], narrow[0]) == (3, 0)
    assert narrow[1] < 1e-3 < wide[1]


def test_second_noise_has_no_spread_at_the_origin(script):
    growing = script.NOISE["growing with x"](np.zeros(5), np.random.default_rng(0))
    assert not growing.any()
