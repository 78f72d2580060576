"""The methods for the Lasso: all reach the solution, each in its own way."""

import numpy as np
import pytest

from l1lib import lambda_max, lasso
from l1lib.methods import (
    PenalisedSquares,
    admm,
    cyclic_coordinate_descent,
    fista,
    ista,
)

METHODS = [cyclic_coordinate_descent, ista, fista, admm]


def draw(seed, n=40, p=8):
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((n, p))
    X[:, 1] += X[:, 0]
    return X, X @ np.where(np.arange(p) < 3, 1.0, 0.0) + rng.standard_normal(n)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("share", [0.9, 0.3, 0.01])
def test_each_method_reaches_the_exact_solution_and_proves_it(method, share):
    X, y = draw(0)
    lam = share * lambda_max(X, y, intercept=False)
    found = method(PenalisedSquares(X, y, lam))
    exact = lasso(X, y, lam, intercept=False)
    assert found.success
    assert found.gap <= 1e-9
    assert found.scale == pytest.approx(exact.scale)
    assert abs(found.fun - exact.fun) <= 1e-9 * exact.scale
    np.testing.assert_array_equal(found.coef != 0, exact.coef != 0)


@pytest.mark.parametrize("method", METHODS)
def test_history_has_the_objective_at_each_point_of_the_path(method):
    X, y = draw(1)
    found = method(PenalisedSquares(X, y, 0.2))
    r = y - found.path @ X.T
    values = (r**2).sum(axis=1) / (2 * y.size) + 0.2 * np.abs(found.path).sum(axis=1)
    np.testing.assert_allclose(found.history, values, rtol=1e-12)
    assert len(found.history) == found.nit + 1
    assert not found.path[0].any()


@pytest.mark.parametrize("method", METHODS)
def test_zeros_stay_zeros_from_lambda_max_on(method):
    X, y = draw(2)
    found = method(PenalisedSquares(X, y, lambda_max(X, y, intercept=False)))
    assert not found.coef.any()
    assert found.success


@pytest.mark.parametrize("method", [cyclic_coordinate_descent, ista])
def test_the_objective_never_rises(method):
    X, y = draw(3)
    history = method(PenalisedSquares(X, y, 0.1)).history
    assert (np.diff(history) <= 1e-14 * history[0]).all()


@pytest.mark.parametrize(
    ("method", "bound"),
    [
        (ista, lambda k, smoothness, far: smoothness * far / (2 * k)),
        (fista, lambda k, smoothness, far: 2 * smoothness * far / (k + 1) ** 2),
    ],
)
def test_the_gap_stays_below_its_bound(method, bound):
    X, y = draw(4)
    problem = PenalisedSquares(X, y, 0.05)
    exact = lasso(X, y, 0.05, intercept=False)
    gaps = method(problem).history[1:] - exact.fun
    k = np.arange(1, gaps.size + 1)
    assert (gaps <= bound(k, problem.smoothness, exact.coef @ exact.coef)).all()
    assert gaps[0] > 0


def test_coordinate_descent_leaves_a_column_of_zeros_alone():
    found = cyclic_coordinate_descent(PenalisedSquares([[0.0, 1], [0, 1]], [1.0, 3], 0.5))
    assert found.coef.tolist() == [0.0, 1.5]


@pytest.mark.parametrize("method", METHODS)
def test_too_few_iterations_are_no_success(method):
    X, y = draw(5)
    found = method(PenalisedSquares(X, y, 0.01), iterations=1)
    assert not found.success
    assert "1" in found.message


def test_subgradient_is_zero_only_at_the_minimiser():
    X, y = draw(6)
    problem = PenalisedSquares(X, y, 0.3)
    best = lasso(X, y, 0.3, intercept=False).coef
    assert np.abs(problem.subgradient(best)).max() < 1e-12
    assert np.abs(problem.subgradient(best + 0.1)).max() > 1e-3


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"X": [[1.0, np.nan]]}, "X must be finite"),
        ({"y": [1.0, 2.0]}, "y must hold 1 values"),
        ({"lam": -1.0}, "lam must be non-negative"),
    ],
)
def test_bad_problems_are_refused_by_name(change, message):
    with pytest.raises(ValueError, match=message):
        PenalisedSquares(**({"X": [[1.0, 2.0]], "y": [1.0], "lam": 1.0} | change))


def test_bad_arguments_of_methods_are_refused_by_name():
    problem = PenalisedSquares([[1.0, 2.0]], [1.0], 0.1)
    with pytest.raises(ValueError, match="start must hold 2 values"):
        ista(problem, start=[1.0])
    with pytest.raises(ValueError, match="rho must be positive"):
        admm(problem, rho=0.0)


@pytest.mark.parametrize("method", METHODS)
def test_column_of_zeros_keeps_no_coefficient_it_started_with(method):
    problem = PenalisedSquares([[0.0, 1], [0, 1]], [1.0, 3], 0.5)
    found = method(problem, start=[2.0, 0], iterations=2000)
    assert found.success
    # A method that only tends to the minimiser stops once its gap is small enough.
    np.testing.assert_allclose(found.coef, [0, 1.5], atol=1e-4)
