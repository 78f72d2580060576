"""The shared problem: its values, slopes at kinks, distances and lower bounds."""

import numpy as np
import pytest

from l1lib import lad
from l1lib.datasets import load_stackloss
from l1lib.methods import AbsoluteDeviations


def test_slope_at_a_tie_counts_a_zero_residual_as_nothing():
    problem = AbsoluteDeviations([[1], [1], [1]], [0, 2, 2])
    assert problem.subgradient([2]).tolist() == [1.0]
    assert problem.zeros([2]).tolist() == [1, 2]


def test_distance_is_zero_exactly_on_the_median_interval():
    problem = AbsoluteDeviations([[1]] * 4, [0, 1, 3, 7])
    away = [problem.distance([x]) for x in (0, 0.5, 1, 2, 3, 3.5)]
    assert away == pytest.approx([2, 2, 0, 0, 0, 2], abs=1e-12)


def test_distance_is_zero_at_the_published_fit_of_stackloss_and_not_beside_it():
    data = load_stackloss()
    problem = AbsoluteDeviations(np.column_stack([np.ones(21), data.data]), data.target)
    fit = lad(data.data, data.target)
    beta = np.array([fit.intercept, *fit.coef])
    assert problem.value(beta) == pytest.approx(42.0811594, abs=1e-7)
    assert problem.distance(beta) < 1e-9
    assert problem.distance(beta + np.eye(4)[0]) > 1


def test_no_dual_vector_gives_a_bound_above_the_least_value():
    rng = np.random.default_rng(3)
    for _ in range(50):
        X, y = rng.integers(-2, 3, (9, 2)) + np.array([0, 10]), rng.integers(-3, 4, 9)
        problem = AbsoluteDeviations(X, y)
        fit = lad(X, y, intercept=False)
        assert problem.lower_bound(2 * fit.dual) == pytest.approx(2 * fit.fun, abs=1e-9)
        for _ in range(20):
            assert problem.lower_bound(rng.normal(size=9)) <= 2 * fit.fun + 1e-9


def test_no_subgradient_is_longer_than_the_lipschitz_constant_and_some_are_as_long():
    square = AbsoluteDeviations([[1, 1], [1, -1]], [0, 0])
    assert square.lipschitz == pytest.approx(2)
    assert np.linalg.norm(square.subgradient([1, 0.5])) == pytest.approx(2)


@pytest.mark.parametrize(
    ("X", "y", "said"),
    [
        ([[1], [2]], [1, 2, 3], "y must hold 2 values"),
        ([[1, 2], [2, 4]], [1, 2], "X must have independent columns, got rank 1 with 2"),
        ([[1, 2]], [1], "X must have independent columns"),
        ([[np.nan], [1]], [1, 2], "X must be finite"),
        ([[1], [1]], [1, np.inf], "y must be finite"),
    ],
)
def test_bad_input_is_refused_by_name(X, y, said):
    with pytest.raises(ValueError, match=said):
        AbsoluteDeviations(X, y)


def test_point_of_a_wrong_length_is_refused_by_name():
    problem = AbsoluteDeviations([[1], [1]], [0, 1])
    with pytest.raises(ValueError, match="beta must hold 1 values, got 2"):
        problem.value([1, 2])
    with pytest.raises(ValueError, match="start must hold 1 values, got 2"):
        problem.start([1, 2])
