"""Losses as negative log-likelihoods: Laplace errors give L1, normal errors L2."""

from collections.abc import Callable, Iterable
from typing import Any

import sympy

from l1lib.symbolic.exact import as_exact, as_exact_list, as_positive


def laplace_density(r: Any, eta: Any) -> sympy.Expr:
    r"""Return the Laplace density with scale η.

    .. math:: p(r) = \frac{1}{2\eta} e^{-|r|/\eta}.

    Parameters
    ----------
    r : sympy.Expr, int or Fraction
        The residual, real.
    eta : sympy.Expr, int or Fraction
        The scale, positive, in the unit of the residual.

    Returns
    -------
    sympy.Expr

    Raises
    ------
    TypeError
        If `r` or `eta` is a float.
    ValueError
        If `r` is not known to be real or `eta` not known to be positive.

    Examples
    --------
    >>> r, eta = sympy.Symbol("r", real=True), sympy.Symbol("eta", positive=True)
    >>> laplace_density(r, eta)
    exp(-Abs(r)/eta)/(2*eta)
    """
    r, eta = as_exact(r, "r"), as_positive(eta, "eta")
    return sympy.exp(-sympy.Abs(r) / eta) / (2 * eta)


def normal_density(r: Any, sigma: Any) -> sympy.Expr:
    r"""Return the normal density with standard deviation σ.

    .. math:: p(r) = \frac{1}{\sigma\sqrt{2\pi}} e^{-r^2/(2\sigma^2)}.

    Parameters
    ----------
    r : sympy.Expr, int or Fraction
        The residual, real.
    sigma : sympy.Expr, int or Fraction
        The standard deviation, positive, in the unit of the residual.

    Returns
    -------
    sympy.Expr

    Raises
    ------
    TypeError, ValueError
        As for `laplace_density`.

    Examples
    --------
    >>> normal_density(0, 1)
    sqrt(2)/(2*sqrt(pi))
    """
    r, sigma = as_exact(r, "r"), as_positive(sigma, "sigma")
    return sympy.exp(-(r**2) / (2 * sigma**2)) / (sigma * sympy.sqrt(2 * sympy.pi))


def laplace_nll(residuals: Iterable[Any] | sympy.Indexed, eta: Any) -> sympy.Expr:
    r"""Return the negative log-likelihood of residuals under Laplace errors.

    .. math:: -\sum_{i=1}^n \log p(r_i) = n \log(2\eta) + \frac1\eta \sum_{i=1}^n |r_i|.

    Parameters
    ----------
    residuals : iterable of SymPy expression, int or Fraction; or sympy.Indexed
        The residuals; or one ``r[i]``, whose index i has the range of a symbolic sample,
        ``Idx("i", n)``.
    eta : sympy.Expr, int or Fraction
        The scale, positive.

    Returns
    -------
    sympy.Expr

    Raises
    ------
    TypeError, ValueError
        As for `laplace_density`; also if there is no residual.

    Examples
    --------
    >>> mu, eta = sympy.Symbol("mu", real=True), sympy.Symbol("eta", positive=True)
    >>> laplace_nll([3 - mu], eta)
    log(eta) + log(2) + Abs(mu - 3)/eta
    """
    return _nll(laplace_density, residuals, as_positive(eta, "eta"))


def normal_nll(residuals: Iterable[Any] | sympy.Indexed, sigma: Any) -> sympy.Expr:
    r"""Return the negative log-likelihood of residuals under normal errors.

    .. math:: &-\sum_{i=1}^n \log p(r_i) \\
        &= n \log(\sigma\sqrt{2\pi}) + \frac{1}{2\sigma^2} \sum_{i=1}^n r_i^2.

    Parameters
    ----------
    residuals : iterable of SymPy expression, int or Fraction; or sympy.Indexed
        As for `laplace_nll`.
    sigma : sympy.Expr, int or Fraction
        The standard deviation, positive.

    Returns
    -------
    sympy.Expr

    Raises
    ------
    TypeError, ValueError
        As for `laplace_nll`.

    Examples
    --------
    >>> normal_nll([sympy.Symbol("r", real=True)], 1)
    r**2/2 + log(2)/2 + log(pi)/2
    """
    return _nll(normal_density, residuals, as_positive(sigma, "sigma"))


def _nll(
    density: Callable[[Any, Any], sympy.Expr],
    residuals: Iterable[Any] | sympy.Indexed,
    scale: sympy.Expr,
) -> sympy.Expr:
    r = sympy.Dummy("r", real=True)
    one = sympy.expand(-sympy.expand_log(sympy.log(density(r, scale)), force=True))
    if not isinstance(residuals, sympy.Indexed):
        return sympy.Add(*(one.subs(r, ri) for ri in as_exact_list(residuals, "residuals")))
    index, (low, high) = residuals.indices[0], residuals.ranges[0]
    constant, varying = one.as_independent(r, as_Add=True)
    factor, loss = varying.as_independent(r, as_Add=False)
    total = sympy.Sum(loss.subs(r, residuals), (index, low, high))
    return constant * (high - low + 1) + factor * total
