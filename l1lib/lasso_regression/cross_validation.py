"""Cross-validation over the path of the Lasso, and the rule of one standard error."""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse

from l1lib.design import as_table_or_sparse
from l1lib.lasso_regression.engine.problem import pose
from l1lib.lasso_regression.folds import Indices, k_folds
from l1lib.lasso_regression.path import lasso_path, path_at
from l1lib.lasso_regression.result import LassoPath
from l1lib.validate import FloatArray, Seed, as_flag, as_generator, as_vector, as_weights


@dataclass(frozen=True, eq=False)
class LassoCrossValidation:
    r"""Errors of prediction along the path of the Lasso, and two choices of λ.

    Parameters
    ----------
    lams : ndarray, shape (m,)
        The penalty weights, from the largest to the smallest.
    errors : ndarray, shape (m, k)
        For each λ and fold, the (weighted) mean squared error on the rows that the fold left
        out, in the unit of y squared.
    mean : ndarray, shape (m,)
        The mean of `errors` over folds, each counted once whatever its size.
    standard_error : ndarray, shape (m,)
        The standard error of that mean,
        :math:`\sqrt{\sum_{f=1}^k (e_f - \bar e)^2 / (k - 1)} \, / \sqrt k`. It takes the errors
        of folds as independent, which they are not quite.
    index_min : int
        Where `mean` is least; of equal ones the largest λ.
    index_1se : int
        Where λ is largest among those with `mean` at most ``mean[index_min] +
        standard_error[index_min]``.
    folds : tuple of ndarray of int
        The rows that each fold left out.
    path : LassoPath
        The fits to all rows at `lams`.
    success : bool
        Whether all fits, those of the folds too, are exact.
    """

    lams: FloatArray
    errors: FloatArray
    mean: FloatArray
    standard_error: FloatArray
    index_min: int
    index_1se: int
    folds: tuple[Indices, ...]
    path: LassoPath
    success: bool

    @property
    def lam_min(self) -> float:
        """The λ with the least mean error."""
        return float(self.lams[self.index_min])

    @property
    def lam_1se(self) -> float:
        """The largest λ whose mean error is within one standard error of the least."""
        return float(self.lams[self.index_1se])

    def __repr__(self) -> str:
        lines = [f"LassoCrossValidation over {self.lams.size} λ with {len(self.folds)} folds"]
        for name, index in (("lam_min", self.index_min), ("lam_1se", self.index_1se)):
            lines.append(
                f"{name:>9}: {self.lams[index]:.6g}, mean squared error {self.mean[index]:.6g} "
                f"± {self.standard_error[index]:.2g}, {self.path.df[index]} coefficients not zero"
            )
        return "\n".join(lines)


def cross_validate_lasso(
    X: ArrayLike,
    y: ArrayLike,
    *,
    lams: ArrayLike | None = None,
    n_lams: int = 100,
    ratio: float = 1e-2,
    folds: int = 5,
    rng: Seed = None,
    intercept: bool = True,
    weights: ArrayLike | None = None,
) -> LassoCrossValidation:
    r"""Choose the λ of the Lasso by the error on rows that were left out.

    For each fold f and λ the Lasso is fitted to the rows outside the fold, and judged inside:

    .. math:: e_f(\lambda) = \frac{\sum_{i \in f} w_i
        \bigl( y_i - \hat b_0^{(-f)}(\lambda) - x_i^\top \hat b^{(-f)}(\lambda) \bigr)^2}
        {\sum_{i \in f} w_i}.

    Columns are taken as they are. Standardising them beforehand uses the rows left out too, if
    only their columns.

    Parameters
    ----------
    X : array_like or sparse matrix, shape (n, p)
        The design.
    y : array_like, shape (n,)
        The targets.
    lams : array_like, shape (m,), optional
        Penalty weights λ ≥ 0 in any order. By default `n_lams` values from λ_max of all rows to
        `ratio` λ_max, evenly spaced in their logarithm.
    n_lams : int, default 100
        How many λ, where `lams` is not given.
    ratio : float, default 1e-2
        The last λ over λ_max, above 0 and at most 1.
    folds : int, default 5
        The number of folds, from 2 to n.
    rng : numpy.random.Generator or int, optional
        Draws the folds: a generator, or a seed for one. Without it they are consecutive rows, as
        in scikit-learn's `KFold`, which suits rows in random order only.
    intercept : bool, default True
        Whether to fit the intercept b₀.
    weights : array_like, shape (n,), optional
        Non-negative weights, for fits and for errors; in each fold some must be positive. In a
        fit they are normalised to sum to its number of rows, as in `lasso`. Whole numbers count
        repetitions, if all repetitions of a row are left out together.

    Returns
    -------
    LassoCrossValidation
        Errors per fold, their mean and standard error, the two choices of λ, and the path of
        all rows.

    Raises
    ------
    TypeError, ValueError
        As for `lasso_path`; if `folds` is not a whole number from 2 to n, `rng` no generator or
        seed, or all weights of a fold are zero.

    Warns
    -----
    RuntimeWarning
        If a fit is not exact; `success` is False then.

    References
    ----------
    L. Breiman, J. H. Friedman, R. A. Olshen and C. J. Stone (1984). Classification and
    Regression Trees, section 3.4.3 (the rule of one standard error).
    T. Hastie, R. Tibshirani and J. Friedman (2009). The Elements of Statistical Learning,
    2nd edition, section 7.10.

    Examples
    --------
    >>> from l1lib.datasets import load_prostate
    >>> data, rng = load_prostate(), np.random.default_rng(0)
    >>> chosen = cross_validate_lasso(data.data, data.target, folds=10, rng=rng)
    >>> chosen.errors.shape
    (100, 10)
    >>> chosen.lam_1se > chosen.lam_min
    True
    """
    constant, generator = as_flag(intercept, "intercept"), rng if rng is None else as_generator(rng)
    path = lasso_path(X, y, lams, n_lams=n_lams, ratio=ratio, intercept=constant, weights=weights)
    matrix, target = as_table_or_sparse(X, "X"), as_vector(y, "y")
    w = as_weights(weights, target.size)
    left_out = k_folds(target.size, folds, generator)
    if w is not None and not all(w[rows].any() for rows in left_out):
        raise ValueError("weights must not be zero on all rows of a fold")
    every = np.arange(target.size)
    splits = [(np.setdiff1d(every, rows), rows) for rows in left_out]
    errors, exact = errors_of_folds(matrix, target, path.lams, splits, constant, w)
    mean = errors.mean(axis=1)
    standard_error = errors.std(axis=1, ddof=1) / math.sqrt(len(left_out))
    least = int(np.argmin(mean))
    within = mean <= mean[least] + standard_error[least]
    return LassoCrossValidation(
        lams=path.lams,
        errors=errors,
        mean=mean,
        standard_error=standard_error,
        index_min=least,
        index_1se=int(np.argmax(within)),
        folds=left_out,
        path=path,
        success=path.success and exact,
    )


def errors_of_folds(
    X: Any,
    y: FloatArray,
    lams: FloatArray,
    splits: list[tuple[Indices, Indices]],
    intercept: bool,
    weights: FloatArray | None = None,
) -> tuple[FloatArray, bool]:
    """Return weighted mean squared errors, shape (λ, splits), and whether all fits are exact.

    A split is the rows that are fitted, and the rows on which the fit is judged. Fits that are
    not exact are told of in the name of the caller's caller.
    """
    if not splits:
        raise ValueError("cv must give at least one split, got none")
    rows = X.tocsr() if sparse.issparse(X) else X
    errors, exact = np.empty((lams.size, len(splits))), True
    for column, (inside, outside) in enumerate(splits):
        w = None if weights is None else weights[inside]
        path = path_at(pose(rows[inside], y[inside], w, intercept), lams)
        squares = np.square(y[outside] - path.predict(rows[outside]))
        w = None if weights is None else weights[outside]
        errors[:, column] = np.average(squares, axis=1, weights=w)
        exact = exact and path.success
    if not exact:
        warnings.warn(
            "fits of some folds are not solved to accuracy; scale the columns, or drop some",
            RuntimeWarning,
            stacklevel=3,
        )
    return errors, exact
