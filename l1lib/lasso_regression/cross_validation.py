"""Cross-validation over the path of the Lasso, and the rule of one standard error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from numpy.typing import ArrayLike

from l1lib.design import as_table_or_sparse
from l1lib.lasso_regression.fold_errors import choices, errors_of_fold, gathered
from l1lib.lasso_regression.folds import Indices, splits
from l1lib.lasso_regression.path import lasso_path
from l1lib.lasso_regression.penalty import as_penalty
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
    folds: Any = 5,
    rng: Seed = None,
    groups: ArrayLike | None = None,
    intercept: bool = True,
    weights: ArrayLike | None = None,
    penalty_weights: ArrayLike | None = None,
    l2: float = 0.0,
    positive: bool = False,
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
    folds : int, splitter or iterable of pairs, default 5
        The number of folds, from 2 to n; or an object with a method `split(X, y, groups)`, as
        scikit-learn's `GroupKFold`; or pairs of rows fitted and rows left out.
    rng : numpy.random.Generator or int, optional
        Draws the folds where they are a number: a generator, or a seed for one. Without it they
        are consecutive rows, as in scikit-learn's `KFold`, which suits rows in random order only.
    groups : array_like, shape (n,), optional
        The group of each row, for a splitter that keeps groups together.
    intercept : bool, default True
        Whether to fit the intercept b₀.
    weights : array_like, shape (n,), optional
        Non-negative weights, for fits and for errors; in each part of a fold some must be
        positive. In a fit they are normalised to sum to its number of rows, as in `lasso`. Whole
        numbers count repetitions, if all repetitions of a row are left out together.
    penalty_weights : array_like, shape (p,), optional
        Weights uⱼ ≥ 0 of the coefficients in the penalty, the same in each fold. Weights from
        a first fit to all rows use the rows left out too.
    l2 : float, default 0.0
        The weight λ₂ ≥ 0 of the squares, as for `lasso`; the same for all λ.
    positive : bool, default False
        Whether to allow bⱼ ≥ 0 only.

    Returns
    -------
    LassoCrossValidation
        Errors per fold, their mean and standard error, the two choices of λ, and the path of
        all rows.

    Raises
    ------
    TypeError, ValueError
        As for `lasso_path`; if `folds` is neither a whole number from 2 to n nor a splitter or
        two pairs of rows at least; if `rng` is no generator or seed, or `rng` or `groups` are
        given where `folds` leaves no use for them; if all weights of rows that a fold fits or
        leaves out are zero.

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
    >>> data = load_prostate()
    >>> chosen = cross_validate_lasso(data.data, data.target, folds=10, rng=0)
    >>> chosen.errors.shape
    (100, 10)
    >>> chosen.lam_1se > chosen.lam_min
    True
    """
    constant, generator = as_flag(intercept, "intercept"), rng if rng is None else as_generator(rng)
    penalty = as_penalty(penalty_weights, l2, positive)
    path = lasso_path(
        X,
        y,
        lams,
        n_lams=n_lams,
        ratio=ratio,
        intercept=constant,
        weights=weights,
        penalty_weights=penalty_weights,
        l2=l2,
        positive=positive,
    )
    matrix, target = as_table_or_sparse(X, "X"), as_vector(y, "y")
    w = as_weights(weights, target.size)
    pairs = splits(matrix, target, folds, generator, groups)
    if w is not None and not all(w[rows].any() for pair in pairs for rows in pair):
        raise ValueError("weights must not be zero on all rows that a fold fits or leaves out")
    errors, exact = gathered(
        errors_of_fold(matrix, target, path.lams, pair, constant, w, penalty) for pair in pairs
    )
    chosen = choices(errors)
    return LassoCrossValidation(
        lams=path.lams,
        errors=errors,
        mean=chosen.mean,
        standard_error=chosen.standard_error,
        index_min=chosen.index_min,
        index_1se=chosen.index_1se,
        folds=tuple(outside for _, outside in pairs),
        path=path,
        success=path.success and exact,
    )
