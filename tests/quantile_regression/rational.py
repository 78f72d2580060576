"""A judge in rational arithmetic: the objective, and its minimum over all vertices."""

from fractions import Fraction
from itertools import combinations


def exact_rows(data):
    """Return the rows of the design with its constant, targets, weights and τ as fractions."""
    ones = [Fraction(1)] if data.intercept else []
    A = [ones + [Fraction(float(x)) for x in row] for row in data.X]
    y = [Fraction(float(v)) for v in data.y]
    w = (
        [Fraction(1)] * len(y)
        if data.weights is None
        else [Fraction(float(v)) for v in data.weights]
    )
    return A, y, w, Fraction(float(data.tau))


def objective(rows, b):
    """Return Σ wᵢρ(yᵢ − aᵢᵀb)."""
    A, y, w, tau = rows
    total = Fraction(0)
    for a, target, weight in zip(A, y, w, strict=True):
        r = target - sum(x * slope for x, slope in zip(a, b, strict=True))
        total += weight * max(tau * r, (tau - 1) * r)
    return total


def objective_of(data, answer):
    """Return the exact objective of an answer in doubles."""
    b = [
        Fraction(float(v))
        for v in ([answer.intercept] if data.intercept else []) + list(answer.coef)
    ]
    return objective(exact_rows(data), b)


def minimum(data):
    """Return the exact minimum: some vertex has it, one through as many rows as the rank."""
    rows = exact_rows(data)
    A, y = rows[:2]
    kept = independent([list(column) for column in zip(*A, strict=True)])
    best = None
    for corner in combinations(range(len(A)), len(kept)):
        slopes = solve([[A[i][j] for j in kept] + [y[i]] for i in corner])
        if slopes is None:
            continue
        b = [Fraction(0)] * len(A[0])
        for j, slope in zip(kept, slopes, strict=True):
            b[j] = slope
        value = objective(rows, b)
        best = value if best is None or value < best else best
    return best


def independent(vectors):
    """Return the places of vectors that do not depend on those before them."""
    kept, reduced = [], []
    for place, vector in enumerate(vectors):
        left = list(vector)
        for pivot, base in reduced:
            share = left[pivot] / base[pivot]
            left = [v - share * u for v, u in zip(left, base, strict=True)]
        pivot = next((i for i, v in enumerate(left) if v != 0), None)
        if pivot is not None:
            kept.append(place)
            reduced.append((pivot, left))
    return kept


def solve(table):
    """Solve a square system, the right side in the last column; None if it is singular."""
    table = [list(row) for row in table]
    for k in range(len(table)):
        pivot = next((i for i in range(k, len(table)) if table[i][k] != 0), None)
        if pivot is None:
            return None
        table[k], table[pivot] = table[pivot], table[k]
        table[k] = [v / table[k][k] for v in table[k]]
        for i in range(len(table)):
            if i != k and table[i][k] != 0:
                table[i] = [v - table[i][k] * u for v, u in zip(table[i], table[k], strict=True)]
    return [row[-1] for row in table]
