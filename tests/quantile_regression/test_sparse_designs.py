"""`lad` on sparse designs, and on designs without columns."""

import numpy as np
import pytest
from problems import Problem, certificate, draw
from scipy import sparse

from l1lib import lad, weighted_median
from l1lib.datasets import load_newcomb
from l1lib.quantile_regression.engine import rank
from l1lib.quantile_regression.engine.gram import mix_by_products

HARD = {"an offset of 1e6", "scales of columns"}


def groups(n, p, seed=0):
    """Return groups as a sparse design with a column each, and targets about their levels."""
    rng = np.random.default_rng(seed)
    group = rng.integers(0, p, n)
    design = sparse.csr_array((np.ones(n), (np.arange(n), group)), (n, p))
    return design, rng.standard_normal(p)[group] + rng.laplace(size=n)


@pytest.mark.parametrize("chunk", range(4))
def test_sparse_design_has_the_fit_of_the_dense_one(chunk):
    emptied = 0
    for number in range(50):
        rng = np.random.default_rng([chunk, number, 7])
        problem = draw(rng)
        problem.X[rng.random(problem.X.shape) < rng.choice([0.5, 0.8, 0.97])] = 0
        make = (sparse.csr_array, sparse.csc_matrix, sparse.coo_array, sparse.dok_array)[number % 4]
        fit = lad(make(problem.X), problem.y, **problem.arguments)
        dense = lad(problem.X, problem.y, **problem.arguments)
        fun, slack, size = certificate(problem, fit)
        place = f"problem [{chunk}, {number}]: {sorted(problem.kinds)}"
        assert fit.success, place
        assert slack <= 1e-12 * size, place
        assert fit.fun == pytest.approx(dense.fun, rel=1e-9, abs=1e-12 * size), place
        assert fit.fun == pytest.approx(fun, rel=1e-9, abs=1e-12 * size), place
        if not problem.kinds & HARD:
            assert (fit.rank, fit.unique) == (dense.rank, dense.unique), place
        emptied += (np.abs(problem.design).sum(axis=0) == 0).any()
    assert emptied >= 5


@pytest.mark.parametrize("intercept", [True, False])
@pytest.mark.parametrize("tau", [0.5, 0.9])
def test_a_column_per_group_gives_a_quantile_in_each(tau, intercept):
    X, y = groups(20_000, 200)
    fit = lad(X, y, tau=tau, intercept=intercept)
    assert fit.success
    assert fit.rank == 200
    levels = fit.intercept + fit.coef
    group = X.indices
    least = 0.0
    for j, level in enumerate(levels):
        inside = y[group == j]
        below, above = (inside < level - 1e-12).mean(), (inside <= level + 1e-12).mean()
        assert below <= tau <= above
        least += np.maximum(tau * (inside - level), (tau - 1) * (inside - level)).sum()
    assert fit.fun == pytest.approx(least, rel=1e-12)
    assert fit.unique is False or not intercept


def test_only_few_rows_of_a_large_sparse_design_are_filled(monkeypatch):
    X, y = groups(100_000, 30)
    filled = []
    toarray = sparse.csr_array.toarray

    def watched(self, *args, **given):
        filled.append(self.shape)
        return toarray(self, *args, **given)

    monkeypatch.setattr(sparse.csr_array, "toarray", watched)
    fit = lad(X, y)
    assert fit.success
    assert 0 < max(rows for rows, columns in filled if columns > 1) < 10_000


def test_explicit_zeros_and_entries_given_twice_are_sums():
    twice = sparse.coo_array(([1.0, 2, -1, 0, 4], ([0, 1, 1, 2, 3], [0, 0, 0, 0, 0])), (5, 1))
    y = np.array([2.0, 1, 0, 4, 1])
    compressed = sparse.csr_array(([1.0, 2, -1, 0, 4], [0, 0, 0, 0, 0], [0, 1, 3, 4, 5, 5]), (5, 1))
    expected = lad([[1], [1], [0], [4], [0]], y)
    for X in (twice, compressed):
        fit = lad(X, y)
        assert (fit.fun, fit.intercept, fit.coef[0]) == (
            expected.fun,
            expected.intercept,
            expected.coef[0],
        )
    assert compressed.nnz == 5


def test_weights_of_zero_leave_rows_out_of_a_sparse_design():
    X, y = groups(400, 5)
    w = np.resize([0.0, 1, 2], 400)
    fit, dense = lad(X, y, weights=w), lad(X.toarray(), y, weights=w)
    assert fit.fun == pytest.approx(dense.fun, rel=1e-12)
    assert not fit.dual[w == 0].any()


@pytest.mark.parametrize("left", [0.0, 1e-9, 1e-2])
def test_products_of_columns_tell_dependence_or_leave_it_to_the_columns_themselves(left):
    X, _ = groups(3000, 6)
    noise = np.random.default_rng(1).standard_normal((3000, 1))
    near = X @ np.arange(6.0)[:, None] + left * noise
    design = sparse.csr_array(sparse.hstack([X, near]))
    mix = mix_by_products(design, True, 1e-12)
    if left == 1e-9:
        assert mix is None
        expected = 7
    else:
        expected = 6 + (left > 0)
        A = np.column_stack([np.ones(3000), design.toarray()]) @ mix
        assert mix.shape[1] == expected
        assert A.T @ A / 3000 == pytest.approx(np.eye(expected), abs=1e-8)
    sample = np.column_stack([np.ones(500), design[:500].toarray()])
    assert rank.coordinates(design, True, sample, 1e-12).shape[1] == expected


def test_wide_sparse_design_and_prediction_of_sparse_rows():
    X = sparse.random_array((40, 60), density=0.2, rng=np.random.default_rng(0), format="csr")
    y = np.random.default_rng(1).standard_normal(40)
    fit = lad(X, y)
    assert fit.success
    assert fit.rank == np.linalg.matrix_rank(np.column_stack([np.ones(40), X.toarray()]))
    for make in (sparse.csr_array, sparse.csc_matrix, sparse.lil_array):
        assert fit.predict(make(X)) == pytest.approx(fit.predict(X.toarray()), rel=1e-12)
    with pytest.raises(ValueError, match="X must have 60 columns, got 59"):
        fit.predict(X[:, 1:])


@pytest.mark.parametrize("method", ["simplex", "interior-point", "highs"])
def test_methods_for_comparison_take_sparse_designs(method):
    X, y = groups(120, 4)
    assert lad(X, y, method=method).fun == pytest.approx(lad(X, y).fun, rel=1e-7)


def test_sparse_design_with_nan_is_refused():
    with pytest.raises(ValueError, match="X must be finite"):
        lad(sparse.csr_array([[1.0], [np.nan]]), [1, 2])


@pytest.mark.parametrize("kind", [np.asarray, sparse.csr_array, sparse.csc_matrix])
def test_design_without_columns_has_a_quantile_as_its_intercept(kind):
    data = load_newcomb()
    fit = lad(kind(data.data), data.target)
    assert fit.intercept in weighted_median(data.target)
    assert fit.sae == np.abs(data.target - 27).sum()
    assert fit.coef.shape == (0,)
    assert (fit.rank, fit.support.size) == (1, 1)
    assert fit.predict(kind(np.empty((3, 0)))).tolist() == [fit.intercept] * 3


@pytest.mark.parametrize("seed", range(20))
def test_quantile_without_columns_is_that_of_a_column_of_ones(seed):
    rng = np.random.default_rng(seed)
    n, tau = int(rng.integers(1, 3000)), float(rng.uniform(0.05, 0.95))
    y = np.round(rng.standard_normal(n), int(rng.integers(0, 6)))
    w = rng.random(n) if seed % 2 else None
    fit = lad(np.empty((n, 0)), y, tau=tau, weights=w)
    ones = lad(np.ones((n, 1)), y, tau=tau, weights=w, intercept=False)
    assert fit.success
    assert fit.fun == pytest.approx(ones.fun, rel=1e-12, abs=1e-300)
    assert fit.unique == ones.unique
    _, slack, size = certificate(Problem(np.empty((n, 0)), y, tau, w, True), fit)
    assert slack <= 1e-12 * size


def test_design_without_columns_and_intercept_is_refused():
    with pytest.raises(ValueError, match="X must have at least one row and column"):
        lad(np.empty((3, 0)), [1, 2, 3], intercept=False)
    with pytest.raises(ValueError, match="X must have at least one row"):
        lad(np.empty((0, 0)), [])
