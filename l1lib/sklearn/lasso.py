"""The Lasso at a given λ."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse
from sklearn import get_config

from l1lib.lasso_regression import LassoResult, lasso
from l1lib.sklearn.linear import LinearFit
from l1lib.validate import nonnegative


class Lasso(LinearFit):
    r"""The Lasso as a scikit-learn estimator, in the place of `sklearn.linear_model.Lasso`.

    Fits :math:`\min \frac1{2W} \sum_i w_i (y_i - b_0 - x_i^\top b)^2 + \alpha \sum_j |b_j|`
    exactly, by `l1lib.lasso`, with W the sum of the weights, n without any. It computes in
    double precision, whatever the numbers come in, and takes every parameter of scikit-learn's.
    Those that only steer coordinate descent are without effect, since nothing is iterated.

    Parameters
    ----------
    alpha : float, default 1.0
        The penalty weight, λ in this book; 0 is least squares, and as exact as any other.
    fit_intercept : bool, default True
        Whether to fit the intercept b₀.
    precompute : bool or array_like, default False
        Without effect.
    copy_X : bool, default True
        Without effect: X is never overwritten.
    max_iter : int, default 1000
        Without effect.
    tol : float, default 1e-4
        Without effect: `dual_gap_` is that of an exact fit.
    warm_start : bool, default False
        Without effect.
    positive : bool, default False
        Whether to ask for coefficients that are not negative.
    random_state : int, RandomState or None, default None
        Without effect.
    selection : {"cyclic", "random"}, default "cyclic"
        Without effect.

    Attributes
    ----------
    coef_ : ndarray, shape (p,) or (k, p)
        Zeros are exact.
    intercept_ : float, or ndarray, shape (k,)
    dual_gap_ : float, or ndarray, shape (k,)
        How far the objective is from the least at most, in the unit of y squared.
    result_ : LassoResult, or list of k
        The fit with its certificate.
    n_iter_ : int, or list of k
        Linear systems solved, at least 1.
    n_features_in_ : int
    feature_names_in_ : ndarray of str
        Only where `X` has names.

    Notes
    -----
    The targets may be a matrix, shape (n, k): each column is then fitted by itself.

    Examples
    --------
    >>> Lasso(alpha=1.0).fit([[0, 1], [1, 0], [2, 1], [3, 0]], [0, 2, 4, 6]).coef_
    array([1.2, 0. ])
    """

    def __init__(
        self,
        alpha: float = 1.0,
        *,
        fit_intercept: bool = True,
        precompute: bool | ArrayLike = False,
        copy_X: bool = True,
        max_iter: int = 1000,
        tol: float = 1e-4,
        warm_start: bool = False,
        positive: bool = False,
        random_state: Any = None,
        selection: str = "cyclic",
    ) -> None:
        self.alpha = alpha
        self.fit_intercept = fit_intercept
        self.precompute = precompute
        self.copy_X = copy_X
        self.max_iter = max_iter
        self.tol = tol
        self.warm_start = warm_start
        self.positive = positive
        self.random_state = random_state
        self.selection = selection

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.target_tags.multi_output = True
        return tags

    def fit(
        self,
        X: ArrayLike,
        y: ArrayLike,
        sample_weight: ArrayLike | None = None,
        check_input: bool = True,
    ) -> Self:
        """Fit to rows `X` and targets `y`.

        Parameters
        ----------
        X : array_like or sparse matrix, shape (n, p)
        y : array_like, shape (n,) or (n, k)
        sample_weight : array_like, shape (n,), optional
            Non-negative weights.
        check_input : bool, default True
            Without effect: the input is always checked.

        Returns
        -------
        Lasso
            The estimator itself.
        """
        alpha = nonnegative(self.alpha, "alpha")
        X, y, weights = self._checked(X, y, sample_weight, multi_output=True)
        given = {"intercept": bool(self.fit_intercept), "positive": bool(self.positive)}
        targets = y.T if y.ndim == 2 else [y]
        fits = [lasso(X, one, alpha, weights=weights, **given) for one in targets]
        self._keep(fits)
        constants = np.array([fit.intercept for fit in fits])
        self.intercept_ = constants if y.ndim == 2 and self.fit_intercept else fits[0].intercept
        return self

    def _keep(self, fits: list[LassoResult]) -> None:
        """Keep what one fit says as it is, and what several say stacked."""
        gaps, steps = [fit.gap * fit.scale for fit in fits], [max(1, fit.nit) for fit in fits]
        several = len(fits) > 1
        self.result_ = fits if several else fits[0]
        self.coef_ = np.array([fit.coef for fit in fits]) if several else fits[0].coef
        self.dual_gap_ = np.array(gaps) if several else gaps[0]
        self.n_iter_ = steps if several else steps[0]

    @property
    def sparse_coef_(self) -> Any:
        """The coefficients in the sparse format of scikit-learn's choice, a row for each target."""
        arrays = get_config().get("sparse_interface") == "sparray"
        return (sparse.csr_array if arrays else sparse.csr_matrix)(np.atleast_2d(self.coef_))
