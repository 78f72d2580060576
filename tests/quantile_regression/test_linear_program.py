"""The three roads made to be read arrive where `lad` does, and are told when they do not."""

import numpy as np
import pytest
from problems import draw

from l1lib import lad
from l1lib.datasets import load_engel, load_stackloss
from l1lib.quantile_regression import lad_by_interior_point, lad_by_linear_program, lad_by_simplex
from l1lib.quantile_regression.fit import fit
from l1lib.quantile_regression.linear_program import ACCURACY, _along

ROADS = [lad_by_linear_program, lad_by_interior_point, lad_by_simplex]


@pytest.mark.parametrize("road", ROADS)
def test_stackloss_and_engel_are_fitted_as_by_lad(road):
    stack, engel = load_stackloss(), load_engel()
    found = road(stack.data, stack.target)
    # 1e-6: the roads stop at a gap of 1e-7.
    assert found.coef == pytest.approx(lad(stack.data, stack.target).coef, abs=1e-6)
    assert (found.support + 1).tolist() == [2, 8, 16, 18]
    slope = lad(engel.data, engel.target, tau=0.95).coef[0]
    assert road(engel.data, engel.target, tau=0.95).coef[0] == pytest.approx(slope, abs=1e-6)


@pytest.mark.parametrize("road", ROADS)
def test_random_problems_have_the_objective_that_lad_finds(road):
    arrived = 0
    for number in range(100):
        problem = draw(np.random.default_rng([99, number]))
        if problem.kinds & {"targets exact", "scales of columns"}:
            continue  # Rounding alone makes their residuals; `lad` is the one for these.
        found = road(problem.X, problem.y, **problem.arguments)
        best = lad(problem.X, problem.y, **problem.arguments)
        assert found.success, sorted(problem.kinds)
        assert abs(found.fun - best.fun) <= ACCURACY * best.scale, sorted(problem.kinds)
        assert found.rank == best.rank
        arrived += 1
    assert arrived >= 70


def test_road_that_leads_nowhere_warns_and_says_how_far_off_it_is():
    rng = np.random.default_rng(0)
    X = rng.standard_normal((20, 2))
    nowhere = _along(lambda A, c, tau: (np.zeros(A.shape[1]), np.zeros(c.size), 0))
    with pytest.warns(RuntimeWarning, match="not solved to accuracy: the gap is"):
        found = fit(X, X.sum(axis=1), 0.5, None, True, nowhere, ACCURACY)
    assert not found.success
    assert found.gap > 0.1


def test_dual_that_does_not_balance_is_no_success_even_without_a_gap():
    X = np.random.default_rng(0).standard_normal((20, 2))
    unbalanced = _along(lambda A, c, tau: (np.zeros(A.shape[1]), np.full(c.size, 0.5), 0))
    with pytest.warns(RuntimeWarning, match="dual residual 1.0e\\+00"):
        found = fit(X, np.zeros(20), 0.5, None, True, unbalanced, ACCURACY)
    assert found.gap == 0
    assert not found.success


@pytest.mark.parametrize("road", ROADS)
def test_bad_input_is_refused_by_name(road):
    with pytest.raises(ValueError, match="X must be finite; column 0 has 1 NaN"):
        road([[np.nan], [1.0]], [1.0, 2.0])
    with pytest.raises(ValueError, match="tau must lie strictly between 0 and 1"):
        road([[0.0], [1.0]], [1.0, 2.0], tau=2)
