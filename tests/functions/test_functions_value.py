import warnings

import exact_values
import numpy as np
import pytest
import sympy
from members import EXTREME, MEMBERS, corners, every_extreme, every_member, points
from mpmath import mp, mpf

from l1lib.functions import Huber

LARGEST = np.finfo(float).max
MODERATE = [1.5e-154, 1e-9, 1.0, 30.0, 1e9, 1.5e154]
MAGNITUDES = np.array(
    [0.0, 5e-324, 1e-310, 1e-300, 1e-160, *MODERATE, 1.89e154, 1.9e154, 1e300, LARGEST]
)
DIGITS = 1400


def assert_right(got, exact):
    """Right to 1e-12 or to the spacing of the smallest doubles; inf only beyond the range."""
    if np.isinf(got):
        assert abs(exact) > LARGEST
        assert np.sign(got) == mp.sign(exact)
    else:
        assert abs(mpf(float(got)) - exact) <= abs(exact) * mpf("1e-12") + mpf(5e-324)


@every_member
def test_sympy_form_equals_value(f):
    r = sympy.Symbol("r", real=True)
    formula = sympy.lambdify(r, f.sympy_form(r), "mpmath")
    with mp.workdps(DIGITS):
        for x in points(f):
            exact = formula(mpf(x))
            assert abs(f.value(x) - exact) <= abs(exact) * mpf("1e-12") + mpf(5e-324), x


@every_member
def test_sympy_form_with_a_symbol_for_each_parameter_becomes_the_exact_form(f):
    r = sympy.Symbol("r", real=True)
    names = list(f.__dataclass_fields__)
    symbols = {name: sympy.Symbol(name, positive=True) for name in names}
    general = f.sympy_form(r, **symbols)
    assert general.free_symbols == {r, *symbols.values()}
    exact = {symbols[name]: sympy.Rational(getattr(f, name)) for name in names}
    for x in (sympy.Rational(-3, 7), sympy.Integer(0), sympy.Rational(11, 3)):
        difference = general.subs(exact).subs(r, x) - f.sympy_form(r).subs(r, x)
        assert sympy.simplify(difference) == 0


def test_sympy_form_refuses_a_parameter_that_the_function_does_not_have():
    r = sympy.Symbol("r", real=True)
    with pytest.raises(TypeError, match="no parameter 'tau'; it has"):
        Huber().sympy_form(r, tau=r)


@every_extreme
def test_extreme_residuals_have_the_right_value(f):
    with mp.workdps(DIGITS):
        for r in np.concatenate([MAGNITUDES, -MAGNITUDES]):
            assert_right(f.value(r), exact_values.value(f, mpf(r)))


@every_extreme
def test_extreme_residuals_have_the_right_slopes(f):
    with mp.workdps(DIGITS):
        for r in np.concatenate([MAGNITUDES, -MAGNITUDES]):
            lo, hi = exact_values.slopes(f, mpf(r))
            assert_right(f.subdifferential(r)[0], lo)
            assert_right(f.subdifferential(r)[1], hi)


@every_extreme
def test_extreme_slopes_have_the_right_conjugate(f):
    ends = f.subdifferential([-np.inf, np.inf]).ravel()
    inside = np.concatenate([s * np.array([1, 1 - 2**-53, 0.999, 0.3]) for s in ends])
    with mp.workdps(DIGITS):
        for s in np.concatenate([MAGNITUDES, -MAGNITUDES, inside[np.isfinite(inside)]]):
            assert_right(f.conjugate(s), exact_values.conjugate(f, mpf(s)))


@every_extreme
def test_infinite_residual_has_infinite_value_and_the_limit_slope(f):
    assert f.value([-np.inf, np.inf]).tolist() == [np.inf, np.inf]
    slopes = f.subdifferential([-np.inf, np.inf])
    largest = f.subdifferential([-LARGEST, LARGEST])
    assert not np.isnan(slopes).any()
    assert (slopes[:, 0] == slopes[:, 1]).all()
    finite = np.isfinite(slopes)
    np.testing.assert_allclose(slopes[finite], largest[finite], rtol=1e-7)
    assert f.prox([-np.inf, np.inf], step=2.0).tolist() == [-np.inf, np.inf]
    assert f.conjugate(np.array([-np.inf, np.inf])).tolist() == [np.inf, np.inf]


@every_extreme
def test_scalar_in_gives_scalar_out_and_arrays_keep_their_shape(f):
    for method in (f.value, f.prox, f.conjugate):
        assert type(method(0.25)) is np.float64
        assert method(np.full((2, 0, 3), 0.25)).shape == (2, 0, 3)
        grid = np.linspace(-0.4, 0.3, 6).reshape(2, 3)
        each = [[method(x) for x in row] for row in grid.tolist()]
        assert method(grid).tolist() == each
    assert f.subdifferential(0.25).shape == (2,)
    assert f.subdifferential(np.zeros((3, 4))).shape == (3, 4, 2)


@every_member
def test_zero_is_the_minimum_and_has_the_value_zero(f):
    assert f.value([0.0, -0.0]).tolist() == [0.0, 0.0]
    lo, hi = f.subdifferential(-0.0)
    assert lo <= 0 <= hi


def test_points_stand_on_and_right_beside_every_corner():
    kinked = [f for f in MEMBERS if corners(f)]
    assert len(kinked) == 9
    for f in kinked:
        for corner in corners(f):
            beside = {corner, np.nextafter(corner, -np.inf), np.nextafter(corner, np.inf)}
            assert beside <= set(points(f))


def test_no_extreme_argument_warns():
    everything = np.concatenate([MAGNITUDES, -MAGNITUDES, [np.inf, -np.inf]])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for f in MEMBERS + EXTREME:
            for method in (f.value, f.subdifferential, f.conjugate, f.prox):
                assert not np.isnan(method(everything)).any()
