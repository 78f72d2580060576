"""Random problems of every awkward kind, and two judges that know nothing of the solver."""

from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array, eye_array, hstack


@dataclass
class Problem:
    """A problem, and the kinds that it is of."""

    X: np.ndarray
    y: np.ndarray
    tau: float
    weights: np.ndarray | None
    intercept: bool
    kinds: set = field(default_factory=set)

    @property
    def arguments(self):
        return {"tau": self.tau, "weights": self.weights, "intercept": self.intercept}

    @property
    def design(self):
        return np.column_stack([np.ones(len(self.y)), self.X]) if self.intercept else self.X

    @property
    def w(self):
        return np.ones(len(self.y)) if self.weights is None else self.weights


DESIGNS = {
    "integer columns": (0.15, lambda X, rng: rng.integers(-2, 3, X.shape).astype(float)),
    "binary columns": (0.1, lambda X, rng: (rng.random(X.shape) < 0.3).astype(float)),
    "a column twice": (0.15, lambda X, rng: np.column_stack([X, X[:, 0]])),
    "a dependent column": (0.1, lambda X, rng: np.column_stack([X, X.sum(axis=1)])),
    "rows many times": (0.15, lambda X, rng: X[rng.integers(0, max(1, len(X) // 3), len(X))]),
    "scales of columns": (0.08, lambda X, rng: X * 10.0 ** rng.integers(-8, 9, X.shape[1])),
    "an offset of 1e6": (0.05, lambda X, rng: X + 1e6),
    "a column of ones": (0.08, lambda X, rng: np.column_stack([np.ones(len(X)), X])),
    "a zero design": (0.03, lambda X, rng: 0 * X),
    "Fortran order": (0.1, lambda X, rng: np.asfortranarray(X)),
}
TARGETS = {
    "integers": lambda X, rng: rng.integers(-3, 4, len(X)).astype(float),
    "rounded": lambda X, rng: np.round(X.sum(axis=1)),
    "constant": lambda X, rng: np.full(len(X), rng.choice([0.0, 3.0, -1e5])),
    "exact": lambda X, rng: X @ rng.standard_normal(X.shape[1]),
    "mostly zero": lambda X, rng: np.where(rng.random(len(X)) < 0.7, 0, rng.normal(size=len(X))),
    "heavy tails": lambda X, rng: X.sum(axis=1) + rng.standard_t(1.5, len(X)),
    "normal": lambda X, rng: X.sum(axis=1) + rng.standard_normal(len(X)),
}
SCALES = {"1e140": 1e140, "1e-140": 1e-140, "1": 1.0}


def draw(rng):
    """Draw a problem."""
    n = int(rng.integers(1, 60)) if rng.random() < 0.7 else int(rng.integers(60, 400))
    p = int(rng.integers(1, 7)) if rng.random() < 0.8 else int(rng.integers(1, min(n + 10, 25)))
    X, kinds = rng.standard_normal((n, p)), set()
    for kind, (share, change) in DESIGNS.items():
        if rng.random() < share:
            X = change(X, rng)
            kinds.add(kind)
    target = rng.choice(list(TARGETS))
    scale = rng.choice(list(SCALES), p=[0.05, 0.05, 0.9])
    y = TARGETS[target](X, rng) * SCALES[scale]
    kinds |= {f"targets {target}", f"y times {scale}", "n < p" if n < X.shape[1] else "n ≥ p"}
    weights = None
    chance = rng.random()
    if chance < 0.2:
        weights = rng.random(n) + 0.01
        kinds.add("weights")
    elif chance < 0.3:
        weights = rng.integers(0, 3, n).astype(float)
        weights[0] = 1
        kinds.add("weights with zeros")
    tau = float(rng.choice([0.5, 0.5, 0.5, 0.1, 0.9, 0.25, 0.013, rng.uniform(0.01, 0.99)]))
    kinds.add("median" if tau == 0.5 else "another quantile")
    intercept = bool(rng.random() < 0.6)
    kinds.add("intercept" if intercept else "no intercept")
    return Problem(X, y, tau, weights, intercept, kinds)


def certificate(problem, fit):
    """Return f, f − (lower bound by the dual), and the scale, by plain sums over all rows."""
    b = np.concatenate(([fit.intercept], fit.coef)) if problem.intercept else fit.coef
    residuals = problem.y - problem.design @ b
    losses = problem.w * np.maximum(problem.tau * residuals, (problem.tau - 1) * residuals)
    inside = (problem.w * (problem.tau - 1) <= fit.dual) & (fit.dual <= problem.w * problem.tau)
    assert inside.all()
    slack = (losses - fit.dual * residuals).sum() + abs(b @ (problem.design.T @ fit.dual))
    size = problem.w @ (np.abs(problem.y) + np.abs(problem.design) @ np.abs(b))
    return losses.sum(), slack, size


def least_by_highs(problem):
    """Return the least objective by linear programming, or None where HiGHS finds none."""
    sizes = np.abs(problem.design).max(axis=0)
    A = problem.design / np.where(sizes > 0, sizes, 1)
    unit = np.abs(problem.y).max() or 1.0
    n, p = A.shape
    found = linprog(
        np.concatenate((np.zeros(p), problem.tau * problem.w, (1 - problem.tau) * problem.w)),
        A_eq=hstack([csr_array(A), eye_array(n), -eye_array(n)]),
        b_eq=problem.y / unit,
        bounds=[(None, None)] * p + [(0, None)] * (2 * n),
        options={"time_limit": 5.0},
    )
    return found.fun * unit if found.status == 0 else None
