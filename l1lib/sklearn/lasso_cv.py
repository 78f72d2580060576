"""The Lasso with λ chosen by cross-validation."""

from __future__ import annotations

from numbers import Real
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike
from sklearn.model_selection import check_cv
from sklearn.utils import check_scalar
from sklearn.utils.metadata_routing import (
    MetadataRouter,
    MethodMapping,
    _raise_for_params,
    _routing_enabled,
    process_routing,
)
from sklearn.utils.parallel import Parallel, delayed

from l1lib.lasso_regression import lasso
from l1lib.lasso_regression.engine.problem import pose
from l1lib.lasso_regression.fold_errors import choices, errors_of_fold, gathered
from l1lib.lasso_regression.penalty import Penalty
from l1lib.sklearn.linear import LinearFit
from l1lib.validate import FloatArray, as_vector, positive

LEAST = float(np.finfo(np.float64).resolution)
"""A grid of such α is that of targets which no column has any part of."""


class LassoCV(LinearFit):
    r"""The Lasso with α by cross-validation, in the place of `sklearn.linear_model.LassoCV`.

    For each α the mean over folds of the (weighted) mean squared errors is taken; the α with the
    least mean is fitted to all rows. All fits are exact. It takes every parameter of
    scikit-learn's. Those that only steer coordinate descent are without effect.

    Parameters
    ----------
    eps : float, default 1e-3
        The least α over the largest, where `alphas` is a number; above 0 and at most 1.
    alphas : int or array_like, default 100
        How many α, evenly spaced in their logarithm from the least one at which all coefficients
        are zero, or the α themselves.
    fit_intercept : bool, default True
        Whether to fit the intercept b₀.
    precompute : bool, "auto" or array_like, default "auto"
        Without effect.
    max_iter : int, default 1000
        Without effect.
    tol : float, default 1e-4
        Without effect.
    copy_X : bool, default True
        Without effect: X is never overwritten.
    cv : int, splitter of scikit-learn or iterable, default None
        The folds: 5 consecutive ones by default. What a splitter asks for besides X and y, such
        as `groups`, is given to `fit` where the routing of metadata is enabled.
    verbose : bool or int, default False
        How much joblib tells of the folds.
    n_jobs : int, default None
        How many folds are fitted at a time, in threads.
    positive : bool, default False
        Whether to ask for coefficients that are not negative.
    random_state : int, RandomState or None, default None
        Without effect.
    selection : {"cyclic", "random"}, default "cyclic"
        Without effect.

    Attributes
    ----------
    alpha_ : float
        The α chosen; of equal ones the largest.
    alpha_1se_ : float
        The largest α whose mean error is within one standard error of the least. To take it,
        fit ``Lasso(alpha=model.alpha_1se_)``.
    alphas_ : ndarray, shape (m,)
        From the largest to the smallest.
    mse_path_ : ndarray, shape (m, folds)
        Mean squared errors on the rows left out.
    coef_ : ndarray, shape (p,)
        Zeros are exact.
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
        precompute: bool | str | ArrayLike = "auto",
        max_iter: int = 1000,
        tol: float = 1e-4,
        copy_X: bool = True,
        cv: Any = None,
        verbose: bool | int = False,
        n_jobs: int | None = None,
        positive: bool = False,
        random_state: Any = None,
        selection: str = "cyclic",
    ) -> None:
        self.eps = eps
        self.alphas = alphas
        self.fit_intercept = fit_intercept
        self.precompute = precompute
        self.max_iter = max_iter
        self.tol = tol
        self.copy_X = copy_X
        self.cv = cv
        self.verbose = verbose
        self.n_jobs = n_jobs
        self.positive = positive
        self.random_state = random_state
        self.selection = selection

    def fit(
        self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None, **params: Any
    ) -> Self:
        """Choose α, and fit to rows `X` and targets `y`.

        Parameters
        ----------
        X : array_like or sparse matrix, shape (n, p)
        y : array_like, shape (n,)
        sample_weight : array_like, shape (n,), optional
            Non-negative weights, for fits and for errors; in each fold some must be positive.
        **params : dict
            For the splitter, where the routing of metadata is enabled: `groups`, for example.

        Returns
        -------
        LassoCV
            The estimator itself.
        """
        _raise_for_params(params, self, "fit")
        X, y, weights = self._checked(X, y, sample_weight)
        intercept = bool(self.fit_intercept)
        self.alphas_ = self._grid(X, y, weights, intercept)
        splits = list(check_cv(self.cv).split(X, y, **self._routed(sample_weight, params)))
        if not splits:
            raise ValueError("cv must give at least one split, got none")
        if weights is not None and not all(weights[rows].any() for pair in splits for rows in pair):
            raise ValueError("sample_weight must not be zero on all rows of a fold")
        penalty = Penalty(positive=bool(self.positive))
        run = Parallel(n_jobs=self.n_jobs, verbose=self.verbose, prefer="threads")
        self.mse_path_, _ = gathered(
            run(
                delayed(errors_of_fold)(X, y, self.alphas_, split, intercept, weights, penalty)
                for split in splits
            )
        )
        chosen = choices(self.mse_path_)
        self.alpha_ = float(self.alphas_[chosen.index_min])
        self.alpha_1se_ = float(self.alphas_[chosen.index_1se])
        given = {"intercept": intercept, "positive": penalty.positive}
        fit = lasso(X, y, self.alpha_, weights=weights, **given)
        self.result_, self.coef_, self.intercept_ = fit, fit.coef, fit.intercept
        self.dual_gap_, self.n_iter_ = fit.gap * fit.scale, max(1, fit.nit)
        return self

    def get_metadata_routing(self) -> MetadataRouter:
        """Return what `fit` passes on, and to whom: parameters for the splitter.

        Returns
        -------
        MetadataRouter
        """
        mapping = MethodMapping().add(caller="fit", callee="split")
        router = MetadataRouter(owner=self).add_self_request(self)
        return router.add(splitter=check_cv(self.cv), method_mapping=mapping)

    def _routed(self, sample_weight: ArrayLike | None, params: dict[str, Any]) -> dict[str, Any]:
        """Return the parameters that the splitter asks for."""
        if not _routing_enabled():
            return {}
        routed = process_routing(self, "fit", sample_weight=sample_weight, **params)
        return dict(routed.splitter.split)

    def _grid(
        self, X: Any, y: FloatArray, weights: FloatArray | None, intercept: bool
    ) -> FloatArray:
        if not isinstance(self.alphas, int | np.integer):
            return _given(self.alphas)
        if self.alphas < 1:
            raise ValueError(f"alphas must be at least 1, got {self.alphas}")
        end = positive(self.eps, "eps")
        if end > 1:
            raise ValueError(f"eps must be at most 1, so that the α fall, got {self.eps!r}")
        problem = pose(X, y, weights, intercept)
        sizes = problem.c if self.positive else np.abs(problem.c)
        top = float(sizes.max()) * problem.unit_lam
        grid = np.geomspace(1, end, int(self.alphas))
        return top * grid if top > LEAST else np.full(grid.size, LEAST)


def _given(alphas: ArrayLike) -> FloatArray:
    """Return given α from the largest to the smallest."""
    if np.ndim(alphas) != 1:
        raise TypeError(f"alphas must be a whole number or a list of numbers, got {alphas!r}")
    for place, alpha in enumerate(np.asarray(alphas, dtype=object)):
        check_scalar(alpha, f"alphas[{place}]", Real, min_val=0.0, include_boundaries="left")
    return np.sort(as_vector(alphas, "alphas"))[::-1]
