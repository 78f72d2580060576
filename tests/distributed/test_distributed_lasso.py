"""`l1lib.distributed.lasso` against `lasso`, and its certificate against wrong answers."""

from collections import Counter
from dataclasses import replace

import dask.dataframe as dd
import numpy as np
import pandas as pd
import pytest

from l1lib import lambda_max, lasso
from l1lib.distributed import lasso as distributed_lasso
from l1lib.distributed.blocks import opened
from l1lib.distributed.lasso_regression.certificate import Claim, LookAtAnswer, certify


def sample(n=400, p=6, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((n, p))
    return X, X @ (np.arange(p) - 2.0) + rng.standard_normal(n)


KINDS = {
    "integers": lambda X, rng: rng.integers(-2, 3, X.shape).astype(float),
    "a column twice": lambda X, rng: np.column_stack((X, X[:, 0])),
    "a dependent column": lambda X, rng: np.column_stack((X, X.sum(axis=1))),
    "scales": lambda X, rng: X * 10.0 ** rng.integers(-4, 5, X.shape[1]),
    "an offset": lambda X, rng: X + 1e6,
    "ones": lambda X, rng: np.column_stack((np.ones(len(X)), X)),
    "correlated": lambda X, rng: X + 5 * X[:, :1],
}


def test_random_problems_are_solved_as_in_memory(blocks):
    seen, passes = Counter(), Counter()
    for number in range(100):
        rng = np.random.default_rng([7, number])
        n, p = int(rng.integers(1, 200)), int(rng.integers(1, 12))
        X = rng.standard_normal((n, p))
        for name, change in KINDS.items():
            if rng.random() < 0.12:
                X, seen[name] = change(X, rng), seen[name] + 1
        y = X @ rng.standard_normal(X.shape[1]) + rng.standard_normal(n) * rng.choice([0, 0.01, 1])
        w = None if rng.random() < 0.7 else np.append(1.0, rng.integers(0, 3, n - 1))
        intercept = bool(rng.random() < 0.6)
        largest = lambda_max(X, y, intercept=intercept, weights=w)
        lam = largest * rng.choice([1e-4, 0.01, 0.1, 0.5, 1, 2])
        cuts = np.sort(rng.integers(0, n + 1, 2))
        data = blocks(np.diff([0, *cuts, n]).tolist(), X, y, w)
        fit = distributed_lasso(*data[:2], lam, weights=data[2], intercept=intercept)
        reference = lasso(X, y, lam, weights=w, intercept=intercept)
        assert fit.success, number
        assert fit.fun == pytest.approx(reference.fun, abs=2e-12 * fit.scale, rel=1e-12), number
        assert fit.scale == pytest.approx(reference.scale, rel=1e-9), number
        passes[fit.passes] += 1
    assert passes[3] > 90
    assert set(passes) <= {3, 4, 5, 6}
    assert set(seen) == set(KINDS)


def test_dual_is_that_of_the_fit_in_memory(blocks):
    X, y = sample()
    w = np.random.default_rng(3).integers(0, 3, 400).astype(float)
    fit = distributed_lasso(*blocks((150, 250), X, y), 0.3, weights=blocks((150, 250), w)[0])
    reference = lasso(X, y, 0.3, weights=w)
    assert fit.coef == pytest.approx(reference.coef, abs=1e-12)
    assert fit.dual.compute() == pytest.approx(reference.dual, abs=1e-11)
    assert (np.abs(X.T @ fit.dual.compute()) <= 400 * 0.3 * (1 + 1e-12)).all()


def test_zero_and_huge_penalties(blocks):
    X, y = sample()
    data = blocks((399, 1), X, y)
    none = distributed_lasso(*data, 0.0)
    best = np.linalg.lstsq(np.column_stack((np.ones(400), X)), y, rcond=None)[0]
    assert np.append(none.intercept, none.coef) == pytest.approx(best, abs=1e-12)
    all_zero = distributed_lasso(*data, 1e300)
    assert not all_zero.coef.any()
    assert all_zero.intercept == pytest.approx(y.mean(), abs=1e-14)


def test_constants_and_one_row(blocks):
    X, y = sample()
    X[:, 2] = 1e5 / 3
    fit = distributed_lasso(*blocks((200, 200), X, y), 0.1)
    assert fit.coef[2] == 0.0
    assert distributed_lasso(*blocks((200, 200), X, np.full(400, 0.1)), 0.1).fun == pytest.approx(0)
    assert distributed_lasso(*blocks((1,), [[2.0]], [3.0]), 0.1).intercept == 3.0


@pytest.mark.parametrize("unit", [1e-60, 1e60])
def test_units_do_not_matter(unit, blocks):
    X, y = sample()
    fit = distributed_lasso(*blocks((200, 200), X, y * unit), 0.3 * unit)
    assert fit.coef / unit == pytest.approx(lasso(X, y, 0.3).coef, abs=1e-12)


def test_products_that_no_double_holds_are_refused(blocks):
    X, y = sample()
    with pytest.raises(ValueError, match="products fit in a double"):
        distributed_lasso(*blocks((400,), X, y * 1e200), 1.0)


def test_data_frame_gives_names():
    X, y = sample(300, 2)
    frame = dd.from_pandas(pd.DataFrame({"a": X[:, 0], "b": X[:, 1], "y": y}), npartitions=3)
    fit = distributed_lasso(frame[["a", "b"]], frame["y"], 0.1)
    assert fit.names == ("a", "b")
    assert fit.coef == pytest.approx(lasso(X, y, 0.1).coef, abs=1e-13)


def judge(claim, X, y):
    return certify(claim, LookAtAnswer(claim)(opened(0, None, X, y, None)))


@pytest.mark.parametrize("offset", [0.0, 1e6])
def test_certificate_accepts_the_answer_and_refuses_near_misses(offset):
    X, y = sample()
    X = X + offset
    fit = lasso(X, y, 0.3)
    claim = Claim(0.3, True, fit.intercept, fit.coef, np.append(X[0], y[0]))
    assert judge(claim, X, y).gap <= 1e-12
    assert judge(claim, X, y).fun == pytest.approx(fit.fun, rel=1e-12)
    on = np.flatnonzero(fit.coef)
    for change in (
        {"coef": np.where(np.arange(6) == on[0], 1 + 1e-5, 1) * fit.coef},
        {"intercept": fit.intercept + 1e-4},
        {"lam": 0.3 * (1 + 1e-6)},
        {"coef": np.where(np.arange(6) == on[-1], 0.0, fit.coef)},
    ):
        assert judge(replace(claim, **change), X, y).gap > 1e-12, change
    assert judge(claim, X[1:], y[1:]).gap > 1e-12


def test_certificate_does_not_depend_on_the_blocks_but_on_each_row():
    X, y = sample()
    fit = lasso(X, y, 0.3)
    claim = Claim(0.3, True, fit.intercept, fit.coef, np.append(X[0], y[0]))

    def judged(X, y, cuts):
        parts = zip(np.split(X, cuts), np.split(y, cuts), strict=True)
        look = LookAtAnswer(claim)
        seen = [look(opened(k, None, *part, None)) for k, part in enumerate(parts)]
        return certify(claim, look.merge(seen))

    for seed in range(30):
        rng = np.random.default_rng(seed)
        cuts = np.sort(rng.integers(0, 401, 3))
        found = judged(X, y, cuts)
        assert found.gap <= 1e-12
        assert found.fun == pytest.approx(fit.fun, rel=1e-13)
        row = rng.integers(400)
        lost = judged(np.delete(X, row, 0), np.delete(y, row), cuts)
        order = np.sort(np.append(np.arange(400), row))
        twice = judged(X[order], y[order], cuts)
        for wrong in (lost, twice):
            assert wrong.gap > 1e-12, seed


def test_gap_bounds_the_distance_from_the_minimum():
    X, y = sample()
    fit, rng = lasso(X, y, 0.3), np.random.default_rng(1)
    for size in (1e-1, 1e-3, 1e-5):
        coef = fit.coef + size * rng.standard_normal(6) * (fit.coef != 0)
        found = judge(Claim(0.3, True, fit.intercept, coef, np.append(X[0], y[0])), X, y)
        assert found.gap * found.scale >= (found.fun - fit.fun) * (1 - 1e-12) > 0
