"""One meaning of `gap` for all results: a share of `scale`, free of units, and a proof."""

import numpy as np
import pytest

from l1lib import lad, lasso, methods

METHODS = {
    "subgradient": lambda f: methods.subgradient_method(
        f, methods.constant_steps(1e-3 * size(f)), iterations=9
    ),
    "proximal point": lambda f: methods.proximal_point(f, 1e-3 * size(f), iterations=1),
    "smoothing": lambda f: methods.huber_continuation(f, iterations=4),
    "reweighting": lambda f: methods.reweighted_least_squares(f, iterations=3),
    "simplex": methods.simplex_method,
    "interior point": methods.interior_point_method,
}
LASSO = {
    "coordinates": methods.cyclic_coordinate_descent,
    "ISTA": methods.ista,
    "FISTA": methods.fista,
    "ADMM": methods.admm,
}


def size(f):
    return float(np.abs(f.y).max())


def drawn(seed):
    rng = np.random.default_rng(seed)
    X = np.column_stack([np.ones(30), rng.standard_normal((30, 2))])
    return X, X.sum(axis=1) + rng.standard_t(2, 30)


def results(X, y, lam):
    """Yield names, results, most of them of too few iterations, and the minimum."""
    deviations, squares = methods.AbsoluteDeviations(X, y), methods.PenalisedSquares(X, y, lam)
    best = lad(X, y, intercept=False)
    yield "lad", best, best.fun
    for name, method in METHODS.items():
        yield name, method(deviations), best.sae
    least = lasso(X, y, lam, intercept=False)
    yield "lasso", least, least.fun
    for name, method in LASSO.items():
        yield name, method(squares, iterations=2), least.fun


@pytest.mark.parametrize("seed", range(10))
def test_gap_times_scale_is_no_less_than_the_distance_to_the_minimum(seed):
    far = 0
    for name, found, minimum in results(*drawn(seed), 0.3):
        above = found.fun - minimum
        assert above <= found.gap * found.scale + 1e-12 * found.scale, name
        assert found.success == (found.gap <= (1e-12 if name in ("lad", "lasso") else 1e-9))
        far += above > 1e-6 * found.scale
    assert far >= 5


@pytest.mark.parametrize("unit", [2.0**-30, 2.0**20])
def test_gap_does_not_depend_on_the_unit_of_the_data(unit):
    X, y = drawn(0)
    pairs = zip(results(X, y, 0.3), results(X, unit * y, unit * 0.3), strict=True)
    unproved = 0
    for (name, found, _), (_, scaled, _) in pairs:
        assert scaled.gap == pytest.approx(found.gap, rel=1e-6, abs=1e-12), name
        power = 2 if name in ("lasso", *LASSO) else 1
        assert scaled.scale == pytest.approx(unit**power * found.scale), name
        unproved += found.gap > 1e-6
    assert unproved >= 6


def test_bounds_rise_to_what_the_gap_is_made_of():
    X, y = drawn(1)
    found = methods.fista(methods.PenalisedSquares(X, y, 0.3), iterations=20)
    assert found.bounds.shape == found.history.shape
    assert (np.diff(found.bounds) >= 0).all()
    assert found.gap == (found.fun - found.bounds[-1]) / found.scale
