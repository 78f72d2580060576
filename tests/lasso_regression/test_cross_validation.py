"""`cross_validate_lasso`: its folds, its errors, and the two choices of λ."""

import math

import numpy as np
import pytest
from scipy import sparse
from sklearn.datasets import load_diabetes
from sklearn.linear_model import LassoCV
from sklearn.model_selection import GroupKFold, KFold, ShuffleSplit

from l1lib import cross_validate_lasso, lambda_max, lasso, lasso_path
from l1lib.lasso_regression.folds import k_folds

RNG = np.random.default_rng(1)
X = RNG.standard_normal((53, 6))
Y = X @ [2.0, -1, 0.5, 0, 0, 0] + RNG.standard_normal(53)


@pytest.mark.parametrize(("n", "folds"), [(10, 5), (53, 5), (7, 7), (11, 2)])
def test_folds_without_a_generator_are_those_of_scikit_learn(n, folds):
    theirs = [test.tolist() for _, test in KFold(folds).split(np.zeros(n))]
    assert [rows.tolist() for rows in k_folds(n, folds)] == theirs


def test_folds_drawn_leave_out_each_row_once_and_differ_by_one_row_at_most():
    drawn = k_folds(53, 5, np.random.default_rng(0))
    assert np.sort(np.concatenate(drawn)).tolist() == list(range(53))
    assert {rows.size for rows in drawn} == {10, 11}
    again = k_folds(53, 5, np.random.default_rng(0))
    assert all((a == b).all() for a, b in zip(drawn, again, strict=True))
    assert any((a != b).any() for a, b in zip(drawn, k_folds(53, 5), strict=True))


def test_errors_are_those_of_single_fits_on_the_rows_left_out():
    found = cross_validate_lasso(X, Y, n_lams=6, folds=4, rng=np.random.default_rng(3))
    for column, rows in enumerate(found.folds):
        inside = np.setdiff1d(np.arange(53), rows)
        for row, lam in enumerate(found.lams):
            fit = lasso(X[inside], Y[inside], lam)
            error = np.mean((Y[rows] - fit.predict(X[rows])) ** 2)
            assert found.errors[row, column] == pytest.approx(error, rel=1e-12)
    assert found.success


def test_standard_error_and_both_choices_follow_their_definitions():
    found = cross_validate_lasso(X, Y, folds=10)
    for row, errors in enumerate(found.errors):
        mean = math.fsum(errors) / 10
        squares = math.fsum((e - mean) ** 2 for e in errors)
        assert found.mean[row] == pytest.approx(mean, rel=1e-12)
        assert found.standard_error[row] == pytest.approx(math.sqrt(squares / 9 / 10), rel=1e-12)
    least = min(found.mean)
    assert found.mean[found.index_min] == least
    bound = least + found.standard_error[found.index_min]
    within = [lam for lam, mean in zip(found.lams, found.mean, strict=True) if mean <= bound]
    assert found.lam_1se == max(within)
    assert found.lam_min == found.lams[found.index_min] < found.lam_1se


def test_path_is_that_of_all_rows():
    found, path = cross_validate_lasso(X, Y), lasso_path(X, Y)
    assert found.lams.tolist() == path.lams.tolist()
    assert found.path.coef.tolist() == path.coef.tolist()


@pytest.mark.parametrize("intercept", [True, False])
def test_scikit_learn_has_the_same_errors_and_the_same_choice(intercept):
    data, target = load_diabetes(return_X_y=True)
    found = cross_validate_lasso(data, target, ratio=1e-3, n_lams=50, intercept=intercept)
    theirs = LassoCV(alphas=50, fit_intercept=intercept, tol=1e-12, max_iter=100_000)
    theirs.fit(data, target)
    assert found.lams == pytest.approx(theirs.alphas_, rel=1e-12)
    assert found.errors == pytest.approx(theirs.mse_path_, rel=1e-8)
    assert found.lam_min == pytest.approx(theirs.alpha_, rel=1e-12)
    assert found.path.coef[found.index_min] == pytest.approx(theirs.coef_, abs=1e-4)


@pytest.mark.parametrize("splitter", [GroupKFold(4), KFold(3), ShuffleSplit(6, random_state=0)])
def test_splitters_of_scikit_learn_and_pairs_of_rows_have_its_errors(splitter):
    groups = np.arange(53) % 9 if isinstance(splitter, GroupKFold) else None
    pairs = list(splitter.split(X, Y, groups))
    theirs = LassoCV(alphas=20, eps=1e-2, cv=pairs, tol=1e-12, max_iter=100_000).fit(X, Y)
    found = cross_validate_lasso(X, Y, folds=splitter, groups=groups, n_lams=20)
    assert found.errors == pytest.approx(theirs.mse_path_, rel=1e-8)
    assert [rows.tolist() for rows in found.folds] == [rows.tolist() for _, rows in pairs]
    again = cross_validate_lasso(X, Y, folds=iter(pairs), n_lams=20)
    assert (again.errors == found.errors).all()
    masks = [tuple(np.isin(np.arange(53), rows) for rows in pair) for pair in pairs]
    again = cross_validate_lasso(X, Y, folds=masks, n_lams=20)
    assert again.errors == pytest.approx(found.errors, rel=1e-12)


def test_groups_stay_together():
    groups = np.repeat(np.arange(8), 7)[:53]
    found = cross_validate_lasso(X, Y, folds=GroupKFold(4), groups=groups, n_lams=3)
    inside = [set(groups[rows]) for rows in found.folds]
    assert sum(map(len, inside)) == len(set().union(*inside)) == 8


def test_penalty_is_that_of_single_fits():
    u = [1, 2, 0.5, 1, 1, np.inf]
    penalty = {"penalty_weights": u, "l2": 0.1, "positive": True}
    found = cross_validate_lasso(X, Y, n_lams=5, folds=3, **penalty)
    assert found.lams[0] == lambda_max(X, Y, penalty_weights=u, positive=True)
    for column, rows in enumerate(found.folds):
        inside = np.setdiff1d(np.arange(53), rows)
        for row, lam in enumerate(found.lams):
            fit = lasso(X[inside], Y[inside], lam, **penalty)
            error = np.mean((Y[rows] - fit.predict(X[rows])) ** 2)
            assert found.errors[row, column] == pytest.approx(error, rel=1e-11)


def test_sparse_and_listed_designs_have_the_errors_of_arrays():
    wide = np.column_stack([X, np.zeros((53, 20))])
    expected = cross_validate_lasso(X, Y, n_lams=10).errors
    for design in (sparse.csr_array(wide), sparse.csc_matrix(wide), wide.tolist()):
        found = cross_validate_lasso(design, Y.tolist(), n_lams=10)
        assert found.errors == pytest.approx(expected, rel=1e-9)


def test_given_lams_are_judged_from_large_to_small():
    found = cross_validate_lasso(X, Y, lams=[0.01, 1.0, 0.1, 0.0])
    assert found.lams.tolist() == [1.0, 0.1, 0.01, 0.0]
    single = cross_validate_lasso(X, Y, lams=[0.3])
    assert single.lam_min == single.lam_1se == 0.3


def test_constant_targets_choose_the_largest_lam_of_equals():
    found = cross_validate_lasso(X, np.full(53, 2.0), lams=[0.0, 1.0, 2.0])
    assert found.mean == pytest.approx([0, 0, 0], abs=1e-25)
    assert found.lam_min == found.lam_1se == 2.0
    assert found.success


def test_every_row_may_be_a_fold():
    found = cross_validate_lasso(X[:8], Y[:8], folds=8, n_lams=5)
    assert found.errors.shape == (5, 8)
    first = lasso(X[1:8], Y[1:8], found.lams[2])
    assert found.errors[2, 0] == pytest.approx((Y[0] - first.predict(X[:1])[0]) ** 2)


def test_fits_that_a_double_cannot_hold_are_told_of():
    rng = np.random.default_rng(0)
    parallel = rng.standard_normal((14, 1)) + 1e-9 * rng.standard_normal((14, 22))
    with pytest.warns(RuntimeWarning, match="not solved to accuracy"):
        found = cross_validate_lasso(parallel, rng.standard_normal(14), lams=[0.0], folds=2)
    assert not found.success


def test_result_can_be_read_in_a_terminal():
    lines = repr(cross_validate_lasso(X, Y)).splitlines()
    assert lines[0] == "LassoCrossValidation over 100 λ with 5 folds"
    assert [line.split(":")[0].strip() for line in lines[1:]] == ["lam_min", "lam_1se"]


@pytest.mark.parametrize("intercept", [True, False])
def test_whole_weights_count_repetitions_that_are_left_out_together(intercept):
    # In each fold of ten rows the weights sum to 15, so that repeated rows have the same folds.
    weights = np.tile([3, 0, 1, 2, 2, 0, 1, 4, 1, 1], 5)
    x, y = X[:50], Y[:50]
    found = cross_validate_lasso(x, y, weights=weights, intercept=intercept)
    rows = np.repeat(np.arange(50), weights)
    repeated = cross_validate_lasso(x[rows], y[rows], intercept=intercept)
    assert [np.unique(rows[part]).tolist() for part in repeated.folds] == [
        [row for row in part.tolist() if weights[row]] for part in found.folds
    ]
    assert found.lams == pytest.approx(repeated.lams, rel=1e-12)
    assert found.errors == pytest.approx(repeated.errors, rel=1e-9)
    assert found.path.coef == pytest.approx(repeated.path.coef, abs=1e-9)
    assert found.index_1se == repeated.index_1se
    unweighted = cross_validate_lasso(x, y, lams=found.lams, intercept=intercept)
    assert not np.allclose(unweighted.errors, found.errors, rtol=1e-2)


def test_weights_count_repetitions_in_given_pairs_and_under_every_penalty_too():
    rng = np.random.default_rng(8)
    weights = rng.integers(0, 4, 53)
    rows = np.repeat(np.arange(53), weights)
    penalty = {"penalty_weights": [1, 2, 0.5, 1, 1, 3], "l2": 0.1, "positive": True}
    left_out = k_folds(53, 4, rng)
    pairs = [(np.setdiff1d(np.arange(53), part), part) for part in left_out]
    repeated = [tuple(np.flatnonzero(np.isin(rows, part)) for part in pair) for pair in pairs]
    found = cross_validate_lasso(X, Y, weights=weights, folds=pairs, n_lams=9, **penalty)
    same = cross_validate_lasso(X[rows], Y[rows], folds=repeated, n_lams=9, **penalty)
    assert found.lams == pytest.approx(same.lams, rel=1e-12)
    assert found.errors == pytest.approx(same.errors, rel=1e-9)


def test_only_ratios_of_weights_matter():
    weights = np.random.default_rng(2).random(53)
    found, scaled, none = (
        cross_validate_lasso(X, Y, weights=w, rng=4) for w in (weights, 1e200 * weights, None)
    )
    assert scaled.errors == pytest.approx(found.errors, rel=1e-12)
    equal = cross_validate_lasso(X, Y, weights=np.full(53, 0.3), rng=4)
    assert equal.errors == pytest.approx(none.errors, rel=1e-9)


def test_seed_draws_the_folds_of_its_generator():
    seeded = cross_validate_lasso(X, Y, n_lams=2, rng=3)
    drawn = cross_validate_lasso(X, Y, n_lams=2, rng=np.random.default_rng(3))
    assert (seeded.errors == drawn.errors).all()


@pytest.mark.parametrize(
    ("error", "message", "arguments"),
    [
        (ValueError, "folds must be a whole number from 2 to 53, got 1", {"folds": 1}),
        (ValueError, "folds must be a whole number from 2 to 53, got 54", {"folds": 54}),
        (TypeError, "folds must be a whole number, a splitter, or pairs", {"folds": 2.0}),
        (TypeError, "folds must be a whole number, a splitter, or pairs", {"folds": "ab"}),
        (TypeError, "folds must be a whole number from 2 to 53, got True", {"folds": True}),
        (TypeError, "folds must be a whole number, a splitter, or pairs", {"folds": None}),
        (TypeError, "folds must be a whole number, a splitter, or pairs", {"folds": GroupKFold}),
        (ValueError, "folds must have at least two pairs, got 0", {"folds": []}),
        (ValueError, "folds must be pairs of rows", {"folds": [1, 2]}),
        (ValueError, "folds must hold row numbers", {"folds": [([0, 1], [])] * 2}),
        (ValueError, "folds must hold row numbers", {"folds": [([0, 1], [2.0])] * 2}),
        (ValueError, "folds must hold row numbers from 0 to 52", {"folds": [([0], [53])] * 2}),
        (ValueError, "folds must hold row numbers from 0 to 52", {"folds": [([0], [-1])] * 2}),
        (ValueError, "groups must be left out", {"groups": np.arange(53)}),
        (ValueError, "groups must hold 53 values", {"folds": GroupKFold(), "groups": [1, 2]}),
        (ValueError, "rng must be left out", {"folds": GroupKFold(), "rng": RNG}),
        (TypeError, "rng must be a numpy.random.Generator, a seed or None", {"rng": 0.5}),
        (ValueError, "weights must not be negative", {"weights": -np.ones(53)}),
        (ValueError, "weights must not be zero on all rows", {"weights": np.arange(53) > 10}),
        (
            ValueError,
            "weights must not be zero on all rows",
            {"weights": np.arange(53) > 10, "folds": [(np.arange(9), np.arange(9, 53))] * 2},
        ),
        (ValueError, "lams must not be negative", {"lams": [-1.0]}),
        (ValueError, "n_lams must be a whole number", {"n_lams": 0}),
        (ValueError, "ratio must be above 0 and at most 1", {"ratio": 0.0}),
        (ValueError, "X must be finite; column 0 has 53 NaN", {"X": X * np.nan}),
        (ValueError, "y must hold 53 values", {"y": Y[:-1]}),
        (ValueError, "y must be finite", {"y": Y * np.inf}),
    ],
)
def test_bad_input_is_refused_by_name(error, message, arguments):
    with pytest.raises(error, match=message):
        cross_validate_lasso(**({"X": X, "y": Y} | arguments))
