"""The two methods of linear programming, with the points they pass."""

from __future__ import annotations

from l1lib.methods.absolute_deviations import AbsoluteDeviations
from l1lib.methods.result import MethodResult, Record
from l1lib.quantile_regression.interior_point import interior_point
from l1lib.quantile_regression.simplex import simplex


def simplex_method(problem: AbsoluteDeviations) -> MethodResult:
    """Minimise by the simplex method of Barrodale and Roberts, from vertex to vertex.

    It is what `lad` does with `method="simplex"`, and starts at a vertex of its own choice.

    Parameters
    ----------
    problem : AbsoluteDeviations

    Returns
    -------
    MethodResult
        One iteration is one pivot.

    Examples
    --------
    >>> found = simplex_method(AbsoluteDeviations([[1], [1], [1]], [0, 1, 5]))
    >>> found.coef, found.success
    (array([1.]), True)
    """
    record = Record(problem, AbsoluteDeviations)
    _, dual, _ = simplex(problem.X, problem.y, 0.5, visit=record.add)
    record.prove(2 * dual)
    return record.result("stopped with no proof of optimality")


def interior_point_method(problem: AbsoluteDeviations) -> MethodResult:
    """Minimise by the Frisch–Newton interior point method, from least squares.

    It is what `lad` does with `method="interior-point"`.

    Parameters
    ----------
    problem : AbsoluteDeviations

    Returns
    -------
    MethodResult
        One iteration is one predictor-corrector step.

    Examples
    --------
    >>> found = interior_point_method(AbsoluteDeviations([[1], [1], [1]], [0, 1, 5]))
    >>> found.coef.round(6), found.success
    (array([1.]), True)
    """
    record = Record(problem, AbsoluteDeviations)
    _, dual, _ = interior_point(problem.X, problem.y, 0.5, visit=record.add)
    record.prove(2 * dual)
    return record.result("stopped with no proof of optimality")
