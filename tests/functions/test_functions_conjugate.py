import exact_values
import numpy as np
from members import corners, every_member, points, slopes
from mpmath import mp, mpf
from test_functions_prox import lowest_point


@every_member
def test_fenchel_young_is_an_equality_on_the_subdifferential(f):
    r = points(f)
    for share in (0.0, 0.3, 1.0):
        lo, hi = np.moveaxis(f.subdifferential(r), -1, 0)
        s = (1 - share) * lo + share * hi
        gap = f.value(r) + f.conjugate(s) - r * s
        assert (np.abs(gap) <= 1e-14 * (1 + np.abs(r * s))).all()


@every_member
def test_fenchel_young_is_strict_outside_the_subdifferential(f):
    r = points(f)
    distance = np.min(np.abs(np.subtract.outer(r, [0.0, *corners(f)])), axis=1)
    r = r[(distance == 0) | (distance > 5e-10)]
    for nudge in (1e-3, 0.2, 5.0):
        lo, hi = np.moveaxis(f.subdifferential(r), -1, 0)
        for s in (lo - nudge, hi + nudge):
            gap = f.value(r) + f.conjugate(s) - r * s
            assert (gap > 1e-13).all()


@every_member
def test_fenchel_young_is_an_inequality_for_all_pairs(f):
    r, s = np.meshgrid(points(f), slopes(f))
    assert (f.value(r) + f.conjugate(s) >= r * s - 1e-13).all()


@every_member
def test_conjugate_is_the_supremum_inside_its_domain(f):
    finite = slopes(f)[np.isfinite(f.conjugate(slopes(f)))]
    s = 0.99 * finite
    r = lowest_point(lambda x: f.value(x) - s * x, np.full_like(s, -80), np.full_like(s, 80))
    np.testing.assert_allclose(f.conjugate(s), s * r - f.value(r), rtol=1e-12, atol=1e-13)


@every_member
def test_conjugate_at_the_ends_of_its_domain_is_the_limit_of_the_supremum(f):
    ends = f.subdifferential([-np.inf, np.inf])[:, 0]
    with mp.workdps(80):
        for s, side in zip(ends, (-1, 1), strict=True):
            if np.isfinite(s):
                far = side * mpf(10) ** 30
                assert abs(f.conjugate(s) - (mpf(s) * far - exact_values.value(f, far))) < 1e-14


@every_member
def test_conjugate_is_infinite_exactly_where_the_supremum_is(f):
    with mp.workdps(400):
        for s in slopes(f):
            far = [side * mpf(10) ** 300 for side in (-1, 1)]
            highest = max(mpf(s) * r - exact_values.value(f, r) for r in far)
            assert np.isinf(f.conjugate(s)) == (highest > mpf(10) ** 250)
