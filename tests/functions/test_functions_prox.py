import exact_values
import numpy as np
import pytest
from members import STEPS, corners, every_extreme, every_member, points
from mpmath import mp, mpf
from test_functions_value import DIGITS, LARGEST, MAGNITUDES

from l1lib.functions import PseudoHuber

every_step = pytest.mark.parametrize("step", STEPS)


def lowest_point(objective, lo, hi):
    """Return the minimiser of a convex objective: the best of a grid, again and again."""
    lo, hi = np.broadcast_arrays(lo, hi)
    for _ in range(22):
        grid = np.linspace(lo, hi, 21)
        best = np.argmin(objective(grid), axis=0)
        lo = np.take_along_axis(grid, np.maximum(best - 1, 0)[None], 0)[0]
        hi = np.take_along_axis(grid, np.minimum(best + 1, 20)[None], 0)[0]
    return np.take_along_axis(grid, best[None], 0)[0]


@every_member
@every_step
def test_prox_solves_its_minimisation(f, step):
    v = points(f)

    def objective(u):
        return f.value(u) + (u - v) ** 2 / (2 * step)

    u = f.prox(v, step)
    grid = np.linspace(-13, 13, 2601)[:, None]
    assert (objective(u) <= objective(grid).min(axis=0) + 1e-12 * (1 + v**2 / step)).all()
    found = lowest_point(objective, -np.abs(v) - 1, np.abs(v) + 1)
    # A search on rounded values finds a flat minimum to the root of the rounding error.
    np.testing.assert_allclose(u, found, rtol=0, atol=3e-7 * (1 + np.abs(v)).max())


@every_member
@every_step
def test_prox_leaves_a_remainder_in_the_subdifferential(f, step):
    at_corners = [c + step * s for c in corners(f) for s in f.subdifferential(c)]
    v = np.concatenate([points(f), at_corners])
    u = f.prox(v, step)
    lo, hi = np.moveaxis(f.subdifferential(u), -1, 0)
    slope, slack = (v - u) / step, 1e-14 * (1 + np.abs(v) * (1 + 1 / step))
    assert (lo - slack <= slope).all()
    assert (slope <= hi + slack).all()


@every_member
@every_step
def test_moreau_identity_holds_with_the_prox_of_the_conjugate_found_by_search(f, step):
    v = points(f)
    ends = f.subdifferential([-np.inf, np.inf])[[0, 1], [0, 1]]
    reach = np.abs(v).max() / step
    lo, hi = np.where(np.isfinite(ends), ends, [-reach, reach])

    def objective(s):
        return f.conjugate(s) + step * (s - v / step) ** 2 / 2

    s = lowest_point(objective, np.full_like(v, lo), np.full_like(v, hi))
    # As above: the search is good to the root of the rounding error.
    slack = 3e-7 * (1 + step) * (1 + np.abs(v))
    assert (np.abs(f.prox(v, step) + step * s - v) <= slack).all()


@every_extreme
@pytest.mark.parametrize("step", [5e-324, 1e-300, 1e-9, 1.0, 1e10, 1e155, LARGEST])
def test_prox_is_right_at_every_magnitude(f, step):
    width = np.abs(f.subdifferential(np.inf)[1])
    with np.errstate(over="ignore"):
        turns = np.array([step, step * width, width * (1 + step), width + step])
        turns = np.concatenate([turns, 0.5 * turns, turns * (1 + 1e-15), turns + 1])
    sizes = np.concatenate([MAGNITUDES, turns[np.isfinite(turns)]])
    v = np.concatenate([sizes, -sizes])
    with mp.workdps(DIGITS):
        for start, u in zip(v, f.prox(v, step), strict=True):
            assert_stationary(f, mpf(start), mpf(u), mpf(step))


def assert_stationary(f, v, u, step):
    """The exact minimiser lies within 1e-12 of u, or within the smallest double."""
    tiny = mpf("1e-12") * abs(u) + mpf(5e-324)
    assert u - tiny - v + step * exact_values.slopes(f, u - tiny)[0] <= 0
    assert u + tiny - v + step * exact_values.slopes(f, u + tiny)[1] >= 0


def test_prox_of_pseudo_huber_is_right_where_newton_would_crawl():
    f, step = PseudoHuber(1.0), 1e300
    with mp.workdps(DIGITS):
        u = f.prox(1e300, step)
        assert 1e99 < u < 1e101
        assert_stationary(f, mpf(1e300), mpf(u), mpf(step))


@every_member
@pytest.mark.parametrize("step", [0.0, -1.0, np.nan, np.inf])
def test_prox_refuses_a_step_that_is_not_positive_and_finite(f, step):
    with pytest.raises(ValueError, match="step must be positive and finite, got"):
        f.prox(1.0, step)


def test_prox_refuses_a_step_that_is_not_one_number():
    with pytest.raises(TypeError, match="step must be a real number, got"):
        PseudoHuber().prox(1.0, [1.0, 2.0])
