"""What each program calls the weight of a penalty: the rows of the dictionary, each one run.

A row says how to translate λ, and holds two functions: the program at the translated number, and
the fit that this book means by λ. The page and the tests compare the two.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import expit
from sklearn.datasets import load_diabetes
from sklearn.decomposition import sparse_encode
from sklearn.linear_model import (
    ElasticNet,
    Lasso,
    LassoLars,
    LogisticRegression,
    QuantileRegressor,
    Ridge,
    lars_path,
)

from l1lib import lad, lasso, soft_threshold, standardise

LAM = 5.0
TOLERANCE = 1e-5
"""The largest difference of two coefficients, in the unit of the largest one."""

_PEOPLE = load_diabetes(scaled=False)
X = standardise(_PEOPLE.data).X
Y = _PEOPLE.target - _PEOPLE.target.mean()
N = Y.size
HIGH = Y > np.median(Y)
SIGMA = 54.0


@dataclass(frozen=True)
class Name:
    """A row of the dictionary.

    Parameters
    ----------
    program : str
        Who minimises it, and the name of the number there; in Markdown.
    objective : str
        What is minimised, in TeX; S is the sum of squared residuals.
    translation : str
        The number there for a λ of this book, in TeX.
    translate : callable
        The same as a function of λ.
    there : callable
        Coefficients of the program, for its number.
    here : callable
        Coefficients that this book means, for λ.
    lam : float
        The λ of the example.
    """

    program: str
    objective: str
    translation: str
    translate: Callable[[float], float]
    there: Callable[[float], np.ndarray]
    here: Callable[[float], np.ndarray]
    lam: float = LAM

    def difference(self, factor: float = 1.0) -> float:
        """Return how far the two fits are apart, with the number there off by a factor."""
        here, there = self.here(self.lam), self.there(factor * self.translate(self.lam))
        return float(np.abs(here - there).max() / np.abs(here).max())


def _lasso(lam: float) -> np.ndarray:
    return lasso(X, Y, lam).coef


def _descended(factor: float, rate: float) -> np.ndarray:
    """Minimise factor × S + rate × ‖b‖₁ by proximal steps on that very objective."""
    step = 1 / (2 * factor * np.linalg.norm(X, 2) ** 2)
    b = np.zeros(X.shape[1])
    for _ in range(4000):
        b = soft_threshold(b + step * 2 * factor * X.T @ (Y - X @ b), step * rate)
    return b


def _lars(rate: float) -> np.ndarray:
    return lars_path(X, Y, method="lasso", alpha_min=rate)[2][:, -1]


def _encoded(rate: float) -> np.ndarray:
    return sparse_encode(Y[None], X.T, algorithm="lasso_cd", alpha=rate, max_iter=10_000)[0]


def _net(lam: float) -> np.ndarray:
    """Return the fit with the penalty λ‖b‖₁ + λ‖b‖₂²/2."""
    return lasso(X, Y, lam, l2=lam).coef


def _ridge(lam: float) -> np.ndarray:
    return np.linalg.solve(X.T @ X / N + lam * np.eye(X.shape[1]), X.T @ Y / N)


def _median_line(lam: float) -> np.ndarray:
    """Return LAD with the penalty λ on absolute coefficients; the loss of `lad` is half a sum."""
    return lad(X, Y, lam=N * lam / 2).coef


def _logistic(lam: float) -> np.ndarray:
    """Minimise the mean logistic loss + λ × ‖b‖₁ with a free constant, by proximal steps."""
    A = np.column_stack([np.ones(N), X])
    step = 4 * N / np.linalg.norm(A, 2) ** 2
    b = np.zeros(A.shape[1])
    for _ in range(4000):
        b = b - step * A.T @ (expit(A @ b) - HIGH) / N
        b[1:] = soft_threshold(b[1:], step * lam)
    return b[1:]


def _by_saga(rate: float) -> np.ndarray:
    model = LogisticRegression(C=rate, l1_ratio=1, solver="saga", tol=1e-8, max_iter=5000)
    return model.fit(X, HIGH).coef_[0]


def _fitted(model: object) -> np.ndarray:
    return model.fit(X, Y).coef_  # type: ignore[attr-defined]


TABLE = [
    Name("`l1lib.lasso`, `lam`", r"S/(2n) + \lambda\lVert b\rVert_1", r"\lambda",
         lambda lam: lam, _lasso, lambda lam: _descended(1 / (2 * N), lam)),
    Name("scikit-learn `Lasso`, `alpha`", r"S/(2n) + \alpha\lVert b\rVert_1", r"\lambda",
         lambda lam: lam, lambda a: _fitted(Lasso(a, tol=1e-10)), _lasso),
    Name("scikit-learn `LassoLars`, `alpha`", r"S/(2n) + \alpha\lVert b\rVert_1", r"\lambda",
         lambda lam: lam, lambda a: _fitted(LassoLars(a)), _lasso),
    Name("scikit-learn `lars_path`, `alpha_min`", r"S/(2n) + \alpha\lVert b\rVert_1", r"\lambda",
         lambda lam: lam, _lars, _lasso),
    Name("scikit-learn `sparse_encode`, `alpha`", r"S/2 + \alpha\lVert b\rVert_1", r"n\lambda",
         lambda lam: N * lam, _encoded, _lasso),
    Name("mean squared error plus penalty, as one writes it in PyTorch",
         r"S/n + \lambda'\lVert b\rVert_1", r"2\lambda",
         lambda lam: 2 * lam, lambda rate: _descended(1 / N, rate), _lasso),
    Name("residual sum of squares plus penalty", r"S + \lambda'\lVert b\rVert_1", r"2n\lambda",
         lambda lam: 2 * N * lam, lambda rate: _descended(1, rate), _lasso),
    Name("half of it, ½RSS", r"S/2 + \lambda'\lVert b\rVert_1", r"n\lambda",
         lambda lam: N * lam, lambda rate: _descended(0.5, rate), _lasso),
    Name("normal errors with known σ, here 54, Laplace prior of scale $1/\\lambda'$",
         r"S/(2\sigma^2) + \lambda'\lVert b\rVert_1", r"n\lambda/\sigma^2",
         lambda lam: N * lam / SIGMA**2, lambda rate: _descended(1 / (2 * SIGMA**2), rate), _lasso),
    Name("scikit-learn `ElasticNet`, `alpha` with `l1_ratio=0.5`, for the penalty "
         "$\\lambda\\lVert b\\rVert_1 + \\tfrac\\lambda2\\lVert b\\rVert_2^2$",
         r"S/(2n) + \tfrac\alpha2\lVert b\rVert_1 + \tfrac\alpha4\lVert b\rVert_2^2", r"2\lambda",
         lambda lam: 2 * lam, lambda a: _fitted(ElasticNet(a, l1_ratio=0.5, tol=1e-10)), _net),
    Name("scikit-learn `Ridge`, `alpha`, for the penalty $\\tfrac\\lambda2\\lVert b\\rVert_2^2$",
         r"S + \alpha\lVert b\rVert_2^2", r"n\lambda",
         lambda lam: N * lam, lambda a: _fitted(Ridge(a)), _ridge),
    Name("scikit-learn `QuantileRegressor`, `alpha`, for $\\tfrac1n\\sum_i\\lvert r_i\\rvert + "
         "\\lambda\\lVert b\\rVert_1$", r"\tfrac1n\sum_i\rho_{1/2}(r_i) + \alpha\lVert b\rVert_1",
         r"\lambda/2", lambda lam: lam / 2, lambda a: _fitted(QuantileRegressor(alpha=a)),
         _median_line, lam=0.1),
    Name("scikit-learn `LogisticRegression`, `C` with `l1_ratio=1` (before 1.8 with "
         "`penalty=\"l1\"`), for the *mean* logistic loss, $y_i = \\pm1$, "
         "$f_i = b_0 + x_i^\\top b$",
         r"\lVert b\rVert_1 + C\sum_i\log(1 + e^{-y_i f_i})", r"1/(n\lambda)",
         lambda lam: 1 / (N * lam), _by_saga, _logistic, lam=0.05),
]  # fmt: skip
