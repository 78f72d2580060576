"""From a vertex that a solver found to a certified result in the units of the data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from l1lib.quantile_regression.certificate import (
    ACCURACY,
    BALANCE,
    Answer,
    Certificate,
    Data,
    certify,
    rounding,
)
from l1lib.quantile_regression.certificate.error_free import residuals
from l1lib.quantile_regression.engine.all_rows import wrong_side
from l1lib.quantile_regression.engine.pivots import Unbounded
from l1lib.quantile_regression.engine.preprocessing import Minimum
from l1lib.quantile_regression.engine.rows import Rows
from l1lib.quantile_regression.engine.scaling import Scaled, scale
from l1lib.quantile_regression.engine.uniqueness import is_unique
from l1lib.quantile_regression.result import LADResult

DEPENDENT = (1e-12, 1e-14, 1e-9, 1e-6)
"""Below such a share of its size, what is left of a column counts as rounding."""

DIGITS = 2
"""A gap that so much in the last digits of the coefficients explains is no fault of the fit."""

UNLIKE = 1e12
"""Weights whose ratio is above this may be what keeps a problem from being solved."""


def solve(
    data: Data,
    solver: Callable[[Rows], Minimum],
    accuracy: float,
) -> LADResult:
    """Solve with independent columns, by a coarser measure if need be."""
    best, finite = None, True
    for tolerance in DEPENDENT:
        problem = scale(data.X, data.y, data.weights, data.tau, data.intercept, tolerance)
        try:
            minimum, answer, found = _certified(data, problem, solver(problem.rows))
        except (np.linalg.LinAlgError, Unbounded):
            continue
        finite = bool(np.isfinite([answer.intercept, *answer.coef, found.fun]).all())
        if not finite:
            continue
        result = _result(data, problem, minimum, answer, found, accuracy)
        if best is None or result.gap + result.dual_residual < best.gap + best.dual_residual:
            best = result
        if result.success or problem.rows.mix is None:
            break
    if best is None:
        raise ValueError(_refusal(data, finite))
    return best


def _refusal(data: Data, finite: bool) -> str:
    """Tell which argument keeps doubles from holding a solution."""
    if data.weights is not None and data.weights.max() > UNLIKE * data.weights.min():
        return (
            "weights must not be so unlike that rounding makes light rows vanish beside heavy ones"
        )
    if not finite:
        of_weights = "" if data.weights is None else ", times the weights,"
        return f"y must be such that its quotients by X and sums of it{of_weights} fit in a double"
    return "X has columns that rounding cannot tell from dependent ones; drop some"


def _certified(
    data: Data,
    problem: Scaled,
    minimum: Minimum,
) -> tuple[Minimum, Answer, Certificate]:
    """Certify a minimum in the units of the data, and free rows that are on the wrong side."""
    while True:
        b0, coef = problem.coefficients(minimum.b)
        answer = Answer(b0, coef, problem.dual(minimum.sides.whole()), minimum.basis)
        found = certify(data, answer)
        wrong = wrong_side(problem.rows, minimum.b, minimum.sides, found.against)
        if wrong.size == 0 or minimum.free is None:
            break
        minimum = minimum.free(wrong)
    if data.intercept and found.gap > ACCURACY:
        answer, found = min(
            (answer, found), _with_intercept_last(data, answer), key=lambda pair: pair[1].gap
        )
    return minimum, answer, found


def _with_intercept_last(data: Data, answer: Answer) -> tuple[Answer, Certificate]:
    """Choose the best intercept for coefficients that are already rounded."""
    without = [residuals(data.rows(rows), data.y[rows], 0.0, answer.coef) for rows in data.blocks()]
    values = np.concatenate(without)
    order = values.argsort()
    w = np.ones(values.size) if data.weights is None else data.weights
    shares = w[order].cumsum()
    place = min(int(shares.searchsorted(data.tau * shares[-1])), values.size - 1)
    moved = replace(answer, intercept=float(values[order[place]]))
    return moved, certify(data, moved)


def _result(
    data: Data,
    problem: Scaled,
    minimum: Minimum,
    answer: Answer,
    found: Certificate,
    accuracy: float,
) -> LADResult:
    """Return what was found in the units of the data."""
    exact, near = accept(data, answer, found, accuracy)
    unique = is_unique(problem.rows, minimum)
    return LADResult(
        intercept=answer.intercept,
        coef=answer.coef,
        fun=found.fun,
        dual=answer.dual,
        gap=found.gap,
        scale=found.scale,
        dual_residual=found.dual_residual,
        success=exact or near,
        message=describe(exact, near, found, unique),
        nit=minimum.steps,
        rank=problem.rows.rank,
        support=np.sort(minimum.basis),
        unique=unique,
        tau=data.tau,
    )


def accept(data: Data, answer: Answer, found: Certificate, accuracy: float) -> tuple[bool, bool]:
    """Tell whether an answer is optimal, or else as near to it as doubles can be."""
    if found.dual_residual > max(BALANCE, accuracy):
        return False, False
    if found.gap <= accuracy:
        return True, False
    near = found.gap * found.scale <= DIGITS * rounding(data, answer)
    return False, near and found.determined


def describe(exact: bool, near: bool, found: Certificate, unique: bool) -> str:
    """Say in words what was reached."""
    others = "and no other coefficients are" if unique else "but others are too"
    if exact:
        return f"optimal, {others}"
    if near:
        return f"optimal up to the rounding of the coefficients (gap {found.gap:.1e}), {others}"
    reached = f"the gap is {found.gap:.1e} and the dual residual {found.dual_residual:.1e}"
    return f"not solved to accuracy: {reached}; scale the columns, or drop some"
