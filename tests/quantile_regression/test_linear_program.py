"""The three methods made to be read arrive where `lad` does, and are told when they do not."""

import numpy as np
import pytest
from problems import draw

from l1lib import lad
from l1lib.datasets import load_engel, load_stackloss
from l1lib.quantile_regression.fit import NEAR, fit
from l1lib.quantile_regression.linear_program import METHODS, over_explicit_rows


@pytest.mark.parametrize("method", METHODS)
def test_stackloss_and_engel_are_fitted_as_by_lad(method):
    stack, engel = load_stackloss(), load_engel()
    found = lad(stack.data, stack.target, method=method)
    # 1e-6: these methods stop at a gap of 1e-7.
    assert found.coef == pytest.approx(lad(stack.data, stack.target).coef, abs=1e-6)
    assert (found.support + 1).tolist() == [2, 8, 16, 18]
    slope = lad(engel.data, engel.target, tau=0.95).coef[0]
    assert lad(engel.data, engel.target, tau=0.95, method=method).coef[0] == pytest.approx(
        slope, abs=1e-6
    )


@pytest.mark.parametrize("method", METHODS)
def test_random_problems_have_the_objective_that_lad_finds(method):
    arrived = 0
    for number in range(100):
        problem = draw(np.random.default_rng([99, number]))
        if problem.kinds & {"targets exact", "scales of columns"}:
            continue  # Rounding alone makes their residuals; `lad` is the one for these.
        found = lad(problem.X, problem.y, method=method, **problem.arguments)
        best = lad(problem.X, problem.y, **problem.arguments)
        assert found.success, sorted(problem.kinds)
        assert abs(found.fun - best.fun) <= NEAR * best.scale, sorted(problem.kinds)
        assert found.rank == best.rank
        arrived += 1
    assert arrived >= 70


def test_method_that_leads_nowhere_warns_and_says_how_far_off_it_is():
    rng = np.random.default_rng(0)
    X = rng.standard_normal((20, 2))
    nowhere = over_explicit_rows(lambda A, c, tau: (np.zeros(A.shape[1]), np.zeros(c.size), 0))
    with pytest.warns(RuntimeWarning, match="not solved to accuracy: the gap is"):
        found = fit(X, X.sum(axis=1), 0.5, None, True, nowhere, NEAR)
    assert not found.success
    assert found.gap > 0.1


def test_dual_that_does_not_balance_is_no_success_even_without_a_gap():
    X = np.random.default_rng(0).standard_normal((20, 2))
    unbalanced = over_explicit_rows(
        lambda A, c, tau: (np.zeros(A.shape[1]), np.full(c.size, 0.5), 0)
    )
    with pytest.warns(RuntimeWarning, match="dual residual 1.0e\\+00"):
        found = fit(X, np.zeros(20), 0.5, None, True, unbalanced, NEAR)
    assert found.gap == 0
    assert not found.success


@pytest.mark.parametrize("method", METHODS)
def test_bad_input_is_refused_by_name(method):
    with pytest.raises(ValueError, match="X must be finite; column 0 has 1 NaN"):
        lad([[np.nan], [1.0]], [1.0, 2.0], method=method)
    with pytest.raises(ValueError, match="tau must lie strictly between 0 and 1"):
        lad([[0.0], [1.0]], [1.0, 2.0], tau=2, method=method)


def test_unknown_method_is_refused_with_the_names_of_the_known():
    with pytest.raises(ValueError, match="method must be one of preprocessing, highs, simplex"):
        lad([[0.0], [1.0]], [1.0, 2.0], method="magic")
