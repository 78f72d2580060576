"""The Lasso at a given λ, and at one chosen by cross-validation."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.model_selection import check_cv
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from l1lib.lasso_regression import LassoResult, lambda_max, lasso
from l1lib.lasso_regression.cross_validation import errors_of_folds
from l1lib.validate import FloatArray, as_vector, nonnegative, positive


class _LinearFit(RegressorMixin, BaseEstimator):  # type: ignore[misc]
    """What both estimators share: input that may be sparse, a linear fit, its predictions."""

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags

    def _checked(
        self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None
    ) -> tuple[Any, FloatArray, FloatArray | None]:
        checked, target = validate_data(
            self, X, y, accept_sparse="csc", dtype=np.float64, y_numeric=True
        )
        if sample_weight is None:
            return checked, target, None
        weights = _check_sample_weight(sample_weight, checked, ensure_non_negative=True)
        return checked, target, weights

    def _keep(self, result: LassoResult) -> Self:
        self.result_ = result
        self.coef_, self.intercept_ = result.coef, result.intercept
        self.dual_gap_ = result.gap * result.scale
        self.n_iter_ = max(1, result.nit)
        return self

    def predict(self, X: ArrayLike) -> FloatArray:
        """Return the predictions for rows `X`.

        Parameters
        ----------
        X : array_like or sparse matrix, shape (m, p)

        Returns
        -------
        ndarray, shape (m,)
            In the unit of y.
        """
        check_is_fitted(self)
        checked: Any = validate_data(self, X, accept_sparse="csr", dtype=np.float64, reset=False)
        predicted: FloatArray = np.asarray(checked @ self.coef_) + self.intercept_
        return predicted


class Lasso(_LinearFit):
    r"""The Lasso as a scikit-learn estimator, in the place of `sklearn.linear_model.Lasso`.

    Fits :math:`\min \frac1{2n} \sum_i w_i (y_i - b_0 - x_i^\top b)^2 + \alpha \sum_j |b_j|`
    exactly, by `l1lib.lasso`. There is nothing to tune, so the parameters of coordinate descent
    (`tol`, `max_iter`, `selection`, …) are left out, and `positive` is not offered.

    Parameters
    ----------
    alpha : float, default 1.0
        The penalty weight, λ in this book; 0 is least squares.
    fit_intercept : bool, default True
        Whether to fit the constant b₀.

    Attributes
    ----------
    coef_ : ndarray, shape (p,)
    intercept_ : float
    dual_gap_ : float
        How far the objective is from the least at most, in the unit of y squared.
    result_ : LassoResult
        The fit with its certificate.
    n_iter_ : int
        Linear systems solved, at least 1.
    n_features_in_ : int
    feature_names_in_ : ndarray of str
        Only where `X` has names.

    Examples
    --------
    >>> Lasso(alpha=1.0).fit([[0, 1], [1, 0], [2, 1], [3, 0]], [0, 2, 4, 6]).coef_
    array([1.2, 0. ])
    """

    def __init__(self, alpha: float = 1.0, *, fit_intercept: bool = True) -> None:
        self.alpha = alpha
        self.fit_intercept = fit_intercept

    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> Self:
        """Fit to rows `X` and targets `y`.

        Parameters
        ----------
        X : array_like or sparse matrix, shape (n, p)
        y : array_like, shape (n,)
        sample_weight : array_like, shape (n,), optional
            Non-negative weights, normalised to sum to n.

        Returns
        -------
        Lasso
            The estimator itself.
        """
        alpha = nonnegative(self.alpha, "alpha")
        X, y, weights = self._checked(X, y, sample_weight)
        return self._keep(lasso(X, y, alpha, weights=weights, intercept=self.fit_intercept))


class LassoCV(_LinearFit):
    r"""The Lasso with α by cross-validation, in the place of `sklearn.linear_model.LassoCV`.

    For each α the mean over folds of the (weighted) mean squared errors is taken; the α with the
    least mean is fitted to all rows. All fits are exact.

    Parameters
    ----------
    eps : float, default 1e-3
        The least α over the largest, where `alphas` is a number.
    alphas : int or array_like, default 100
        How many α, evenly spaced in their logarithm from the least one at which all coefficients
        are zero, or the α themselves.
    fit_intercept : bool, default True
        Whether to fit the constant b₀.
    cv : int, splitter of scikit-learn or iterable, default None
        The folds: 5 consecutive ones by default.

    Attributes
    ----------
    alpha_ : float
        The α chosen; of equal ones the largest.
    alphas_ : ndarray, shape (m,)
        From the largest to the smallest.
    mse_path_ : ndarray, shape (m, folds)
        Mean squared errors on the rows left out.
    coef_ : ndarray, shape (p,)
    intercept_ : float
    dual_gap_ : float
        How far the objective is from the least at most, in the unit of y squared.
    result_ : LassoResult
        The fit to all rows, with its certificate.
    n_iter_ : int
        Linear systems solved for the fit to all rows, at least 1.
    n_features_in_ : int
    feature_names_in_ : ndarray of str
        Only where `X` has names.

    Examples
    --------
    >>> X = np.random.default_rng(0).standard_normal((50, 4))
    >>> LassoCV().fit(X, X[:, 1]).coef_.nonzero()[0]
    array([1])
    """

    def __init__(
        self,
        *,
        eps: float = 1e-3,
        alphas: int | ArrayLike = 100,
        fit_intercept: bool = True,
        cv: Any = None,
    ) -> None:
        self.eps = eps
        self.alphas = alphas
        self.fit_intercept = fit_intercept
        self.cv = cv

    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> Self:
        """Choose α, and fit to rows `X` and targets `y`.

        Parameters
        ----------
        X : array_like or sparse matrix, shape (n, p)
        y : array_like, shape (n,)
        sample_weight : array_like, shape (n,), optional
            Non-negative weights, for fits and for errors; in each fold some must be positive.

        Returns
        -------
        LassoCV
            The estimator itself.
        """
        X, y, weights = self._checked(X, y, sample_weight)
        intercept = bool(self.fit_intercept)
        self.alphas_ = self._grid(X, y, weights, intercept)
        splits = list(check_cv(self.cv).split(X, y))
        if weights is not None and not all(weights[outside].any() for _, outside in splits):
            raise ValueError("sample_weight must not be zero on all rows of a fold")
        self.mse_path_, _ = errors_of_folds(X, y, self.alphas_, splits, intercept, weights)
        self.alpha_ = float(self.alphas_[self.mse_path_.mean(axis=1).argmin()])
        return self._keep(lasso(X, y, self.alpha_, weights=weights, intercept=intercept))

    def _grid(
        self, X: Any, y: FloatArray, weights: FloatArray | None, intercept: bool
    ) -> FloatArray:
        if not isinstance(self.alphas, int | np.integer):
            given = as_vector(self.alphas, "alphas")
            if given.min() < 0:
                raise ValueError(f"alphas must not be negative, got {given.min()}")
            return np.sort(given)[::-1]
        if self.alphas < 1:
            raise ValueError(f"alphas must be at least 1, got {self.alphas}")
        top = lambda_max(X, y, intercept=intercept, weights=weights)
        return top * np.geomspace(1, positive(self.eps, "eps"), int(self.alphas))
