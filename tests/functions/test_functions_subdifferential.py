import exact_values
import numpy as np
import pytest
import sympy
from members import corners, every_member, points
from mpmath import mp, mpf

NUDGE = 1e-6


def secants(f, r, side):
    """Return the slopes from r to points on one side of it, with 60 digits."""
    gaps = [mpf(2) ** -k for k in range(-7, 80, 3)]
    kinks = [abs(mpf(c) - mpf(r)) for c in corners(f) if (c - r) * side > 0]
    start = exact_values.value(f, mpf(r))
    return [
        (exact_values.value(f, mpf(r) + side * gap) - start) / (side * gap) for gap in gaps + kinks
    ]


@every_member
def test_exactly_the_slopes_in_the_subdifferential_support_the_function(f):
    with mp.workdps(60):
        for r in points(f):
            lo, hi = f.subdifferential(r)
            steepest_left, flattest_right = max(secants(f, r, -1)), min(secants(f, r, 1))
            for s in np.linspace(lo, hi, 5):
                assert steepest_left <= s + 1e-14 * max(1, abs(s))
                assert flattest_right >= s - 1e-14 * max(1, abs(s))
            assert steepest_left > lo - NUDGE
            assert flattest_right < hi + NUDGE


@every_member
def test_library_values_lie_above_every_supporting_line(f):
    z = np.linspace(-15, 15, 601)
    for r in points(f):
        lo, hi = f.subdifferential(r)
        for s in np.linspace(lo, hi, 5):
            line = f.value(r) + s * (z - r)
            assert (f.value(z) >= line - 1e-13 * (1 + np.abs(line))).all()


@every_member
def test_subdifferential_is_an_interval_only_at_corners_with_two_slopes(f):
    ends = f.subdifferential(points(f))
    wide = set(points(f)[ends[:, 0] < ends[:, 1]])
    two_slopes = {c for c in corners(f) if np.ptp(f.subdifferential(c)) > 0}
    assert wide == two_slopes
    assert (ends[:, 0] <= ends[:, 1]).all()


@every_member
@pytest.mark.parametrize("side", [-1, 1])
def test_subdifferential_ends_at_the_one_sided_derivatives_of_the_sympy_form(f, side):
    r = sympy.Symbol("r", real=True)
    derivative = sympy.diff(f.sympy_form(r).rewrite(sympy.Piecewise), r)
    for x in [*corners(f), 0.0, -0.75, 2.0]:
        beside = sympy.Rational(x) + side * sympy.Rational(1, 10**40)
        end = f.subdifferential(x)[0 if side < 0 else 1]
        assert end == pytest.approx(float(derivative.subs(r, beside)), rel=1e-13, abs=1e-39)
