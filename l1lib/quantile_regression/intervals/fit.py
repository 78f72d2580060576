"""Intervals for the coefficients of least absolute deviations and its tilted kin."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtrit

from l1lib.design import as_matrix, column_names
from l1lib.quantile_regression.fit import lad
from l1lib.quantile_regression.intervals.bootstrap import by_bootstrap
from l1lib.quantile_regression.intervals.rank import by_ranks
from l1lib.quantile_regression.intervals.result import LADIntervals
from l1lib.quantile_regression.intervals.sparsity import BANDWIDTHS, by_sparsity
from l1lib.quantile_regression.result import LADResult
from l1lib.validate import FloatArray, as_vector, in_unit_interval, one_of

METHODS = ("rank", "sparsity", "bootstrap")


def lad_intervals(
    X: ArrayLike,
    y: ArrayLike,
    *,
    tau: float = 0.5,
    level: float = 0.9,
    method: Literal["rank", "sparsity", "bootstrap"] = "rank",
    intercept: bool = True,
    interpolate: bool = True,
    bandwidth: Literal["hall-sheather", "bofinger"] = "hall-sheather",
    draws: int = 999,
    rng: np.random.Generator | int | None = None,
) -> LADIntervals:
    r"""Return an interval for each coefficient of a linear quantile.

    **rank** asks of each value θ of a coefficient whether a rank test rejects it, and keeps
    those it does not. With d(θ) the dual of the fit in which :math:`b_j = \theta` is held
    fixed, and z the part of column j that the other columns do not explain,

    .. math:: T(\theta) = \frac{\sum_i d_i(\theta) z_i}{\sqrt{\tau (1 - \tau)}\,|z|}

    is compared with Student's t, n − p degrees of freedom. T falls in steps as θ grows. The
    ends are interpolated between steps, which leaves out a part of the last step that the test
    does not reject: in small samples such intervals are too short. No density is estimated. The
    errors have to have the same density at 0 in every row.

    **sparsity** takes the estimate ± t standard errors of the sandwich

    .. math:: &\tau (1 - \tau) (A^\top F A)^{-1} A^\top A (A^\top F A)^{-1}, \\
        &F_{ii} = \frac{2h}{a_i^\top (b(\tau + h) - b(\tau - h))},

    A the design with its constant. The density of the errors may differ from row to row, as
    long as the quantiles near τ are linear too. The bandwidth h is halved until τ ± h lie in
    (0, 1).

    **bootstrap** takes percentiles of the fits to `draws` samples of n rows (xᵢ, yᵢ) with
    replacement. It assumes independent rows alike in distribution, and large n.

    Parameters
    ----------
    X : array_like, shape (n, p)
        The design, with independent columns and more rows than coefficients.
    y : array_like, shape (n,)
        The targets.
    tau : float, default 0.5
        The quantile, strictly between 0 and 1.
    level : float, default 0.9
        The coverage aimed at, strictly between 0 and 1.
    method : {"rank", "sparsity", "bootstrap"}, default "rank"
        See above.
    intercept : bool, default True
        Whether to fit a constant.
    interpolate : bool, default True
        Whether the ends of method rank are interpolated. If not, an interval holds all values
        that the test does not reject.
    bandwidth : {"hall-sheather", "bofinger"}, default "hall-sheather"
        The rule for h of method sparsity.
    draws : int, default 999
        The number of samples of method bootstrap.
    rng : numpy.random.Generator or int, optional
        Where the randomness of method bootstrap comes from: a generator, or a seed for one.
        Without it the intervals differ from call to call.

    Returns
    -------
    LADIntervals

    Raises
    ------
    TypeError
        If an entry is not a real number, or `draws` is no integer.
    ValueError
        If `X` or `y` is empty, not finite or of a wrong shape; if columns depend on others or
        there are not more rows than coefficients; if `tau` or `level` is not strictly between
        0 and 1; if `method` or `bandwidth` is not known, or `draws` is less than 1 / (1 −
        level); if ties leave no density to estimate, or bootstrap samples have dependent columns.

    Warns
    -----
    RuntimeWarning
        By method sparsity, if the two quantiles meet or cross in some rows.

    Notes
    -----
    The rank test is that of Gutenbrunner, Jurečková, Koenker and Portnoy (1993), built on the dual
    of Gutenbrunner and Jurečková (1992); Koenker (1994) inverted it into intervals. Here it is as
    in R's `quantreg` with its defaults (`se = "rank"`, `iid = TRUE`, `interp = TRUE`,
    `tcrit = TRUE`). Its `iid = FALSE`, for a density that differs from row to row, is the test of
    Koenker and Machado (1999) and not implemented here. Sparsity is that of Hendricks and Koenker
    (1992), `se = "nid"` in R, which always takes the bandwidth for level 0.95.

    References
    ----------
    C. Gutenbrunner and J. Jurečková (1992). Regression rank scores and regression quantiles.
    Annals of Statistics 20(1), 305–330.
    C. Gutenbrunner, J. Jurečková, R. Koenker and S. Portnoy (1993). Tests of linear hypotheses
    based on regression rank scores. Journal of Nonparametric Statistics 2(4), 307–331.
    R. Koenker (1994). Confidence intervals for regression quantiles. In P. Mandl and M. Hušková
    (eds.), Asymptotic Statistics, 349–359. Physica-Verlag.
    R. Koenker and J. A. F. Machado (1999). Goodness of fit and related inference processes for
    quantile regression. Journal of the American Statistical Association 94(448), 1296–1310.
    W. Hendricks and R. Koenker (1992). Hierarchical spline models for conditional quantiles and
    the demand for electricity. Journal of the American Statistical Association 87(417), 58–68.
    R. Koenker (2005). Quantile Regression. Cambridge University Press, chapter 3.

    Examples
    --------
    >>> from l1lib.datasets import load_engel
    >>> data = load_engel()
    >>> lad_intervals(data.data, data.target)
    90 % intervals by rank, tau = 0.5
                 estimate       lower       upper
    intercept     81.4822     53.2592     114.012
    coef[0]      0.560181    0.487022    0.601989
    """
    share = in_unit_interval(level, "level")
    one_of(method, "method", METHODS)
    one_of(bandwidth, "bandwidth", BANDWIDTHS)
    matrix, target = as_matrix(X, "X"), as_vector(y, "y")
    fit = lad(matrix, target, tau=tau, intercept=intercept)
    A = np.column_stack([np.ones(len(matrix)), matrix]) if intercept else matrix
    b = np.append(fit.intercept, fit.coef) if intercept else fit.coef
    _refuse_dependent(A, fit)
    if method == "rank":
        cutoff = float(stdtrit(len(A) - b.size, (1 + share) / 2))
        lower, upper = by_ranks(A, target, b, fit, cutoff, interpolate)
    elif method == "sparsity":
        lower, upper = by_sparsity(A, target, b, fit, share, bandwidth)
    else:
        count = _draws(draws, share)
        lower, upper = by_bootstrap(A, target, fit, share, count, np.random.default_rng(rng))
    constant = (float(lower[0]), float(upper[0])) if intercept else None
    first = int(intercept)
    fit = replace(fit, names=column_names(X, "X"))
    return LADIntervals(lower[first:], upper[first:], constant, share, method, fit)


def _refuse_dependent(A: FloatArray, fit: LADResult) -> None:
    n, p = A.shape
    if fit.rank < p:
        raise ValueError(
            f"X must have independent columns; {p - fit.rank} of {p} depend on others, "
            "the constant counted"
        )
    if n <= p:
        raise ValueError(f"X must have more rows than coefficients, got {n} rows and {p}")


def _draws(draws: int, level: float) -> int:
    if isinstance(draws, bool) or not isinstance(draws, int | np.integer):
        raise TypeError(f"draws must be an integer, got {draws!r}")
    if draws * (1 - level) < 1:
        raise ValueError(
            f"draws must be at least 1 / (1 − level) = {1 / (1 - level):g}, got {draws}"
        )
    return int(draws)
