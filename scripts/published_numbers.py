"""Numbers that others have published, each with a function that computes it anew.

The page of published numbers is made from this table when the book is built, and the tests walk
through it. A number is reproduced if it is off by no more than half a unit of its last digit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.special import ndtri, stdtrit
from sklearn.datasets import load_diabetes

from l1lib import lad, lad_intervals, lasso, lasso_kinks, standardise
from l1lib.datasets import (
    Dataset,
    load_boscovich,
    load_engel,
    load_prostate,
    load_stackloss,
)
from l1lib.robust import (
    TukeyMixture,
    efficiency_of_mean_deviation,
    exact_efficiency_of_median,
)

ROUNDING = 1e-9
"""The part of a tolerance that is added for rounding in floating point."""


@dataclass(frozen=True)
class Published:
    """Numbers from one place of one source.

    Parameters
    ----------
    what : str
        What the numbers are, in Markdown.
    key, where : str
        The source, as in the bibliography, and the place in it.
    chapter : str
        The document that treats it.
    names : str
        A name for each number, separated by commas.
    printed : str
        The numbers as they are printed, separated by blanks.
    compute : callable
        Returns the numbers, computed from the data.
    note : str
        What one has to know, in Markdown: how it was computed, or why it differs.
    agrees : bool
        Whether every number is reproduced; if not, the note says why.
    counted : bool
        Whether the numbers are counted; not if they are recomputed from other data.
    """

    what: str
    key: str
    where: str
    chapter: str
    names: str
    printed: str
    compute: Callable[[], Sequence[float]]
    note: str = ""
    agrees: bool = True
    counted: bool = True

    def numbers(self) -> list[Number]:
        """Return each number with its recomputed value."""
        names = [name.strip() for name in self.names.split(",")]
        found = map(float, self.compute())
        return [Number(*row) for row in zip(names, self.printed.split(), found, strict=True)]


@dataclass(frozen=True)
class Number:
    """A printed number and its recomputed value."""

    name: str
    printed: str
    found: float

    @property
    def decimals(self) -> int:
        """The number of digits behind the point."""
        return len(self.printed.partition(".")[2])

    @property
    def tolerance(self) -> float:
        """Half a unit of the last printed digit."""
        return 0.5 * 10.0**-self.decimals

    @property
    def agrees(self) -> bool:
        """Whether the number is reproduced to its last digit."""
        return abs(float(self.printed) - self.found) <= self.tolerance * (1 + ROUNDING)


def _fitted(data: Dataset, tau: float = 0.5) -> list[float]:
    fit = lad(data.data, data.target, tau=tau)
    return [fit.intercept, *fit.coef]


def _least_squares(data: Dataset) -> list[float]:
    design = np.column_stack([np.ones(data.target.size), data.data])
    return list(np.linalg.lstsq(design, data.target)[0])


def _stackloss_huber() -> list[float]:
    """Return the coefficients of a Lasso with a dummy column for each row, at its own scale."""
    data, scale = load_stackloss(), 1.0
    n, p = data.data.shape
    design, free = np.column_stack([data.data, np.eye(n)]), np.repeat([0.0, 1.0], [p, n])
    for _ in range(40):
        fit = lasso(design, data.target, 1.345 * scale / n, penalty_weights=free)
        r = data.target - fit.intercept - data.data @ fit.coef[:p]
        scale = float(np.median(np.abs(r))) / float(ndtri(0.75))
    return [fit.intercept, *fit.coef[:p]]


def _stackloss_sum() -> list[float]:
    data = load_stackloss()
    return [2 * lad(data.data, data.target).fun]


def _boscovich() -> list[float]:
    data = load_boscovich()
    fit = lad(data.data, data.target - 56700)
    return [fit.intercept, *fit.coef]


def _inverse_ellipticity() -> list[float]:
    """Return 1/(1 − 1/q) for the line whose residuals add up to 0 and are least."""
    data = load_boscovich()
    mean_x, mean_y = data.data.mean(axis=0), data.target.mean()
    slope = lad(data.data - mean_x, data.target - mean_y, intercept=False).coef[0]
    intercept = mean_y - slope * mean_x[0]
    q = ((intercept + slope) / intercept) ** (1 / 3)
    return [1 / (1 - 1 / q)]


def _engel_by_ranks() -> list[float]:
    data = load_engel()
    found = lad_intervals(data.data, data.target)
    return [*found.intercept, found.lower[0], found.upper[0]]


def _engel_standard_errors() -> list[float]:
    data = load_engel()
    found = lad_intervals(data.data, data.target, method="sparsity", level=0.95)
    width = 2 * stdtrit(data.target.size - 2, 0.975)
    return [np.ptp(found.intercept) / width, (found.upper[0] - found.lower[0]) / width]


def _engel_lines(taus: Sequence[float]) -> list[list[float]]:
    return [_fitted(load_engel(), tau) for tau in taus]


def _diabetes_moves() -> list[float]:
    """Return the columns that come in, from 1 on, and with a minus those that leave."""
    X, y = load_diabetes(return_X_y=True)
    on = lasso_kinks(X, y, ratio=0.0).coef != 0
    return [
        (1 if after[j] else -1) * (j + 1)
        for before, after in pairwise(on)
        for j in np.flatnonzero(before != after)
    ]


def _diabetes_r_squared() -> list[float]:
    X, y = load_diabetes(return_X_y=True)
    fit = lasso(X, y, 0.0)
    residuals = y - fit.predict(X)
    return [1 - residuals @ residuals / np.square(y - y.mean()).sum()]


def _prostate_test(intercept: float, coef: np.ndarray) -> list[float]:
    """Return the fit in units of columns standardised on all rows, with its test error."""
    data = load_prostate()
    unseen = ~data.train
    Z = standardise(data.data, ddof=1).X
    errors = (data.target - intercept - Z @ coef)[unseen] ** 2
    spread = errors.std(ddof=1) / np.sqrt(errors.size)
    return [intercept, *coef, errors.mean(), spread]


def _prostate(lam: float, columns: int = 8) -> list[float]:
    """Fit the 67 rows, on columns standardised a second time on them."""
    data = load_prostate()
    every = standardise(data.data, ddof=1).X[:, :columns]
    train = standardise(every[data.train], ddof=1)
    fit = lasso(train.X, data.target[data.train], lam)
    intercept, coef = train.to_data(fit.intercept, fit.coef)
    return _prostate_test(intercept, np.append(coef, np.zeros(8 - columns)))


def _prostate_1996(lweight: float) -> list[float]:
    """Return the point of the path at which the size is 0.44 times that of least squares."""
    data = load_prostate()
    X = data.data.copy()
    X[31, 1] = lweight
    path = lasso_kinks(standardise(X, ddof=1).X, data.target, ratio=0.0)
    sizes = np.abs(path.coef).sum(axis=1)
    return [np.interp(0.44 * sizes[-1], sizes, column) for column in path.coef.T]


COLUMNS = "lcavol, lweight, age, lbph, svi, lcp, gleason, pgg45"
FITTED = f"intercept, {COLUMNS}, test error, its standard error"
TAUS = (0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95)
AT_TAUS = ", ".join(f"τ = {tau}" for tau in TAUS)
SHARES = (0.0, 0.001, 0.002, 0.01, 0.05)
SIZES = range(2, 17)
FITTED_TWICE = "The columns are standardised on all 97 rows, and again on the 67 that are fitted."

TABLE = [
    Published(
        what="Stack loss: least absolute deviations",
        key="l1pack",
        where="tests of the package",
        chapter="loss/lad",
        names="intercept, air flow, water temperature, acid concentration",
        printed="-39.68985507 0.83188406 0.57391304 -0.06086957",
        compute=lambda: _fitted(load_stackloss()),
    ),
    Published(
        what="Stack loss: least squares",
        key="statsmodelsel",
        where="example",
        chapter="loss/lad",
        names="intercept, air flow, water temperature, acid concentration",
        printed="-39.91967442 0.7156402 1.29528612 -0.15212252",
        compute=lambda: _least_squares(load_stackloss()),
    ),
    Published(
        what="Stack loss: Huber's estimate",
        key="statsmodelsrlm",
        where="example",
        chapter="beyond/shifts",
        names="intercept, air flow, water temperature, acid concentration",
        printed="-41.026498 0.829384 0.926066 -0.127847",
        compute=_stackloss_huber,
        note="$\\delta$ is 1.345 times the scale of the residuals of the fit itself, "
        "their median size over that of a standard normal number.",
    ),
    Published(
        what="Meridian arcs: the line of least absolute deviations",
        key="koenker2005",
        where="Section 1.2",
        chapter="loss/lad",
        names="intercept less 56700, slope",
        printed="51 800.1431",
        compute=_boscovich,
    ),
    Published(
        what="Meridian arcs: one over the ellipticity by Boscovich's line",
        key="stigler1986",
        where="Chapter 1",
        chapter="loss/lad",
        names="1 / ellipticity",
        printed="248",
        compute=_inverse_ellipticity,
        note="Least absolute deviations among the lines whose residuals add up to 0.",
    ),
    Published(
        what="Engel's households: the median line and its intervals by ranks",
        key="quantregvignette",
        where="",
        chapter="loss/intervals",
        names="intercept, slope, intercept from, intercept to, slope from, slope to",
        printed="81.48225 0.56018 53.25915 114.01156 0.48702 0.60199",
        compute=lambda: [*_fitted(load_engel()), *_engel_by_ranks()],
        note="The level of the intervals is 0.9.",
    ),
    Published(
        what="Engel's households: standard errors of the median line by the sandwich",
        key="quantregvignette",
        where="",
        chapter="loss/intervals",
        names="intercept, slope",
        printed="19.25066 0.02828",
        compute=_engel_standard_errors,
    ),
    Published(
        what="Engel's households: least squares",
        key="statsmodelsengel",
        where="last line of the example",
        chapter="loss/quantiles",
        names="intercept, slope",
        printed="147.47538852 0.48517842",
        compute=lambda: _least_squares(load_engel()),
    ),
    Published(
        what="Engel's households: the slopes of ten quantile lines",
        key="statsmodelsengel",
        where="table of the example",
        chapter="loss/quantiles",
        names=AT_TAUS,
        printed="0.343361 0.423708 0.474103 0.488901 0.552428 0.565601 0.604576 0.644014 "
        "0.677603 0.709069",
        compute=lambda: [slope for _, slope in _engel_lines(TAUS)],
    ),
    Published(
        what="Engel's households: the intercepts of the same lines",
        key="statsmodelsengel",
        where="table of the example",
        chapter="loss/race",
        names=AT_TAUS,
        printed="124.880099 111.693660 95.483539 105.841294 81.083647 89.661370 74.033434 "
        "62.396584 52.272216 64.103964",
        compute=lambda: [intercept for intercept, _ in _engel_lines(TAUS)],
        agrees=False,
        note="The source fits by reweighted least squares, which stops before the minimum. Ours "
        "pass exactly through two households each, with a duality gap of the size of rounding.",
    ),
    Published(
        what="Contaminated normal: efficiency of the mean deviation against the standard deviation",
        key="huber1981",
        where="the opening example",
        chapter="loss/outliers",
        names=", ".join(f"ε = {share}" for share in SHARES),
        printed="0.876 0.948 1.016 1.439 2.035",
        compute=lambda: [efficiency_of_mean_deviation(TukeyMixture(share)) for share in SHARES],
    ),
    Published(
        what="Normal samples: efficiency of the median against the mean",
        key="medianefficiency",
        where="the question",
        chapter="loss/outliers",
        names=", ".join(f"n = {n}" for n in SIZES),
        printed="1.000 0.743 0.838 0.697 0.776 0.679 0.743 0.669 0.723 0.663 0.709 0.659 0.699 "
        "0.656 0.692",
        compute=lambda: [exact_efficiency_of_median(n) for n in SIZES],
    ),
    Published(
        what="Diabetes: which column comes in or leaves, step by step",
        key="larspackage",
        where="the printout of `lars(diabetes$x, diabetes$y)`",
        chapter="penalty/path",
        names=", ".join(f"step {k}" for k in range(1, 13)),
        printed="3 9 4 7 2 10 5 8 6 1 -7 7",
        compute=_diabetes_moves,
        note="A minus marks the column that leaves: hdl, which comes back in the last step.",
    ),
    Published(
        what="Diabetes: R² of least squares, the end of the path",
        key="larspackage",
        where="the printout of `lars(diabetes$x, diabetes$y)`",
        chapter="penalty/path",
        names="R²",
        printed="0.518",
        compute=_diabetes_r_squared,
    ),
    Published(
        what="Prostate: least squares",
        key="hastie2009",
        where="Table 3.3",
        chapter="penalty/stop",
        names=FITTED,
        printed="2.465 0.680 0.263 -0.141 0.210 0.305 -0.288 -0.021 0.267 0.521 0.179",
        compute=lambda: _prostate(0.0),
    ),
    Published(
        what="Prostate: least squares on lcavol and lweight, the best subset by the book",
        key="hastie2009",
        where="Table 3.3",
        chapter="penalty/stop",
        names="intercept, lcavol, lweight, test error, its standard error",
        printed="2.477 0.740 0.316 0.492 0.143",
        compute=lambda: [*_prostate(0.0, columns=2)[:3], *_prostate(0.0, columns=2)[-2:]],
    ),
    Published(
        what="Prostate: the Lasso",
        key="hastie2009",
        where="Table 3.3",
        chapter="penalty/stop",
        names="intercept, lcavol, lweight, lbph, svi, test error, its standard error",
        printed="2.468 0.533 0.169 0.002 0.094 0.479 0.164",
        compute=lambda: [_prostate(0.2075)[number] for number in (0, 1, 2, 4, 5, -2, -1)],
        note=f"{FITTED_TWICE} The table leaves the other coefficients blank. The λ, 0.2075, was "
        "found from the printed coefficients: the folds of the cross-validation are not published.",
    ),
    Published(
        what="Prostate: the Lasso of the founding paper, with the misprint in row 32",
        key="tibshirani1996",
        where="Table 1",
        chapter="penalty/limits",
        names=COLUMNS,
        printed="0.56 0.10 0.00 0.00 0.16 0.00 0.00 0.00",
        compute=lambda: _prostate_1996(6.1),
        note="All 97 rows. The size is 0.44 times that of least squares, as the paper chose it "
        "by generalised cross-validation, according to readers of the paper; we have its abstract "
        "only.",
    ),
    Published(
        what="For comparison, not counted: the same with the corrected row",
        key="tibshirani1996",
        where="Table 1",
        chapter="penalty/limits",
        names=COLUMNS,
        printed="0.56 0.10 0.00 0.00 0.16 0.00 0.00 0.00",
        compute=lambda: _prostate_1996(load_prostate().data[31, 1]),
        agrees=False,
        counted=False,
        note="So the printed numbers come with the misprint, and not without.",
    ),
]
