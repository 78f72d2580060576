"""The certificate of basis pursuit notices every answer that is not quite one."""

import numpy as np
import pytest

from l1lib import basis_pursuit
from l1lib.sparse_recovery.certificate import certify


@pytest.fixture
def problem():
    rng = np.random.default_rng(0)
    A, x = rng.standard_normal((20, 60)), np.zeros(60)
    x[:12] = rng.standard_normal(12)
    b = A @ x + rng.standard_normal(20)
    fit = basis_pursuit(A, b)
    assert fit.success
    return A, b, fit


def accepted(A, b, x, dual):
    found = certify(A, b, x, dual)
    return found.residual <= 1e-12 and (found.gap <= 1e-12 or found.explained(2))


def test_answer_itself_is_accepted(problem):
    A, b, fit = problem
    assert accepted(A, b, fit.x, fit.dual)


def test_another_solution_with_a_larger_sum_is_refused(problem):
    A, b, fit = problem
    other = fit.x + 1e-9 * (np.eye(60) - np.linalg.pinv(A) @ A)[0]
    assert not accepted(A, b, other, fit.dual)
    assert not accepted(A, b, np.linalg.lstsq(A, b)[0], fit.dual)


def test_each_entry_moved_or_left_out_is_refused(problem):
    A, b, fit = problem
    for j in fit.support:
        moved = fit.x.copy()
        moved[j] *= 1 + 1e-9
        assert not accepted(A, b, moved, fit.dual)
        moved[j] = 0.0
        assert not accepted(A, b, moved, fit.dual)


def test_another_right_side_is_refused_in_each_row(problem):
    A, b, fit = problem
    for i in range(b.size):
        other = b.copy()
        other[i] += 1e-9
        assert not accepted(A, other, fit.x, fit.dual)


def test_each_number_of_the_dual_moved_is_refused(problem):
    A, b, fit = problem
    for i in range(b.size):
        dual = fit.dual.copy()
        dual[i] += 1e-8
        assert not accepted(A, b, fit.x, dual)
    assert not accepted(A, b, fit.x, 0.999 * fit.dual)
    assert not accepted(A, b, fit.x, -fit.dual)


def test_longer_column_that_should_have_come_in_is_noticed(problem):
    A, b, fit = problem
    outside = np.setdiff1d(np.arange(60), fit.support)[0]
    longer = A.copy()
    longer[:, outside] *= 1.001 / abs(A[:, outside] @ fit.dual)
    assert not accepted(longer, b, fit.x, fit.dual)


def test_gap_is_never_below_the_true_distance_whatever_the_dual(problem):
    A, b, fit = problem
    rng = np.random.default_rng(1)
    null = np.eye(60) - np.linalg.pinv(A) @ A
    for _ in range(50):
        x = fit.x + rng.exponential() * null @ rng.standard_normal(60)
        dual = fit.dual * rng.uniform(0.5, 2) + 0.1 * rng.standard_normal(20)
        found = certify(A, b, x, dual)
        assert found.fun - fit.fun <= found.excess * (1 + 1e-9)


def test_tiny_equation_counts_as_much_as_a_large_one(problem):
    A, b, fit = problem
    scale = np.ones(20)
    scale[3] = 2.0**-40
    other = (b * scale).copy()
    other[3] *= 1 + 1e-9
    assert accepted(A * scale[:, None], b * scale, fit.x, fit.dual / scale)
    assert not accepted(A * scale[:, None], other, fit.x, fit.dual / scale)
