"""Least absolute deviations and other quantiles over the blocks of Dask collections."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from l1lib.distributed.alignment import as_blocks
from l1lib.distributed.passes import Table
from l1lib.distributed.prediction import predicted
from l1lib.distributed.quantile_regression.solution import Solution
from l1lib.distributed.quantile_regression.stages import Search
from l1lib.quantile_regression.certificate import ACCURACY, BALANCE
from l1lib.quantile_regression.result import LADResult
from l1lib.quantile_regression.solve import DIGITS, describe
from l1lib.validate import as_count, as_flag, in_unit_interval

ROOM = 2**24
"""So many numbers the band may hold, in one place: 128 MB."""


@dataclass(frozen=True, eq=False, repr=False)
class DistributedLADResult(LADResult):
    """A `LADResult` of rows in blocks; `dual` is a Dask array, computed when it is asked for.

    Parameters
    ----------
    passes : int
        How often each block was read.
    band : int
        How many rows were held in one place in the end.
    n : int
        How many rows there are.
    """

    passes: int = 0
    band: int = 0
    n: int = 0

    def predict(self, X: Any) -> Any:
        """Return b₀ + Xb, a Dask array for a Dask X, else as `LADResult.predict` does.

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
            As by `LADResult.predict`; what a block holds is checked when it is computed.
        """
        return predicted(self, X, super().predict)

    def _facts(self) -> list[tuple[str, ...]]:
        read = f"{self.passes} over {self.n} rows, {self.band} of them held in one place"
        return [*super()._facts(), ("passes", read)]


def lad(
    X: Any,
    y: Any,
    *,
    tau: float = 0.5,
    weights: Any = None,
    intercept: bool = True,
    room: int = ROOM,
    progress: Callable[[Any], object] | None = None,
) -> DistributedLADResult:
    r"""Fit a linear quantile, as `l1lib.lad` does, to rows in blocks: exact, with a certificate.

    .. math:: \min_{b_0, b} \sum_{i=1}^n w_i\,\rho_\tau(y_i - b_0 - x_i^\top b)

    Parameters
    ----------
    X : dask.array.Array or dask.dataframe.DataFrame, shape (n, p)
        The design, in blocks of rows of any sizes, known or not; p ≥ 1. Blocks are read several
        times, and have to hold the same numbers each time.
    y : dask.array.Array or dask.dataframe.Series, shape (n,)
        The targets, in as many blocks; those of arrays of known sizes are made to fit.
    tau : float, default 0.5
        The quantile, strictly between 0 and 1.
    weights : dask.array.Array or dask.dataframe.Series, shape (n,), optional
        Non-negative weights, not all zero.
    intercept : bool, default True
        Whether to fit the intercept b₀.
    room : int, default 2**24
        How many numbers may be held in one place, for the rows near the corner. Less room costs
        more passes.
    progress : callable, optional
        Is given the Dask object that is computed, in each pass: `dask.distributed.progress`
        for one. `dask.diagnostics.ProgressBar` needs no more than its context.

    Returns
    -------
    DistributedLADResult
        As of `lad`; with `passes`, how often the data were read.

    Raises
    ------
    TypeError, ValueError
        As by `lad`, with the number of the block that is at fault; if blocks change from one
        pass to the next, if sums leave the range of a double, or if there is not enough `room`.

    Warns
    -----
    RuntimeWarning
        If the fit is not proved to be optimal.

    Notes
    -----
    Three passes mostly do. The first takes a sample, which is solved in one place. The second
    keeps the rows near the corner of the loss at this guess, the *band*, and the sum of the
    pulls of all others. Where the band would not fit in `room`, Newton's method on the smoothed
    loss of all rows comes before, one pass a step, and then the band has far fewer rows. The
    minimiser over the band is the answer if no other row is found on the wrong side of the fit
    in the last pass; rows that are found join the band, for one pass more. The last pass also
    sums, for the certificate, what each block says of the answer, in twice the digits of a
    double. It shares no code with the search but what reads blocks. No more than 24 passes are
    made.

    Memory: a worker has one block for each of its threads, and what it sees there. The sample
    and the band, about :math:`n^{2/3}` rows and no more than `room`, are held where the call is
    made. Rows with residual 0, as where most targets are equal, need `room` for all of them.

    Examples
    --------
    >>> import dask.array as da
    >>> X = da.arange(5, chunks=2)[:, None]
    >>> y = da.from_array([0, 1, 2, 3, 40], chunks=2)
    >>> fit = lad(X, y)
    >>> fit.intercept, fit.coef, fit.passes
    (0.0, array([1.]), 2)
    >>> fit.dual.sum().compute()
    np.float64(0.0)
    """
    level = in_unit_interval(tau, "tau")
    constant, most = as_flag(intercept, "intercept"), as_count(room, "room")
    table = as_blocks(X, y, weights, progress)
    with np.errstate(all="ignore"):
        solution = Search(table, level, constant, most).solution()
    result = _result(table, solution)
    if not result.success:
        warnings.warn(result.message, RuntimeWarning, stacklevel=2)
    return result


def _result(table: Table, solution: Solution) -> DistributedLADResult:
    claim, found, few = solution.claim, solution.found, solution.few
    balanced = found.dual_residual <= BALANCE
    exact = balanced and found.gap <= ACCURACY
    small = found.gap * found.scale <= DIGITS * solution.moved and found.determined
    near = balanced and small and not exact
    places = table.offsets()[few.block] + few.place
    return DistributedLADResult(
        intercept=claim.intercept,
        coef=claim.coef,
        fun=found.fun,
        dual=table.column(claim.dual),
        gap=found.gap,
        scale=found.scale,
        dual_residual=found.dual_residual,
        success=exact or near,
        message=describe(exact, near, found, solution.unique),
        nit=solution.steps,
        rank=solution.rank,
        support=places[solution.basis],
        unique=solution.unique,
        tau=claim.tau,
        names=table.names,
        passes=table.passes,
        band=few.y.size,
        n=table.rows or 0,
    )
