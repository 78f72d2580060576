"""A penalised dummy column for each row makes the Lasso Huber's estimate, judged by clipping."""

import numpy as np
import pytest
from scipy import sparse

from l1lib import Huber, lad, lasso, soft_threshold

EACH = 150
UNITS = (1e-6, 1.0, 1e6)


def with_shifts(X, y, lam, stored=np.asarray):
    """Return coefficients, the intercept first, and shifts, from a column of zeros and a 1 each."""
    n, p = X.shape
    fit = lasso(
        stored(np.column_stack([X, np.eye(n)])), y, lam / n,
        penalty_weights=np.repeat([0.0, 1.0], [p, n]),
    )  # fmt: skip
    assert fit.success
    return np.append(fit.intercept, fit.coef[:p]), fit.coef[p:], fit


def imbalance(X, y, lam, b):
    """Return the largest sum of clipped residuals times a column, as a share of its bound."""
    A = np.column_stack([np.ones(len(y)), X])
    pulls = np.clip(y - A @ b, -lam, lam)
    return (np.abs(A.T @ pulls) / np.maximum(lam * np.abs(A).sum(axis=0), 1e-300)).max()


def draw(rng):
    """Return a small problem: ties, repeated rows, far targets, any rank, any unit."""
    n, p = int(rng.integers(1, 20)), int(rng.integers(0, 5))
    grid = rng.random() < 0.5
    X = rng.integers(-2, 3, (n, p)).astype(float) if grid else rng.standard_normal((n, p))
    y = rng.integers(-4, 5, n).astype(float) if grid else rng.standard_t(1, n)
    if rng.random() < 0.3:
        y[0] = 10.0 ** rng.integers(2, 7)
    unit = rng.choice(UNITS)
    return X, unit * y, unit * rng.choice([0.1, 0.5, 1.0, 1.345, 10.0])


@pytest.mark.parametrize("chunk", range(3))
def test_dummy_column_for_each_row_gives_hubers_estimate(chunk):
    rng = np.random.default_rng([chunk, 18])
    shifted = several = 0
    for number in range(EACH):
        X, y, lam = draw(rng)
        b, shifts, fit = with_shifts(X, y, lam)
        place = f"problem [{chunk}, {number}]"
        size = np.abs(y).max() + lam
        assert imbalance(X, y, lam, b) <= 1e-9 + 1e-13 * size / lam, place
        r = y - b[0] - X @ b[1:]
        np.testing.assert_allclose(shifts, soft_threshold(r, lam), atol=1e-11 * size)
        loss = Huber(lam).value(r).sum()
        assert len(y) * fit.fun == pytest.approx(loss, rel=1e-9, abs=1e-12 * lam**2), place
        shifted += bool(shifts.any())
        several += not fit.unique
    assert shifted > EACH / 2
    assert several > 0


def test_judge_notices_a_coefficient_that_is_off():
    rng = np.random.default_rng(18)
    X, y = rng.standard_normal((30, 2)), rng.standard_t(2, 30)
    b, _, _ = with_shifts(X, y, 1.0)
    for j in range(3):
        off = b + 1e-6 * (np.arange(3) == j)
        assert imbalance(X, y, 1.0, off) > 100 * max(imbalance(X, y, 1.0, b), 1e-10)


def test_two_numbers_far_apart_have_a_range_of_hubers_estimates():
    b, shifts, fit = with_shifts(np.empty((2, 0)), np.array([0.0, 10.0]), 1.0)
    assert 1 <= b[0] <= 9
    assert not fit.unique
    np.testing.assert_allclose(shifts, soft_threshold([-b[0], 10 - b[0]], 1.0), atol=1e-12)


def test_sparse_dummies_give_the_same():
    rng = np.random.default_rng(4)
    X, y = rng.standard_normal((40, 3)), rng.standard_t(1, 40)
    dense, stored = (with_shifts(X, y, 1.0, kind)[0] for kind in (np.asarray, sparse.csr_array))
    np.testing.assert_allclose(stored, dense, atol=1e-12)


def test_shifts_lead_from_least_squares_to_least_absolute_deviations():
    rng = np.random.default_rng(5)
    X, y = rng.standard_normal((25, 2)), rng.standard_t(1, 25)
    A = np.column_stack([np.ones(25), X])
    squares = np.linalg.lstsq(A, y)[0]
    far = np.abs(y - A @ squares).max()
    for lam, none in ((1.001 * far, True), (0.999 * far, False)):
        b, shifts, _ = with_shifts(X, y, lam)
        assert (not shifts.any()) is none
        assert np.allclose(b, squares, rtol=1e-9) is none
    absolute = lad(X, y)
    b, _, _ = with_shifts(X, y, 1e-9)
    np.testing.assert_allclose(b, [absolute.intercept, *absolute.coef], atol=1e-7)
