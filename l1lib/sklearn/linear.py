"""What the estimators share: input that may be sparse, and linear predictions."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from l1lib.validate import FloatArray


class LinearFit(RegressorMixin, BaseEstimator):  # type: ignore[misc]
    """An estimator whose predictions are b₀ + Xb."""

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags

    def _checked(
        self,
        X: ArrayLike,
        y: ArrayLike,
        sample_weight: ArrayLike | None,
        multi_output: bool = False,
    ) -> tuple[Any, FloatArray, FloatArray | None]:
        checked, target = validate_data(
            self,
            X,
            y,
            accept_sparse="csc",
            dtype=np.float64,
            y_numeric=True,
            multi_output=multi_output,
        )
        if sample_weight is None:
            return checked, target, None
        weights = _check_sample_weight(sample_weight, checked, ensure_non_negative=True)
        return checked, target, weights

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
        predicted: FloatArray = np.asarray(checked @ self.coef_.T) + self.intercept_
        return predicted
