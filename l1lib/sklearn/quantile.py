"""Quantile regression with an L1 penalty."""

from __future__ import annotations

from typing import Any, Self

from numpy.typing import ArrayLike

from l1lib.quantile_regression import lad
from l1lib.sklearn.linear import LinearFit
from l1lib.validate import in_unit_interval, nonnegative

SOLVERS = ("highs", "highs-ds", "highs-ipm", "interior-point", "revised simplex")
"""The names that scikit-learn's estimator knows."""


class QuantileRegressor(LinearFit):
    r"""Quantile regression, in the place of `sklearn.linear_model.QuantileRegressor`.

    Fits :math:`\min \frac1W \sum_i w_i \rho_\tau(y_i - b_0 - x_i^\top b) + \alpha \sum_j |b_j|`
    exactly, with τ the quantile and W the sum of the weights, n without any.

    Parameters
    ----------
    quantile : float, default 0.5
        The quantile τ, strictly between 0 and 1.
    alpha : float, default 1.0
        The penalty weight; 0 is plain quantile regression.
    fit_intercept : bool, default True
        Whether to fit the intercept b₀, which is not penalised.
    solver : str, default "highs"
        One of the names that scikit-learn knows. Without effect: there is one solver.
    solver_options : dict, optional
        Without effect.

    Attributes
    ----------
    coef_ : ndarray, shape (p,)
        Zeros are exact.
    intercept_ : float
    result_ : LADResult
        The fit with its certificate; its objective is W times that above.
    n_iter_ : int
        Newton steps and pivots, at least 1.
    n_features_in_ : int
    feature_names_in_ : ndarray of str
        Only where `X` has names.

    Notes
    -----
    For several targets, `sklearn.multioutput.MultiOutputRegressor` fits one after the other.

    Examples
    --------
    >>> model = QuantileRegressor(alpha=0).fit([[0], [1], [2], [3], [4]], [0, 1, 2, 3, 40])
    >>> model.predict([[5]])
    array([5.])
    """

    def __init__(
        self,
        *,
        quantile: float = 0.5,
        alpha: float = 1.0,
        fit_intercept: bool = True,
        solver: str = "highs",
        solver_options: dict[str, Any] | None = None,
    ) -> None:
        self.quantile = quantile
        self.alpha = alpha
        self.fit_intercept = fit_intercept
        self.solver = solver
        self.solver_options = solver_options

    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> Self:
        """Fit to rows `X` and targets `y`.

        Parameters
        ----------
        X : array_like or sparse matrix, shape (n, p)
        y : array_like, shape (n,)
        sample_weight : array_like, shape (n,), optional
            Non-negative weights.

        Returns
        -------
        QuantileRegressor
            The estimator itself.
        """
        tau, alpha = in_unit_interval(self.quantile, "quantile"), nonnegative(self.alpha, "alpha")
        if self.solver not in SOLVERS:
            raise ValueError(f"solver must be one of {', '.join(SOLVERS)}, got {self.solver!r}")
        X, y, weights = self._checked(X, y, sample_weight)
        lam = alpha * float(y.size if weights is None else weights.sum())
        intercept = bool(self.fit_intercept)
        result = lad(X, y, tau=tau, weights=weights, intercept=intercept, lam=lam)
        self.result_, self.coef_, self.intercept_ = result, result.coef, result.intercept
        self.n_iter_ = max(1, result.nit)
        return self
