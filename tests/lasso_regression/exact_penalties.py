"""All solutions of a small problem with any of the penalties, in rational numbers."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import numpy as np
import sympy
from scipy import sparse


@dataclass
class Penalised:
    """Integers X, y and w, and a penalty of dyadic numbers, so that a double holds them all."""

    X: np.ndarray
    y: np.ndarray
    weights: np.ndarray | None
    intercept: bool
    lam: float
    penalty_weights: np.ndarray | None
    l2: float
    positive: bool
    stored_sparse: bool

    @property
    def design(self):
        return sparse.csr_array(self.X) if self.stored_sparse else self.X

    @property
    def arguments(self):
        names = ("weights", "intercept", "penalty_weights", "positive", "l2")
        return {name: getattr(self, name) for name in names}

    @property
    def u(self):
        return np.ones(self.X.shape[1]) if self.penalty_weights is None else self.penalty_weights


def draw(rng):
    """Draw a problem."""
    n, p = int(rng.integers(1, 7)), int(rng.integers(1, 4))
    positive = bool(rng.random() < 0.4)
    u = rng.choice([0.0, 0.5, 1.0, 3.0, np.inf], p, p=[0.25, 0.2, 0.25, 0.2, 0.1])
    u = np.where(positive & (u == 0), 2.0, u)
    X = rng.integers(-3, 4, (n, p)).astype(float)
    if rng.random() < 0.3:
        X[:, -1] = rng.choice([-1, 1]) * X[:, rng.integers(p)]
    return Penalised(
        X=X,
        y=rng.integers(-4, 5, n).astype(float),
        weights=None if rng.random() < 0.7 else rng.integers(1, 4, n).astype(float),
        intercept=bool(rng.random() < 0.5),
        lam=float(rng.choice([0.0, 0.125, 0.5, 1.0, 2.0])),
        penalty_weights=u if rng.random() < 0.7 else None,
        l2=float(rng.choice([0.0, 0.0, 0.25, 1.0])),
        positive=positive,
        stored_sparse=bool(rng.random() < 0.3),
    )


def objective(problem, intercept, coef):
    """Return the objective, exactly, for any numbers; infinite where they are not allowed."""
    n, b = len(problem.y), [Fraction(v) for v in coef]
    if any(v and np.isinf(u) for v, u in zip(b, problem.u, strict=True)):
        return np.inf
    if problem.positive and min(b) < 0:
        return np.inf
    total = Fraction(0)
    for w, row, y in zip(_weights(problem), problem.X, problem.y, strict=True):
        fitted = sum((Fraction(x) * v for x, v in zip(row, b, strict=True)), Fraction(intercept))
        total += w * (Fraction(y) - fitted) ** 2
    total /= 2 * n
    for v, u in zip(b, problem.u, strict=True):
        if v:
            total += Fraction(u) * (
                Fraction(problem.lam) * abs(v) + Fraction(problem.l2) / 2 * v * v
            )
    return total


def solutions(problem):
    """Return solutions, intercept last: all vertices of their set, if it has more than one.

    Each pattern of signs has a linear system. What solves it with these signs, and with
    correlations that λ bounds, is optimal, as the problem is convex. A vertex has independent
    columns, and so is found with its own pattern.
    """
    columns = [j for j, u in enumerate(problem.u) if np.isfinite(u)]
    signs = (0, 1) if problem.positive else (-1, 0, 1)
    choices = [(1,) if problem.u[j] == 0 else signs for j in columns]
    y = sympy.Matrix(problem.y.astype(int))
    W = sympy.diag(*[sympy.Rational(w.numerator, w.denominator) for w in _weights(problem)])
    found = set()
    for pattern in product(*choices):
        used = {j: s for j, s in zip(columns, pattern, strict=True) if s}
        A, right, ridge = _system(problem, used)
        b = _basic(A.T * W * A + ridge, A.T * W * y - right)
        if b is None:
            continue
        coef = [sympy.Integer(0)] * (len(problem.u) + 1)
        for j, v in zip([*used, -1], b, strict=False):
            coef[j] = v
        residuals = W * (y - A * b)
        if all(_optimal(problem, residuals, j, coef[j]) for j in columns):
            found.add(tuple(_fraction(v) for v in coef))
    assert found
    return found


def _system(problem, used):
    """Return the columns in use, the intercept last, and the penalty's share of their equations."""
    n, X = len(problem.y), sympy.Matrix(problem.X.astype(int))
    u = [sympy.Rational(problem.u[j]) for j in used]
    pull = [n * sympy.Rational(problem.lam) * v * s for v, s in zip(u, used.values(), strict=True)]
    ridge = [n * sympy.Rational(problem.l2) * v for v in u]
    A = X[:, list(used)]
    if problem.intercept:
        A, pull, ridge = A.row_join(sympy.ones(n, 1)), [*pull, 0], [*ridge, 0]
    return A, sympy.Matrix(len(pull), 1, pull), sympy.diag(*ridge)


def _optimal(problem, residuals, j, b):
    column, u = sympy.Matrix(problem.X[:, j].astype(int)), sympy.Rational(problem.u[j])
    lam, l2 = sympy.Rational(problem.lam), sympy.Rational(problem.l2)
    c = (column.T * residuals)[0] / len(problem.y) - l2 * u * b
    if problem.positive and b < 0:
        return False
    if b != 0:
        return c == lam * u * sympy.sign(b)
    return c <= lam * u and (problem.positive or -c <= lam * u)


def _basic(G, right):
    """Return the solution that is zero in all coordinates without a pivot, if there is any."""
    if G.cols == 0:
        return right
    reduced, pivots = G.row_join(right).rref()
    if G.cols in pivots:
        return None
    found = sympy.zeros(G.cols, 1)
    for row, pivot in enumerate(pivots):
        found[pivot] = reduced[row, G.cols]
    return found


def _weights(problem):
    if problem.weights is None:
        return [Fraction(1)] * len(problem.y)
    total = Fraction(int(problem.weights.sum()))
    return [Fraction(int(w)) * len(problem.y) / total for w in problem.weights]


def _fraction(number):
    return Fraction(int(number.p), int(number.q))
