"""Intervals for the coefficients of least absolute deviations and its tilted kin."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from numpy.typing import ArrayLike
from scipy.special import stdtrit

from l1lib.design import as_matrix, column_names
from l1lib.quantile_regression.fit import lad
from l1lib.quantile_regression.intervals.bootstrap import by_bootstrap
from l1lib.quantile_regression.intervals.rank import by_ranks
from l1lib.quantile_regression.intervals.result import LADIntervals
from l1lib.quantile_regression.intervals.sample import Sample, weighted_sample
from l1lib.quantile_regression.intervals.sparsity import BANDWIDTHS, by_sparsity
from l1lib.validate import (
    Seed,
    as_count,
    as_flag,
    as_generator,
    as_vector,
    as_weights,
    in_unit_interval,
    one_of,
)

METHODS = ("rank", "sparsity", "bootstrap")


def lad_intervals(
    X: ArrayLike,
    y: ArrayLike,
    *,
    tau: float = 0.5,
    level: float = 0.9,
    method: Literal["rank", "sparsity", "bootstrap"] = "rank",
    weights: ArrayLike | None = None,
    intercept: bool = True,
    interpolate: bool = True,
    bandwidth: Literal["hall-sheather", "bofinger"] = "hall-sheather",
    draws: int = 999,
    rng: Seed = None,
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

    A the design with its column of ones. The density of the errors may differ from row to row, as
    long as the quantiles near τ are linear too. The bandwidth h is halved until τ ± h lie in
    (0, 1).

    **bootstrap** takes percentiles of the fits to `draws` samples of n rows (xᵢ, yᵢ) with
    replacement. It assumes independent rows alike in distribution, and large n.

    **Weights** say how much a row counts in the loss, not how often it was observed: a row is
    one observation whatever its weight, and only ratios of weights matter. All methods see rows
    :math:`(w_i a_i, w_i y_i)`, whose fit without weights is the same. So the sandwich becomes

    .. math:: \tau (1 - \tau) \, H^{-1} \Bigl(\sum_i w_i^2 a_i a_i^\top\Bigr) H^{-1},
        \\ H = \sum_i w_i f_i a_i a_i^\top,

    right for any weights that do not depend on the errors, with :math:`f_i` the density of
    error i at 0. The rank test needs errors whose densities are alike once multiplied by their
    weights: :math:`w_i \propto 1 / \sigma_i` where their scale is σᵢ. The bootstrap draws a row
    with its weight. Where a weight counts identical observations, repeat the rows instead:
    the fit is the same, but there are more observations, and the intervals are shorter.

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
    weights : array_like, shape (n,), optional
        Non-negative, not all zero; by default all are 1. A row of weight 0 is left out.
    intercept : bool, default True
        Whether to fit an intercept.
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
        If an entry is not a real number, `draws` is no integer, or `rng` no generator or seed.
    ValueError
        If `X` or `y` is empty, not finite or of a wrong shape; if columns depend on others or
        there are not more rows than coefficients; if `tau` or `level` is not strictly between
        0 and 1; if `method` or `bandwidth` is not known, or `draws` is less than 1 / (1 −
        level); if the weights are negative, not finite, all zero, or not one per row; if ties
        leave no density to estimate, or bootstrap samples have dependent columns.

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
    (1992), `se = "nid"` in R, which always takes the bandwidth for level 0.95. Weights enter as in
    its `summary.rq`, but for rows of weight 0, which R counts in n.

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
    constant, smooth = as_flag(intercept, "intercept"), as_flag(interpolate, "interpolate")
    count, generator = as_count(draws, "draws"), as_generator(rng)
    matrix, target = as_matrix(X, "X"), as_vector(y, "y")
    fit = lad(matrix, target, tau=tau, weights=weights, intercept=constant)
    w = as_weights(weights, target.size)
    sample = weighted_sample(matrix, target, w, constant, fit)
    _refuse_dependent(sample, fit.rank)
    if method == "rank":
        cutoff = float(stdtrit(len(sample.A) - sample.b.size, (1 + share) / 2))
        lower, upper = by_ranks(sample, cutoff, smooth)
    elif method == "sparsity":
        lower, upper = by_sparsity(sample, share, bandwidth)
    else:
        _refuse_few(count, share)
        lower, upper = by_bootstrap(sample, share, count, generator)
    ends = (float(lower[0]), float(upper[0])) if constant else None
    first = int(constant)
    fit = replace(fit, names=column_names(X, "X"))
    return LADIntervals(lower[first:], upper[first:], ends, share, method, fit)


def _refuse_dependent(sample: Sample, rank: int) -> None:
    n, p = sample.A.shape
    if rank < p:
        raise ValueError(
            f"X must have independent columns; {p - rank} of {p} depend on others, "
            "the intercept counted"
        )
    if n <= p:
        raise ValueError(f"X must have more rows than coefficients, got {n} rows and {p}")


def _refuse_few(draws: int, level: float) -> None:
    if draws * (1 - level) < 1:
        raise ValueError(
            f"draws must be at least 1 / (1 − level) = {1 / (1 - level):g}, got {draws}"
        )
