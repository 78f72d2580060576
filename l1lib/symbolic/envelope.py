"""The Moreau envelope of |·|, case by case: the soft threshold and Huber's function."""

from typing import Any

import sympy

from l1lib.symbolic.exact import as_exact, as_positive


def soft_threshold_form(v: Any, mu: Any) -> sympy.Expr:
    r"""Return the u that minimises |u| + (v − u)²/(2μ): the prox of μ|·|.

    .. math:: \operatorname{prox}_{\mu|\cdot|}(v) &= v - \mu \text{ for } v > \mu, \\
        &\phantom{=} v + \mu \text{ for } v < -\mu, \; 0 \text{ between.}

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
        A ``Piecewise`` for symbolic `v`.

    Raises
    ------
    TypeError
        If `v` or `mu` is a float.
    ValueError
        If `v` is not known to be real or `mu` not known to be positive.

    Examples
    --------
    >>> v, mu = sympy.Symbol("v", real=True), sympy.Symbol("mu", positive=True)
    >>> soft_threshold_form(v, mu)
    Piecewise((-mu + v, mu < v), (mu + v, mu < -v), (0, True))
    """
    v, mu = as_exact(v, "v"), as_positive(mu, "mu")
    return _in_pieces(lambda u, size: u, v, mu)


def moreau_envelope(v: Any, mu: Any) -> sympy.Expr:
    r"""Return the Moreau envelope of the absolute value.

    .. math:: &\min_u \Bigl(|u| + \frac{(v - u)^2}{2\mu}\Bigr) \\
        &= |v| - \frac\mu2 \text{ for } |v| > \mu, \; \frac{v^2}{2\mu} \text{ otherwise.}

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
    TypeError, ValueError
        As for `soft_threshold_form`.

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
    return _in_pieces(lambda u, size: sympy.expand(size + (v - u) ** 2 / (2 * mu)), v, mu)


def huber_from_envelope(r: Any, delta: Any) -> sympy.Expr:
    r"""Return Huber's function as δ times the Moreau envelope of |·| with μ = δ.

    .. math:: \tfrac12 r^2 \text{ for } |r| \le \delta, \qquad
        \delta (|r| - \tfrac12 \delta) \text{ beyond.}

    Parameters
    ----------
    r : sympy.Expr, int or Fraction
        The residual, real.
    delta : sympy.Expr, int or Fraction
        The residual at which the parabola turns into a line, positive.

    Returns
    -------
    sympy.Expr
        A ``Piecewise`` for symbolic `r`.

    Raises
    ------
    TypeError, ValueError
        As for `soft_threshold_form`.

    Examples
    --------
    >>> huber_from_envelope(5, 2)
    8
    """
    r, delta = as_exact(r, "r"), as_positive(delta, "delta")
    return sympy.piecewise_fold(delta * moreau_envelope(r, delta)).expand()


def _in_pieces(at: Any, v: sympy.Expr, mu: sympy.Expr) -> sympy.Expr:
    """Return `at(u, |u|)` at the minimising u, in the cases u > 0, u < 0 and u = 0."""
    u = sympy.Dummy("u", real=True)
    cases = []
    for sign in (1, -1):
        slope = sympy.diff(sign * u + (v - u) ** 2 / (2 * mu), u)
        (root,) = sympy.solve(slope, u)
        root_has_the_sign = sympy.expand(sign * v) > sympy.expand(sign * (v - root))
        cases.append((at(root, sign * root), root_has_the_sign))
    return sympy.Piecewise(*cases, (at(sympy.S.Zero, sympy.S.Zero), True))
