"""`lasso` at awkward places, with closed forms, and on bad input."""

import numpy as np
import pytest
from lasso_problems import Problem, judge
from scipy import sparse
from scipy.optimize import linprog

from l1lib import lambda_max, lasso, lasso_path, soft_threshold

RNG = np.random.default_rng(1)
X = RNG.standard_normal((60, 5))
Y = X @ [2.0, -1, 0.5, 0, 0] + RNG.standard_normal(60)
LAM = 0.3


def least_squares(design, targets):
    A = np.column_stack([np.ones(len(targets)), design])
    return np.linalg.lstsq(A, targets, rcond=None)[0]


def test_orthogonal_columns_are_thresholded_one_by_one():
    rng = np.random.default_rng(2)
    Q = np.linalg.qr(rng.standard_normal((40, 12)))[0] * np.sqrt(40)
    y = Q @ rng.standard_normal(12) + rng.standard_normal(40)
    for lam in (0.0, 0.1, 0.7, 5.0):
        fit = lasso(Q, y, lam, intercept=False)
        assert fit.coef == pytest.approx(soft_threshold(Q.T @ y / 40, lam), abs=1e-13)
        assert fit.unique


def test_design_of_one_column_is_a_threshold_over_its_variance():
    x, y = X[:, 0], Y
    covariance = np.mean((x - x.mean()) * (y - y.mean()))
    fit = lasso(x[:, None], y, LAM)
    assert fit.coef[0] == pytest.approx(float(soft_threshold(covariance, LAM)) / x.var())
    assert fit.intercept == pytest.approx(y.mean() - fit.coef[0] * x.mean())


def test_coefficients_are_all_zero_from_lambda_max_on_and_not_just_below():
    top = lambda_max(X, Y)
    assert top == pytest.approx(np.abs((X - X.mean(axis=0)).T @ (Y - Y.mean())).max() / 60)
    for lam in (top, 1.001 * top, 1e300):
        fit = lasso(X, Y, lam)
        assert not fit.coef.any()
        assert fit.intercept == pytest.approx(Y.mean())
        assert fit.support.size == 0
        assert fit.unique
    assert lasso(X, Y, 0.999 * top).support.size == 1
    assert lambda_max(X, Y, intercept=False) == pytest.approx(np.abs(X.T @ Y).max() / 60)


def test_no_penalty_is_least_squares():
    fit = lasso(X, Y, 0.0)
    expected = least_squares(X, Y)
    assert [fit.intercept, *fit.coef] == pytest.approx(expected, rel=1e-10)
    assert fit.unique
    assert fit.fun == pytest.approx(np.mean((Y - fit.predict(X)) ** 2) / 2)


def test_no_penalty_with_fewer_rows_than_columns_interpolates_and_is_not_unique():
    fit = lasso(X[:3], Y[:3], 0.0)
    assert fit.predict(X[:3]) == pytest.approx(Y[:3], rel=1e-12)
    assert not fit.unique
    assert "others may be too" in fit.message


def test_vanishing_penalty_with_fewer_rows_than_columns_has_the_least_sum_of_sizes():
    rng = np.random.default_rng(4)
    A, b = rng.standard_normal((6, 20)), rng.standard_normal(6)
    least = linprog(np.ones(40), A_eq=np.hstack([A, -A]), b_eq=b).fun
    fit = lasso(A, b, 1e-9, intercept=False)
    assert np.abs(fit.coef).sum() == pytest.approx(least, rel=1e-6)  # λ is small, not zero.
    assert fit.support.size <= 6


@pytest.mark.parametrize("lam", [0.0, 1e-300, LAM])
def test_same_column_twice_shares_its_coefficient_in_more_than_one_way(lam):
    twice = np.column_stack([X, X[:, 0]])
    fit = lasso(twice, Y, lam)
    assert fit.success
    assert not fit.unique
    assert "others may be too" in fit.message
    single = lasso(X, Y, lam)
    assert fit.coef[0] + fit.coef[5] == pytest.approx(single.coef[0], rel=1e-9)
    assert fit.coef[1:5] == pytest.approx(single.coef[1:], rel=1e-9, abs=1e-12)
    assert fit.fun == pytest.approx(single.fun, rel=1e-12)


def test_same_column_twice_leaves_zero_the_only_solution_where_it_is_not_used():
    twice = np.column_stack([X, X[:, 4]])
    assert lasso(twice, Y, LAM).coef[4:].tolist() == [0, 0]
    assert lasso(twice, Y, LAM).unique


@pytest.mark.parametrize("seed", range(20))
def test_dependent_columns_without_penalty_are_never_called_unique(seed):
    A = np.random.default_rng(seed).standard_normal((20, 2))
    dependent = np.column_stack([A, A.sum(axis=1)])
    for lam in (0.0, 1e-300):
        assert not lasso(dependent, A[:, 0], lam, intercept=False).unique


def test_zero_at_lambda_max_is_the_only_solution_however_many_columns_tie():
    fit = lasso([[1.0, 1.0, -1.0]], [1.0], 1.0, intercept=False)
    assert not fit.coef.any()
    assert fit.unique
    below = lasso([[1.0, 1.0, -1.0]], [1.0], 0.5, intercept=False)
    assert below.coef @ [1, 1, -1] == pytest.approx(0.5)
    assert not below.unique


def test_column_between_two_others_can_be_swapped_for_them_and_an_outer_one_cannot():
    rows = np.array([[1.0, 1.0, 1.0], [1.0, 0.0, -1.0]])
    outer, middle = (lasso(rows, y, 0.5, intercept=False) for y in ([2.0, 1.0], [2.0, 0.0]))
    for fit in (outer, middle):
        assert rows.T @ fit.dual / 2 == pytest.approx(0.5)
    assert outer.coef == pytest.approx([1, 0, 0])
    assert outer.unique
    assert rows @ middle.coef == pytest.approx([1, 0])
    assert not middle.unique


def test_zero_and_constant_columns_get_zero():
    wide = np.column_stack([np.zeros(60), X, np.full(60, 3.0)])
    fit = lasso(wide, Y, LAM)
    assert fit.coef[[0, 6]].tolist() == [0, 0]
    assert fit.coef[1:6] == pytest.approx(lasso(X, Y, LAM).coef, rel=1e-12)
    assert fit.unique
    assert not lasso(wide, Y, 0.0).unique


@pytest.mark.parametrize("constant", [0.0, 0.1, -1e8, 1e100])
def test_constant_targets_are_all_intercept(constant):
    y = np.full(60, constant)
    for lam in (0.0, 1.0):
        fit = lasso(X, y, lam)
        assert not fit.coef.any()
        assert fit.intercept == pytest.approx(constant, rel=1e-15)
        assert fit.fun == fit.scale == fit.gap == 0
        assert fit.success
    assert lambda_max(X, y) == 0


def test_one_row_is_all_intercept_or_one_threshold():
    fit = lasso(X[:1], Y[:1], 0.0)
    assert fit.intercept == Y[0]
    assert not fit.coef.any()
    assert lasso([[2.0]], [3.0], 1.0, intercept=False).coef[0] == pytest.approx(5 / 4)


def test_tied_columns_of_integers_are_certified():
    rng = np.random.default_rng(6)
    design = rng.integers(-1, 2, (12, 40)).astype(float)
    y = rng.integers(-2, 3, 12).astype(float)
    for share in (1.0, 0.5, 0.25, 0.125, 1e-3):
        problem = Problem(design, y, share, None, True)
        fit = lasso(design, y, problem.lam)
        found = judge(problem, fit.coef, problem.lam)
        assert found.gap <= 1e-12 * found.size


def test_row_of_weight_two_counts_twice_and_of_weight_zero_not_at_all():
    w = np.resize([0, 1, 2], 60)
    weighted = lasso(X, Y, LAM, weights=w)
    repeated = lasso(np.repeat(X, w, axis=0), np.repeat(Y, w), LAM)
    assert weighted.coef == pytest.approx(repeated.coef, rel=1e-12)
    assert weighted.intercept == pytest.approx(repeated.intercept, rel=1e-12)
    assert weighted.fun == pytest.approx(repeated.fun, rel=1e-12)
    assert not weighted.dual[w == 0].any()
    for scale in (1e-300, 1e300):
        assert lasso(X, Y, LAM, weights=scale * w).coef.tolist() == weighted.coef.tolist()
    assert lasso(X, Y, LAM, weights=np.ones(60)).coef == pytest.approx(lasso(X, Y, LAM).coef)


@pytest.mark.parametrize("intercept", [True, False])
@pytest.mark.parametrize("weights", [None, np.resize([0.0, 1, 2.5], 60)])
@pytest.mark.parametrize("make", [sparse.csr_array, sparse.csc_matrix, sparse.coo_array])
def test_sparse_design_has_the_fit_of_the_dense_one(make, weights, intercept):
    design = np.where(np.random.default_rng(7).random((60, 30)) < 0.2, 1.0, 0.0)
    design[:, :5] *= X
    given = {"weights": weights, "intercept": intercept}
    for lam in (0.0, 0.02, 0.1):
        filled, stored = lasso(design, Y, lam, **given), lasso(make(design), Y, lam, **given)
        assert stored.coef == pytest.approx(filled.coef, abs=1e-10)
        assert stored.intercept == pytest.approx(filled.intercept, abs=1e-10)
        assert stored.predict(make(design)) == pytest.approx(filled.predict(design), abs=1e-10)


@pytest.mark.parametrize("unit_x", [1e-100, 1.0, 1e100])
@pytest.mark.parametrize("unit_y", [1e-100, 1.0, 1e100])
def test_units_go_through(unit_x, unit_y):
    plain, scaled = lasso(X, Y, LAM), lasso(X * unit_x, Y * unit_y, LAM * unit_x * unit_y)
    assert scaled.coef == pytest.approx(plain.coef * unit_y / unit_x, rel=1e-12, abs=0)
    assert scaled.intercept == pytest.approx(plain.intercept * unit_y, rel=1e-12)
    assert scaled.fun == pytest.approx(plain.fun * unit_y**2, rel=1e-12)
    assert scaled.dual == pytest.approx(plain.dual * unit_y, rel=1e-9)
    assert scaled.success
    top = lambda_max(X * unit_x, Y * unit_y)
    assert top == pytest.approx(lambda_max(X, Y) * unit_x * unit_y, rel=1e-12)


@pytest.mark.parametrize("unit_x", [1e-150, 1e-100, 1e100])
def test_lam_beyond_the_range_of_the_design_gives_zeros(unit_x):
    fit = lasso(X * unit_x, Y, 1e300)
    assert not fit.coef.any()
    assert fit.success
    assert lasso_path(X * unit_x, Y, [1e300, 0.0]).lams.tolist() == [1e300, 0.0]


@pytest.mark.parametrize(("unit_x", "unit_y"), [(1, 1e200), (1e200, 1e200), (1e-200, 1e-200)])
def test_numbers_whose_products_leave_the_range_of_a_double_are_refused(unit_x, unit_y):
    with pytest.raises(ValueError, match="X and y must hold numbers whose products fit"):
        lasso(X * unit_x, Y * unit_y, 0.0)


def test_fit_moves_with_shift_scale_and_order():
    fit = lasso(X, Y, LAM)
    shifted = X + np.array([1, -2, 3, 4, 5])
    moved = lasso(shifted, 3 * Y + 5, 3 * LAM)
    assert moved.coef == pytest.approx(3 * fit.coef, rel=1e-12)
    assert moved.predict(shifted) == pytest.approx(3 * fit.predict(X) + 5)
    rows, columns = np.random.default_rng(3).permutation(60), [3, 1, 4, 0, 2]
    assert lasso(X[rows], Y[rows], LAM).coef == pytest.approx(fit.coef, rel=1e-12)
    assert lasso(X[:, columns], Y, LAM).coef == pytest.approx(fit.coef[columns], rel=1e-12)


@pytest.mark.parametrize(("n", "p"), [(500, 3000), (5000, 300), (20_000, 40)])
def test_large_problem_is_exact_on_a_working_set(n, p):
    rng = np.random.default_rng(n)
    design = rng.standard_normal((n, p))
    y = design[:, :10].sum(axis=1) + rng.standard_normal(n)
    problem = Problem(design, y, 0.05, None, True)
    fit = lasso(design, y, problem.lam)
    found = judge(problem, fit.coef, problem.lam, fit.dual)
    assert found.gap <= 1e-12 * found.size
    assert (np.abs(found.correlations) <= problem.lam * (1 + 1e-9)).all()
    assert np.isin(np.arange(10), fit.support).all()
    assert fit.unique


def test_input_may_be_lists_integers_float32_fortran_or_read_only_and_is_left_alone():
    expected = lasso(np.round(4 * X), np.round(4 * Y), LAM).coef
    integers, targets = np.round(4 * X).astype(int), np.round(4 * Y).astype(int)
    fixed = integers.astype(float)
    fixed.flags.writeable = False
    kinds = (integers.tolist(), integers, integers.astype(np.float32), np.asfortranarray(fixed))
    for design in (*kinds, fixed, sparse.csr_array(integers)):
        given = design if sparse.issparse(design) else np.array(design)
        before = given.copy()
        for intercept in (True, False):
            lasso(given, targets, LAM, intercept=intercept, weights=np.arange(60))
        assert (given != before).sum() == 0
        assert lasso(design, targets.tolist(), LAM).coef == pytest.approx(expected, rel=1e-12)


def test_prediction_asks_for_the_columns_of_the_fit():
    fit = lasso(X, Y, LAM)
    assert fit.predict(X) == pytest.approx(X @ fit.coef + fit.intercept)
    with pytest.raises(ValueError, match="X must have 5 columns, got 2"):
        fit.predict(X[:, :2])
    with pytest.raises(ValueError, match="X must be finite; column 0 has 60 NaN"):
        fit.predict(np.nan * X)


def test_result_can_be_read_in_a_terminal_and_in_a_notebook():
    fit = lasso(X, Y, LAM)
    assert "optimal, and no other coefficients are" in repr(fit)
    assert fit._repr_html_().count("<tr>") == 7


def test_fit_that_a_double_cannot_hold_warns_and_says_so():
    rng = np.random.default_rng(0)
    parallel = rng.standard_normal((7, 1)) + 1e-9 * rng.standard_normal((7, 22))
    with pytest.warns(RuntimeWarning, match="not solved to accuracy: the gap is"):
        fit = lasso(parallel, rng.standard_normal(7), 0.0, intercept=False)
    assert not fit.success
    assert fit.gap > 1e-12


@pytest.mark.parametrize("lam", [0.0, 0.5, 2.0])
def test_soft_threshold_is_the_prox_of_the_absolute_value(lam):
    z = np.array([-np.inf, -3, -2, -0.5, -0.0, 0, 0.3, 0.5, 2, 2.0000001, np.inf])
    shrunk = soft_threshold(z, lam)
    assert shrunk[[0, -1]].tolist() == [-np.inf, np.inf]
    slope, on = z[1:-1] - shrunk[1:-1], shrunk[1:-1] != 0
    assert slope[on] == pytest.approx(lam * np.sign(shrunk[1:-1][on]), abs=1e-15)
    assert (np.abs(slope) <= lam).all()
    assert soft_threshold(np.ones((2, 3)), lam).shape == (2, 3)


def test_soft_threshold_refuses_what_is_no_number():
    with pytest.raises(ValueError, match="z must not be NaN; position 1 is nan"):
        soft_threshold([0.0, np.nan], 1.0)
    with pytest.raises(TypeError, match="z must hold real numbers"):
        soft_threshold(["a"], 1.0)
    with pytest.raises(ValueError, match="lam must be non-negative and finite, got -1"):
        soft_threshold([0.0], -1)


NAN, INF = X.copy(), X.copy()
NAN[[3, 5], 2], INF[4, 1] = np.nan, np.inf
NONE = {"intercept": False}
BAD_DATA = [
    (ValueError, "X must be finite; column 2 has 2 NaN", {"X": NAN}),
    (ValueError, "X must be finite; column 1 has 1 inf", {"X": INF}),
    (ValueError, "X must be finite; column 1 has 1 inf", {"X": INF, "intercept": False}),
    (ValueError, "X must be finite; column 2 has 2 NaN", {"X": NAN, "y": np.zeros(60)}),
    (ValueError, "X must be finite; it holds NaN or inf", {"X": sparse.csr_array(NAN)}),
    (ValueError, "X must have rows and columns", {"X": X[:, 0]}),
    (ValueError, "X must have at least one row", {"X": np.zeros((0, 3))}),
    (ValueError, "X must have at least one row and column", NONE | {"X": np.zeros((60, 0))}),
    (
        ValueError,
        "X must have at least one row and column",
        NONE | {"X": sparse.csr_array((60, 0))},
    ),
    (ValueError, "X must be a regular array", {"X": [[1, 2], [3]]}),
    (TypeError, "X must hold real numbers", {"X": X * 1j}),
    (TypeError, "X must hold real numbers", {"X": sparse.csr_array(X * 1j)}),
    (TypeError, "X must hold real numbers", {"X": [["a"]] * 60}),
    (ValueError, "y must hold 60 values", {"y": Y[:59]}),
    (ValueError, "y must hold 60 values", {"X": sparse.csr_array(X), "y": Y[:59]}),
    (ValueError, "y must be finite", {"y": np.where(Y > 1, np.nan, Y)}),
    (ValueError, "y must be finite", {"y": np.where(Y > 1, np.inf, Y)}),
    (ValueError, "y must be one-dimensional", {"y": Y[:, None]}),
    (ValueError, "y must hold at least one value", {"y": []}),
    (TypeError, "y must hold real numbers", {"y": ["a"] * 60}),
]


@pytest.mark.parametrize(("error", "message", "arguments"), BAD_DATA)
@pytest.mark.parametrize("function", [lambda_max, lasso_path, lambda **a: lasso(lam=1.0, **a)])
def test_bad_data_are_refused_by_name(function, error, message, arguments):
    with pytest.raises(error, match=message):
        function(**({"X": X, "y": Y} | arguments))


@pytest.mark.parametrize(
    ("error", "message", "arguments"),
    [
        (ValueError, "lam must be non-negative and finite, got -1", {"lam": -1}),
        (ValueError, "lam must be non-negative and finite", {"lam": float("nan")}),
        (ValueError, "lam must be non-negative and finite", {"lam": float("inf")}),
        (TypeError, "lam must be a real number", {"lam": "small"}),
        (TypeError, "lam must be a real number", {"lam": [0.5]}),
        (TypeError, "lam must be a real number", {"lam": 1j}),
        (ValueError, "weights must hold 60 values", {"weights": [1.0]}),
        (ValueError, "weights must not be negative", {"weights": -np.ones(60)}),
        (ValueError, "weights must not all be zero", {"weights": np.zeros(60)}),
        (ValueError, "weights must be finite", {"weights": np.full(60, np.inf)}),
        (TypeError, "weights must hold real numbers", {"weights": ["a"] * 60}),
    ],
)
def test_bad_arguments_are_refused_by_name(error, message, arguments):
    with pytest.raises(error, match=message):
        lasso(**({"X": X, "y": Y, "lam": LAM} | arguments))


@pytest.mark.parametrize("n", [10, 1_000, 30_000])
@pytest.mark.parametrize("place", [0.0, 0.7777, 0.9999])
def test_nan_in_one_of_many_rows_is_found_wherever_it_is(n, place):
    design = np.random.default_rng(2).standard_normal((n, 2))
    design[int(place * n), 1] = np.nan
    with pytest.raises(ValueError, match="column 1 has 1 NaN"):
        lasso(design, np.arange(n), 0.1)
