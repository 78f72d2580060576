"""`lad_intervals` against a brute force, on measured data, and on bad input."""

from itertools import combinations

import numpy as np
import pytest
from scipy.special import stdtrit

from l1lib import lad, lad_intervals
from l1lib.datasets import load_engel, load_stackloss
from l1lib.quantile_regression.intervals.sparsity import bofinger, hall_sheather

ENGEL = load_engel()
RNG = np.random.default_rng(3)
X = RNG.standard_normal((60, 2))
Y = X.sum(axis=1) + RNG.standard_t(3, 60)


def ends(found):
    return np.concatenate([found.lower, found.upper, found.intercept or ()])


def slopes_of_the_profile(x, y, tau):
    """Return the kinks of min over a of Σρ(y − a − θx), and the slope behind each, by brute force.

    A kink lies where a line through two points stands, and the best constant is a residual.
    """
    pairs = combinations(range(len(x)), 2)
    places = sorted({(y[i] - y[j]) / (x[i] - x[j]) for i, j in pairs if x[i] != x[j]})
    grid = [places[0] - 10]
    for place in [*places, places[-1] + 10]:
        if place > grid[-1] + 1e-9:
            grid.append(place)

    def least(theta):
        r = y - theta * x
        gaps = r - r[:, None]
        return np.maximum(tau * gaps, (tau - 1) * gaps).sum(axis=1).min()

    slopes = np.diff([least(theta) for theta in grid]) / np.diff(grid)
    bends = np.append(True, np.abs(np.diff(slopes)) > 1e-7)
    return np.array(grid[:-1])[bends], slopes[bends]


def upper_end(kinks, slopes, cutoff, interpolate):
    beyond = np.flatnonzero(slopes >= cutoff)
    if not beyond.size:
        return np.inf
    k = beyond[0]
    if slopes[k - 1] < -1e-7 or not interpolate:
        return kinks[k]
    share = (cutoff - slopes[k - 1]) / (slopes[k] - slopes[k - 1])
    return kinks[k - 1] + share * (kinks[k] - kinks[k - 1])


def by_brute_force(x, y, tau, level, interpolate):
    spread = np.sqrt(tau * (1 - tau) * np.sum((x - x.mean()) ** 2))
    cutoff = stdtrit(len(x) - 2, (1 + level) / 2) * spread
    upper = upper_end(*slopes_of_the_profile(x, y, tau), cutoff, interpolate)
    lower = -upper_end(*slopes_of_the_profile(-x, y, tau), cutoff, interpolate)
    return lower, upper


def test_default_is_an_interval_by_ranks_at_nine_in_ten():
    found = lad_intervals(ENGEL.data, ENGEL.target)
    assert found.fit.success
    assert (found.level, found.method) == (0.9, "rank")


@pytest.mark.parametrize("interpolate", [True, False])
@pytest.mark.parametrize("kind", ["normal", "tied targets", "tied columns", "all tied"])
def test_ends_by_ranks_are_those_of_a_brute_force(kind, interpolate):
    finite = infinite = 0
    for seed in range(25):
        rng = np.random.default_rng(seed)
        n = int(rng.integers(5, 14))
        x = rng.integers(0, 4, n).astype(float) if "columns" in kind else rng.normal(size=n)
        y = rng.integers(-3, 4, n).astype(float) if "targets" in kind else rng.standard_t(2, n)
        if kind == "all tied":
            x, y = np.append(rng.integers(0, 3, n), [0.0, 1.0]), np.round(np.append(y, [0, 1]))
        tau, level = rng.choice([0.5, 0.25, 0.8]), rng.choice([0.5, 0.8, 0.95])
        wanted = by_brute_force(x, y, tau, level, interpolate)
        found = lad_intervals(x[:, None], y, tau=tau, level=level, interpolate=interpolate)
        assert (found.lower[0], found.upper[0]) == pytest.approx(wanted, rel=1e-7, abs=1e-7)
        finite, infinite = finite + np.isfinite(wanted).sum(), infinite + np.isinf(wanted).sum()
    assert finite > 10
    assert infinite > 3


def walked_end(A, y, column, tau, cutoff, way):
    """Walk from the estimate to the rows that reach zero, until the test rejects; interpolate."""
    others, x = np.delete(A, column, axis=1), A[:, column]
    z = x - others @ np.linalg.lstsq(others, x, rcond=None)[0]
    start, before = lad(A, y, tau=tau, intercept=False).coef[column], 0.0
    ahead = start
    while np.isfinite(ahead):
        theta = ahead + way * 1e-9
        fit = lad(others, y - theta * x, tau=tau, intercept=False)
        now = abs(fit.dual @ z) / np.sqrt(tau * (1 - tau) * z @ z)
        if now >= cutoff:
            return start + (ahead - start) * (cutoff - before) / (now - before)
        start, before = ahead, now
        free = np.setdiff1d(np.arange(y.size), fit.support)
        lines = others @ np.linalg.solve(others[fit.support], np.column_stack([y, x])[fit.support])
        zeros = (y - lines[:, 0])[free] / (x - lines[:, 1])[free]
        ahead = way * np.min(way * zeros, where=way * (zeros - theta) > 0, initial=np.inf)
    return ahead


@pytest.mark.parametrize("tau", [0.25, 0.5, 0.8])
def test_ends_with_many_columns_are_those_of_a_walk_from_row_to_row(tau):
    found = lad_intervals(X, Y, tau=tau)
    A = np.column_stack([np.ones(60), X])
    wanted = [
        [walked_end(A, Y, column, tau, stdtrit(57, 0.95), way) for way in (-1, 1)]
        for column in range(3)
    ]
    assert [*found.intercept] == pytest.approx(wanted[0], abs=1e-7)
    assert np.column_stack([found.lower, found.upper]) == pytest.approx(
        np.array(wanted[1:]), abs=1e-7
    )


def test_test_rejects_from_the_uninterpolated_ends_on_and_not_inside():
    found = lad_intervals(X, Y, tau=0.3, interpolate=False)
    others = np.column_stack([np.ones(60), X[:, 1]])
    z = X[:, 0] - others @ np.linalg.lstsq(others, X[:, 0], rcond=None)[0]
    cutoff = stdtrit(57, 0.95) * np.sqrt(0.3 * 0.7 * z @ z)

    def statistic(theta):
        return lad(others, Y - theta * X[:, 0], tau=0.3, intercept=False).dual @ z

    lower, upper = found.lower[0], found.upper[0]
    inside = [statistic(theta) for theta in np.linspace(lower + 1e-6, upper - 1e-6, 9)]
    assert np.abs(inside).max() < cutoff
    assert np.diff(inside).max() <= 1e-9
    assert statistic(lower - 1e-6) >= cutoff
    assert statistic(upper + 1e-6) <= -cutoff


def test_interpolated_ends_lie_inside_the_others():
    inner, outer = (lad_intervals(X, Y, interpolate=choice) for choice in (True, False))
    assert (outer.lower < inner.lower).all()
    assert (inner.upper < outer.upper).all()


def test_small_sample_leaves_an_end_open():
    found = lad_intervals(np.arange(6.0)[:, None], [0, 2, 1, 5, 3, 9], tau=0.9)
    assert found.upper[0] == np.inf
    assert np.isfinite(found.fit.coef[0])


def test_constant_alone_has_the_interval_of_a_sign_test():
    y = np.arange(1.0, 22.0)
    inner, outer = (
        lad_intervals(np.ones((21, 1)), y, intercept=False, interpolate=choice)
        for choice in (True, False)
    )
    cutoff = stdtrit(20, 0.95) * np.sqrt(21)
    assert 14 - 7 < cutoff < 15 - 6  # how many lie below and above, right of 14 and of 15
    assert (outer.lower[0], outer.upper[0]) == pytest.approx((7, 15), rel=1e-12)
    assert inner.upper[0] == pytest.approx(14 + (cutoff - 7) / 2, rel=1e-12)
    assert inner.lower[0] == pytest.approx(22 - inner.upper[0], rel=1e-12)
    assert inner.intercept is None


def test_exact_line_has_intervals_without_length():
    x = np.arange(20.0)
    found = lad_intervals(x[:, None], 2 + 3 * x)
    assert ends(found) == pytest.approx([3, 3, 2, 2], abs=1e-9)


@pytest.mark.parametrize("method", ["rank", "sparsity", "bootstrap"])
def test_units_and_shifts_of_the_data_go_through(method):
    plain = lad_intervals(X, Y, method=method, rng=0, draws=50)
    moved = lad_intervals(X * [10, 1], 100 * Y + X @ [0, 700], method=method, rng=0, draws=50)
    assert moved.lower == pytest.approx(plain.lower * [10, 100] + [0, 700], rel=1e-7)
    assert moved.upper == pytest.approx(plain.upper * [10, 100] + [0, 700], rel=1e-7)
    assert moved.intercept == pytest.approx(100 * np.array(plain.intercept), rel=1e-7)


@pytest.mark.parametrize("method", ["rank", "sparsity", "bootstrap"])
@pytest.mark.parametrize("units", [[1e13, 1], [1e-13, 1e13], [1e100, 1e-100]])
def test_far_apart_units_of_columns_do_not_matter(method, units):
    plain = lad_intervals(X, Y, method=method, rng=0, draws=30)
    scaled = lad_intervals(X * units, Y, method=method, rng=0, draws=30)
    assert scaled.lower * units == pytest.approx(plain.lower, rel=1e-7)
    assert scaled.upper * units == pytest.approx(plain.upper, rel=1e-7)
    assert scaled.intercept == pytest.approx(plain.intercept, rel=1e-7)


@pytest.mark.parametrize("method", ["rank", "sparsity", "bootstrap"])
def test_interval_holds_the_estimate_and_grows_with_its_level(method):
    narrow, wide = (lad_intervals(X, Y, method=method, level=v, rng=1) for v in (0.5, 0.95))
    assert (wide.lower < narrow.lower).all()
    assert (narrow.lower < narrow.fit.coef).all()
    assert (narrow.fit.coef < narrow.upper).all()
    assert (narrow.upper < wide.upper).all()


@pytest.mark.parametrize("method", ["rank", "sparsity"])
def test_nine_in_ten_intervals_cover_under_noise_alike_in_every_row(method):
    covered = 0
    for seed in range(150):
        rng = np.random.default_rng(seed)
        x = rng.uniform(0, 4, 40)
        y = 1 + x + rng.standard_normal(40)
        found = lad_intervals(x[:, None], y, method=method, interpolate=False)
        covered += bool(found.lower[0] <= 1 <= found.upper[0])
    assert 0.83 * 150 <= covered <= 0.97 * 150


def test_bootstrap_takes_percentiles_of_fits_to_repeated_rows():
    found = lad_intervals(X, Y, method="bootstrap", draws=19, rng=np.random.default_rng(7))
    rng = np.random.default_rng(7)
    rows = [rng.integers(0, 60, 60) for _ in range(19)]
    coefs = np.array([lad(X[i], Y[i]).coef for i in rows])
    assert found.lower == pytest.approx(coefs.min(axis=0), rel=1e-9)
    assert found.upper == pytest.approx(coefs.max(axis=0), rel=1e-9)


WEIGHTS = np.random.default_rng(8).integers(0, 5, 60).astype(float)
every_method = pytest.mark.parametrize("method", ["rank", "sparsity", "bootstrap"])


@every_method
def test_weighted_rows_are_rows_times_their_weights(method):
    kept = WEIGHTS > 0
    rows = WEIGHTS[kept, None] * np.column_stack([np.ones(60), X])[kept]
    how = {"method": method, "draws": 40, "rng": 0}
    scaled = lad_intervals(rows, (WEIGHTS * Y)[kept], intercept=False, **how)
    found = lad_intervals(X, Y, weights=WEIGHTS, **how)
    assert found.lower == pytest.approx(scaled.lower[1:], rel=1e-9)
    assert found.upper == pytest.approx(scaled.upper[1:], rel=1e-9)
    assert found.intercept == pytest.approx((scaled.lower[0], scaled.upper[0]), rel=1e-9)
    assert found.fit.coef == pytest.approx(lad(X, Y, weights=WEIGHTS).coef, rel=1e-12)
    assert found.fit.dual.size == 60


@every_method
def test_only_ratios_of_weights_matter(method):
    how = {"method": method, "draws": 40, "rng": 0}
    found = lad_intervals(X, Y, weights=WEIGHTS, **how)
    for factor in (1e-300, 0.3, 1e300):
        other = lad_intervals(X, Y, weights=factor * WEIGHTS, **how)
        assert ends(other) == pytest.approx(ends(found), rel=1e-9)
    equal = lad_intervals(X, Y, weights=np.full(60, 0.3), **how)
    assert ends(equal) == pytest.approx(ends(lad_intervals(X, Y, **how)), rel=1e-9)


def test_sandwich_has_the_weights_once_beside_the_density_and_squared_between():
    n, tau, level = 400, 0.4, 0.8
    rng = np.random.default_rng(1)
    x, w = rng.uniform(0, 4, n), rng.uniform(0.2, 3, n)
    A, y = np.column_stack([np.ones(n), x]), x + rng.standard_normal(n)
    h = hall_sheather(tau, n, level)
    high, low = (lad(A, y, tau=t, weights=w, intercept=False).coef for t in (tau + h, tau - h))
    f = 2 * h / (A @ (high - low))
    assert (f > 0).all()
    bread = np.linalg.inv((A.T * (w * f)) @ A)
    spread = np.sqrt(tau * (1 - tau) * np.diag(bread @ (A.T * w**2) @ A @ bread))
    found = lad_intervals(x[:, None], y, tau=tau, level=level, weights=w, method="sparsity")
    reach = stdtrit(n - 2, (1 + level) / 2) * spread
    assert found.upper - found.lower == pytest.approx(2 * reach[1:], rel=1e-9)


def test_repeated_rows_give_the_same_fit_and_shorter_intervals():
    times = np.full(60, 4)
    repeated = lad_intervals(np.repeat(X, times, axis=0), np.repeat(Y, times), method="bootstrap",
                             rng=0, draws=200)  # fmt: skip
    weighted = lad_intervals(X, Y, weights=times, method="bootstrap", rng=0, draws=200)
    assert repeated.fit.coef == pytest.approx(weighted.fit.coef, rel=1e-12)
    ratio = (weighted.upper - weighted.lower) / (repeated.upper - repeated.lower)
    assert (1.5 < ratio).all()  # about √4
    assert (ratio < 2.6).all()


@pytest.mark.filterwarnings("ignore:the quantiles at tau")
@pytest.mark.parametrize(
    ("method", "weigh", "covers"),
    [
        ("rank", lambda scale: 1 / scale, True),
        ("rank", lambda scale: scale, False),
        ("sparsity", lambda scale: 1 / scale, True),
        ("sparsity", lambda scale: scale, True),
    ],
)
def test_rank_needs_weights_of_one_over_the_scale_and_sparsity_takes_any(method, weigh, covers):
    covered = 0
    for seed in range(150):
        rng = np.random.default_rng(seed)
        x = rng.uniform(0, 4, 60)
        y = 1 + x + (0.1 + x) * rng.standard_normal(60)
        found = lad_intervals(
            x[:, None], y, weights=weigh(0.1 + x), method=method, interpolate=False
        )
        covered += bool(found.lower[0] <= 1 <= found.upper[0])
    assert (0.83 * 150 <= covered <= 0.97 * 150) == covers


def test_seed_gives_the_intervals_of_its_generator():
    seeded = lad_intervals(X, Y, method="bootstrap", draws=20, rng=5)
    drawn = lad_intervals(X, Y, method="bootstrap", draws=20, rng=np.random.default_rng(5))
    assert (ends(seeded) == ends(drawn)).all()


def test_bandwidths_are_those_of_their_formulas():
    phi = np.exp(-(0.6744897501960817**2) / 2) / np.sqrt(2 * np.pi)
    q2 = 0.6744897501960817**2
    wanted = (
        200 ** (-1 / 3) * 1.6448536269514722 ** (2 / 3) * (1.5 * phi**2 / (2 * q2 + 1)) ** (1 / 3)
    )
    assert hall_sheather(0.25, 200, 0.9) == pytest.approx(wanted, rel=1e-12)
    assert bofinger(0.5, 100, 0.9) == pytest.approx((4.5 / (2 * np.pi) ** 2 / 100) ** 0.2)


def test_rule_of_the_bandwidth_matters_only_to_sparsity():
    one, other = (lad_intervals(X, Y, bandwidth=b) for b in ("hall-sheather", "bofinger"))
    assert (ends(one) == ends(other)).all()
    one, other = (
        lad_intervals(X, Y, method="sparsity", bandwidth=b) for b in ("hall-sheather", "bofinger")
    )
    assert (ends(one) != ends(other)).all()


def test_quantiles_that_cross_are_warned_of():
    rng = np.random.default_rng(2)
    x = np.append(rng.normal(size=30), 40.0)
    y = np.append(rng.standard_t(1, 30), 0.0)
    with pytest.warns(RuntimeWarning, match=r"meet or cross in \d+ of 31 rows"):
        lad_intervals(x[:, None], y, method="sparsity")


def test_targets_that_are_mostly_one_value_leave_no_density():
    y = np.zeros(60)
    y[:5] = 1
    with pytest.raises(ValueError, match="too many ties to tell the density"):
        lad_intervals(X, y, method="sparsity")


def test_column_that_samples_rarely_hold_is_refused_by_the_bootstrap():
    rare = np.zeros((30, 1))
    rare[3] = 1
    with pytest.raises(ValueError, match="depend on others in half of the samples"):
        lad_intervals(np.column_stack([rare, rare[::-1], np.roll(rare, 9)]), Y[:30],
                      method="bootstrap", draws=30, rng=0)  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"level": 1}, "level must lie strictly between 0 and 1"),
        ({"tau": 0}, "tau must lie strictly between 0 and 1"),
        ({"method": "delta"}, "method must be one of rank, sparsity, bootstrap, got 'delta'"),
        ({"bandwidth": 0.1}, "bandwidth must be one of hall-sheather, bofinger, got 0.1"),
        ({"method": "bootstrap", "draws": 5}, "draws must be at least"),
        ({"y": Y[:5]}, "y must hold 60 values"),
        ({"X": np.full((60, 1), np.nan)}, "X must be finite; column 0 has 60 NaN"),
        ({"X": np.column_stack([X, X[:, 0]])}, "X must have independent columns; 1 of 4"),
        ({"X": np.ones((60, 1))}, "X must have independent columns; 1 of 2"),
        ({"X": X[:3], "y": Y[:3]}, "more rows than coefficients, got 3 rows and 3"),
    ],
)
def test_bad_input_is_named(arguments, message):
    with pytest.raises(ValueError, match=message):
        lad_intervals(**{"X": X, "y": Y, **arguments})


@pytest.mark.parametrize("draws", [10.0, "10", True])
def test_number_of_draws_must_be_an_integer(draws):
    with pytest.raises(TypeError, match="draws must be a whole number"):
        lad_intervals(X, Y, method="bootstrap", draws=draws)


def test_result_reads_as_a_table_in_a_terminal_and_in_a_notebook():
    data = load_stackloss()
    found = lad_intervals(data.data, data.target)
    lines = repr(found).splitlines()
    assert lines[0] == "90 % intervals by rank, tau = 0.5"
    assert [line.split()[0] for line in lines[2:]] == ["intercept", "coef[0]", "coef[1]", "coef[2]"]
    assert found._repr_html_().count("<tr>") == 5
    assert "intercept" not in repr(lad_intervals(data.data, data.target, intercept=False))
