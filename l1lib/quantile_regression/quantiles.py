"""Several quantiles of one response, one fit for each."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import numpy as np
from numpy.typing import ArrayLike

from l1lib.quantile_regression.fit import lad
from l1lib.quantile_regression.result import LADResult
from l1lib.validate import FloatArray, as_flag, as_vector


@dataclass(frozen=True, eq=False)
class LADQuantiles:
    """Fits of the same data at m levels τ, in increasing order.

    Parameters
    ----------
    fits : tuple of LADResult, length m
        Each with its own certificate.
    """

    fits: tuple[LADResult, ...]

    @property
    def taus(self) -> FloatArray:
        """Return the levels, shape (m,)."""
        return np.array([fit.tau for fit in self.fits])

    @property
    def intercept(self) -> FloatArray:
        """Return the intercepts, shape (m,), in the unit of y."""
        return np.array([fit.intercept for fit in self.fits])

    @property
    def coef(self) -> FloatArray:
        """Return the coefficients, shape (m, p), in units of y per unit of the column."""
        return np.array([fit.coef for fit in self.fits])

    @property
    def fun(self) -> FloatArray:
        """Return the least objectives, shape (m,)."""
        return np.array([fit.fun for fit in self.fits])

    @property
    def gap(self) -> FloatArray:
        """Return the gaps, shape (m,), free of units."""
        return np.array([fit.gap for fit in self.fits])

    @property
    def success(self) -> bool:
        """Return whether all fits are exact."""
        return all(fit.success for fit in self.fits)

    def predict(self, X: ArrayLike, *, rearrange: bool = False) -> FloatArray:
        r"""Return the m quantiles of each row.

        Each level is fitted by itself, so two of them may cross where rows are few. Rearranged,
        the m predictions of a row are sorted: then they rise with τ. Their pinball losses, summed
        over the levels, are nowhere larger than before, whatever y is: each is
        :math:`\rho_\tau(y - q) = \tfrac12 |y - q| + (\tau - \tfrac12)(y - q)`, the first parts
        add up to the same in any order, and :math:`-\sum_k \tau_k q_k` is least when both
        rise together. At one level alone the loss may grow.

        Parameters
        ----------
        X : array_like or sparse matrix, shape (k, p)
            New rows, with the columns of the fits.
        rearrange : bool, default False
            Whether to sort the predictions of each row.

        Returns
        -------
        ndarray, shape (k, m)
            In the unit of y.

        Raises
        ------
        TypeError, ValueError
            If `X` is not a finite matrix with p columns, or `rearrange` no truth value.

        References
        ----------
        V. Chernozhukov, I. Fernández-Val and A. Galichon (2010). Quantile and probability curves
        without crossing. Econometrica 78(3), 1093–1125.

        Examples
        --------
        >>> fits = lad_quantiles([[0], [0], [1], [1]], [0, 3, 1, 2], [0.1, 0.9])
        >>> fits.predict([[2]]), fits.predict([[2]], rearrange=True)
        (array([[2., 1.]]), array([[1., 2.]]))
        """
        ordered = as_flag(rearrange, "rearrange")
        predicted = np.column_stack([fit.predict(X) for fit in self.fits])
        return np.sort(predicted, axis=1) if ordered else predicted

    def _facts(self) -> list[tuple[str, str]]:
        return [
            ("taus", np.array2string(self.taus, threshold=20)),
            ("intercept", np.array2string(self.intercept, precision=6, threshold=20)),
            ("coef", np.array2string(self.coef, precision=6, threshold=20, prefix=" " * 11)),
            ("gap", f"at most {self.gap.max():.1e}"),
            ("success", str(self.success)),
        ]

    def __repr__(self) -> str:
        return "LADQuantiles\n" + "\n".join(f"{name:>9}: {value}" for name, value in self._facts())

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th>{escape(name)}</th><td><pre>{escape(value)}</pre></td></tr>"
            for name, value in self._facts()
        )
        return f"<table>{rows}</table>"


def lad_quantiles(
    X: ArrayLike,
    y: ArrayLike,
    taus: ArrayLike,
    *,
    weights: ArrayLike | None = None,
    lam: float = 0.0,
    intercept: bool = True,
) -> LADQuantiles:
    r"""Fit a linear quantile at each of several levels, by `lad`.

    For each level τₖ, k from 1 to m, it solves

    .. math:: \min_{b_0, b} \; &\sum_{i=1}^n w_i\,\rho_{\tau_k}(y_i - b_0 - x_i^\top b) \\
        &+ \lambda \sum_{j=1}^p |b_j|.

    Parameters
    ----------
    X : array_like or sparse matrix, shape (n, p)
        The design, as for `lad`.
    y : array_like, shape (n,)
        The targets.
    taus : array_like, shape (m,)
        The levels, strictly between 0 and 1 and increasing.
    weights : array_like, shape (n,), optional
        Non-negative weights, not all zero; by default all are 1.
    lam : float, default 0.0
        The penalty weight λ ≥ 0, the same at each level.
    intercept : bool, default True
        Whether to fit an intercept at each level, which is not penalised.

    Returns
    -------
    LADQuantiles
        The fits, and predictions that on demand do not cross.

    Raises
    ------
    TypeError, ValueError
        As for `lad`, and if `taus` is empty, not between 0 and 1, or not increasing.

    Warns
    -----
    RuntimeWarning
        As by `lad`, for each fit that is not exact.

    References
    ----------
    R. Koenker and G. Bassett (1978). Regression quantiles. Econometrica 46(1), 33–50.

    Examples
    --------
    >>> fits = lad_quantiles([[0], [0], [0], [1], [1], [1]], [0, 1, 2, 0, 2, 4], [0.5, 0.75])
    >>> fits.intercept, fits.coef
    (array([1., 2.]), array([[1.],
           [2.]]))
    """
    levels = as_vector(taus, "taus")
    if not ((levels > 0) & (levels < 1)).all():
        bad = levels[(levels <= 0) | (levels >= 1)][0]
        raise ValueError(f"taus must lie strictly between 0 and 1, got {bad}")
    if (np.diff(levels) <= 0).any():
        raise ValueError("taus must increase")
    return LADQuantiles(
        tuple(
            lad(X, y, tau=tau, weights=weights, lam=lam, intercept=intercept)
            for tau in levels.tolist()
        )
    )
