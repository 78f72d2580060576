"""The Moreau envelope of |·|, case by case: Huber's function, divided by δ."""

from typing import Any

import sympy

from l1lib.symbolic.exact import as_exact, as_positive


def moreau_envelope(v: Any, mu: Any) -> sympy.Expr:
    r"""Return the Moreau envelope of the absolute value.

    .. math:: &\min_u \Bigl(|u| + \frac{(v - u)^2}{2\mu}\Bigr) \\
        &= |v| - \frac\mu2 \text{ for } |v| > \mu, \; \frac{v^2}{2\mu} \text{ otherwise.}

    The cases u > 0 and u < 0 have a smooth objective, and SymPy solves for the stationary
    u; where neither root has the sign of its case, the minimiser is the corner, u = 0.

    Parameters
    ----------
    v : sympy.Expr, int or Fraction
        The point, real.
    mu : sympy.Expr, int or Fraction
        The parameter μ, positive.

    Returns
    -------
    sympy.Expr
        A ``Piecewise`` for symbolic `v`: Huber's function with δ = μ, divided by μ.

    Raises
    ------
    TypeError
        If `v` or `mu` is a float.
    ValueError
        If `v` is not known to be real or `mu` not known to be positive.

    Examples
    --------
    >>> v, mu = sympy.Symbol("v", real=True), sympy.Symbol("mu", positive=True)
    >>> moreau_envelope(v, mu)
    Piecewise((-mu/2 + v, mu < v), (-mu/2 - v, mu < -v), (v**2/(2*mu), True))

    References
    ----------
    J.-J. Moreau (1965). Proximité et dualité dans un espace hilbertien. Bulletin de la
    Société Mathématique de France 93, 273–299.
    """
    v, mu = as_exact(v, "v"), as_positive(mu, "mu")
    u = sympy.Dummy("u", real=True)
    cases = []
    for sign in (1, -1):
        objective = sign * u + (v - u) ** 2 / (2 * mu)
        (root,) = sympy.solve(sympy.diff(objective, u), u)
        root_has_the_sign = sympy.expand(sign * v) > sympy.expand(sign * (v - root))
        cases.append((sympy.expand(objective.subs(u, root)), root_has_the_sign))
    return sympy.Piecewise(*cases, (v**2 / (2 * mu), True))
