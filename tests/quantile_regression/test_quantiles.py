"""`lad_quantiles`: a fit for each level, and predictions that do not cross."""

from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest
from scipy import sparse
from sklearn.linear_model import QuantileRegressor

from l1lib import lad, lad_quantiles
from l1lib.datasets import load_engel

TAUS = [0.05, 0.25, 0.5, 0.75, 0.95]


def average_loss(y, predicted, taus):
    residuals = y[:, None] - predicted
    return np.maximum(taus * residuals, (taus - 1) * residuals).mean(axis=1)


def test_each_level_is_the_fit_of_lad_and_of_linear_programming():
    data = load_engel()
    fits = lad_quantiles(data.data, data.target, TAUS)
    assert fits.taus.tolist() == TAUS
    assert fits.coef.shape == (5, 1)
    for k, tau in enumerate(TAUS):
        single = lad(data.data, data.target, tau=tau)
        peer = QuantileRegressor(quantile=tau, alpha=0, solver="highs").fit(data.data, data.target)
        assert fits.intercept[k] == single.intercept == pytest.approx(peer.intercept_, rel=1e-6)
        assert fits.coef[k] == single.coef == pytest.approx(peer.coef_, rel=1e-6)
        assert fits.fun[k] == single.fun
    assert fits.success
    assert fits.gap.max() <= 1e-12


def test_weights_penalty_and_sparse_designs_reach_each_fit():
    rng = np.random.default_rng(0)
    X, w = np.where(rng.random((80, 4)) < 0.4, 1.0, 0.0), rng.random(80)
    y = X[:, 0] + rng.standard_normal(80)
    given = {"weights": w, "lam": 0.7, "intercept": False}
    fits = lad_quantiles(sparse.csc_array(X), y, TAUS, **given)
    for tau, fun in zip(TAUS, fits.fun, strict=True):
        assert fun == pytest.approx(lad(X, y, tau=tau, **given).fun, rel=1e-12)
    assert not fits.intercept.any()
    assert fits.predict(sparse.csr_array(X)) == pytest.approx(X @ fits.coef.T)


def test_rearranged_predictions_never_cross_and_lose_nowhere():
    crossed = gained = 0
    for seed in range(50):
        rng = np.random.default_rng(seed)
        n, p = int(rng.integers(8, 40)), int(rng.integers(1, 5))
        X, y = rng.standard_normal((n, p)), rng.standard_cauchy(n)
        taus = np.sort(rng.uniform(0.02, 0.98, int(rng.integers(2, 12))))
        fits = lad_quantiles(X, y, taus)
        new = 3 * rng.standard_normal((100, p))
        for rows, targets in ((X, y), (new, rng.standard_cauchy(100))):
            plain, sorted_ = fits.predict(rows), fits.predict(rows, rearrange=True)
            assert (np.diff(sorted_, axis=1) >= 0).all()
            crosses = (np.diff(plain, axis=1) < 0).any(axis=1)
            before, after = (average_loss(targets, q, taus) for q in (plain, sorted_))
            assert (after <= before + 1e-13 * (np.abs(plain).max(axis=1) + np.abs(targets))).all()
            assert (after[~crosses] == before[~crosses]).all()
            crossed += crosses.sum()
            gained += (after < before).sum()
    assert crossed > 1000
    assert gained > 0.9 * crossed


def test_of_all_orders_the_rising_one_has_the_least_sum_of_losses():
    taus = [Fraction(1, 10), Fraction(1, 2), Fraction(4, 5)]
    loss = lambda tau, r: max(tau * r, (tau - 1) * r)  # noqa: E731
    total = lambda y, q: sum(loss(t, y - v) for t, v in zip(taus, q, strict=True))  # noqa: E731
    for values in [(0, 1, 2), (-3, 1, 1), (-2, 5, 7)]:
        for y in map(Fraction, (-4, 0, 1, 3, 9)):
            totals = {order: total(y, order) for order in permutations(values)}
            assert totals[values] == min(totals.values())
            assert totals[values[::-1]] == max(totals.values()) > totals[values]


def test_without_columns_levels_are_quantiles_of_the_targets():
    y = np.arange(1.0, 12.0)
    fits = lad_quantiles(np.empty((11, 0)), y, [0.25, 0.5, 0.75])
    assert fits.intercept.tolist() == [3, 6, 9]
    assert fits.predict(np.empty((2, 0))).tolist() == [[3, 6, 9]] * 2


def test_result_can_be_read_in_a_terminal_and_in_a_notebook():
    fits = lad_quantiles([[0], [1], [2], [3]], [0, 1, 2, 9], [0.3, 0.6])
    assert "taus: [0.3 0.6]" in repr(fits)
    assert fits._repr_html_().count("<tr>") == 5


@pytest.mark.parametrize(
    ("error", "message", "taus"),
    [
        (ValueError, "taus must lie strictly between 0 and 1, got 1", [0.5, 1]),
        (ValueError, "taus must lie strictly between 0 and 1, got 0", [0, 0.5]),
        (ValueError, "taus must increase", [0.5, 0.5]),
        (ValueError, "taus must increase", [0.75, 0.5]),
        (ValueError, "taus must be one-dimensional", 0.5),
        (ValueError, "taus must hold at least one value", []),
        (TypeError, "taus must hold real numbers", ["a"]),
    ],
)
def test_bad_levels_are_refused_by_name(error, message, taus):
    with pytest.raises(error, match=message):
        lad_quantiles([[1], [2]], [1, 2], taus)
