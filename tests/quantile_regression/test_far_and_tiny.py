"""`lad` where doubles run out: far columns and targets, extreme quantiles, scales and weights."""

from fractions import Fraction

import numpy as np
import pytest

from l1lib import lad
from l1lib.quantile_regression.certificate import ACCURACY, Answer, Data, certify
from l1lib.quantile_regression.certificate.error_free import residuals, weighted_sums
from l1lib.quantile_regression.solve import accept

RNG = np.random.default_rng(4)
X = RNG.standard_normal((300, 2))
Y = X.sum(axis=1) + RNG.laplace(size=300)
STEPS = 2560 * np.arange(401)
STAMPS = (1_700_000_000_000_000_000 + STEPS)[:, None].astype(float)


@pytest.mark.parametrize("ones", [False, True])
def test_slope_over_nanoseconds_since_1970_is_found(ones):
    design = np.column_stack([np.ones(401), STAMPS]) if ones else STAMPS
    fit = lad(design, 1e-3 * STEPS, intercept=not ones)
    assert fit.coef[-1] == pytest.approx(1e-3, rel=1e-6)
    assert fit.success
    # The intercept, -1.7e15, is a multiple of a quarter.
    assert "up to the rounding of the coefficients" in fit.message
    assert fit.fun / 401 < 0.25


def test_flat_line_over_nanoseconds_is_refused():
    y = 1e-3 * STEPS
    flat = Answer(float(np.median(y)), np.zeros(1), np.sign(y - np.median(y)) / 2, np.array([200]))
    data = Data(STAMPS, y, None, 0.5, True)
    found = certify(data, flat)
    assert found.dual_residual == pytest.approx(1, abs=0.1)
    assert found.gap > 0.5
    assert accept(data, flat, found, ACCURACY) == (False, False)


@pytest.mark.parametrize("offset", [1e3, 1e6, 1e8, 1e10, 1e12])
@pytest.mark.parametrize("ones", [False, True])
def test_offset_of_columns_leaves_the_slopes_alone(offset, ones):
    far = X + offset
    near = far - offset
    plain = lad(near, Y)
    design = np.column_stack([np.ones(300), far]) if ones else far
    fit = lad(design, Y, intercept=not ones)
    assert fit.success
    assert fit.coef[-2:] == pytest.approx(plain.coef, abs=1e-14 * offset + 1e-9)
    assert fit.fun <= plain.fun + 300 * 2e-16 * 4 * offset + 1e-9


def test_offset_of_targets_costs_no_more_than_their_own_rounding():
    fit, plain = lad(X, Y + 1e15), lad(X, (Y + 1e15) - 1e15)
    assert fit.success
    assert fit.fun - plain.fun <= fit.gap * fit.scale
    assert fit.gap < 1e-2


@pytest.mark.parametrize("tau", [1e-3, 1e-6, 1e-9, 1 - 1e-9])
def test_extreme_quantile_is_proved_in_units_of_its_own_objective(tau):
    fit = lad(X, Y, tau=tau)
    assert fit.success
    assert fit.unique
    assert fit.gap < 1e-9
    moved = Answer(fit.intercept + 1e-3, fit.coef, fit.dual, fit.support)
    data = Data(X, Y, None, tau, True)
    assert not any(accept(data, moved, certify(data, moved), ACCURACY))


@pytest.mark.parametrize(
    ("design", "targets", "weights"),
    [
        (X * [1e19, 1e-19], Y, None),
        (X * [1e300, 1e-300], Y, None),
        (X, Y * 1e-300, None),
        (X, np.where(np.arange(300) == 5, 1e300, Y), None),
        (np.column_stack([X, np.zeros(300), np.full(300, 7.1)]), Y, None),
        (X, Y, np.where(np.arange(300) % 2, 1e300, 1e-300)),
        (X, Y, 10.0 ** RNG.uniform(-12, 12, 300)),
    ],
)
def test_extreme_sizes_are_solved(design, targets, weights):
    fit = lad(design, targets, weights=weights)
    assert fit.success
    numbers = [fit.intercept, *fit.coef, fit.fun, fit.gap, fit.scale, fit.dual_residual, *fit.dual]
    assert np.isfinite(numbers).all()


@pytest.mark.parametrize(
    ("message", "arguments"),
    [
        ("weights must be 0 or at least", {"weights": np.full(300, 1e-310)}),
        ("weights must not be so unlike", {"weights": np.where(np.arange(300), 1e-300, 1e300)}),
        ("y must be such that", {"y": Y * 1e307}),
        ("times the weights", {"weights": np.full(300, 1e308)}),
        ("y must be such that its quotients", {"X": X * 1e-200, "y": Y * 1e200}),
    ],
)
def test_what_doubles_cannot_hold_is_refused_by_the_name_of_its_cause(message, arguments):
    with pytest.raises(ValueError, match=message):
        lad(**({"X": X, "y": Y} | arguments))


@pytest.mark.parametrize("n", [300, 20_000])
def test_rare_and_heavy_entries_that_a_sample_misses_are_judged_by_their_own_column(n):
    rng = np.random.default_rng(n)
    design = rng.standard_normal((n, 3))
    design[:, 2], design[n // 16, 2], design[7, 1] = 0.0, 1.0, 1e12
    fit = lad(design, design[:, 0] + rng.laplace(size=n))
    assert fit.success
    assert fit.dual_residual < 1e-12


def test_near_duplicate_that_doubles_still_part_is_not_dropped_in_silence():
    z = RNG.standard_normal(300)
    for e in (1e-6, 1e-10, 1e-12):
        assert lad(np.column_stack([X[:, 0], X[:, 0] + e * z]), X[:, 0] + z).rank == 3
    with pytest.warns(RuntimeWarning, match="not solved to accuracy"):
        lad(np.column_stack([X[:, 0], X[:, 0] + 1e-14 * z]), X[:, 0] + z)


@pytest.mark.parametrize("n", [20, 500])
def test_sums_without_rounding_are_those_of_fractions(n):
    design = RNG.standard_normal((n, 3)) * 10.0 ** RNG.integers(-8, 9, (n, 3))
    b, y = RNG.standard_normal(3), RNG.standard_normal(n)
    y = design @ b + 1e-12 * y
    exact = [
        float(Fraction(t) - sum(Fraction(x) * Fraction(s) for x, s in zip(row, b, strict=True)))
        for t, row in zip(y.tolist(), design, strict=True)
    ]
    assert residuals(design, y, 0.0, b) == pytest.approx(exact, rel=1e-13, abs=0)
    high, low = weighted_sums(y, design)
    sums = [sum(Fraction(d) * Fraction(x) for d, x in zip(y, c, strict=True)) for c in design.T]
    for h, part, total in zip(high, low, sums, strict=True):
        size = float(np.abs(y) @ np.abs(design).max(axis=1))
        assert abs(Fraction(h) + Fraction(part) - total) <= Fraction(size) / 2**95
