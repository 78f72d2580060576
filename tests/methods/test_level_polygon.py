"""The level lines in a plane: exact corners, in order, around a centre."""

import numpy as np
import pytest

from l1lib import lad
from l1lib.methods import AbsoluteDeviations, level_polygon


def test_corners_have_the_value_and_the_sides_between_them_too():
    rng = np.random.default_rng(1)
    for _ in range(30):
        X = np.column_stack([np.ones(7), rng.integers(-3, 4, 7) + rng.integers(0, 2)])
        X[0, 1] = 9
        y = rng.integers(-4, 5, 7)
        problem = AbsoluteDeviations(X, y)
        fit = lad(X, y, intercept=False)
        for above in (0.01, 1, 50):
            value = 2 * fit.fun + above
            corners = level_polygon(problem, fit.coef, value)
            sides = (corners + np.roll(corners, -1, axis=0)) / 2
            for point in (*corners, *sides):
                assert problem.value(point) == pytest.approx(value, rel=1e-9)


def test_three_coefficients_or_a_value_below_the_centre_are_refused():
    with pytest.raises(ValueError, match="must have 2 coefficients, got 1"):
        level_polygon(AbsoluteDeviations([[1]], [0]), [0], 1)
    with pytest.raises(ValueError, match="above that at the centre, got 0"):
        level_polygon(AbsoluteDeviations(np.eye(2), [0, 0]), [0, 0], 0)
