"""The certificate of any penalty against wrong answers, judged in rational numbers."""

import warnings
from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
from exact_penalties import draw, objective, solutions
from scipy import sparse

from l1lib import lasso, lasso_kinks, lasso_path
from l1lib.lasso_regression.certificate import ACCURACY, certify, given
from l1lib.lasso_regression.certificate.several import Answers, Gathered
from l1lib.lasso_regression.penalty import as_penalty

EACH = 100


def data_of(problem):
    """Return the data as the certificate reads them."""
    penalty = as_penalty(problem.penalty_weights, problem.l2, problem.positive)
    X, w = problem.X, problem.weights
    design = sparse.csc_array(X) if problem.stored_sparse else X
    data = given(design, problem.y, w, problem.intercept, penalty)
    data.complete(float(np.linalg.norm(X)))
    return data


def wrong_answers(problem, fit, rng):
    """Yield answers near and far, and those of another penalty, by name."""
    b0, b = fit.intercept, fit.coef
    for error in (1e-9, 1e-6, 1e-3, 1.0):
        yield "perturbed", b0, b * (1 + error * rng.standard_normal(b.size))
        yield "moved", b0 + error if problem.intercept else b0, b
        yield "joined", b0, np.where(b == 0, error * rng.choice([-1, 1], b.size), b)
    for j in np.flatnonzero(b):
        yield "dropped", b0, np.where(np.arange(b.size) == j, 0.0, b)
        yield "turned", b0, np.where(np.arange(b.size) == j, -b, b)
    others = {
        "penalty_weights": rng.choice([0.25, 1.0, 2.0], b.size),
        "l2": problem.l2 + 0.25,
        "positive": not problem.positive and bool(problem.u.all()),
    }
    for name, value in others.items():
        other = lasso(problem.design, problem.y, problem.lam, **problem.arguments | {name: value})
        yield name, other.intercept, other.coef


@pytest.mark.parametrize("chunk", range(3))
def test_no_answer_right_or_wrong_is_further_from_the_minimum_than_its_gap(chunk):
    rng, noticed, forbidden = np.random.default_rng([chunk, 77]), Counter(), 0
    for number in range(EACH):
        problem = draw(rng)
        fit = lasso(problem.design, problem.y, problem.lam, **problem.arguments)
        assert fit.success
        best = next(iter(solutions(problem)))
        least, data = objective(problem, best[-1], best[:-1]), data_of(problem)
        for name, b0, b in [("right", fit.intercept, fit.coef), *wrong_answers(problem, fit, rng)]:
            place = f"[{chunk}, {number}] {problem}: {name}"
            with np.errstate(all="ignore"):
                verdict = certify(data, problem.lam, b0, b)
            value = objective(problem, b0, b)
            if value == np.inf:
                forbidden += 1
                assert verdict.gap == np.inf, place
                continue
            rounding = Fraction(1e-14 * verdict.scale + 1e-28)
            excess = value - least
            assert 0 <= excess, place
            if np.isfinite(verdict.gap):
                bound = Fraction(verdict.gap) * Fraction(verdict.scale)
                assert excess <= bound * (1 + Fraction(1, 10**9)) + rounding, place
            if excess > Fraction(ACCURACY) * Fraction(verdict.scale) + rounding:
                assert verdict.gap > ACCURACY, place
                noticed[name] += 1
        value = float(objective(problem, fit.intercept, fit.coef))
        assert fit.fun == pytest.approx(value, abs=1e-13)
    assert forbidden >= 20
    for name in ("perturbed", "moved", "joined", "dropped", "turned", "penalty_weights", "l2"):
        assert noticed[name] >= 20, name


def test_wrong_answers_judged_at_once_are_no_further_from_the_minimum_than_their_gaps():
    rng, noticed = np.random.default_rng(79), Counter()
    for number in range(EACH):
        problem = draw(rng)
        best = next(iter(solutions(problem)))
        least, data = objective(problem, best[-1], best[:-1]), data_of(problem)
        fit = lasso(problem.design, problem.y, problem.lam, **problem.arguments)
        answers = [("right", fit.intercept, fit.coef), *wrong_answers(problem, fit, rng)]
        answers = [one for one in answers if objective(problem, *one[1:]) < np.inf]
        names, constants, coef = zip(*answers, strict=True)
        lams = np.full(len(names), problem.lam)
        with np.errstate(all="ignore"):
            judged = Answers(Gathered(data), lams, np.array(constants), np.array(coef))
            judged.correlations(np.arange(problem.X.shape[1]))
            gaps, funs = judged.gaps(), judged.fun()
        for name, b0, b, gap, fun in zip(names, constants, coef, gaps, funs, strict=True):
            value = objective(problem, b0, b)
            scale = Fraction(data.spread**2 / (2 * len(problem.y) * data.mass))
            rounding = Fraction(1, 10**14) * scale + Fraction(1, 10**28)
            place = f"[{number}] {problem}: {name}"
            assert float(value) == pytest.approx(fun, rel=1e-9, abs=1e-13), place
            if np.isfinite(gap):
                assert (
                    value - least <= Fraction(gap) * scale * (1 + Fraction(1, 10**9)) + rounding
                ), place
            if value - least > Fraction(ACCURACY) * scale + rounding:
                noticed[name] += 1
    for name in ("perturbed", "moved", "joined", "dropped", "turned", "penalty_weights", "l2"):
        assert noticed[name] >= 20, name


def test_no_answer_of_a_path_is_further_from_the_minimum_than_its_gap():
    rng, proved = np.random.default_rng(78), Counter()
    for number in range(EACH):
        problem = draw(rng)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            grid = lasso_path(problem.design, problem.y, [1.0, 0.25], **problem.arguments)
            kinks = lasso_kinks(problem.design, problem.y, ratio=2**-6, **problem.arguments)
        for path in (grid, kinks):
            for k, lam in enumerate(path.lams.tolist()):
                problem.lam = lam
                scale = lasso(problem.design, problem.y, lam, **problem.arguments).scale
                best = next(iter(solutions(problem)))
                excess = objective(problem, path.intercept[k], path.coef[k])
                excess -= objective(problem, best[-1], best[:-1])
                bound = path.gap[k] * scale * (1 + 1e-9) + 1e-14 * scale + 1e-28
                assert 0 <= excess <= bound, (number, k)
                proved[bool(path.gap[k] <= ACCURACY)] += 1
    assert proved[True] > 100 * proved[False]


@pytest.mark.parametrize("n", [40, 10])
def test_columns_without_penalty_that_leave_little_cost_no_digits(n):
    rng = np.random.default_rng(5)
    X, u = rng.standard_normal((n, 20)), np.ones(20)
    u[:2] = 0.0
    for share in (1.0, 1e-3, 1e-4):
        y = X[:, :2] @ [3.0, -2.0] + share * (X[:, 3] + rng.standard_normal(n))
        fit = lasso(X, y, 0.1 * share, penalty_weights=u)
        assert fit.success, share
        assert fit.scale == pytest.approx(lasso(X, y, 1e9, penalty_weights=u).fun, rel=1e-6)
        path = lasso_path(X, y, penalty_weights=u, l2=0.01)
        assert path.success, share


@pytest.mark.parametrize("offset", [0.0, 1e6, 1.7e9])
@pytest.mark.parametrize("l2", [0.0, 0.3])
def test_offsets_and_scales_of_penalised_columns_cost_no_digits(offset, l2):
    rng = np.random.default_rng(6)
    X = np.round(1000 * rng.standard_normal((60, 8))) / 1024
    y, u = X[:, 0] - X[:, 1] + rng.standard_normal(60), rng.choice([0.0, 0.5, 2.0], 8)
    near = lasso(X, y, 0.05, penalty_weights=u, l2=l2)
    moved = np.round(1024 * (X + offset)) / 1024
    far = lasso(moved, y, 0.05, penalty_weights=u, l2=l2)
    assert near.success
    assert far.success
    assert (moved - offset == X).all()
    assert far.coef == pytest.approx(near.coef, rel=1e-9)
