"""The Lasso over the blocks of Dask collections."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from l1lib import lasso_regression
from l1lib.distributed.alignment import as_blocks
from l1lib.distributed.lasso_regression.certificate import (
    ACCURACY,
    Certificate,
    Claim,
    LookAtAnswer,
    certify,
)
from l1lib.distributed.lasso_regression.moments import LookAtProducts, LookAtTotals, Moments
from l1lib.distributed.passes import Table
from l1lib.distributed.prediction import predicted
from l1lib.distributed.typical import LookAtTypical
from l1lib.lasso_regression import LassoResult
from l1lib.quantile_regression.certificate.error_free import residuals
from l1lib.validate import FloatArray, as_flag, nonnegative

CORRECTIONS = 3
"""So often an answer that rounding keeps from the best is corrected, for one pass each."""


@dataclass(frozen=True, eq=False, repr=False)
class DistributedLassoResult(LassoResult):
    """A `LassoResult` of rows in blocks; `dual` is a Dask array, computed when it is asked for.

    Parameters
    ----------
    passes : int
        How often each block was read.
    n : int
        How many rows there are.
    """

    passes: int = 0
    n: int = 0

    def predict(self, X: Any) -> Any:
        """Return b₀ + Xb, a Dask array for a Dask X, else as `LassoResult.predict` does.

        Parameters
        ----------
        X : array, data frame or Dask collection, shape (m, p)
            New rows, with the columns of the fit.

        Returns
        -------
        ndarray or dask.array.Array, shape (m,)
            In the unit of y.

        Raises
        ------
        TypeError, ValueError
            As by `LassoResult.predict`; what a block holds is checked when it is computed.
        """
        return predicted(self, X, super().predict)

    def _facts(self) -> list[tuple[str, ...]]:
        return [*super()._facts(), ("passes", f"{self.passes} over {self.n} rows")]


def lasso(
    X: Any,
    y: Any,
    lam: float,
    *,
    intercept: bool = True,
    weights: Any = None,
    progress: Callable[[Any], object] | None = None,
) -> DistributedLassoResult:
    r"""Fit the Lasso, as `l1lib.lasso` does, to rows in blocks: exact, with a certificate.

    .. math:: \min_{b_0, b} \; \frac1{2n} \sum_{i=1}^n w_i (y_i - b_0 - x_i^\top b)^2
        + \lambda \sum_{j=1}^p |b_j|

    Parameters
    ----------
    X : dask.array.Array or dask.dataframe.DataFrame, shape (n, p)
        The design, in blocks of rows of any sizes, known or not; p ≥ 1, and p × p numbers have
        to fit on each worker. Blocks are read several times, and have to hold the same numbers
        each time.
    y : dask.array.Array or dask.dataframe.Series, shape (n,)
        The targets, in as many blocks; those of arrays of known sizes are made to fit.
    lam : float
        The penalty weight λ ≥ 0, in the unit of y times that of X: scikit-learn's `alpha`.
    intercept : bool, default True
        Whether to fit the intercept b₀.
    weights : dask.array.Array or dask.dataframe.Series, shape (n,), optional
        Non-negative weights, not all zero, normalised to sum to n.
    progress : callable, optional
        Is given the Dask object that is computed, in each pass: `dask.distributed.progress`
        for one. `dask.diagnostics.ProgressBar` needs no more than its context.

    Returns
    -------
    DistributedLassoResult
        As of `lasso`; with `passes`, how often the data were read.

    Raises
    ------
    TypeError, ValueError
        As by `lasso`, with the number of the block that is at fault; or if blocks change from
        one pass to the next.

    Warns
    -----
    RuntimeWarning
        If the gap is above 1e-12.

    Notes
    -----
    Three passes do. The first sums the columns. The second sums products of columns less their
    means, from which p + 1 rows are made that have the same products: the Lasso on them is the
    Lasso on all rows. The last sums, for the certificate, what each block says of the answer; it
    shares no code with the others but what reads blocks. Where rounding keeps the gap above
    1e-12, up to three more passes correct the coefficients. The memory of a worker holds one
    block for each of its threads, and a few p × p numbers.

    Examples
    --------
    >>> import dask.array as da
    >>> X = da.from_array([[1, 0], [0, 1], [-1, 0], [0, -1]], chunks=(3, 2))
    >>> y = da.from_array([3, 1, -3, -1], chunks=3)
    >>> fit = lasso(X, y, 1.0, intercept=False)
    >>> fit.coef.round(12), fit.passes
    (array([1., 0.]), 3)
    """
    level, constant = nonnegative(lam, "lam"), as_flag(intercept, "intercept")
    table = as_blocks(X, y, weights, progress)
    with np.errstate(all="ignore"):
        result = _solved(table, level, constant)
    if not result.success:
        warnings.warn(result.message, RuntimeWarning, stacklevel=2)
    return result


def _solved(table: Table, lam: float, intercept: bool) -> DistributedLassoResult:
    """Solve between passes."""
    moments, centre = _moments(table, intercept)
    few, p = moments.rows(), table.columns
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        small = lasso_regression.lasso(few[:, :p], few[:, p], lam, intercept=False)
    claim = Claim(lam, intercept, 0.0, small.coef, centre)
    claim = _with_intercept(claim, moments.means)
    found = certify(claim, *table.read(LookAtAnswer(claim)))
    for _ in range(CORRECTIONS):
        if found.gap <= ACCURACY:
            break
        other = _corrected(claim, found, moments)
        judged = certify(other, *table.read(LookAtAnswer(other)))
        if not judged.gap < found.gap:
            break
        claim, found = other, judged
    return _result(table, claim, found, small)


def _moments(table: Table, intercept: bool) -> tuple[Moments, FloatArray]:
    """Return the moments, and where the few typical rows of the certificate lie."""
    totals, typical = table.read(LookAtTotals(), LookAtTypical(table.blocks))
    table.marks, table.rows = totals.marks, sum(mark.rows for mark in totals.marks)
    if totals.rows == 0:
        what = "weights must not all be zero" if table.rows else "X must have at least one row"
        raise ValueError(what)
    sums = totals.sums[0] + totals.sums[1]
    means = sums[1:] / sums[0] if intercept else np.zeros(table.columns + 1)
    (products,) = table.read(LookAtProducts(means))
    if not np.isfinite(products).all():
        raise ValueError("X and y must hold numbers whose products fit in a double")
    point = np.append(np.median(typical.X, axis=0), np.median(typical.y))
    return Moments.of(products, means, intercept), point if intercept else 0 * point


def _with_intercept(claim: Claim, means: FloatArray) -> Claim:
    """Return the answer with the intercept that belongs to its coefficients."""
    if not claim.fit_intercept:
        return claim
    constant = residuals(means[None, :-1], means[-1:], 0.0, claim.coef)[0]
    return replace(claim, intercept=float(constant))


def _corrected(claim: Claim, found: Certificate, moments: Moments) -> Claim:
    """Return the answer after a Newton step on its support, from the correlations found."""
    active = np.flatnonzero(claim.coef)
    signs, p = np.sign(claim.coef[active]), claim.coef.size
    wanted = found.correlations[active] - claim.lam * signs
    products = moments.products[:p, :p][np.ix_(active, active)]
    size = np.sqrt(products.diagonal())
    step = np.linalg.lstsq(products / size / size[:, None], wanted / size, rcond=1e-14)[0] / size
    coef = claim.coef.copy()
    coef[active] += step
    coef[active] = np.where(coef[active] * signs > 0, coef[active], 0.0)
    moved = found.means @ (coef - claim.coef)
    constant = claim.intercept + found.shift - float(moved) if claim.fit_intercept else 0.0
    return replace(claim, coef=coef, intercept=constant)


def _result(
    table: Table, claim: Claim, found: Certificate, small: LassoResult
) -> DistributedLassoResult:
    success, n = found.gap <= ACCURACY, table.rows or 0
    share = found.share * n / found.weight
    message = f"optimal, and {'no other coefficients are' if small.unique else 'others may be too'}"
    if not success:
        message = f"not solved to accuracy: the gap is {found.gap:.1e}; scale the columns"
    return DistributedLassoResult(
        intercept=claim.intercept,
        coef=claim.coef,
        fun=found.fun,
        dual=table.column(partial(claim.dual, shift=found.shift, share=share)),
        gap=found.gap,
        scale=found.scale,
        success=success,
        message=message,
        nit=small.nit,
        support=np.flatnonzero(claim.coef),
        unique=small.unique,
        lam=claim.lam,
        names=table.names,
        passes=table.passes,
        n=n,
    )
