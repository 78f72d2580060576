"""`lasso_path`: the grid, the kinks, and the path of the diabetes data."""

import numpy as np
import pytest
from scipy import sparse
from sklearn.datasets import load_diabetes
from sklearn.linear_model import lars_path, lasso_path as coordinate_descent

from l1lib import lambda_max, lasso, lasso_kinks, lasso_path

RNG = np.random.default_rng(1)
X = RNG.standard_normal((60, 8))
Y = X @ [2.0, -1, 0.5, 0.1, 0, 0, 0, 0] + RNG.standard_normal(60)
DIABETES = load_diabetes()
NAMES = ["age", "sex", "bmi", "map", "tc", "ldl", "hdl", "tch", "ltg", "glu"]


def changes(path):
    """Return what joins (+) and leaves (-) from kink to kink."""
    on = path.coef != 0
    joined = [NAMES[j] for k in range(len(on) - 1) for j in np.flatnonzero(on[k + 1] & ~on[k])]
    left = [NAMES[j] for k in range(len(on) - 1) for j in np.flatnonzero(on[k] & ~on[k + 1])]
    return joined, left


def test_path_of_diabetes_has_an_exit_and_ends_at_least_squares():
    X, y = load_diabetes(return_X_y=True)
    path = lasso_kinks(X, y, ratio=0.0)
    joined, left = changes(path)
    assert joined == "bmi ltg map hdl sex glu tc tch ldl age hdl".split()
    assert left == ["hdl"]
    assert path.lams.size == 13
    assert path.lams[0] == pytest.approx(lambda_max(X, y), rel=1e-12)
    assert path.lams[-1] == 0
    least_squares = np.linalg.lstsq(X - X.mean(axis=0), y)[0]
    assert path.coef[-1] == pytest.approx(least_squares, rel=1e-9)


def test_diabetes_has_the_kinks_of_least_angle_regression():
    X, y = load_diabetes(return_X_y=True)
    path = lasso_kinks(X, y, ratio=0.0)
    alphas, _, coefs = lars_path(X - X.mean(axis=0), y - y.mean(), method="lasso")
    assert path.lams == pytest.approx(alphas, rel=1e-9, abs=1e-9)
    assert path.coef == pytest.approx(coefs.T, rel=1e-7, abs=1e-7)


@pytest.mark.parametrize("seed", range(30))
def test_random_designs_have_the_kinks_of_least_angle_regression(seed):
    rng = np.random.default_rng(seed)
    design = rng.standard_normal((40, 12)) @ rng.standard_normal((12, 12))
    y = design[:, :3].sum(axis=1) + 5 * rng.standard_normal(40)
    path = lasso_kinks(design, y, ratio=0.0, intercept=False)
    alphas, _, coefs = lars_path(design, y, method="lasso")
    assert path.lams == pytest.approx(alphas, rel=1e-7, abs=1e-9)
    # 1e-6: least angle regression updates its coefficients from step to step.
    assert path.coef == pytest.approx(coefs.T, abs=1e-6)


def test_coefficient_that_leaves_is_exactly_zero_at_its_kink():
    left = 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        design = rng.standard_normal((30, 4)) @ rng.standard_normal((4, 4))
        y = design[:, :2].sum(axis=1) + 3 * rng.standard_normal(30)
        coef = lasso_kinks(design, y, ratio=1e-3).coef
        left += np.count_nonzero((coef[1:] == 0) & (coef[:-1] != 0))
        assert not ((coef != 0) & (np.abs(coef) < 1e-12 * np.abs(coef).max())).any()
    assert left > 20


def test_path_is_the_single_fit_at_each_lam():
    path = lasso_path(X, Y, n_lams=20, ratio=1e-3)
    for k, lam in enumerate(path.lams):
        fit = lasso(X, Y, lam)
        assert path.coef[k] == pytest.approx(fit.coef, abs=1e-12)
        assert path.intercept[k] == pytest.approx(fit.intercept, abs=1e-12)
        assert path.fun[k] == pytest.approx(fit.fun, rel=1e-12)
        assert path.df[k] == fit.support.size
        assert path.predict(X)[k] == pytest.approx(fit.predict(X), abs=1e-12)


@pytest.mark.parametrize(("n", "p"), [(60, 8), (30, 200), (300, 160)])
def test_path_is_that_of_coordinate_descent(n, p):
    rng = np.random.default_rng(p)
    design = rng.standard_normal((n, p))
    y = design[:, :3].sum(axis=1) + rng.standard_normal(n)
    path = lasso_path(design, y, n_lams=15, ratio=0.05)
    centred, around = design - design.mean(axis=0), y - y.mean()
    _, coefs, _ = coordinate_descent(centred, around, alphas=path.lams, tol=1e-14, max_iter=100_000)
    assert path.coef == pytest.approx(coefs.T, abs=1e-6)  # Its gap of 1e-14 n bounds squares.
    assert path.success


def test_default_grid_is_even_in_its_logarithm_from_lambda_max():
    path = lasso_path(X, Y)
    assert path.lams == pytest.approx(np.geomspace(1, 1e-2, 100) * lambda_max(X, Y), rel=1e-12)
    assert not path.coef[0].any()
    assert not path.kinks
    assert lasso_path(X, Y, n_lams=1).lams.tolist() == [lambda_max(X, Y)]


def test_given_lams_come_back_as_they_are_from_large_to_small():
    path = lasso_path(X, Y, [0.1, 0.0, 7.0, 0.3, 0.1])
    assert path.lams.tolist() == [7.0, 0.3, 0.1, 0.1, 0.0]
    assert path.coef[2].tolist() == path.coef[3].tolist()
    assert not path.coef[0].any()


def test_coefficients_between_kinks_are_those_of_a_fit():
    path = lasso_kinks(X, Y, ratio=0.0)
    middles = np.sqrt(path.lams[:-2] * path.lams[1:-1])
    for lam in (*path.lams, *middles, 2 * path.lams[0]):
        assert path.coef_at(lam) == pytest.approx(lasso(X, Y, lam).coef, abs=1e-12)


def test_each_kink_bends_the_path():
    path = lasso_kinks(X, Y, ratio=0.0)
    slopes = np.diff(path.coef, axis=0) / np.diff(path.lams)[:, None]
    bends = np.abs(np.diff(slopes, axis=0)).max(axis=1)
    assert (bends > 1e-6).all()
    assert path.kinks


def test_kinks_stop_at_the_ratio_and_coef_at_does_not_go_below():
    path = lasso_kinks(X, Y, ratio=0.3)
    assert path.lams[-1] == pytest.approx(0.3 * lambda_max(X, Y), rel=1e-12)
    with pytest.raises(ValueError, match="lam must be at least"):
        path.coef_at(0.2 * lambda_max(X, Y))
    with pytest.raises(ValueError, match="lam must be one of the path's"):
        lasso_path(X, Y).coef_at(0.3)
    with pytest.raises(ValueError, match="lam must be non-negative"):
        path.coef_at(float("nan"))


def test_columns_that_tie_join_together():
    rows = np.array([[1.0, 0, 0], [0, 1, 0], [0, 0, 1], [-1, 0, 0], [0, -1, 0], [0, 0, -1]])
    path = lasso_kinks(rows, [3, 3, 1, -3, -3, -1], ratio=0.0, intercept=False)
    assert path.lams == pytest.approx([1, 1 / 3, 0], abs=1e-12)
    assert path.df.tolist() == [0, 2, 3]


@pytest.mark.parametrize("seed", range(20))
def test_kinks_lead_to_no_penalty_through_ties_and_with_fewer_rows_than_columns(seed):
    rng = np.random.default_rng(seed)
    design = rng.integers(-1, 2, (12, 20)).astype(float)
    y = rng.integers(-2, 3, 12).astype(float)
    path = lasso_kinks(design, y, ratio=0.0)
    assert path.success
    assert path.lams[-1] == 0
    assert path.lams.size < 100
    assert path.predict(design)[-1] == pytest.approx(lasso(design, y, 0.0).predict(design))


def test_coefficients_that_leave_at_once_are_both_exactly_zero():
    # Two blocks without a common row, the same up to the order of columns and up to signs.
    block = np.array([[-1.0, 1, 0], [0, -1, 1], [1, 0, -1], [1, 1, -1]])
    rows = np.block([[block, np.zeros((4, 3))], [np.zeros((4, 3)), -block[:, ::-1]]])
    path = lasso_kinks(0.7 * rows, [-1, 0, 2, 0] * 2, ratio=0.0, intercept=False)
    resting = (path.lams < 0.7 * 0.2001 / 8) & (path.lams > 0.7 * 0.0667 / 8)
    assert resting.any()
    assert not path.coef[resting][:, [0, 5]].any()
    assert (path.df[resting] == 4).all()


def test_same_column_twice_has_the_kinks_of_one():
    twice = np.column_stack([X, X[:, 0]])
    single, double = (lasso_kinks(d, Y, ratio=0.0) for d in (X, twice))
    for lam in single.lams:
        both = double.coef_at(lam)
        assert both[0] + both[8] == pytest.approx(single.coef_at(lam)[0], abs=1e-9)
    assert double.success


@pytest.mark.parametrize("path_of", [lasso_path, lasso_kinks])
def test_constant_targets_have_a_path_of_zeros(path_of):
    path = path_of(X, np.full(60, 0.1))
    assert not path.coef.any()
    assert not path.lams.any()
    assert path.intercept == pytest.approx(np.full(path.lams.size, 0.1))
    assert path.success


@pytest.mark.parametrize("path_of", [lasso_path, lasso_kinks])
@pytest.mark.parametrize("unit", [1e-100, 1e100])
def test_units_and_sparse_designs_go_through(unit, path_of):
    plain, scaled = path_of(X, Y), path_of(X * unit, Y / unit)
    assert scaled.coef == pytest.approx(plain.coef / unit**2, rel=1e-9, abs=1e-12 / unit**2)
    assert scaled.lams == pytest.approx(plain.lams, rel=1e-12)
    wide = np.column_stack([X, np.zeros((60, 30))])
    stored = path_of(sparse.csr_array(wide), Y)
    assert stored.coef[:, :8] == pytest.approx(plain.coef, abs=1e-10)
    assert stored.predict(sparse.csr_array(wide)) == pytest.approx(plain.predict(X), abs=1e-10)


@pytest.mark.parametrize("path_of", [lasso_path, lasso_kinks])
def test_row_of_weight_two_counts_twice_and_of_weight_zero_not_at_all(path_of):
    w = np.resize([0, 1, 2], 60)
    weighted = path_of(X, Y, weights=w)
    repeated = path_of(np.repeat(X, w, axis=0), np.repeat(Y, w))
    assert weighted.lams == pytest.approx(repeated.lams, rel=1e-12)
    assert weighted.lams[0] == lambda_max(X, Y, weights=w)
    assert weighted.coef == pytest.approx(repeated.coef, abs=1e-12)
    assert weighted.fun == pytest.approx(repeated.fun, rel=1e-12)


def test_path_can_be_read_in_a_terminal():
    assert "LassoPath of 100 values of λ" in repr(lasso_path(X, Y))
    assert "optimal at each λ" in repr(lasso_kinks(X, Y))


@pytest.mark.parametrize(
    ("error", "message", "arguments"),
    [
        (ValueError, "lams must hold at least one value", {"lams": []}),
        (ValueError, "lams must be one-dimensional", {"lams": 0.5}),
        (ValueError, "lams must not be negative", {"lams": [1.0, -1e-9]}),
        (ValueError, "lams must be finite", {"lams": [np.nan, 1.0]}),
        (ValueError, "lams must be finite", {"lams": [np.inf]}),
        (TypeError, "lams must hold real numbers", {"lams": ["a"]}),
        (ValueError, "weights must hold 60 values", {"weights": [1.0]}),
        (ValueError, "weights must not be negative", {"weights": -np.ones(60)}),
        (ValueError, "n_lams must be a whole number of 1 or more, got 0", {"n_lams": 0}),
        (TypeError, "n_lams must be a whole number of 1 or more, got 2.5", {"n_lams": 2.5}),
        (TypeError, "n_lams must be a whole number of 1 or more, got True", {"n_lams": True}),
        (ValueError, "ratio must be above 0 and at most 1", {"ratio": 0.0}),
        (ValueError, "ratio must be above 0 and at most 1", {"ratio": 1.1}),
        (ValueError, "ratio must be non-negative", {"ratio": -0.1}),
        (ValueError, "ratio must be non-negative", {"ratio": float("nan")}),
        (TypeError, "ratio must be a real number", {"ratio": "a"}),
    ],
)
def test_bad_arguments_are_refused_by_name(error, message, arguments):
    with pytest.raises(error, match=message):
        lasso_path(**({"X": X, "y": Y} | arguments))


def test_kinks_take_a_ratio_from_0_to_1():
    with pytest.raises(ValueError, match=r"ratio must lie between 0 and 1, got 1\.1"):
        lasso_kinks(X, Y, ratio=1.1)
    assert lasso_kinks(X, Y, ratio=0.0).lams[-1] == 0
    assert lasso_kinks(X, Y, ratio=1.0).lams.size == 1
