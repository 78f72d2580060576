"""The Frisch–Newton interior point method: Mehrotra's steps on the dual of the LAD problem."""

from collections.abc import Callable

import numpy as np

from l1lib.validate import FloatArray


def interior_point(
    A: FloatArray,
    c: FloatArray,
    tau: float,
    *,
    tolerance: float = 1e-11,
    most: int = 100,
    visit: Callable[[FloatArray], None] | None = None,
) -> tuple[FloatArray, FloatArray, int]:
    r"""Return the β that minimises Σ ρ(cᵢ − aᵢᵀβ), the dual d, and the number of steps.

    With :math:`a = d + 1 - \tau` the dual problem has bounds 0 and 1,

    .. math:: \max_a c^\top a \quad\text{such that}\quad
        A^\top a = (1 - \tau) A^\top 1,\; 0 \le a \le 1,

    and β are the multipliers of its equations. With s = 1 − a, and u, v ≥ 0 the multipliers of
    the bounds, optimal means u − v = c − Aβ, a v = 0 and s u = 0. The method keeps all four
    positive, and takes Newton steps towards a v = s u = μ while μ falls to 0. Each step costs
    one weighted least-squares problem, solved for two right sides.

    Parameters
    ----------
    A : ndarray, shape (n, p)
        Rows of full column rank.
    c : ndarray, shape (n,)
        Targets.
    tau : float
        The quantile.
    tolerance : float
        Stop when Σ(a v + s u) is so small, relative to Σ|c|.
    most : int
        Stop after so many steps at the latest.
    visit : callable, optional
        Called with each β on the way, the first and the last included.

    Returns
    -------
    beta : ndarray, shape (p,)
    dual : ndarray, shape (n,)
    steps : int

    References
    ----------
    S. Portnoy and R. Koenker (1997). The Gaussian hare and the Laplacian tortoise.
    Statistical Science 12(4), 279–300.
    """
    n = c.size
    goal = (1 - tau) * A.sum(axis=0)
    a = np.full(n, 1 - tau)
    beta: FloatArray = np.asarray(np.linalg.lstsq(A, c)[0], dtype=np.float64)
    if visit is not None:
        visit(beta)
    r = c - A @ beta
    start = 0.1 * np.abs(r).mean()
    if start == 0:
        return beta, np.zeros(n), 0
    u, v = np.maximum(r, 0) + start, np.maximum(-r, 0) + start
    steps = 0
    enough = tolerance * np.abs(c).sum()
    while a @ v + (1 - a) @ u > enough and steps < most:
        steps += 1
        s, r, missing = 1 - a, c - A @ beta, goal - a @ A
        q = 1 / (u / s + v / a)
        gram = (A * q[:, None]).T @ A
        mu_u, mu_v = np.zeros(n), np.zeros(n)
        for correcting in (False, True):
            shift = r - mu_u + mu_v
            # Near an optimum that is a whole face, rounding makes the matrix singular along it.
            d_beta = np.linalg.lstsq(gram, (q * shift) @ A - missing)[0]
            d_a = q * (shift - A @ d_beta)
            d_u, d_v = mu_u - u + u / s * d_a, mu_v - v - v / a * d_a
            go_a, go_u = _length((a, d_a), (s, -d_a)), _length((u, d_u), (v, d_v))
            if not correcting:
                before = a @ v + s @ u
                after = (a + go_a * d_a) @ (v + go_u * d_v) + (s - go_a * d_a) @ (u + go_u * d_u)
                mu = before / (2 * n) * (after / before) ** 3
                mu_u, mu_v = (mu + d_a * d_u) / s, (mu - d_a * d_v) / a
        a, beta, u, v = a + go_a * d_a, beta + go_u * d_beta, u + go_u * d_u, v + go_u * d_v
        if visit is not None:
            visit(beta)
    return beta, a - (1 - tau), steps


def _length(*moves: tuple[FloatArray, FloatArray]) -> float:
    """Return how far, at most 1, all numbers can move and stay positive."""
    ends = [(x[d < 0] / -d[d < 0]).min(initial=np.inf) for x, d in moves]
    return float(min(1.0, 0.99995 * min(ends)))
