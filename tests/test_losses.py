import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, strategies as st
from sklearn import metrics
from sklearn.metrics import mean_absolute_error, mean_squared_error, root_mean_squared_error

from l1lib import lad
from l1lib.losses import mae, mean_pinball_loss, mse, pseudo_r1, rmse, sae

LARGEST = np.finfo(float).max
PAIRS = [
    (mae, mean_absolute_error),
    (mse, mean_squared_error),
    (rmse, root_mean_squared_error),
]


def tilted(y, y_hat, weights=None):
    """Return the mean pinball loss at a τ that is no half."""
    return mean_pinball_loss(y, y_hat, tau=0.3, weights=weights)


ALL = [mae, mse, rmse, sae, tilted]
TINY = Fraction(5e-324)

every_pair = pytest.mark.parametrize(("ours", "theirs"), PAIRS)
every_loss = pytest.mark.parametrize("loss", ALL)


def exact(y, y_hat, weights, power):
    """Return Σ w |y − ŷ|ᵖ and Σ w as fractions."""
    terms = zip(map(Fraction, y), map(Fraction, y_hat), map(Fraction, weights), strict=True)
    total = sum(w * abs(a - b) ** power for a, b, w in terms)
    return total, sum(map(Fraction, weights))


def assert_right(got, true):
    if math.isinf(got):
        assert true > Fraction(LARGEST)
    else:
        assert abs(Fraction(got) - true) <= true / 10**13 + TINY


@every_pair
def test_means_agree_with_scikit_learn(ours, theirs):
    rng = np.random.default_rng(7)
    for n in (1, 2, 5, 100):
        y, y_hat = rng.normal(size=(2, n)) * 10.0 ** rng.integers(-3, 4)
        weights = rng.integers(0, 4, size=n) + np.eye(n)[0]
        assert ours(y, y_hat) == pytest.approx(theirs(y, y_hat), rel=1e-13)
        weighted = theirs(y, y_hat, sample_weight=weights)
        assert ours(y, y_hat, weights) == pytest.approx(weighted, rel=1e-13)


def test_published_formulas_have_no_half():
    assert mae([0], [3]) == 3.0
    assert mse([0], [3]) == 9.0
    assert rmse([0], [3]) == 3.0
    assert sae([0, 0], [3, -2]) == 5.0


def test_weights_count_repetitions():
    y, y_hat, weights = [1.0, 2.0, 5.0], [2.0, 2.0, 2.0], [3, 0, 2]
    repeated = [1.0, 1.0, 1.0, 5.0, 5.0], [2.0] * 5
    for loss in ALL:
        assert loss(y, y_hat, weights) == pytest.approx(loss(*repeated), rel=1e-15)


@every_loss
def test_one_number_predicts_every_value(loss):
    y = [1.0, 2.0, 7.0]
    assert loss(y, 2) == loss(y, [2, 2, 2])
    assert loss(y, np.float64(2.5), [1, 2, 1]) == loss(y, [2.5] * 3, [1, 2, 1])


@every_loss
def test_perfect_predictions_cost_nothing(loss):
    assert loss([1e308, 5e-324, -0.0], [1e308, 5e-324, 0.0]) == 0.0
    assert type(loss([1], [1])) is float


scales = st.sampled_from([5e-324, 1e-310, 1e-200, 1e-8, 1.0, 1e8, 1e200, 1e307, LARGEST])
numbers = st.builds(lambda m, scale: m * scale, st.sampled_from([0, 1, 0.7, -1, -0.3]), scales)
weights_ = st.builds(lambda m, scale: m * scale, st.sampled_from([1, 0.7, 0.3, 1]), scales)
rows = st.lists(st.tuples(numbers, numbers, weights_), min_size=1, max_size=6)


@given(rows)
def test_every_magnitude_gives_the_right_sums_and_means(drawn):
    y, y_hat, weights = zip(*drawn, strict=True)
    if not any(weights):
        weights = (1.0,) * len(y)
    total, mass = exact(y, y_hat, weights, 1)
    assert_right(sae(y, y_hat, weights), total)
    assert_right(mae(y, y_hat, weights), total / mass)
    squares, _ = exact(y, y_hat, weights, 2)
    assert_right(mse(y, y_hat, weights), squares / mass)
    root = rmse(y, y_hat, weights)
    if math.isinf(root):
        assert squares / mass > Fraction(LARGEST) ** 2
    else:
        slack = Fraction(root) / 10**13 + TINY
        assert (
            max(Fraction(root) - slack, 0) ** 2 <= squares / mass <= (Fraction(root) + slack) ** 2
        )


def test_a_mean_within_the_range_does_not_overflow_on_the_way():
    assert mae([1e308] * 3, [0.0] * 3) == 1e308
    assert mae([LARGEST, 0.0], [-LARGEST, 0.0]) == LARGEST
    assert mae([1.0, 3.0], 0.0, [1e308, 1.5e308]) == pytest.approx(2.2, rel=1e-15)
    assert rmse([1e300, 1e300], 0.0) == pytest.approx(1e300, rel=1e-15)
    assert rmse([1e-300, 1e-300], 0.0) == pytest.approx(1e-300, rel=1e-15)


def test_a_result_beyond_the_range_is_infinite():
    assert mae([LARGEST], [-LARGEST]) == math.inf
    assert sae([1e308, 1e308], [0.0, 0.0]) == math.inf
    assert mse([1e200], [0.0]) == math.inf


def test_the_smallest_residual_counts():
    assert mae([5e-324], [0.0]) == 5e-324
    assert mae([5e-324, 5e-324, 0.0], 0.0) == 5e-324
    assert mse([5e-324], [0.0]) == 0.0


@every_loss
def test_bad_input_is_refused_by_name(loss):
    with pytest.raises(ValueError, match="y_hat must hold 3 values like y, got 2"):
        loss([1, 2, 3], [1, 2])
    with pytest.raises(ValueError, match="y_hat must hold 3 values like y, got 1"):
        loss([1, 2, 3], [1])
    with pytest.raises(ValueError, match="y must be finite; position 1 is inf"):
        loss([1, np.inf], [1, 2])
    with pytest.raises(ValueError, match="y_hat must be finite; position 1 is -inf"):
        loss([1, 2], [1, -np.inf])
    with pytest.raises(ValueError, match="y_hat must be finite; position 0 is nan"):
        loss([1, 2], [np.nan, 1])
    with pytest.raises(ValueError, match="y_hat must be finite; got nan"):
        loss([1, 2], np.nan)
    with pytest.raises(ValueError, match="y must hold at least one value"):
        loss([], [])
    with pytest.raises(ValueError, match="y_hat must be one-dimensional"):
        loss([1, 2], [[1, 2]])
    with pytest.raises(ValueError, match="y_hat must be a regular array"):
        loss([1, 2], [[1], [1, 2]])
    with pytest.raises(TypeError, match="y_hat must hold real numbers"):
        loss([1, 2], "2")
    with pytest.raises(ValueError, match=r"weights must not be negative; position 0 is -1\.0"):
        loss([1, 2], [1, 2], [-1, 2])


TAUS = [0.5, 0.1, 0.75, 0.999]


def drawn(seed, n=40):
    rng = np.random.default_rng(seed)
    y, y_hat = rng.normal(size=(2, n)).round(1)
    return y, y_hat, rng.integers(0, 4, n) + np.eye(n)[0]


@pytest.mark.parametrize("tau", TAUS)
@pytest.mark.parametrize("seed", range(5))
def test_pinball_loss_is_that_of_scikit_learn(tau, seed):
    y, y_hat, weights = drawn(seed)
    for w in (None, weights):
        theirs = metrics.mean_pinball_loss(y, y_hat, alpha=tau, sample_weight=w)
        assert mean_pinball_loss(y, y_hat, tau=tau, weights=w) == pytest.approx(theirs, rel=1e-13)
    half = mean_pinball_loss(y, y_hat, weights=weights)
    assert half == pytest.approx(mae(y, y_hat, weights) / 2, rel=1e-15)


@given(st.data())
def test_pinball_loss_is_right_at_every_magnitude(data):
    numbers = st.floats(allow_nan=False, allow_infinity=False)
    y, y_hat = (data.draw(st.lists(numbers, min_size=3, max_size=3)) for _ in range(2))
    tau = data.draw(st.floats(0, 1, exclude_min=True, exclude_max=True))
    residuals = [Fraction(a) - Fraction(b) for a, b in zip(y, y_hat, strict=True)]
    true = sum(max(Fraction(tau) * r, (Fraction(tau) - 1) * r) for r in residuals) / 3
    assert_right(mean_pinball_loss(y, y_hat, tau=tau), true)


@pytest.mark.parametrize("tau", TAUS)
@pytest.mark.parametrize("seed", range(5))
def test_pseudo_r1_compares_with_the_best_single_number(tau, seed):
    y, y_hat, weights = drawn(seed)
    for w in (None, weights):
        loss = mean_pinball_loss(y, y_hat, tau=tau, weights=w)
        least = min(mean_pinball_loss(y, q, tau=tau, weights=w) for q in y)
        ours = pseudo_r1(y, y_hat, tau=tau, weights=w)
        assert ours == pytest.approx(1 - loss / least, rel=1e-12)
    # Theirs interpolates between two quantiles, and so may compare with a worse number.
    theirs = metrics.d2_pinball_score(y, y_hat, alpha=tau)
    assert pseudo_r1(y, y_hat, tau=tau) <= theirs + 1e-12
    middle = metrics.d2_absolute_error_score(y, y_hat)
    assert pseudo_r1(y, y_hat) == pytest.approx(middle, rel=1e-12)


def test_pseudo_r1_of_a_fit_with_intercept_is_between_none_and_all():
    y, x, weights = drawn(9)
    fit = lad(x[:, None], y, tau=0.3, weights=weights)
    assert 0 < pseudo_r1(y, fit.predict(x[:, None]), tau=0.3, weights=weights) < 1
    constant = lad(np.ones((40, 1)), y, tau=0.3, weights=weights).predict(np.ones((40, 1)))
    assert pseudo_r1(y, constant, tau=0.3, weights=weights) == pytest.approx(0, abs=1e-14)
    assert pseudo_r1(y, y) == 1


def test_pseudo_r1_needs_two_values_and_no_range():
    for y, weights in (([2, 2], None), ([1, 2, 2], [0, 1, 1])):
        with pytest.raises(ValueError, match="y must hold at least two different values"):
            pseudo_r1(y, 0, weights=weights)
    assert pseudo_r1([-1e308, 1e308], [-1e308, 9e307]) == pytest.approx(0.95)
    assert pseudo_r1([0, 1e-320], 0) == 0
