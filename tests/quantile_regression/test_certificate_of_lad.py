"""The certificate of `lad` against wrong answers, judged in rational arithmetic."""

import warnings
from collections import Counter
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from rational import minimum, objective_of

from l1lib import lad
from l1lib.quantile_regression.certificate import ACCURACY, Answer, Data, certify, losses, rounding
from l1lib.quantile_regression.solve import DIGITS, accept

CHUNKS, EACH = 10, 60


def plain(X, rng):
    return X


DESIGNS = {
    "plain": plain,
    "ties": lambda X, rng: rng.integers(-2, 3, X.shape).astype(float),
    "a column twice": lambda X, rng: np.column_stack([X, X[:, 0]]),
    "an exact sum": lambda X, rng: np.column_stack([np.round(8 * X), np.round(8 * X).sum(axis=1)]),
    "a constant column": lambda X, rng: np.column_stack([np.full(len(X), 0.1), X]),
    "a zero column": lambda X, rng: np.column_stack([X, 0 * X[:, 0]]),
    "offsets": lambda X, rng: np.round(64 * X) + 2.0 ** rng.integers(20, 50, X.shape[1]),
    "far offsets": lambda X, rng: 2.0**61 + 2.0**9 * rng.integers(-500, 500, X.shape),
    "scales of columns": lambda X, rng: X * 10.0 ** rng.integers(-19, 20, X.shape[1]),
}
TARGETS = {
    "noise": lambda y, rng: y + rng.laplace(size=y.size),
    "ties": lambda y, rng: np.round(y / np.abs(y).max() * 3),
    "exact": plain,
    "far": lambda y, rng: y / np.abs(y).max() + 1e15,
    "tiny": lambda y, rng: (y / np.abs(y).max() + rng.laplace(size=y.size)) * 1e-300,
    "an outlier": lambda y, rng: np.where(np.arange(y.size) == 1, 1e100, y),
    "constant": lambda y, rng: np.full(y.size, rng.choice([0.0, 3.0, 1e7 / 3])),
}
TAUS = [0.5, 0.5, 0.1, 0.9, 0.013, 1e-6, 1 - 1e-9]


def draw_exact(rng):
    """Draw a small problem that rational arithmetic can solve, and its kinds."""
    n, p = int(rng.integers(1, 9)), int(rng.integers(1, 3))
    design, target = rng.choice(list(DESIGNS)), rng.choice(list(TARGETS))
    X = DESIGNS[design](rng.standard_normal((n, p)), rng)
    signal = X @ (rng.standard_normal(X.shape[1]) / np.maximum(np.abs(X).max(axis=0), 1e-30))
    y = TARGETS[target](np.where(signal == 0, 1.0, signal), rng)
    weights = [None, rng.random(n) + 0.01, 10.0 ** rng.integers(-6, 7, n)][rng.integers(3)]
    # Without an intercept, far columns count as dependent: there is no centre for them.
    intercept = bool(rng.integers(2)) or design == "far offsets"
    data = Data(X, y, weights, float(rng.choice(TAUS)), intercept)
    return data, {f"X {design}", f"y {target}", "weights" if weights is not None else "no weights"}


def fitted(data):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        fit = lad(data.X, data.y, tau=data.tau, weights=data.weights, intercept=data.intercept)
    return fit, Answer(fit.intercept, fit.coef, fit.dual, fit.support)


def excess(data, answer, least, fun):
    """Return how far an answer is above the minimum, but for the rounding of τ itself."""
    return max(Fraction(0), objective_of(data, answer) - least - 8 * Fraction(fun) / 2**53)


def moved_coefficients(data, answer, rng):
    size = 10.0 ** rng.uniform(-14, 1)
    return data, replace(
        answer, coef=answer.coef * (1 + size * rng.standard_normal(answer.coef.size))
    )


def moved_intercept(data, answer, rng):
    size = 10.0 ** rng.uniform(-14, 1) * np.abs(data.y).max()
    return data, replace(answer, intercept=answer.intercept + size * int(data.intercept))


def zeroed_coefficient(data, answer, rng):
    return data, replace(answer, coef=answer.coef * (np.arange(answer.coef.size) != 0))


def fit_without_a_column(data, answer, rng):
    """Return the optimum of fewer columns, with its own dual: the fault of dropping too much."""
    if data.X.shape[1] == 1:
        return data, answer
    _, fewer = fitted(replace(data, X=data.X[:, 1:]))
    return data, replace(fewer, coef=np.append(0.0, fewer.coef))


def rescaled_column(data, answer, rng):
    factor = np.where(np.arange(data.X.shape[1]) == 0, 2.0 ** rng.integers(-30, 31), 1)
    return replace(data, X=data.X * factor), answer


def shifted_targets(data, answer, rng):
    return replace(data, y=data.y + 10.0 ** rng.uniform(-14, 1) * np.abs(data.y).max()), answer


def one_dual(data, answer, rng):
    dual = answer.dual.copy()
    dual[rng.integers(dual.size)] *= rng.choice([-1.0, 0.0, 2.0, 1 + 1e-9])
    return data, replace(answer, dual=dual)


def another_support(data, answer, rng):
    support = rng.permutation(data.y.size)[: answer.support.size]
    return data, replace(answer, support=np.sort(support))


def targets_of_another_problem(data, answer, rng):
    return replace(data, y=rng.permutation(data.y)), answer


WRONG = [
    moved_coefficients,
    moved_intercept,
    zeroed_coefficient,
    fit_without_a_column,
    rescaled_column,
    shifted_targets,
    one_dual,
    another_support,
    targets_of_another_problem,
]


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_gap_bounds_the_distance_of_a_fit_from_the_rational_minimum(chunk):
    for number in range(EACH):
        data, kinds = draw_exact(np.random.default_rng([chunk, number]))
        fit, answer = fitted(data)
        above = excess(data, answer, minimum(data), fit.fun)
        assert fit.success, (chunk, number, kinds)
        assert above <= Fraction(fit.gap) * Fraction(fit.scale), (chunk, number, kinds)


@pytest.mark.parametrize("wrong", WRONG)
def test_wrong_answer_is_noticed(wrong):
    counts = judge_wrong_answers(wrong, range(40))
    assert counts["worse"] >= 5 or wrong in (one_dual, another_support)


def judge_wrong_answers(wrong, seeds):
    """Certify wrong answers; count those that are worse than the accuracy, all of them noticed."""
    counts = Counter()
    for seed in seeds:
        rng = np.random.default_rng([WRONG.index(wrong), seed])
        data, kinds = draw_exact(rng)
        data, answer = wrong(data, fitted(data)[1], rng)
        found = certify(data, answer)
        above = excess(data, answer, minimum(data), found.fun)
        place = (seed, kinds, float(above), found.gap, found.scale)
        assert not np.isnan(found.gap), place
        if np.isfinite(found.gap):
            assert above <= Fraction(found.gap) * Fraction(found.scale), place
        objective = float(objective_of(data, answer))
        assert found.fun == pytest.approx(objective, rel=1e-9, abs=1e-9 * found.scale), place
        exact, near = accept(data, answer, found, ACCURACY)
        allowed = Fraction(ACCURACY) * Fraction(found.scale)
        if near:
            allowed += DIGITS * Fraction(rounding(data, answer))
        counts["worse"] += above > allowed
        counts["accepted"] += exact or near
        counts["refused"] += not (exact or near)
        assert above <= allowed or not (exact or near), place
    return counts


@pytest.mark.parametrize("wrong", WRONG)
def test_wrong_answer_is_noticed_where_residuals_of_tied_rows_are_bounded(wrong, monkeypatch):
    monkeypatch.setattr(losses, "MANY", -1)
    assert judge_wrong_answers(wrong, range(40, 70))["refused"] or wrong is another_support


def test_bound_of_many_tied_rows_covers_what_computing_them_finds(monkeypatch):
    rng = np.random.default_rng(5)
    bounded = 0
    for n in (300, 1000, 3000) * 4:
        X = np.column_stack([np.ones(n), rng.integers(-3, 4, (n, 3)).astype(float)])
        y = X @ (rng.integers(-9, 10, 4) / 3) + np.round(2 * rng.laplace(size=n)) / 3
        data = Data(X, y, None, float(rng.choice([0.5, 0.2])), False)
        answer = fitted(data)[1]
        for size in (0.0, 1e-16, 1e-14, 1e-10):
            moved = replace(answer, coef=answer.coef * (1 + size * rng.standard_normal(4)))
            found = certify(data, moved)
            with monkeypatch.context() as patch:
                patch.setattr(losses, "MANY", n)
                computed = certify(data, moved)
            assert computed.gap <= found.gap <= computed.gap + ACCURACY / 8
            assert found.fun == pytest.approx(computed.fun, rel=1e-14)
            bounded += found.gap > computed.gap
    assert bounded > 10
