"""Predict each of the 442 diabetes patients from the others, by eight models; store the errors.

``python scripts/cross_validate_diabetes.py`` writes ``l1lib/datasets/stored/diabetes_errors.csv``
and ``l1lib/datasets/stored/diabetes_choices.csv`` in some minutes. The chapter that chooses a loss
reads them.

The columns are the 10 measurements, or these with their products and squares, 64 in all. Ten folds
are drawn with each seed. Whatever is estimated, means, scales and λ, is estimated inside the nine
other folds, λ by five folds of these: the λ with the least mean squared error, or the largest one
within a standard error of it.
"""

import csv
import sys
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.base import clone
from sklearn.datasets import load_diabetes
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.model_selection import GridSearchCV, KFold
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer, PolynomialFeatures, StandardScaler

from l1lib.sklearn import Lasso

FOLDER = Path(__file__).resolve().parent.parent / "l1lib/datasets/stored"
SEEDS, FOLDS, INNER = range(3), 10, 5
LAMBDAS = {"Lasso": np.geomspace(20, 0.2, 15), "ridge": np.geomspace(3000, 3, 15)}
SEX_SQUARED = 20
MODELS = ("least squares", "ridge", "Lasso", "Lasso, 1 SE")


def columns(count: int) -> list[tuple[str, Any]]:
    """Return the steps from measurements to 10 or 64 standardised columns.

    The square of a column with two values repeats the column, so it is dropped.
    """
    steps: list[tuple[str, Any]] = [("standardise", StandardScaler())]
    if count == 10:
        return steps
    drop = FunctionTransformer(np.delete, kw_args={"obj": SEX_SQUARED, "axis": 1})
    products = PolynomialFeatures(2, include_bias=False)
    return [("centre", StandardScaler()), ("products", products), ("drop", drop), *steps]


def search(name: str, count: int) -> GridSearchCV:
    """Return the search for λ, each fold with its own means and scales."""
    model = {"Lasso": Lasso(), "ridge": Ridge()}[name]
    inner = KFold(INNER, shuffle=True, random_state=0)
    return GridSearchCV(
        Pipeline([*columns(count), ("model", model)]), {"model__alpha": LAMBDAS[name]},
        scoring="neg_mean_squared_error", cv=inner,
    )  # fmt: skip


def largest_within_one(found: GridSearchCV) -> float:
    """Return the largest λ whose mean error is within one standard error of the least."""
    results = found.cv_results_
    errors = -np.array([results[f"split{k}_test_score"] for k in range(INNER)])
    means, least = errors.mean(axis=0), errors.mean(axis=0).argmin()
    limit = means[least] + errors[:, least].std(ddof=1) / INNER**0.5
    return float(results["param_model__alpha"][means <= limit].astype(float).max())


def fits(count: int, X: np.ndarray, y: np.ndarray) -> dict[str, Pipeline]:
    """Return the four models fitted to the rows given, with 10 or 64 columns."""
    plain = Pipeline([*columns(count), ("model", LinearRegression())]).fit(X, y)
    ridge, lasso = search("ridge", count).fit(X, y), search("Lasso", count).fit(X, y)
    sparser = clone(lasso.best_estimator_).set_params(model__alpha=largest_within_one(lasso))
    found = (plain, ridge.best_estimator_, lasso.best_estimator_, sparser.fit(X, y))
    return dict(zip(MODELS, found, strict=True))


def used(fit: Pipeline, names: list[str]) -> tuple[int, list[str]]:
    """Return the number of columns that are not zero, and the measurements they are made of."""
    terms = np.array(names)
    if "products" in fit.named_steps:
        terms = np.delete(fit["products"].get_feature_names_out(names), SEX_SQUARED)
    kept = terms[fit["model"].coef_ != 0]
    parts = {part.partition("^")[0] for term in kept for part in term.split()}
    return len(kept), [name for name in names if name in parts]


def fold(seed: int, number: int) -> tuple[np.ndarray, np.ndarray, list[list[Any]]]:
    """Return the rows of a fold, their errors under the eight models, and what the Lasso chose."""
    data = load_diabetes(scaled=False)
    splits = KFold(FOLDS, shuffle=True, random_state=seed).split(data.data)
    inside, outside = list(splits)[number]
    errors, choices = [], []
    for count in (10, 64):
        for name, fit in fits(count, data.data[inside], data.target[inside]).items():
            errors.append(data.target[outside] - fit.predict(data.data[outside]))
            if name.startswith("Lasso"):
                kept, parts = used(fit, data.feature_names)
                weight = f"{fit['model'].alpha:.4g}"
                choices.append([seed, number, f"{name}, {count}", weight, kept, " ".join(parts)])
    return outside, np.array(errors), choices


def main() -> None:
    """Write the squared errors, each the mean over the seeds, and the choices of the Lasso."""
    squares, choices = np.zeros((8, 442)), []
    for seed in SEEDS:
        for number in range(FOLDS):
            rows, errors, chosen = fold(seed, number)
            squares[:, rows] += errors**2 / len(SEEDS)
            choices += chosen
            print(seed, number, flush=True)
    _write("diabetes_errors.csv", [f"{name}, {count}" for count in (10, 64) for name in MODELS],
           [[f"{square:.1f}" for square in row] for row in squares.T])  # fmt: skip
    _write("diabetes_choices.csv", ["seed", "fold", "model", "lambda", "columns", "measurements"],
           choices)  # fmt: skip


def _write(name: str, header: list[str], rows: list[list[Any]]) -> None:
    with (FOLDER / name).open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header)
        out.writerows(rows)


if __name__ == "__main__":
    sys.exit(main())
