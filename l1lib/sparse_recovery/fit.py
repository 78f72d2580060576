"""Basis pursuit: exact, with a certificate."""

from __future__ import annotations

import warnings

import numpy as np
from numpy.typing import ArrayLike

from l1lib.design import as_matrix
from l1lib.lasso_regression.engine.uniqueness import is_unique
from l1lib.sparse_recovery.certificate import Certificate, certify
from l1lib.sparse_recovery.result import BasisPursuitResult
from l1lib.sparse_recovery.signs import Proposal, proposals
from l1lib.validate import FloatArray, as_vector

ACCURACY = 1e-12
"""The relative gap and residual up to which a solution counts as exact."""

DIGITS = 2
"""A gap that so much in the last digits of x, ν and b explains is no fault of the solution."""

FAR = 1e-10
"""If the nearest Ax is further from b than this share of its terms, none is equal to it."""

BOUND = 1e-9
"""A product aⱼᵀν within this of 1 counts as 1 when other solutions are looked for."""

UNSOLVABLE = (
    "b must be a combination of the columns of A; the nearest one is out by {:.1e} of a row"
)

TOO_LARGE = "b must be such that its quotients by A and their sum fit in a double"

WIDE = 500
"""Other solutions are not looked for among more columns than this, nor than there are rows."""


def basis_pursuit(A: ArrayLike, b: ArrayLike) -> BasisPursuitResult:
    r"""Find the solution of linear equations with the least sum of absolute values.

    .. math:: \min_x \|x\|_1 \quad\text{subject to}\quad Ax = b

    and, by duality, this is the maximum of :math:`b^\top\nu` over all ν with
    :math:`\|A^\top\nu\|_\infty \le 1`. Mostly there are fewer equations than unknowns; columns
    are taken as they are, so that a longer column has the cheaper entry.

    Parameters
    ----------
    A : array_like, shape (m, n)
        The equations, one in each row: any numbers, any rank, also m > n.
    b : array_like, shape (m,)
        What they are equal to.

    Returns
    -------
    BasisPursuitResult
        The solution, a vertex with exact zeros, its dual ν, and the gap, which bounds how far
        ‖x‖₁ is from the least.

    Raises
    ------
    TypeError
        If an entry is not a real number.
    ValueError
        If `A` or `b` is empty, not finite or of a wrong shape, or if no x has Ax = b.

    Warns
    -----
    RuntimeWarning
        If the solution is not proved to be optimal: `success` is False then, and `message` says
        so.

    Notes
    -----
    As λ goes to 0, the Lasso with target b goes to this solution; from some λ on the signs do not
    change. So they are read off a fit of `lasso` at a small λ. Their columns determine x and ν by
    two linear systems in the equations as given. Where λ was not small enough, `lad` solves the
    same problem over the solutions of Ax = b, with a row for each entry of x. The certificate
    shares no code with that.

    b counts as a combination of the columns up to 1e-10 of the largest terms.
    With noise in b ask for less: `lasso` with a λ of the size of the noise.

    References
    ----------
    S. S. Chen, D. L. Donoho and M. A. Saunders (1998). Atomic decomposition by basis pursuit.
    SIAM Journal on Scientific Computing 20(1), 33–61.

    Examples
    --------
    >>> fit = basis_pursuit([[1, 2, 0], [0, 2, 1]], [2, 2])
    >>> fit.x
    array([0., 1., 0.])
    >>> fit.dual
    array([0.25, 0.25])
    >>> print(fit.message)
    optimal, and no other x is
    """
    matrix, target = as_matrix(A, "A"), as_vector(b, "b")
    if target.size != len(matrix):
        raise ValueError(f"b must hold {len(matrix)} values, one per row of A, got {target.size}")
    result = _solved(matrix, target)
    if not result.success:
        warnings.warn(result.message, RuntimeWarning, stacklevel=2)
    return result


def _solved(A: FloatArray, b: FloatArray) -> BasisPursuitResult:
    """Return the first proposal that is certified, or the best, in the units of the data.

    Rows and right side are divided by powers of two, which changes no digit.
    """
    rows = _powers(np.abs(A).max(axis=1))
    with np.errstate(all="ignore"):
        M, c = A / rows[:, None], b / rows
        unit = float(_powers(np.abs(c).max()))
        if not np.isfinite(c).all():
            raise ValueError(TOO_LARGE)
        proposal, found = best_proposal(M, c / unit)
        x, dual, fun = proposal.x * unit, proposal.dual / rows, found.fun * unit
    if not (np.isfinite(x).all() and np.isfinite(dual).all() and np.isfinite(fun)):
        raise ValueError(TOO_LARGE)
    unique = _is_unique(M, proposal.x, found)
    success, message = _message(found, unique)
    return BasisPursuitResult(
        x=x,
        fun=fun,
        dual=dual,
        gap=found.gap,
        scale=fun or 1.0,
        residual=found.residual,
        success=success,
        message=message,
        nit=proposal.steps,
        support=np.flatnonzero(x),
        unique=unique,
    )


def _powers(values: FloatArray) -> FloatArray:
    """Return powers of two next to positive numbers, 1 for zeros."""
    return np.where(values > 0, np.ldexp(1.0, np.frexp(values)[1]), 1.0)


def best_proposal(A: FloatArray, b: FloatArray) -> tuple[Proposal, Certificate]:
    """Return the first proposal that is optimal up to rounding, or the one nearest to it.

    Entries have size 1 at most.
    """
    if not b.any():
        nothing = Proposal(np.zeros(A.shape[1]), np.zeros(b.size), 0)
        return nothing, certify(A, b, nothing.x, nothing.dual)
    if not (A.T @ b).any():
        raise ValueError(UNSOLVABLE.format(1.0))
    reached: list[tuple[Proposal, Certificate]] = []
    for proposal in proposals(A, b):
        reached.append((proposal, certify(A, b, proposal.x, proposal.dual)))
        if _is_optimal(reached[-1][1]):
            return reached[-1]
        if len(reached) == 1:
            _refuse_unsolvable(A, b)
    return min(reached, key=lambda pair: pair[1].gap + pair[1].residual)


def _is_optimal(found: Certificate) -> bool:
    """Tell whether a solution is optimal, or as near to it as doubles can be."""
    exact = found.gap <= ACCURACY or found.explained(DIGITS)
    return found.residual <= ACCURACY and exact


def _refuse_unsolvable(A: FloatArray, b: FloatArray) -> None:
    """Raise a ValueError if no x has Ax = b."""
    nearest = np.linalg.lstsq(A, b, rcond=1e-13)[0]
    terms = np.abs(b) + np.abs(A) @ np.abs(nearest)
    out = float(np.abs(b - A @ nearest).max() / terms.max())
    if out > FAR:
        raise ValueError(UNSOLVABLE.format(out))


def _is_unique(A: FloatArray, x: FloatArray, found: Certificate) -> bool:
    """Tell whether no other x has Ax = b and the same sum."""
    at_bound = np.flatnonzero(np.abs(found.products) >= 1 - BOUND)
    if at_bound.size > max(len(A), WIDE):
        return False
    held = A[:, at_bound]
    return is_unique(held.T @ held, x[at_bound], np.sign(found.products[at_bound]))


def _message(found: Certificate, unique: bool) -> tuple[bool, str]:
    """Return whether the solution is optimal, and what was reached, in words."""
    others = "and no other x is" if unique else "and others may be too"
    if found.residual > ACCURACY:
        return False, f"not solved: Ax differs from b by {found.residual:.1e} of a row's terms"
    if found.gap <= ACCURACY:
        return True, f"optimal, {others}"
    if found.explained(DIGITS):
        return True, f"optimal up to the rounding of x and its dual (gap {found.gap:.1e}), {others}"
    return False, f"not solved to accuracy: the gap is {found.gap:.1e}; scale the columns"
