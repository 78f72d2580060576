"""`standardise`: units away and back."""

import numpy as np
import pytest
from scipy import sparse
from sklearn.preprocessing import StandardScaler

from l1lib import lasso, lasso_path, standardise

RNG = np.random.default_rng(1)
X = RNG.standard_normal((40, 4)) * [1.0, 1e-3, 1e6, 5.0] + [0, 1, 1e6, -3]
Y = RNG.standard_normal(40) + X[:, 0]


@pytest.mark.parametrize("ddof", [0, 1])
def test_columns_have_mean_zero_and_deviation_one(ddof):
    scaled = standardise(X, ddof=ddof)
    assert scaled.X.mean(axis=0) == pytest.approx(np.zeros(4), abs=1e-12)
    assert scaled.X.std(axis=0, ddof=ddof) == pytest.approx(np.ones(4), rel=1e-12)
    assert scaled.means == pytest.approx(X.mean(axis=0))
    assert scaled.scales == pytest.approx(X.std(axis=0, ddof=ddof))


def test_columns_are_those_of_scikit_learn():
    ours, theirs = standardise(X), StandardScaler().fit(X)
    assert ours.X == pytest.approx(theirs.transform(X), rel=1e-9, abs=1e-9)
    assert ours.apply(X[:3] + 1) == pytest.approx(theirs.transform(X[:3] + 1), rel=1e-9)


def test_fit_predicts_the_same_in_the_units_of_the_data():
    scaled = standardise(X)
    fit = lasso(scaled.X, Y, 0.1)
    intercept, coef = scaled.to_data(fit.intercept, fit.coef)
    assert intercept + X @ coef == pytest.approx(fit.predict(scaled.X), rel=1e-9)
    assert (coef == 0).tolist() == (fit.coef == 0).tolist()
    back = scaled.from_data(intercept, coef)
    assert back[0] == pytest.approx(fit.intercept)
    assert back[1] == pytest.approx(fit.coef)


def test_path_goes_to_the_units_of_the_data_at_once():
    scaled = standardise(X)
    path = lasso_path(scaled.X, Y, n_lams=7)
    intercepts, coefs = scaled.to_data(path.intercept, path.coef)
    assert intercepts.shape == (7,)
    assert intercepts[:, None] + coefs @ X.T == pytest.approx(path.predict(scaled.X), abs=1e-8)


def test_fit_goes_from_one_standardisation_to_another():
    one, other = standardise(X), standardise(X, ddof=1)
    intercept, coef = other.from_data(*one.to_data(2.0, [1.0, 2, 3, 4]))
    assert intercept + other.X @ coef == pytest.approx(2 + one.X @ [1.0, 2, 3, 4])
    assert intercept == pytest.approx(2)


@pytest.mark.parametrize("constant", [0.0, 0.1, -1e300])
def test_constant_column_becomes_zeros_and_keeps_its_mean(constant):
    with_constant = np.column_stack([X, np.full(40, constant)])
    for ddof in (0, 1):
        scaled = standardise(with_constant, ddof=ddof)
        assert not scaled.X[:, 4].any()
        assert scaled.scales[4] == 1
        assert scaled.means[4] == constant
        assert not scaled.apply(with_constant)[:, 4].any()
    assert not standardise([[1.0, 2.0]]).X.any()


@pytest.mark.parametrize("unit", [1e-300, 1e-100, 1e300])
def test_units_go_through(unit):
    expected = standardise(X / 1e7)
    scaled = standardise(X / 1e7 * unit)
    assert scaled.X == pytest.approx(expected.X, rel=1e-6, abs=1e-6)  # A mean of 1e3 deviations.
    assert scaled.scales == pytest.approx(expected.scales * unit, rel=1e-6, abs=0)


def sparse_columns():
    rng = np.random.default_rng(4)
    kept = rng.random((40, 5)) < [0.2, 0.5, 1.0, 1.0, 0.0]
    return sparse.csr_array(kept * (rng.standard_normal((40, 5)) * [1, 1e-200, 1e-3, 0, 1] + 1e-3))


SPARSE = sparse_columns()


@pytest.mark.parametrize("ddof", [0, 1])
def test_sparse_columns_keep_their_zeros_and_become_those_of_dense_ones(ddof):
    dense = standardise(SPARSE.toarray(), ddof=ddof, center=False)
    scaled = standardise(SPARSE, ddof=ddof, center=False)
    assert sparse.issparse(scaled.X)
    assert scaled.X.nnz == SPARSE.nnz
    assert scaled.scales == pytest.approx(dense.scales, rel=1e-12)
    assert scaled.X.toarray() == pytest.approx(dense.X, rel=1e-12)
    assert scaled.scales == pytest.approx(standardise(SPARSE.toarray(), ddof=ddof).scales)
    assert not scaled.means.any()
    assert scaled.apply(SPARSE[:7]).toarray() == pytest.approx(dense.X[:7], rel=1e-12)
    assert scaled.apply(SPARSE[:7].toarray()) == pytest.approx(dense.X[:7], rel=1e-12)


def test_entries_of_a_sparse_matrix_that_are_stored_twice_are_added_first():
    twice = sparse.csc_array(([1.0, 2.0, 5.0], [0, 0, 1], [0, 3]), shape=(3, 1))
    plain = np.array([[3.0], [5.0], [0.0]])
    assert standardise(twice, center=False).scales == pytest.approx(plain.std(axis=0))
    assert twice.nnz == 3


def test_deviation_of_a_sparse_column_far_from_zero_does_not_cancel():
    far = 1e8 + np.arange(5.0)[:, None]
    scales = standardise(sparse.csc_array(far), center=False).scales
    assert scales == pytest.approx(np.sqrt(2), rel=1e-7)


def test_scaling_without_centring_is_that_of_scikit_learn_and_changes_no_fit():
    theirs = StandardScaler(with_mean=False).fit(X)
    plain, centred = standardise(X, center=False), standardise(X)
    assert plain.X == pytest.approx(theirs.transform(X), rel=1e-9)
    fits = [lasso(scaled.X, Y, 0.1) for scaled in (plain, centred)]
    assert fits[0].coef == pytest.approx(fits[1].coef, abs=1e-9)
    assert plain.to_data(fits[0].intercept, fits[0].coef)[0] == pytest.approx(
        centred.to_data(fits[1].intercept, fits[1].coef)[0], rel=1e-6
    )
    assert plain.apply(X) == pytest.approx(plain.X, rel=1e-12)


@pytest.mark.parametrize(
    ("error", "message", "call"),
    [
        (ValueError, "X must be finite; column 0 has 40 NaN", lambda: standardise(X * np.nan)),
        (ValueError, "X must have rows and columns", lambda: standardise(X[0])),
        (TypeError, "X must hold real numbers", lambda: standardise([["a"]])),
        (
            ValueError,
            "ddof must be a whole number from 0 to 1, got 2",
            lambda: standardise(X, ddof=2),
        ),
        (
            TypeError,
            "ddof must be a whole number from 0 to 1, got True",
            lambda: standardise(X, ddof=True),
        ),
        (
            TypeError,
            "ddof must be a whole number from 0 to 1, got 'a'",
            lambda: standardise(X, ddof="a"),
        ),
        (TypeError, "center must be True or False, got 0", lambda: standardise(X, center=0)),
        (ValueError, "X must not be sparse with center=True", lambda: standardise(SPARSE)),
        (
            ValueError,
            "X must not be sparse with center=True",
            lambda: standardise(X).apply(SPARSE[:, :4]),
        ),
        (ValueError, "X must be finite", lambda: standardise(SPARSE * np.inf, center=False)),
        (ValueError, "X must have two rows at least", lambda: standardise(X[:1], ddof=1)),
        (ValueError, "X must have 4 columns, got 3", lambda: standardise(X).apply(X[:, :3])),
        (ValueError, "coef must have shape", lambda: standardise(X).to_data(1.0, [1.0, 2.0])),
        (ValueError, "coef must have shape", lambda: standardise(X).from_data([1.0], np.ones(4))),
        (TypeError, "intercept must hold", lambda: standardise(X).to_data("a", np.ones(4))),
    ],
)
def test_bad_input_is_refused_by_name(error, message, call):
    with pytest.raises(error, match=message):
        call()


@pytest.mark.parametrize("offset", [1.7e9, 1e12, -3e14])
def test_means_far_from_zero_are_those_of_the_deviations(offset):
    values = np.round(np.random.default_rng(0).uniform(0, 1000, 100_000))[:, None]
    near, far = standardise(values), standardise(values + offset)
    assert far.X == pytest.approx(near.X, abs=1e-13)
    assert far.scales == pytest.approx(near.scales, rel=1e-13)
