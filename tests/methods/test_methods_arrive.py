"""Each method on the same problems: which arrive, which do not, and what they say of it."""

import numpy as np
import pytest
from scipy.optimize import minimize

from l1lib import Absolute, lad
from l1lib.datasets import load_stackloss
from l1lib.methods import (
    AbsoluteDeviations,
    constant_steps,
    coordinate_descent,
    diminishing_steps,
    huber_continuation,
    interior_point_method,
    polyak_steps,
    proximal_point,
    proximal_step,
    reweighted_least_squares,
    simplex_method,
    subgradient_method,
)
from l1lib.methods.result import Record

EXACT = {
    "proximal point": lambda problem: proximal_point(problem, 0.5, iterations=2000),
    "smoothing": huber_continuation,
    "simplex": simplex_method,
    "interior point": interior_point_method,
}


def stackloss():
    data = load_stackloss()
    Z = (data.data - data.data.mean(axis=0)) / data.data.std(axis=0)
    return AbsoluteDeviations(np.column_stack([np.ones(21), Z]), data.target)


def drawn(seed):
    """Return a problem with ties, and its least value by the solver of the library."""
    rng = np.random.default_rng([4, seed])
    n, p = int(rng.integers(5, 40)), int(rng.integers(1, 4))
    X = np.column_stack([np.ones(n), rng.integers(-2, 3, (n, p))]).astype(float)
    y = X.sum(axis=1) + (rng.integers(-3, 4, n) if seed % 2 else rng.standard_t(2, n))
    if np.linalg.matrix_rank(X) < p + 1:
        X += rng.normal(size=X.shape)
    return AbsoluteDeviations(X, y), 2 * lad(X, y, intercept=False).fun


@pytest.mark.parametrize("name", EXACT)
def test_method_arrives_with_a_proof_on_problems_with_ties(name):
    for seed in range(60):
        problem, least = drawn(seed)
        found = EXACT[name](problem)
        assert found.success, (seed, found)
        assert found.fun == pytest.approx(least, abs=2e-9 * problem.scale)
        assert found.gap <= 1e-9
        assert found.history.shape == (found.nit + 1,)
        assert found.path.shape == (found.nit + 1, problem.X.shape[1])
        assert found.history[-1] == problem.value(found.path[-1])
        assert (np.diff(found.best) <= 0).all()


@pytest.mark.parametrize("name", EXACT)
def test_stackloss_has_its_published_sum(name):
    found = EXACT[name](stackloss())
    assert found.fun == pytest.approx(42.0811594, abs=1e-6)


def test_prox_of_one_row_is_that_of_the_absolute_value():
    problem = AbsoluteDeviations([[1.0]], [0.0])
    for point in (-3.0, -0.5, 0.0, 0.5, 1.0, 4.0):
        beta, _ = proximal_step(problem, [point], 1.0)
        assert beta[0] == pytest.approx(float(Absolute().prox(point, 1.0)), abs=1e-15)


def test_proximal_step_balances_and_no_point_nearby_is_lower():
    rng = np.random.default_rng(0)
    for seed in range(40):
        problem, _ = drawn(seed)
        b, t = 3 * rng.normal(size=problem.X.shape[1]), float(rng.choice([0.01, 0.3, 5]))
        beta, dual = proximal_step(problem, b, t)
        assert np.abs(dual).max() <= 1
        assert beta == pytest.approx(b + t * problem.X.T @ dual, abs=1e-7)
        slack = np.abs(problem.residuals(beta)).sum() - dual @ problem.residuals(beta)
        assert slack == pytest.approx(0, abs=1e-8)


def test_proximal_point_takes_no_more_steps_than_its_theorem_allows():
    for n in (1, 3, 9):
        for t in (0.1, 0.25, 2.0):
            y = np.arange(n) ** 2
            problem = AbsoluteDeviations(np.ones((n, 1)), y)
            found = proximal_point(problem, t, start=[50.0], iterations=1000)
            above = problem.value([50.0]) - found.fun
            # The last iteration only proves; 1e-9 is for rounding.
            assert found.success
            assert found.nit - 1 <= above / t + 1e-9


def test_subgradient_method_is_the_loop_that_it_says():
    problem = stackloss()
    found = subgradient_method(problem, diminishing_steps(0.1), iterations=30, start=np.zeros(4))
    beta = np.zeros(4)
    for k in range(30):
        beta = beta + 0.1 / (k + 1) ** 0.5 * np.sign(problem.y - problem.X @ beta) @ problem.X
    assert found.path[-1] == pytest.approx(beta, abs=1e-12)
    assert found.fun == found.history.min()
    assert not found.success


@pytest.mark.parametrize("rule", ["constant", "diminishing", "Polyak"])
def test_best_point_lies_under_its_bound_on_problems_with_ties(rule):
    for seed in range(30):
        problem, least = drawn(seed)
        fit = lad(problem.X, problem.y, intercept=False)
        start = problem.least_squares() + 1
        R, G, K = np.linalg.norm(start - fit.coef), problem.lipschitz, 100
        steps = {
            "constant": constant_steps(R / G / K**0.5),
            "diminishing": diminishing_steps(R / G),
            "Polyak": polyak_steps(least),
        }[rule]
        found = subgradient_method(problem, steps, iterations=K, start=start)
        count = np.arange(1, found.nit + 1)
        bound = R * G / count**0.5
        if rule == "diminishing":
            bound = R * G * (1 + np.cumsum(1 / count)) / (2 * np.cumsum(count**-0.5))
        above = found.best[:-1] - least - bound - 1e-9
        assert (above if rule != "constant" else above[K - 1 :]).max(initial=-1) <= 0


def test_subgradient_of_zero_ends_the_method_with_a_proof():
    problem = AbsoluteDeviations([[1]] * 4, [0, 1, 3, 7])
    found = subgradient_method(problem, constant_steps(0.5), iterations=50, start=[2])
    assert (found.success, found.nit, found.fun, found.gap) == (True, 0, 9.0, 0.0)


def test_average_of_signs_bounds_the_gap_from_above():
    problem = stackloss()
    found = subgradient_method(problem, constant_steps(0.003), iterations=2000)
    assert 0 < found.fun - 42.0811594 < found.gap * found.scale


def test_reweighting_is_stuck_to_a_point_that_the_mean_hits():
    problem = AbsoluteDeviations([[1]] * 5, [0, 0, 0, 2, 8])
    found = reweighted_least_squares(problem)
    assert found.coef == pytest.approx([2])
    assert not found.success
    assert "holds row 3, which would need a dual of 2.00" in found.message
    assert found.gap * found.scale >= 12 - 10 - 1e-9


@pytest.mark.parametrize("floor", [1.0, 1e-2, 1e-4])
def test_reweighting_with_a_floor_minimises_huber(floor):
    problem = stackloss()
    found = reweighted_least_squares(problem, floor=floor, iterations=2000)

    def huber(beta):
        size = np.abs(problem.residuals(beta))
        return np.where(size >= floor, size, size**2 / (2 * floor) + floor / 2).sum()

    last = found.path[-1]
    values = [huber(beta) for beta in found.path]
    assert (np.diff(values) <= 1e-10).all()
    nearby = minimize(huber, last, method="Nelder-Mead", options={"xatol": 1e-8})
    assert huber(last) <= nearby.fun + 1e-8
    assert 0 <= problem.value(last) - 42.0811594 + 1e-7 <= 21 * floor / 2


def test_reweighting_arrives_on_stackloss_where_no_residual_vanishes_too_soon():
    found = reweighted_least_squares(stackloss())
    assert found.success
    assert found.nit > 20 * simplex_method(stackloss()).nit


def test_coordinate_descent_stalls_where_the_kinks_are_not_separable():
    problem = AbsoluteDeviations([[1, -1], [0.1, 0.1]], [0, 0.2])
    found = coordinate_descent(problem, start=[0, 0])
    assert found.coef.tolist() == [0, 0]
    assert (found.fun, found.scale, found.gap) == (0.2, 0.2, pytest.approx(1))
    assert problem.distance([0, 0]) == pytest.approx(0.02**0.5)
    assert problem.value([1, 1]) == pytest.approx(0, abs=1e-15)
    assert not found.success


def test_coordinate_descent_rests_on_stackloss_where_no_coefficient_helps_alone():
    problem = stackloss()
    found = coordinate_descent(problem)
    assert not found.success
    assert found.fun > 42.7
    for j in range(4):
        for change in (-1e-3, 1e-3, -0.3, 0.3):
            moved = found.coef + change * np.eye(4)[j]
            assert problem.value(moved) >= found.fun - 1e-9


def test_coordinate_descent_solves_what_is_separable():
    found = coordinate_descent(AbsoluteDeviations(np.eye(3), [1, -2, 4]), start=[9, 9, 9])
    assert found.success
    assert found.coef.tolist() == [1, -2, 4]


def test_history_of_the_simplex_method_has_all_pivots():
    problem = stackloss()
    found = simplex_method(problem)
    assert found.nit == lad(problem.X, problem.y, intercept=False, method="simplex").nit
    assert (np.diff(found.history) < 0).all()
    assert all(problem.zeros(beta).size >= 4 for beta in found.path)


def test_perfect_fit_is_proved_by_every_method():
    problem = AbsoluteDeviations([[1, 0], [1, 1], [1, 2]], [1, 2, 3])
    methods = [*EXACT.values(), reweighted_least_squares, coordinate_descent]
    for method in methods:
        found = method(problem)
        assert found.success
        assert found.fun == pytest.approx(0, abs=1e-12)


def test_record_keeps_the_best_point_and_a_proof_overrules_the_message():
    record = Record(AbsoluteDeviations(np.eye(2), [0, 4]), AbsoluteDeviations)
    for point in ([0, 1], [0, 2], [1, 2]):
        record.add(np.array(point))
    result = record.result("out of steps")
    assert (result.message, result.gap, result.success) == ("out of steps", np.inf, False)
    assert "gap: no dual vector" in repr(result)
    # No dual vector but 0 balances two columns in two rows: it proves that f is not negative.
    record.prove(np.array([0.5, 0.5]))
    result = record.result("out of steps")
    assert (result.coef.tolist(), result.fun, result.nit) == ([0, 2], 2.0, 2)
    assert (result.gap, result.scale, result.bounds.tolist()) == (0.5, 4.0, [-np.inf, -np.inf, 0])
    record.add(np.array([0, 4]))
    result = record.result("out of steps")
    assert (result.success, result.message) == (True, "proved optimal")
    assert "gap: 0.0e+00" in repr(result)
    assert "<th>gap</th>" in result._repr_html_()


@pytest.mark.parametrize("bad", [0, -1, np.inf])
def test_steps_and_widths_must_be_positive(bad):
    problem = AbsoluteDeviations([[1], [1]], [0, 1])
    for call in (
        lambda: constant_steps(bad),
        lambda: diminishing_steps(bad),
        lambda: proximal_point(problem, bad),
        lambda: huber_continuation(problem, delta=bad),
    ):
        with pytest.raises(ValueError, match="must be positive and finite"):
            call()
    with pytest.raises(ValueError, match="floor must be non-negative"):
        reweighted_least_squares(problem, floor=-1)


def test_interior_point_history_has_all_steps():
    problem = stackloss()
    found = interior_point_method(problem)
    exact = lad(problem.X, problem.y, intercept=False, method="interior-point")
    assert found.nit == exact.nit
    assert found.coef == pytest.approx(exact.coef, abs=1e-6)
