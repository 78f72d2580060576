"""`lad` on thousands of random problems, judged by its certificate and by HiGHS."""

import warnings
from collections import Counter

import numpy as np
import pytest
from problems import DESIGNS, TARGETS, certificate, draw, least_by_highs

from l1lib import lad

CHUNKS, EACH = 20, 100
# A linear program takes as long as many fits: most of them are solved by the thorough tests.
SOLVED = [*range(5), *(pytest.param(n, marks=pytest.mark.thorough) for n in range(5, CHUNKS))]
# Then columns differ by 1e-14 of their size, and no constant can be taken from them.
NEARLY_DEPENDENT = {"an offset of 1e6", "scales of columns", "no intercept"}
SEEN = {
    *DESIGNS,
    *(f"targets {target}" for target in TARGETS),
    *("y times 1e140", "y times 1e-140", "n < p", "weights", "weights with zeros"),
    *("another quantile", "median", "intercept", "no intercept"),
}


def problems(chunk):
    return [draw(np.random.default_rng([chunk, number])) for number in range(EACH)]


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_each_fit_is_certified_by_sums_that_the_solver_did_not_make(chunk):
    unsolved = 0
    for number, problem in enumerate(problems(chunk)):
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            fit = lad(problem.X, problem.y, **problem.arguments)
        fun, slack, size = certificate(problem, fit)
        place = f"problem [{chunk}, {number}]: {sorted(problem.kinds)}"
        if NEARLY_DEPENDENT <= problem.kinds and not fit.success:
            assert "not solved to accuracy" in str(told[0].message), place
            unsolved += 1
            continue
        assert fit.success, place
        assert not told, place
        assert slack <= 1e-12 * size, place
        balance = np.abs(problem.design.T @ fit.dual)
        assert (balance <= 1e-9 * (problem.w @ np.abs(problem.design))).all(), place
        assert fit.fun == pytest.approx(fun, rel=1e-9, abs=1e-12 * size), place
        assert fit.support.size == fit.rank, place
        if not problem.kinds & {"an offset of 1e6", "scales of columns"}:
            assert fit.rank == np.linalg.matrix_rank(problem.design[problem.w > 0]), place
    assert unsolved <= 1


# Which fits may warn is checked above.
@pytest.mark.filterwarnings("ignore:not solved to accuracy:RuntimeWarning")
@pytest.mark.parametrize("chunk", SOLVED)
def test_objective_is_that_of_linear_programming(chunk):
    compared = 0
    for number, problem in enumerate(problems(chunk)):
        reference = least_by_highs(problem)
        if reference is not None:
            fit = lad(problem.X, problem.y, **problem.arguments)
            _, _, size = certificate(problem, fit)
            # HiGHS meets its constraints to 1e-7, in units of the largest target.
            slack = 1e-7 * (size + problem.w.sum() * np.abs(problem.y).max())
            place = f"problem [{chunk}, {number}]: {sorted(problem.kinds)}"
            assert abs(fit.fun - reference) <= slack, place
            compared += 1
    assert compared >= 0.95 * EACH


def test_every_awkward_kind_was_drawn_often():
    drawn = Counter(kind for chunk in range(CHUNKS) for p in problems(chunk) for kind in p.kinds)
    assert SEEN <= set(drawn)
    assert min(drawn[kind] for kind in SEEN) >= 20
