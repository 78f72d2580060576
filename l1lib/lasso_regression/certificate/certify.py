"""The certificate of an answer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from l1lib.lasso_regression.certificate.bound import ACCURACY, Certificate
from l1lib.lasso_regression.certificate.data import Data
from l1lib.lasso_regression.certificate.in_doubles import in_doubles
from l1lib.lasso_regression.certificate.in_pairs import in_pairs
from l1lib.validate import FloatArray


def certify(
    data: Data, lam: float, constant: float, coef: FloatArray, first: Certificate | None = None
) -> Certificate:
    """Judge an answer in double precision, and where that does not prove it, in twice that.

    The `first` of the two judgements may have been made before. What the penalty forbids has an
    infinite gap.
    """
    found = first or in_doubles(data, lam, constant, coef)[0]
    if data.penalty.positive and (coef < 0).any():
        return replace(found, gap=np.inf)
    return found if found.gap <= ACCURACY else in_pairs(data, lam, constant, coef, found)


def refined(
    data: Data, lam: float, constant: float, coef: FloatArray, first: Certificate | None = None
) -> tuple[float, FloatArray, Certificate]:
    """Return an answer with its certificate, corrected as long as that proves it better.

    An answer that is no number is replaced by zeros.
    """
    if not (np.isfinite(constant) and np.isfinite(coef).all()):
        constant, coef, first = float(data.mean(data.y)), np.zeros_like(coef), None
    verdict = certify(data, lam, constant, coef, first)
    while verdict.gap > ACCURACY and verdict.better is not None:
        better = certify(data, lam, *verdict.better)
        if not better.gap < verdict.gap / 2:
            break
        (constant, coef), verdict = verdict.better, better
    return constant, coef, verdict
