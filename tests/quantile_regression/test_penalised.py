"""`lad` with a penalty on random problems, judged by its dual, by HiGHS and by hand."""

from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
from problems import Problem, draw, least_by_highs
from scipy import sparse
from sklearn.linear_model import QuantileRegressor

from l1lib import lad
from l1lib.datasets import load_stackloss

CHUNKS, EACH = 10, 100
SOLVED = [*range(2), *(pytest.param(n, marks=pytest.mark.thorough) for n in range(2, CHUNKS))]
POWERS = np.arange(-6.0, 1.5)


def draw_with_penalty(chunk, number):
    """Return a problem and λ, a power of ten times the largest pull of a column on it."""
    rng = np.random.default_rng([chunk, number])
    problem = draw(rng)
    pull = problem.w @ np.abs(problem.X)
    lam = float(10 ** rng.choice(POWERS) * (pull[pull > 0].min() if pull.any() else 1.0))
    if "integer columns" in problem.kinds and rng.random() < 0.5:
        lam = float(rng.integers(1, 6))
    return problem, lam


def certificate(problem, lam, fit):
    """Return the objective, how far it is above a bound by the dual, and the scale."""
    residuals = problem.y - problem.X @ fit.coef - fit.intercept
    tau, w, d = problem.tau, problem.w, fit.dual
    losses = w * np.maximum(tau * residuals, (tau - 1) * residuals)
    slack = np.maximum(np.maximum(w * (tau - 1) - d, d - w * tau), 0)
    assert (slack <= 1e-15 * w).all()
    pull = problem.X.T @ d
    excess = lam * np.abs(fit.coef) - pull * fit.coef
    gap = (losses - d * residuals).sum() + np.abs(excess).sum()
    gap += abs(fit.intercept * d.sum()) if problem.intercept else 0
    sizes = np.abs(problem.y) + abs(fit.intercept) + np.abs(problem.X) @ np.abs(fit.coef)
    return losses.sum() + lam * np.abs(fit.coef).sum(), gap, w @ sizes


def augmented(problem, lam):
    """Return the problem that linear programming solves, two rows for each column."""
    p = problem.X.shape[1]
    penalty = np.eye(p) * lam
    if problem.intercept:
        penalty = np.column_stack([np.zeros(p), penalty])
    X = np.concatenate((problem.design, penalty, -penalty))
    w = np.concatenate((problem.w, np.ones(2 * p)))
    return Problem(X, np.append(problem.y, np.zeros(2 * p)), problem.tau, w, False)


@pytest.mark.filterwarnings("ignore:not solved to accuracy:RuntimeWarning")
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_each_fit_is_certified_by_sums_that_the_solver_did_not_make(chunk):
    seen = Counter()
    for number in range(EACH):
        problem, lam = draw_with_penalty(chunk, number)
        fit = lad(problem.X, problem.y, lam=lam, **problem.arguments)
        fun, gap, size = certificate(problem, lam, fit)
        place = f"problem [{chunk}, {number}]: {sorted(problem.kinds)}"
        # Where columns differ by a millionth, the dual may balance to no more than 11 digits.
        assert fit.success or "an offset of 1e6" in problem.kinds, place
        assert gap <= 1e-11 * size, place
        pull = np.abs(problem.X.T @ fit.dual)
        assert (pull <= lam + 1e-9 * (lam + problem.w @ np.abs(problem.X))).all(), place
        if problem.intercept:
            assert abs(fit.dual.sum()) <= 1e-9 * problem.w.sum(), place
        assert fit.fun == pytest.approx(fun, rel=1e-9, abs=1e-11 * size), place
        assert fit.dual.shape == problem.y.shape, place
        assert (fit.support < problem.y.size).all(), place
        seen[min(np.count_nonzero(fit.coef), 2), fit.coef.all()] += 1
    assert len(seen) >= 4


@pytest.mark.parametrize("chunk", SOLVED)
def test_objective_is_that_of_linear_programming(chunk):
    compared = 0
    for number in range(EACH):
        problem, lam = draw_with_penalty(chunk, number)
        if problem.kinds & {"scales of columns", "y times 1e140", "y times 1e-140"}:
            continue
        reference = least_by_highs(augmented(problem, lam))
        if reference is not None:
            fit = lad(problem.X, problem.y, lam=lam, **problem.arguments)
            _, _, size = certificate(problem, lam, fit)
            slack = 1e-7 * (size + problem.w.sum() * np.abs(problem.y).max())
            assert abs(fit.fun - reference) <= slack, f"[{chunk}, {number}]: {problem.kinds}"
            compared += 1
    assert compared >= 0.7 * EACH


def test_certificate_sees_a_wrong_fit():
    problem, lam = Problem(np.eye(5, 2), np.arange(5.0), 0.3, None, True), 0.1
    fit = lad(problem.X, problem.y, lam=lam, **problem.arguments)
    assert certificate(problem, lam, fit)[1] < 1e-14
    wrong = lad(problem.X, problem.y, lam=1.1 * lam, **problem.arguments)
    wrong.coef[0] += 0.01
    assert certificate(problem, lam, wrong)[1] > 1e-4


@pytest.mark.parametrize("tau", [Fraction(1, 2), Fraction(1, 10), Fraction(5, 7)])
def test_two_rows_of_a_column_are_its_penalty(tau):
    loss = lambda r: max(tau * r, (tau - 1) * r)  # noqa: E731
    for b in (Fraction(-3, 7), Fraction(0), Fraction(5, 3)):
        assert loss(b) + loss(-b) == abs(b)
        assert tau != Fraction(1, 2) or loss(-2 * b) == abs(b)
        assert b == 0 or tau == Fraction(1, 2) or loss(-2 * b) != abs(b)


@pytest.mark.parametrize("tau", [0.1, 0.5, 0.8])
def test_one_column_by_hand(tau):
    # f(b) = Σρ(yᵢ − b) + λ|b| over y = 1, …, 9: all coefficients at which 0 is between its slopes.
    y = np.arange(1.0, 10.0)
    for lam in (0.25, 1.3, 4.6, 9.5):
        slopes = {b: [(y < b).sum() - tau * y.size + lam, (y <= b).sum() - tau * y.size + lam]
                  for b in y}  # fmt: skip
        best = [b for b, (left, right) in slopes.items() if left <= 0 <= right] or [0.0]
        fit = lad(np.ones((9, 1)), y, lam=lam, tau=tau, intercept=False)
        assert fit.coef[0] in best
        assert fit.unique


@pytest.mark.parametrize("tau", [0.1, 0.5, 0.9])
def test_large_penalty_leaves_the_quantile_and_exact_zeros(tau):
    data = load_stackloss()
    fit = lad(data.data, data.target, lam=1e9, tau=tau)
    assert fit.coef.tolist() == [0.0, 0.0, 0.0]
    assert fit.success
    share = [(data.target < fit.intercept).mean(), (data.target <= fit.intercept).mean()]
    assert share[0] <= tau <= share[1]


def test_no_penalty_is_the_plain_fit():
    data = load_stackloss()
    plain, none = lad(data.data, data.target), lad(data.data, data.target, lam=0.0)
    assert none.coef.tolist() == plain.coef.tolist()


def test_of_two_columns_the_larger_is_chosen():
    x = np.arange(20.0)
    for first, second in ((1, 3), (3, 1)):
        fit = lad(np.column_stack([first * x, second * x]), 6 * x + 1, lam=0.1)
        assert sorted(fit.coef) == [0.0, pytest.approx(2.0)]
        assert np.argmax(fit.coef) == np.argmax([first, second])


@pytest.mark.parametrize("tau", [0.5, 0.2])
def test_lam_is_n_times_the_alpha_of_scikit_learn_and_sparse_designs_are_no_other_problem(tau):
    rng = np.random.default_rng(3)
    for _ in range(20):
        n, p = int(rng.integers(2, 60)), int(rng.integers(1, 30))
        X, alpha = rng.integers(-2, 3, (n, p)).astype(float), 10 ** rng.uniform(-2.5, -0.5)
        y = X[:, 0] + rng.standard_normal(n)
        fit, stored = (lad(A, y, tau=tau, lam=n * alpha) for A in (X, sparse.coo_array(X)))
        peer = QuantileRegressor(quantile=tau, alpha=alpha, solver="highs").fit(X, y)
        residuals = y - peer.predict(X)
        losses = np.maximum(tau * residuals, (tau - 1) * residuals)
        # HiGHS meets its constraints to 1e-7.
        least = losses.sum() + n * alpha * np.abs(peer.coef_).sum()
        assert fit.fun == pytest.approx(least, rel=1e-6)
        assert stored.fun == pytest.approx(fit.fun, rel=1e-12)


@pytest.mark.parametrize("tau", [0.5, 0.2])
def test_zeros_are_exact_and_leave_fewer_rows_in_the_support(tau):
    rng = np.random.default_rng(5)
    zeros = 0
    for n, p in [(40, 8), (20, 50), (300, 20)]:
        X = rng.integers(-2, 3, (n, p)).astype(float)
        fit = lad(X, X[:, 0] + rng.standard_normal(n), tau=tau, lam=n / 20)
        none = fit.coef == 0
        assert (np.abs(fit.coef[~none]) > 1e-6).all()
        assert fit.rank == p + 1
        assert fit.support.size + none.sum() == fit.rank
        pull = X.T @ fit.dual
        assert pull[~none] == pytest.approx(n / 20 * np.sign(fit.coef[~none]), rel=1e-9)
        zeros += none.sum()
    assert zeros > 20


@pytest.mark.parametrize("seed", range(40))
def test_wide_designs_are_solved_with_the_columns_that_count(seed):
    rng = np.random.default_rng(seed)
    n, p = int(rng.integers(2, 30)), int(rng.integers(30, 120))
    X = rng.standard_normal((n, p))
    if seed % 3 == 0:
        X = np.round(X)
    y = X[:, :3].sum(axis=1) + np.round(rng.standard_normal(n), seed % 2 + 1)
    tau, w = float(rng.choice([0.5, 0.2])), rng.integers(1, 4, n).astype(float)
    problem = Problem(X, y, tau, w if seed % 5 == 0 else np.ones(n), seed % 4 > 0)
    lam = float(10 ** rng.uniform(-3, 0)) * np.abs(X).sum(axis=0).max() / 2
    fit = lad(X, y, lam=lam, **problem.arguments)
    fun, gap, size = certificate(problem, lam, fit)
    assert fit.success
    assert fit.fun == pytest.approx(fun, rel=1e-12)
    assert gap <= 1e-12 * size
    assert (np.abs(X.T @ fit.dual) <= lam * (1 + 1e-12)).all()
    assert fit.fun == pytest.approx(least_by_highs(augmented(problem, lam)), rel=1e-7)
    assert fit.support.size + (fit.coef == 0).sum() == fit.rank == p + problem.intercept


def test_column_that_counts_for_nothing_is_looked_at():
    X = np.random.default_rng(0).standard_normal((10, 100))
    y = X[:, 0]
    assert lad(X, y, lam=100.0).coef.tolist() == [0.0] * 100
    X[3, 7] = np.nan
    with pytest.raises(ValueError, match="X must be finite; column 7 has 1 NaN"):
        lad(X, y, lam=100.0)


def test_column_that_pulls_just_too_hard_is_not_left_out():
    # Of the median at 0 the pull of each of 100 columns is 2; that of the last is just above it.
    X = np.zeros((5, 100))
    X[:, :] = np.array([-2.0, 0.0, 0.0, 0.0, 2.0])[:, None]
    y = np.array([-2.0, -1.0, 0.0, 1.0, 2.0])
    X[4, 99] += 1e-9
    fit = lad(X, y, lam=2.0)
    assert np.flatnonzero(fit.coef).tolist() == [99]
    assert lad(X, y, lam=2.0 + 1e-9).coef.tolist() == [0.0] * 100


def test_sum_of_absolute_residuals_is_not_what_a_penalised_fit_tells():
    with pytest.raises(AttributeError, match=r"without a penalty minimises, and lam is 0\.5"):
        _ = lad([[1], [2], [4]], [1, 2, 3], lam=0.5).sae


@pytest.mark.parametrize("tau", [0.1, 0.9])
def test_row_and_its_opposite_do_not_send_a_vertex_round_in_circles(tau):
    # Of b = 0 rounding left 1e-17, whose sign the second row of each pair took for its own.
    rng = np.random.default_rng(1)
    for _ in range(300):
        n, p = int(rng.integers(1, 30)), int(rng.integers(5, 20))
        X, lam = rng.standard_normal((n, p)), 10.0 ** rng.uniform(-1, 1)
        rows = np.concatenate((X, lam * np.eye(p), -lam * np.eye(p)))
        fit = lad(
            rows, np.append(rng.standard_normal(n), np.zeros(2 * p)), tau=tau, intercept=False
        )
        assert fit.success


@pytest.mark.parametrize(
    ("error", "message", "changed"),
    [
        (ValueError, "lam must be non-negative and finite, got -1", {"lam": -1}),
        (TypeError, "lam must be a real number", {"lam": "1"}),
        (ValueError, "y must hold 3 values, one per row of X, got 2", {"y": [1, 2]}),
        (ValueError, "X must be finite; column 0 has 1 NaN", {"X": [[1], [np.nan], [2]]}),
        (ValueError, "tau must lie strictly between 0 and 1, got 1", {"tau": 1}),
        (ValueError, "weights must hold 3 values", {"weights": [1, 2]}),
    ],
)
def test_bad_input_is_refused_by_name(error, message, changed):
    arguments = {"X": [[1], [2], [4]], "y": [1, 2, 3], "lam": 1.0} | changed
    with pytest.raises(error, match=message):
        lad(**arguments)
