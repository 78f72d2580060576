"""`basis_pursuit` against rational arithmetic, HiGHS, and what theory says of it."""

import warnings
from collections import Counter

import numpy as np
import pytest
from rational_minimum import minimum
from scipy.optimize import linprog

from l1lib import basis_pursuit, lasso

KINDS = (
    "normal", "signs", "binary", "integers", "duplicates", "cosines", "Vandermonde", "dependent",
    "scaled columns", "scaled rows", "wide range", "many zeros",
)  # fmt: skip
ILL_CONDITIONED = {"Vandermonde", "scaled columns", "wide range"}


def draw(seed):
    """Return a kind, A, a sparse x, and b = Ax."""
    rng = np.random.default_rng(seed)
    m, n = int(rng.integers(1, 25)), int(rng.integers(1, 70))
    kind = KINDS[rng.integers(len(KINDS))]
    A = rng.standard_normal((m, n))
    x = np.zeros(n)
    k = int(rng.integers(1, n + 1))
    some = rng.choice(n, k, replace=False)
    x[some] = rng.integers(-3, 4, k) if rng.random() < 0.5 else rng.standard_normal(k)
    if kind == "signs":
        A = rng.choice([-1.0, 1.0], (m, n))
    elif kind == "binary":
        A = (rng.random((m, n)) < 0.3).astype(float)
    elif kind == "integers":
        A = rng.integers(-2, 3, (m, n)).astype(float)
    elif kind == "duplicates":
        A = A[:, rng.integers(0, max(1, n // 2), n)] * rng.choice([-1, 1], n)
    elif kind == "cosines":
        A = np.cos(
            np.pi * np.outer(rng.choice(max(m, n), m, replace=False), np.arange(n) + 0.5) / n
        )
    elif kind == "Vandermonde":
        A = np.vander(np.linspace(-1, 1, n), min(m, 12)).T
    elif kind == "dependent":
        A = rng.standard_normal((m, max(1, m // 2))) @ rng.standard_normal((max(1, m // 2), n))
    elif kind == "scaled columns":
        A = A * 10.0 ** rng.uniform(-3, 3, n)
    elif kind == "scaled rows":
        A = A * 10.0 ** rng.uniform(-8, 8, m)[:, None]
    elif kind == "wide range":
        x *= 10.0 ** rng.uniform(-4, 4, n)
    elif kind == "many zeros":
        A = A * (rng.random((m, n)) < 0.15)
    return kind, A, x, A @ x


def judged(A, b, fit):
    """Return how far a fit is from Ax = b and its sum from bᵀν, and how far ν is from feasible."""
    size = np.maximum(np.abs(A).max(axis=1), 1e-300)
    terms = (np.abs(A) @ np.abs(fit.x) + np.abs(b)) / size
    left = np.abs(b - A @ fit.x) / size
    off = (left[terms > 0] / terms[terms > 0]).max(initial=0.0)
    return off, abs(np.abs(fit.x).sum() - b @ fit.dual), np.abs(A.T @ fit.dual).max() - 1


@pytest.mark.parametrize("chunk", range(6))
def test_each_solution_is_certified_by_sums_that_the_solver_did_not_make(chunk):
    failed = Counter()
    for number in range(100):
        kind, A, x, b = draw([chunk, number])
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            fit = basis_pursuit(A, b)
        assert bool(caught) == (not fit.success)
        if not fit.success:
            failed[kind] += 1
            continue
        # With columns of 1e-3 to 1e3 or a condition of 1e8 the dual loses as many digits.
        loose = 1e-6 if kind in ILL_CONDITIONED | {"scaled rows"} else 1e-11
        off, gap, beyond = judged(A, b, fit)
        place = f"problem [{chunk}, {number}]: {kind}"
        assert off <= 1e-12, place
        assert gap <= loose * (1 + fit.fun), place
        assert beyond <= loose, place
        assert fit.fun <= np.abs(x).sum() * (1 + loose), place
        assert fit.support.tolist() == np.flatnonzero(fit.x).tolist(), place
        used = A[:, fit.support] / np.abs(A).max(axis=1, where=A != 0, initial=1e-300)[:, None]
        used = used / np.linalg.norm(used, axis=0)
        assert np.linalg.matrix_rank(used, tol=1e-12) == fit.support.size, place
    assert set(failed) <= ILL_CONDITIONED
    assert failed.total() <= 2


def test_minimum_is_that_of_all_vertices_in_rational_arithmetic():
    several = 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        m, n = int(rng.integers(1, 4)), int(rng.integers(1, 7))
        A = rng.integers(-2, 3, (m, n)).astype(float)
        b = A @ rng.integers(-2, 3, n) if rng.random() < 0.8 else rng.integers(-2, 3, m) * 1.0
        exact = minimum(A, b)
        if exact is None:
            with pytest.raises(ValueError, match="combination of the columns of A"):
                basis_pursuit(A, b)
            continue
        fit = basis_pursuit(A, b)
        assert fit.success, seed
        assert fit.fun == pytest.approx(float(exact), rel=1e-14, abs=1e-14), seed
        assert fit.unique == is_the_only_one(A, b, float(exact)), seed
        several += not fit.unique
    assert several > 10


def is_the_only_one(A, b, least):
    """Tell by linear programs whether no entry can move where ‖x‖₁ is the least."""
    n = A.shape[1]
    parts = np.hstack([A, -A])
    for j in range(n):
        way = np.zeros(2 * n)
        way[j], way[n + j] = 1.0, -1.0
        ends = [
            linprog(
                sign * way, A_ub=np.ones((1, 2 * n)), b_ub=least * (1 + 1e-12), A_eq=parts, b_eq=b
            ).fun
            for sign in (1, -1)
        ]
        if -ends[1] - ends[0] > 1e-6:
            return False
    return True


@pytest.mark.parametrize("seed", range(20))
def test_minimum_is_that_of_highs(seed):
    _, A, _, b = draw([90, seed])
    scale = np.maximum(np.abs(A).max(axis=1), 1e-300)
    M, c = A / scale[:, None], b / scale
    theirs = linprog(np.ones(2 * M.shape[1]), A_eq=np.hstack([M, -M]), b_eq=c)
    assert basis_pursuit(A, b).fun == pytest.approx(theirs.fun, rel=1e-6)


def test_sparse_vector_is_recovered_with_exact_zeros_from_few_normal_measurements():
    rng = np.random.default_rng(1)
    A = rng.standard_normal((60, 200))
    x = np.zeros(200)
    x[[3, 50, 120, 199]] = [1.0, -2.0, 1e-7, 4.0]
    fit = basis_pursuit(A, A @ x)
    assert fit.support.tolist() == [3, 50, 120, 199]
    assert fit.x == pytest.approx(x, rel=1e-8)
    assert fit.unique


def test_lasso_goes_to_it_as_lambda_goes_to_zero():
    rng = np.random.default_rng(2)
    A, b = rng.standard_normal((10, 30)), rng.standard_normal(10)
    fit = basis_pursuit(A, b)
    lam = 1e-7 * np.abs(A.T @ b).max()
    near = lasso(A, b, lam, intercept=False)
    assert near.coef == pytest.approx(fit.x, abs=1e-4)
    assert near.dual / (10 * lam) == pytest.approx(fit.dual, rel=1e-5)


def test_multiplying_the_right_side_multiplies_the_solution():
    rng = np.random.default_rng(6)
    A, b = rng.standard_normal((8, 30)), rng.standard_normal(8)
    fit = basis_pursuit(A, b)
    for factor in (1e-200, 1e150, -1.0):
        other = basis_pursuit(A, factor * b)
        assert other.x == pytest.approx(factor * fit.x, rel=1e-12)
        assert other.gap <= 1e-12


def test_matrix_of_any_size_has_the_solution_over_that_size():
    rng = np.random.default_rng(7)
    A, b = rng.standard_normal((8, 30)), rng.standard_normal(8)
    fit = basis_pursuit(A, b)
    for factor in (1e-150, 1e150):
        assert basis_pursuit(factor * A, b).x == pytest.approx(fit.x / factor, rel=1e-11)


def test_zero_right_side_has_zero():
    fit = basis_pursuit([[1, 2], [3, 4]], [0, 0])
    assert (fit.x == 0).all()
    assert fit.success
    assert fit.unique
    assert (fit.fun, fit.gap, fit.scale) == (0.0, 0.0, 1.0)


def test_one_equation_takes_the_longest_column():
    fit = basis_pursuit([[1, -4, 2]], [8])
    assert fit.x.tolist() == [0, -2, 0]
    assert fit.dual.tolist() == [0.25]
    assert fit.unique


def test_two_longest_columns_share_and_the_result_says_so():
    fit = basis_pursuit([[1, -4, 4]], [8])
    assert fit.fun == 2
    assert np.count_nonzero(fit.x) == 1
    assert not fit.unique
    assert "others may be too" in fit.message


def test_identical_columns_share_and_zero_columns_stay_out():
    fit = basis_pursuit([[1, 1, 0], [2, 2, 0]], [3, 6])
    assert fit.fun == pytest.approx(3)
    assert not fit.unique
    assert fit.x[2] == 0


def test_more_equations_than_unknowns_leave_one_solution():
    rng = np.random.default_rng(3)
    A = rng.standard_normal((9, 4))
    fit = basis_pursuit(A, A @ [1, 0, -2, 0])
    assert fit.support.tolist() == [0, 2]
    assert fit.unique
    assert basis_pursuit(A, A @ [1, 0.5, -2, 3]).x == pytest.approx([1, 0.5, -2, 3])


def test_repeated_and_empty_equations_change_nothing():
    rng = np.random.default_rng(4)
    A, b = rng.standard_normal((5, 12)), rng.standard_normal(5)
    more = np.vstack([A, A[2], A[0] + A[1], np.zeros(12)])
    fit = basis_pursuit(more, [*b, b[2], b[0] + b[1], 0])
    assert fit.x == pytest.approx(basis_pursuit(A, b).x, abs=1e-12)
    assert fit.success


def test_entries_of_very_unlike_sizes_are_all_found():
    rng = np.random.default_rng(5)
    A = rng.standard_normal((23, 44))
    x = np.zeros(44)
    x[:6] = 10.0 ** np.arange(-6, 6, 2)
    fit = basis_pursuit(A, A @ x)
    assert fit.success
    assert fit.support.tolist() == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("A", "b", "words"),
    [
        ([[1, 2], [2, 4]], [1, 1], "b must be a combination of the columns of A"),
        ([[0, 0]], [1], "b must be a combination of the columns of A"),
        ([[1, 0], [0, 0]], [1, 1e-6], "b must be a combination of the columns of A"),
        ([[1, 2]], [1, 1], "b must hold 1 values, one per row of A, got 2"),
        ([[1, np.nan]], [1], "A must be finite; column 1 has 1 NaN"),
        ([[1, 2]], [np.inf], "b must be finite"),
        ([1, 2], [1], "A must have rows and columns"),
        ([[1e-300]], [1e300], "b must be such that its quotients by A"),
    ],
)
def test_bad_input_is_named(A, b, words):
    with pytest.raises(ValueError, match=words):
        basis_pursuit(A, b)


def test_text_is_refused():
    with pytest.raises(TypeError, match="A must hold real numbers"):
        basis_pursuit([["a", "b"]], [1])
