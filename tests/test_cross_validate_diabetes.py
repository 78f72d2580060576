"""The stored errors of the diabetes patients belong to the script, and no fold sees its rows."""

import csv
import importlib.util
from pathlib import Path

import numpy as np
import pytest
from sklearn.datasets import load_diabetes

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location(
        "cross_validate_diabetes", ROOT / "scripts" / "cross_validate_diabetes.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def choices(script):
    with (script.FOLDER / "diabetes_choices.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_stored_errors_are_of_every_patient_and_model(script):
    with (script.FOLDER / "diabetes_errors.csv").open(encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    assert header == [f"{name}, {count}" for count in (10, 64) for name in script.MODELS]
    assert len(rows) == 442
    assert min(float(square) for row in rows for square in row) >= 0


def test_stored_choices_are_of_every_seed_fold_and_lasso(script, choices):
    cases = {(c["seed"], c["fold"], c["model"]) for c in choices}
    assert len(choices) == len(cases) == len(script.SEEDS) * script.FOLDS * 4


def test_a_fold_run_again_gives_the_stored_choices(script, choices):
    _, _, again = script.fold(1, 4)
    stored = [list(c.values()) for c in choices if (c["seed"], c["fold"]) == ("1", "4")]
    assert [[str(entry) for entry in choice] for choice in again] == stored


def test_errors_of_least_squares_are_those_of_the_other_nine_folds(script):
    with (script.FOLDER / "diabetes_errors.csv").open(encoding="utf-8") as file:
        stored = np.array([float(row["least squares, 10"]) for row in csv.DictReader(file)])
    X, y = load_diabetes(return_X_y=True, scaled=False)
    A, squares = np.column_stack([np.ones(442), X]), np.zeros(442)
    for seed in script.SEEDS:
        folds = script.KFold(script.FOLDS, shuffle=True, random_state=seed).split(X)
        for inside, outside in folds:
            error = y[outside] - A[outside] @ np.linalg.lstsq(A[inside], y[inside])[0]
            squares[outside] += error**2 / len(script.SEEDS)
    assert stored == pytest.approx(squares, abs=0.051)  # one decimal is stored


def test_sixty_four_columns_are_independent_and_standardised(script):
    X = load_diabetes(scaled=False).data
    wide = script.Pipeline(script.columns(64)).fit_transform(X)
    assert wide.shape == (442, 64)
    assert np.linalg.matrix_rank(wide) == 64
    assert np.abs(wide.mean(axis=0)).max() < 1e-9
    assert wide.std(axis=0) == pytest.approx(np.ones(64))
