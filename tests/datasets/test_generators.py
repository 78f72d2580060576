"""Draws have the truth that they are returned with."""

import numpy as np
import pytest

from l1lib import datasets

MAKERS = [datasets.make_contaminated, datasets.make_sparse]


@pytest.mark.parametrize("make", MAKERS)
def test_targets_are_made_of_design_coefficients_and_noise(make):
    drawn = make(50, 6, rng=np.random.default_rng(0))
    assert drawn.X.shape == (50, 6)
    assert drawn.y == pytest.approx(drawn.X @ drawn.coef + drawn.noise, rel=1e-12)
    again = make(50, 6, rng=np.random.default_rng(0))
    assert (again.y == drawn.y).all()


def test_share_and_size_of_outliers_are_those_asked_for():
    drawn = datasets.make_contaminated(20_000, 1, rng=np.random.default_rng(0), share=0.2, size=7)
    # Four standard errors of a share and of a standard deviation.
    assert drawn.outliers.mean() == pytest.approx(0.2, abs=0.012)
    assert drawn.noise[drawn.outliers].std() == pytest.approx(7, rel=0.05)
    assert drawn.noise[~drawn.outliers].std() == pytest.approx(1, rel=0.03)


def test_sparse_columns_have_the_correlation_asked_for():
    drawn = datasets.make_sparse(20_000, 3, rng=np.random.default_rng(0), nonzero=2, rho=0.5)
    correlation = np.corrcoef(drawn.X.T)
    # Four standard errors.
    assert correlation[0, 1] == pytest.approx(0.5, abs=0.03)
    assert correlation[0, 2] == pytest.approx(0.25, abs=0.03)
    assert drawn.coef.tolist() == [1, 1, 0]


@pytest.mark.parametrize(
    ("make", "bad", "message"),
    [
        (datasets.make_contaminated, {"share": 1}, "share must lie strictly between 0 and 1"),
        (datasets.make_contaminated, {"size": -1}, "size must be non-negative"),
        (datasets.make_sparse, {"nonzero": 3}, "nonzero must be a whole number from 0 to 2"),
        (datasets.make_sparse, {"nonzero": 1, "rho": 1.0}, "rho must be less than 1"),
    ],
)
def test_bad_input_is_refused_by_name(make, bad, message):
    with pytest.raises(ValueError, match=message):
        make(5, 2, rng=np.random.default_rng(0), **bad)


def test_seed_draws_what_its_generator_draws():
    for make in (
        datasets.make_contaminated,
        datasets.make_heavy_tailed,
        datasets.make_leverage,
    ):
        assert (make(9, 2, rng=3).y == make(9, 2, rng=np.random.default_rng(3)).y).all()
        assert (make(9, 2).y != make(9, 2).y).any()
