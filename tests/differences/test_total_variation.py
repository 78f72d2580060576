"""Total variation: against fractions, at ties and ends, far and tiny, and wrong answers seen."""

from fractions import Fraction
from importlib import import_module

import numpy as np
import pytest
from exact_path import draw, exact_fit, exact_gap

from l1lib import total_variation, total_variation_path
from l1lib.differences import fusion
from l1lib.differences.certificate import gap_and_scale
from l1lib.differences.messages import dynamic_programming

RNG = np.random.default_rng(0)


@pytest.mark.parametrize("short", [0, 3000])
def test_fit_is_that_of_fractions_on_random_series(short, monkeypatch):
    # Without the short cut the rounds come first.
    monkeypatch.setattr(import_module("l1lib.differences.total_variation"), "SHORT", short)
    fused = kept = 0
    for _ in range(300):
        y, w, lam = draw(RNG)
        exact = exact_fit(y, w, lam)
        assert exact_gap(y, w, exact, lam) == 0
        fit = total_variation(y, lam, weights=w)
        assert fit.fitted == pytest.approx([float(v) for v in exact], rel=1e-12, abs=1e-12)
        assert fit.gap < 1e-24
        fused += fit.df < y.size
        kept += fit.df > 1
    assert min(fused, kept) > 100


def test_conditions_in_fractions_see_a_wrong_fit():
    y, w = [0, 0, 3, 3], [1, 1, 1, 1]
    best = exact_fit(y, w, 1)
    assert best == [Fraction(1, 2), Fraction(1, 2), Fraction(5, 2), Fraction(5, 2)]
    assert exact_gap(y, w, [0.5, 0.5, 2.5, 2.5 + 1e-9], 1) > 0


@pytest.mark.parametrize("part", ["rounds", "one by one", "walk", "blocks"])
def test_each_part_alone_finds_the_same_fit(part, monkeypatch):
    if part == "rounds":
        monkeypatch.setattr(fusion, "FEW", 10**9)
    elif part == "blocks":
        monkeypatch.setattr(fusion, "BLOCK", 4)
        monkeypatch.setattr(fusion, "FEW", 10**9)
    else:
        monkeypatch.setattr(fusion, "FEW", 0)
    for _ in range(100):
        y, w, lam = draw(RNG)
        exact = [float(v) for v in exact_fit(y, w, lam)]
        if part == "walk":
            found = dynamic_programming(y, w, lam)
        else:
            found = total_variation_path(y, weights=w).at(lam).fitted
        assert found == pytest.approx(exact, rel=1e-11, abs=1e-11)


def test_path_has_at_every_level_the_fit_and_fuses_only():
    for _ in range(30):
        y, w, _ = draw(RNG)
        path = total_variation_path(y, weights=w)
        lams = np.sort(np.concatenate((path.levels, [0.0, 1.0, 100.0])))
        assert (np.diff(path.pieces(lams)) <= 0).all()
        assert path.pieces(lams[-1]) == 1
        for lam in lams:
            fit = path.at(float(lam))
            # At its level a border is gone: there rounding may still count a jump of no size.
            assert fit.df <= path.pieces(lam)
            assert fit.fitted == pytest.approx(
                total_variation(y, float(lam), weights=w).fitted, rel=1e-12, abs=1e-12
            )


def test_long_series_of_each_kind_is_certified_and_agrees_with_the_walk():
    n = 30_000
    z = RNG.standard_normal(n)
    steps = np.repeat(RNG.standard_normal(n // 100), 100) * 3
    alternating = (-1.0) ** np.arange(n) * np.arange(n)
    for y in (z, steps + z, z.cumsum(), np.arange(n) ** 2 / n, alternating, np.sign(z)):
        for lam in (0.3, 30.0):
            fit = total_variation(y, lam)
            assert fit.gap < 1e-24
            walked = dynamic_programming(y, np.ones(n), lam)
            assert fit.fitted == pytest.approx(walked, rel=1e-9, abs=1e-9 * np.abs(y).max())


@pytest.mark.parametrize(
    "fit_at", [total_variation, lambda y, lam: total_variation_path(y).at(lam)]
)
def test_data_that_touch_the_tube_where_the_fit_is_flat_are_fitted(fit_at):
    turned = 0
    for _ in range(500):
        lam = float(RNG.choice([0.1, 0.5, 1.0, 2.0]))
        b = np.repeat(RNG.integers(-3, 4, 20) / RNG.choice([1, 3]), RNG.integers(1, 4, 20))
        way = np.sign(np.diff(b))
        s = lam * np.where(way == 0, RNG.choice([-1.0, 0.3, 1.0], way.size), way)
        y = b - np.diff(s, prepend=0, append=0)
        fit = fit_at(y, lam)
        assert fit.fitted == pytest.approx(b, abs=1e-12)
        assert fit.gap < 1e-24
        turned += ((way == 0) & (np.diff(y) * s < 0)).any()
    assert turned > 100


@pytest.mark.parametrize("place", [0, 50])
def test_a_far_value_at_an_end_costs_the_others_no_digits(place):
    y = RNG.standard_normal(50)
    near, far = (total_variation(np.insert(y, place, v), 1.0).fitted for v in (1e3, 1e15))
    others = np.arange(51) != place
    assert far[others] == pytest.approx(near[others], abs=1e-12)


def test_ends_and_extremes():
    assert total_variation([3.0], 2.0).fitted.tolist() == [3.0]
    constant = total_variation(np.full(7, 0.1), 1.0)
    assert constant.fitted.tolist() == [0.1] * 7
    assert (constant.gap, constant.df) == (0.0, 1)
    y = RNG.standard_normal(50) + 1e9
    assert total_variation(y, 0.0).fitted.tolist() == y.tolist()
    whole = total_variation(y, 1e100)
    assert whole.df == 1
    assert whole.fitted[0] == pytest.approx(y.mean(), rel=1e-15)
    last = total_variation_path([0.0, 1.0, 5.0]).levels.max()
    assert total_variation([0.0, 1.0, 5.0], last).df == 1
    assert total_variation([0.0, 1.0, 5.0], last * 0.999).df == 2


@pytest.mark.parametrize(("scale", "offset"), [(1e120, 0), (1e-250, 0), (1, 1e9), (1, -1e12)])
def test_units_and_offsets_change_nothing_else(scale, offset):
    y = RNG.integers(-9, 9, 200).astype(float)
    plain, moved = total_variation(y, np.pi), total_variation(scale * y + offset, np.pi * scale)
    assert moved.knots.tolist() == plain.knots.tolist()
    assert moved.gap < 1e-24
    tolerance = 1e-12 * scale + 2e-16 * abs(offset)
    assert moved.fitted == pytest.approx(scale * plain.fitted + offset, abs=tolerance)


def test_weight_counts_like_copies_and_no_weight_like_no_point():
    y, w = np.array([1.0, 4.0, 3.0, 9.0, 2.0]), np.array([2, 1, 3, 1, 2])
    copies = total_variation(np.repeat(y, w), 1.5)
    fit = total_variation(y, 1.5, weights=w)
    assert np.repeat(fit.fitted, w) == pytest.approx(copies.fitted)
    gone = total_variation(np.insert(y, [0, 2, 5], 99.0), 1.5, weights=np.insert(w, [0, 2, 5], 0))
    kept = [1, 2, 4, 5, 6]
    assert gone.fitted[kept] == pytest.approx(fit.fitted)
    assert gone.message == "optimal; another value of a point without weight may be too"
    assert fit.message == "optimal, and no other fit is"
    path = total_variation_path(np.insert(y, [0, 2, 5], 99.0), weights=np.insert(w, [0, 2, 5], 0))
    assert path.at(1.5).fitted == pytest.approx(gone.fitted)


def test_certificate_sees_wrong_fits():
    y = RNG.standard_normal(60)
    fit = total_variation(y, 1.0)
    w = np.ones(60)

    def gap(b=fit.fitted, s=fit.dual, y=y, lam=1.0):
        return gap_and_scale(y, w, b, s, lam, 0)[0]

    assert gap() < 1e-28
    k = fit.knots[0]
    moved, dropped = fit.fitted.copy(), fit.fitted.copy()
    moved[:k] += 1e-5
    dropped[k] = dropped[k - 1]
    wrong = [
        gap(b=moved),
        gap(b=dropped),
        gap(b=fit.fitted + 1e-5),
        gap(s=0.99 * fit.dual),
        gap(lam=1.01),
        gap(lam=0.99),
        gap(y=y + 1e-5),
    ]
    assert min(wrong) > 1e-12


@pytest.mark.parametrize("unit", [1e-300, 1.0, 1e120])
def test_certificate_sees_a_wrong_fit_in_any_unit(unit):
    y, w = np.array([0.0, 4.0, 1.0]) * unit, np.ones(3)
    fit = total_variation(y, unit)
    assert gap_and_scale(y, w, fit.fitted, fit.dual, unit, 0)[0] < 1e-28
    assert gap_and_scale(y, w, 1.001 * fit.fitted, fit.dual, unit, 0)[0] > 1e-12
    flat = np.full(3, unit)
    assert gap_and_scale(flat, w, 1.001 * flat, np.zeros(2), unit, 0)[0] > 1e-12


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([], 1.0), "y must hold at least one value"),
        (([[1.0]], 1.0), "y must be one-dimensional"),
        (([1.0, np.nan], 1.0), "y must be finite; position 1 is nan"),
        (([1e160, 0], 1.0), "y must be within 1e150"),
        (([1.0, 2.0], -1.0), "lam must be non-negative and finite, got -1.0"),
        (([1.0, 2.0], np.inf), "lam must be non-negative and finite"),
    ],
)
def test_bad_input_is_named(arguments, message):
    with pytest.raises(ValueError, match=message):
        total_variation(*arguments)


def test_bad_weights_are_named():
    with pytest.raises(ValueError, match="weights must not be negative"):
        total_variation([1, 2], 1, weights=[1, -1])
    with pytest.raises(ValueError, match="weights must leave"):
        total_variation([1e100, 2], 1, weights=[1e120, 1])
    with pytest.raises(ValueError, match="weights must hold 2 values"):
        total_variation_path([1, 2], weights=[1])
