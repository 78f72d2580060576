"""The gap at its limits: rounding is no gap, and anything more is."""

import numpy as np
import pytest

from l1lib import lasso, lasso_kinks
from l1lib.lasso_regression.engine.duality_gap import gaps
from l1lib.lasso_regression.engine.problem import pose


@pytest.mark.parametrize("seed", range(40))
def test_least_squares_at_the_end_of_the_path_is_certified_on_designs_far_from_orthogonal(seed):
    rng = np.random.default_rng(seed)
    design = rng.standard_normal((40, 12)) @ rng.standard_normal((12, 12))
    y = design[:, :3].sum(axis=1) + 5 * rng.standard_normal(40)
    path = lasso_kinks(design, y, ratio=0.0, intercept=False)
    assert path.success
    assert path.coef[-1] == pytest.approx(np.linalg.lstsq(design, y)[0], rel=1e-8)
    assert lasso(design, y, 0.0, intercept=False).success


@pytest.mark.parametrize("lam", [0.0, 1e-9, 0.1])
@pytest.mark.parametrize("error", [1e-3, 1e-6])
def test_wrong_coefficients_have_a_gap_no_smaller_than_their_excess(lam, error):
    rng = np.random.default_rng(3)
    design, y = rng.standard_normal((50, 6)), rng.standard_normal(50)
    problem = pose(design, y, None, False)
    best = lasso(design, y, lam, intercept=False)
    b = best.coef + error * rng.standard_normal(6)
    r = y - design @ b
    excess = (r @ r / 100 + lam * np.abs(b).sum() - best.fun) / best.scale
    correlations = problem.columns.correlations(r)[:, None]
    gap, _ = gaps(problem, np.array([r @ r]), correlations, b[:, None], np.array([lam]))
    assert excess > 0.1 * error**2
    assert gap[0] >= excess * (1 - 1e-3)
