"""Least absolute deviations, and quantiles."""

from __future__ import annotations

from typing import Self

from numpy.typing import ArrayLike

from l1lib.quantile_regression import lad
from l1lib.sklearn.linear import LinearFit


class LADRegressor(LinearFit):
    r"""Least absolute deviations, or the quantile τ, as a scikit-learn estimator.

    Fits :math:`\min \sum_i w_i \rho_\tau(y_i - b_0 - x_i^\top b)` exactly, by `l1lib.lad`.

    Parameters
    ----------
    tau : float, default 0.5
        The quantile, strictly between 0 and 1.
    fit_intercept : bool, default True
        Whether to fit the constant b₀.

    Attributes
    ----------
    coef_ : ndarray, shape (p,)
    intercept_ : float
    result_ : LADResult
        The fit with its certificate.
    n_iter_ : int
        Newton steps and pivots, at least 1.
    n_features_in_ : int
    feature_names_in_ : ndarray of str
        Only where `X` has names.

    Examples
    --------
    >>> LADRegressor().fit([[0], [1], [2], [3], [4]], [0, 1, 2, 3, 40]).predict([[5]])
    array([5.])
    """

    def __init__(self, *, tau: float = 0.5, fit_intercept: bool = True) -> None:
        self.tau = tau
        self.fit_intercept = fit_intercept

    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> Self:
        """Fit to rows `X`, shape (n, p), and targets `y`, shape (n,).

        Parameters
        ----------
        X : array_like or sparse matrix, shape (n, p)
        y : array_like, shape (n,)
        sample_weight : array_like, shape (n,), optional
            Non-negative weights.

        Returns
        -------
        LADRegressor
            The estimator itself.
        """
        X, y, weights = self._checked(X, y, sample_weight)
        intercept = bool(self.fit_intercept)
        self.result_ = lad(X, y, tau=self.tau, weights=weights, intercept=intercept)
        self.coef_ = self.result_.coef
        self.intercept_ = self.result_.intercept
        self.n_iter_ = max(1, self.result_.nit)
        return self
