"""Draws have the truth that they are returned with."""

import numpy as np
import pytest

from l1lib import datasets


def test_targets_are_made_of_design_coefficients_and_noise():
    drawn = datasets.make_sparse(50, 6, rng=np.random.default_rng(0))
    assert drawn.X.shape == (50, 6)
    assert drawn.y == pytest.approx(drawn.X @ drawn.coef + drawn.noise, rel=1e-12)
    again = datasets.make_sparse(50, 6, rng=np.random.default_rng(0))
    assert (again.y == drawn.y).all()


def test_sparse_columns_have_the_correlation_asked_for():
    drawn = datasets.make_sparse(20_000, 3, rng=np.random.default_rng(0), nonzero=2, rho=0.5)
    correlation = np.corrcoef(drawn.X.T)
    # Four standard errors.
    assert correlation[0, 1] == pytest.approx(0.5, abs=0.03)
    assert correlation[0, 2] == pytest.approx(0.25, abs=0.03)
    assert drawn.coef.tolist() == [1, 1, 0]


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"nonzero": 3}, "nonzero must be a whole number from 0 to 2"),
        ({"nonzero": 1, "rho": 1.0}, "rho must be less than 1"),
    ],
)
def test_bad_input_is_refused_by_name(bad, message):
    with pytest.raises(ValueError, match=message):
        datasets.make_sparse(5, 2, rng=np.random.default_rng(0), **bad)


def test_seed_draws_what_its_generator_draws():
    seeded, drawn = (datasets.make_sparse(9, 5, rng=rng) for rng in (3, np.random.default_rng(3)))
    assert (seeded.y == drawn.y).all()
    assert (datasets.make_sparse(9, 5).y != datasets.make_sparse(9, 5).y).any()
