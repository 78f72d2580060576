"""Random Lasso problems of every awkward kind, and a judge that knows nothing of the solver."""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from scipy import sparse


@dataclass
class Problem:
    """A problem, the share of λ_max that λ is, and the kinds that it is of."""

    X: np.ndarray
    y: np.ndarray
    share: float
    weights: np.ndarray | None
    intercept: bool
    stored_sparse: bool = False
    kinds: set = field(default_factory=set)

    @property
    def design(self):
        """Return X as the solver gets it."""
        return sparse.csr_array(self.X) if self.stored_sparse else self.X

    @property
    def arguments(self):
        return {"weights": self.weights, "intercept": self.intercept}

    @property
    def w(self):
        """Return the weights, normalised to sum to n."""
        ones = np.ones(len(self.y))
        return ones if self.weights is None else self.weights / self.weights.mean()

    @property
    def centred(self):
        """Return X and y less their weighted means, or as they are without an intercept."""
        if not self.intercept:
            return self.X, self.y
        w = self.w / len(self.y)
        return self.X - w @ self.X, self.y - w @ self.y

    @property
    def hard(self):
        """Tell whether some columns are dependent but for a small part that a double may lose."""
        X = self.centred[0] * np.sqrt(self.w)[:, None]
        size = np.sqrt((X**2).sum(axis=0))
        values = np.linalg.svd(X[:, size > 0] / size[size > 0], compute_uv=False)
        small = values[values > 1e-12 * values.max(initial=0.0)].min(initial=1.0)
        return bool(self.kinds & HARD) or small < 1e-2

    @property
    def lam_max(self):
        X, y = self.centred
        return float(np.abs(X.T @ (self.w * y)).max() / len(y))

    @property
    def lam(self):
        return self.share * self.lam_max


def _nearly_one_column(X, rng):
    return X[:, :1] + 1e-6 * X


def _orthonormal(X, rng):
    n, p = X.shape
    return np.linalg.qr(rng.standard_normal((max(n, p), max(n, p))))[0][:n, :p]


def _twice(X, rng):
    X = X.copy()
    X[:, rng.integers(X.shape[1])] = X[:, rng.integers(X.shape[1])]
    return np.column_stack([X, X[:, 0]])


def _with_first(value):
    def change(X, rng):
        return np.column_stack([np.full(len(X), value), X])

    return change


DESIGNS = {
    "orthonormal columns": (0.05, _orthonormal),
    "integer columns": (0.15, lambda X, rng: rng.integers(-2, 3, X.shape).astype(float)),
    "binary columns": (0.1, lambda X, rng: (rng.random(X.shape) < 0.3).astype(float)),
    "correlated columns": (0.1, lambda X, rng: np.cumsum(X, axis=1)),
    "a column twice": (0.15, _twice),
    "a dependent column": (0.1, lambda X, rng: np.column_stack([X, X[:, 0] - X[:, -1]])),
    "columns next to equal": (0.06, _nearly_one_column),
    "rows many times": (0.1, lambda X, rng: X[rng.integers(0, max(1, len(X) // 3), len(X))]),
    "a zero column": (0.08, _with_first(0.0)),
    "a constant column": (0.08, _with_first(3.0)),
    "scales of columns": (0.08, lambda X, rng: X * 10.0 ** rng.integers(-3, 4, X.shape[1])),
    "an offset of 1e4": (0.05, lambda X, rng: X + 1e4),
    "Fortran order": (0.1, lambda X, rng: np.asfortranarray(X)),
}
TARGETS = {
    "integers": lambda signal, rng: rng.integers(-3, 4, len(signal)).astype(float),
    "constant": lambda signal, rng: np.full(len(signal), rng.choice([0.0, 3.0, -1e5])),
    "exact": lambda signal, rng: signal,
    "normal": lambda signal, rng: signal + rng.standard_normal(len(signal)),
    "heavy tails": lambda signal, rng: signal + rng.standard_t(1.5, len(signal)),
}
UNITS = {"1": (1.0, 1.0), "X 1e-100": (1e-100, 1.0), "X 1e100": (1e100, 1.0)}
UNITS |= {"y 1e100": (1.0, 1e100), "y 1e-100": (1.0, 1e-100)}
HARD = {"columns next to equal", "an offset of 1e4", "scales of columns"}
"""Kinds whose columns may be so nearly parallel that a double cannot tell them apart."""


def draw(rng):
    """Draw a problem."""
    n = int(rng.integers(1, 60))
    p = int(rng.integers(1, 80)) if rng.random() < 0.9 else int(rng.integers(100, 300))
    X, kinds = rng.standard_normal((n, p)), set()
    for kind, (share, change) in DESIGNS.items():
        if rng.random() < share:
            X = change(X, rng)
            kinds.add(kind)
    b = np.where(rng.random(X.shape[1]) < 0.2, rng.standard_normal(X.shape[1]), 0)
    target = rng.choice(list(TARGETS), p=[0.2, 0.05, 0.1, 0.5, 0.15])
    unit = rng.choice(list(UNITS), p=[0.8, 0.05, 0.05, 0.05, 0.05])
    y = TARGETS[target](X @ b, rng) * UNITS[unit][1]
    X = X * UNITS[unit][0]
    kinds |= {f"targets {target}", f"unit {unit}", "n < p" if n < X.shape[1] else "n ≥ p"}
    weights = None
    chance = rng.random()
    if chance < 0.15:
        weights = rng.random(n) + 0.01
        kinds.add("weights")
    elif chance < 0.25:
        weights = rng.integers(0, 3, n).astype(float)
        weights[0] = 1
        kinds.add("weights with zeros")
    intercept = bool(rng.random() < 0.6)
    kinds.add("intercept" if intercept else "no intercept")
    share = 10 ** rng.uniform(-4, 0) if rng.random() < 0.7 else rng.choice([0.0, 0.5, 1.0, 1.5])
    kinds |= {f"share {share:g}"} & {"share 0", "share 0.5", "share 1", "share 1.5"}
    stored_sparse = bool(rng.random() < 0.2)
    kinds |= {"sparse"} if stored_sparse else set()
    return Problem(X, y, float(share), weights, intercept, stored_sparse, kinds)


class Verdict(NamedTuple):
    """The objective, what it is above a dual bound, its value at b = 0, and the correlations."""

    fun: float
    gap: float
    size: float
    correlations: np.ndarray


def judge(problem, coef, lam, dual=None):
    """Judge coefficients by plain sums over the data, with the best intercept that goes with them.

    Without a dual point the residuals are shortened until they are one.
    """
    X, y = problem.centred
    n, w = len(y), problem.w
    r = y - X @ coef
    r = r - w @ r / n if problem.intercept else r
    correlations = X.T @ (w * r) / n
    if dual is None:
        dual = w * r * min(1.0, lam / max(np.abs(correlations).max(), lam, 1e-300))
    on = w > 0
    fun = w @ r**2 / (2 * n) + lam * np.abs(coef).sum()
    bound = dual @ y / n - np.square(dual[on]) @ (1 / w[on]) / (2 * n)
    return Verdict(fun, fun - bound, w @ y**2 / (2 * n), correlations)
