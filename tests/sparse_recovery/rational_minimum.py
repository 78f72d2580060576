"""The minimum of basis pursuit in rational arithmetic, over all vertices."""

from fractions import Fraction
from itertools import combinations


def solve(columns, b):
    """Return the x that makes b of independent columns, or None."""
    k = len(columns)
    rows = [[column[i] for column in columns] + [b[i]] for i in range(len(b))]
    for place in range(k):
        pivot = next((i for i in range(place, len(rows)) if rows[i][place] != 0), None)
        if pivot is None:
            return None
        rows[place], rows[pivot] = rows[pivot], rows[place]
        rows[place] = [value / rows[place][place] for value in rows[place]]
        for i in range(len(rows)):
            if i != place:
                factor = rows[i][place]
                rows[i] = [u - factor * v for u, v in zip(rows[i], rows[place], strict=True)]
    if any(row[-1] != 0 for row in rows[k:]):
        return None
    return [row[-1] for row in rows[:k]]


def minimum(A, b):
    """Return the exact minimum of ‖x‖₁ with Ax = b, or None where there is no x."""
    columns = [[Fraction(float(value)) for value in column] for column in A.T]
    target = [Fraction(float(value)) for value in b]
    found = (
        solve([columns[j] for j in chosen], target)
        for count in range(len(b) + 1)
        for chosen in combinations(range(len(columns)), count)
    )
    return min((sum(map(abs, x), Fraction(0)) for x in found if x is not None), default=None)
