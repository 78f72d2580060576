"""The likelihoods and the Moreau envelope against direct evaluation at rational points."""

import pytest
import sympy as sp

from l1lib.symbolic import (
    laplace_density,
    laplace_nll,
    minimisers,
    moreau_envelope,
    normal_density,
    normal_nll,
    subdifferential,
)

r, v, location = sp.symbols("r v mu", real=True)
b, sigma, mu, delta = sp.symbols("b sigma mu delta", positive=True)
n = sp.Symbol("n", integer=True, positive=True)
residual = sp.IndexedBase("r", real=True)[sp.Idx("i", n)]
POINTS = [sp.Rational(k, 4) for k in range(-12, 13)]
MU = [sp.Rational(1, 3), sp.Integer(1), sp.Rational(5, 4)]


def test_densities_integrate_to_one_and_a_wrong_constant_does_not():
    half = sp.Symbol("half", positive=True)
    for density, wanted in (
        (laplace_density(r, b), 1),
        (normal_density(r, sigma), 1),
        (sp.exp(-sp.Abs(r) / b) / b, 2),
    ):
        assert density.subs(r, half) == density.subs(r, -half)
        assert 2 * sp.integrate(density.subs(r, half), (half, 0, sp.oo)) == wanted


def test_laplace_likelihood_is_l1_up_to_a_term_without_location():
    residuals = [y - location for y in (0, 1, sp.Rational(7, 2))]
    rest = laplace_nll(residuals, b) - sum(map(sp.Abs, residuals)) / b
    assert not sp.expand(rest).has(location)
    half = laplace_nll(residuals, b) - sum(map(sp.Abs, residuals)) / (2 * b)
    assert sp.expand(half).has(location)


def test_normal_likelihood_is_l2_up_to_a_term_without_location():
    residuals = [y - location for y in (0, 1, sp.Rational(7, 2))]
    rest = normal_nll(residuals, sigma) - sum(e**2 for e in residuals) / (2 * sigma**2)
    assert not sp.expand(rest).has(location)
    assert sp.solve(sp.diff(normal_nll(residuals, sigma), location), location) == [
        sp.Rational(3, 2)
    ]


def test_likelihoods_are_minus_the_log_of_the_product_of_densities():
    sample = [sp.Rational(-1, 2), 0, 3]
    for density, nll, scale in [
        (laplace_density, laplace_nll, sp.Rational(2, 3)),
        (normal_density, normal_nll, sp.Rational(2, 3)),
    ]:
        product = sp.prod(density(e, scale) for e in sample)
        assert sp.simplify(sp.expand_log(sp.log(product) + nll(sample, scale), force=True)) == 0


def test_laplace_likelihood_is_greatest_at_the_median():
    points = [0, 1, 5]
    nll = laplace_nll([y - location for y in points], 2)
    assert 0 in subdifferential(nll, location, 1)
    assert minimisers(points) == sp.FiniteSet(1)


def test_symbolic_sample_has_n_constants_and_one_sum():
    total = sp.Sum(sp.Abs(residual), (sp.Idx("i", n), 0, n - 1))
    assert sp.simplify(laplace_nll(residual, b) - n * sp.log(2 * b) - total / b) == 0
    squares = sp.Sum(residual**2, (sp.Idx("i", n), 0, n - 1))
    constant = n * sp.log(sigma * sp.sqrt(2 * sp.pi))
    rest = sp.expand_log(normal_nll(residual, sigma) - constant, force=True)
    assert sp.simplify(rest - squares / (2 * sigma**2)) == 0


@pytest.mark.parametrize("m", MU)
def test_envelope_is_the_least_value_over_all_u(m):
    form = moreau_envelope(v, mu)
    for p in [*POINTS, m, -m]:
        least = form.subs({v: p, mu: m})
        u = sp.sign(p) * sp.Max(abs(p) - m, 0)
        assert 0 in subdifferential(sp.Abs(r) + (p - r) ** 2 / (2 * m), r, u)
        sums = {u: abs(u) + (p - u) ** 2 / (2 * m) for u in [*POINTS, u]}
        assert least == moreau_envelope(p, m) == sums[u] == min(sums.values())


def test_huber_is_delta_times_the_envelope_and_smooth_where_its_pieces_meet():
    form = delta * moreau_envelope(r, delta)
    for d in MU:
        for p in [*POINTS, d, -d]:
            huber = p**2 / 2 if abs(p) <= d else d * (abs(p) - d / 2)
            assert form.subs({r: p, delta: d}) == d * moreau_envelope(p, d) == huber
    form = sp.piecewise_fold(form).expand()
    assert subdifferential(form, r, delta) == sp.FiniteSet(delta)
    assert subdifferential(form, r, -delta) == sp.FiniteSet(-delta)


@pytest.mark.parametrize(
    "function",
    [
        laplace_density,
        normal_density,
        moreau_envelope,
        lambda e, scale: laplace_nll([e], scale),
        lambda e, scale: normal_nll([e], scale),
    ],
)
def test_floats_complex_numbers_and_scales_that_may_not_be_positive_are_refused(function):
    with pytest.raises(TypeError, match="must be exact"):
        function(0.5, 1)
    with pytest.raises(TypeError, match="must be exact"):
        function(1, 0.5)
    with pytest.raises(ValueError, match="must be positive"):
        function(1, 0)
    with pytest.raises(ValueError, match="must be positive"):
        function(1, sp.Symbol("t", real=True))
    with pytest.raises(ValueError, match="must be real"):
        function(sp.Symbol("z"), 1)


def test_empty_sample_is_refused():
    with pytest.raises(ValueError, match="residuals must hold at least one"):
        laplace_nll([], 1)
