"""The certificate against wrong answers, judged by exact fractions: it must notice each."""

import warnings
from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
from scipy import sparse

from l1lib import lasso, lasso_kinks, lasso_path
from l1lib.lasso_regression.certificate import ACCURACY, certify, given
from l1lib.lasso_regression.certificate.bound import ROUNDING
from l1lib.lasso_regression.certificate.probe import Claims, judged
from l1lib.lasso_regression.penalty import LASSO, as_penalty

EACH = 60


def exact(values):
    """Return numbers as an array of fractions, which are equal to them."""
    return np.vectorize(lambda v: Fraction(float(v)), otypes=[object])(np.asarray(values))


def objective(problem, intercept, coef):
    """Return P(b₀, b) without rounding."""
    X, y, w, lam, _, (u, l2, _) = problem
    n, w = len(y), exact(np.ones(len(y)) if w is None else w)
    r = exact(y) - exact(intercept) - exact(X) @ exact(coef)
    squares = (w * r * r).sum() * n / w.sum()
    b, u = exact(coef), exact(u)
    return squares / (2 * n) + Fraction(lam) * u @ abs(b) + Fraction(l2) * u @ (b * b) / 2


def solved(A, b):
    """Solve a system of fractions, None where there is not one solution."""
    M = np.column_stack([A, b])
    for k in range(len(M)):
        rows = [i for i in range(k, len(M)) if M[i, k] != 0]
        if not rows:
            return None
        M[[k, rows[0]]] = M[[rows[0], k]]
        M[k] = M[k] / M[k, k]
        for i in range(len(M)):
            if i != k:
                M[i] = M[i] - M[k] * M[i, k]
    return M[:, -1]


def minimum(problem):
    """Return the minimum and a minimiser b in fractions, by trying all patterns of signs."""
    X, y, w, lam, intercept, (u, l2, positive) = problem
    n, w = len(y), exact(np.ones(len(y)) if w is None else w)
    u, l2 = exact(u), Fraction(l2)
    w, lam = w * n / w.sum(), Fraction(lam)
    X, y = exact(X), exact(y)
    if intercept:
        X, y = X - w @ X / n, y - w @ y / n
    G, c = X.T @ (w[:, None] * X) / n, X.T @ (w * y) / n
    size = (w * y * y).sum() / (2 * n)
    for signs in np.ndindex(*[3] * X.shape[1]):
        s = np.array([Fraction(v - 1) for v in signs])
        on = np.flatnonzero(s)
        if positive and (s < 0).any():
            continue
        b = np.array([Fraction(0)] * len(s))
        if on.size:
            quadratic = G[np.ix_(on, on)] + l2 * np.diag(u[on])
            found = solved(quadratic, c[on] - lam * u[on] * s[on])
            if found is None or ((lam > 0 or positive) and any(found * s[on] < 0)):
                continue
            b[on] = found
        toward = c - G @ b if positive else abs(c - G @ b)
        if all((toward <= lam * u)[s == 0]):
            penalty = lam * u @ abs(b) + l2 * u @ (b * b) / 2
            return size - (c * b).sum() + (b @ G @ b) / 2 + penalty, b
    raise AssertionError("no pattern of signs is right")


def draw(rng):
    """Draw a small problem of an awkward kind, and the kinds that it is of."""
    n, p = int(rng.integers(2, 9)), int(rng.integers(1, 4))
    kinds, X = set(), rng.standard_normal((n, p))
    changes = {
        "scales": lambda: X * 10.0 ** rng.integers(-19, 20, p),
        "integers": lambda: rng.integers(-2, 3, X.shape).astype(float),
        "offset": lambda: X + 10.0 ** rng.integers(3, 13, p),
        "near one column": lambda: X[:, :1] + 10.0 ** rng.uniform(-8, -3) * X,
        "constant": lambda: np.column_stack([np.full(n, 0.1), X[:, 1:]]),
        "twice": lambda: np.column_stack([X[:, :1], X[:, : p - 1]]),
        "zero": lambda: np.column_stack([np.zeros(n), X[:, 1:]]),
    }
    for kind in rng.choice(list(changes), rng.integers(0, 3), replace=False):
        X, kinds = changes[kind](), kinds | {str(kind)}
    y = rng.integers(-3, 4, n).astype(float) if rng.random() < 0.4 else rng.standard_normal(n)
    size = X.std(axis=0)
    y = y + (X / np.where(size > 0, size, 1))[:, 0] if rng.random() < 0.5 else y
    y = y * 10.0 ** rng.choice([0, 0, 0, -80, 80])
    w = 10.0 ** rng.uniform(-6, 6, n) if rng.random() < 0.3 else None
    kinds |= {"weights"} if w is not None else set()
    kinds |= {"n < p"} if n < p else set()
    intercept = bool(rng.random() < 0.6)
    centred = X - X.mean(axis=0) if intercept else X
    top = np.abs(centred.T @ (y - y.mean() if intercept else y)).max() / n
    share = float(rng.choice([0.0, 0.5, 1 - 1e-12, 10 ** rng.uniform(-4, 0)]))
    kinds |= {"no penalty"} if share == 0 else {"penalty"}
    u, l2, positive = np.ones(p), 0.0, bool(rng.random() < 0.25)
    kinds |= {"positive"} if positive else set()
    if rng.random() < 0.3:
        u, kinds = 10.0 ** rng.integers(-2, 3, p), kinds | {"penalty weights"}
        if rng.random() < 0.4 and not positive:
            u[0], kinds = 0.0, kinds | {"unpenalised"}
    if rng.random() < 0.25:
        l2, kinds = float(10 ** rng.uniform(-3, 1) * np.square(centred).mean()), kinds | {"squares"}
    return (X, y, w, share * float(top), intercept, (u, l2, positive)), kinds


def asked(problem):
    """Return the arguments of a problem that have names."""
    u, l2, positive = problem[5]
    named = {"penalty_weights": None if (u == 1).all() else u, "l2": l2, "positive": positive}
    return {"weights": problem[2], "intercept": problem[4], **named}


def wrong_answers(problem, fit, rng):
    """Yield answers near and far, and data of another problem, by name."""
    X, y, w, lam, intercept, (_, _, positive) = problem
    b0, b = fit.intercept, fit.coef
    for error in (1e-12, 1e-9, 1e-6, 1e-3, 1.0):
        nearby = b * (1 + error * rng.standard_normal(b.size))
        yield "perturbed", b0, np.abs(nearby) if positive else nearby
        yield "moved", b0 * (1 + error) if intercept else b0, b
    for j in np.flatnonzero(b):
        yield "dropped", b0, np.where(np.arange(b.size) == j, 0.0, b)
        if not positive:
            yield "turned", b0, np.where(np.arange(b.size) == j, -b, b)
    yield "zero", float(np.average(y, weights=w)) if intercept else 0.0, 0 * b
    for name, other in (("rescaled", X * 2.0 ** rng.integers(-2, 3, b.size)), ("shifted", X + 1.0)):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = lasso(other, y, lam, **asked(problem))
        yield name, found.intercept, found.coef


def allowance(problem, rows, b, best, scale):
    """Return what a certificate in doubles may miss of a β far beyond what b and y contribute."""
    X, y, w, _, intercept, _ = problem
    w = np.ones(len(y)) if w is None else w / w.mean()
    Z = X - (w @ X / len(y) if intercept else 0)
    sizes = np.sqrt(w @ Z**2)
    reach = [sizes @ np.abs(np.array([float(v) for v in values])) for values in (b, best)]
    spread = np.sqrt(2 * len(y) * float(scale))
    rho = 3 * (spread + reach[0]) + np.sqrt(w @ np.square(y - rows - X @ b))
    beyond = max(reach[1] - np.sqrt(np.square(sizes * b).sum()) - spread, 0.0)
    return Fraction(float(2 * ROUNDING * rho * beyond / len(y)))


@pytest.mark.parametrize("chunk", range(4))
def test_no_answer_right_or_wrong_is_further_from_the_minimum_than_its_gap(chunk):
    seen, noticed = Counter(), Counter()
    for number in range(EACH):
        rng = np.random.default_rng([chunk, number])
        problem, kinds = draw(rng)
        X, y, w, lam, intercept, (u, l2, positive) = problem
        design = sparse.csr_array(X) if rng.random() < 0.3 else X
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            fit = lasso(design, y, lam, **asked(problem))
        least, best = minimum(problem)
        seen.update(kinds)
        data = given(X, y, w, intercept, as_penalty(u, l2, positive))
        data.complete(float(np.linalg.norm(X)))
        answers = [("right", fit.intercept, fit.coef), *wrong_answers(problem, fit, rng)]
        for name, b0, b in answers:
            place = f"[{chunk}, {number}] {sorted(kinds)}: {name}"
            with np.errstate(all="ignore"):
                verdict = certify(data, lam, b0, b)
            excess = objective(problem, b0, b) - least
            assert excess >= 0, place
            if np.isinf(verdict.gap):
                continue
            assert verdict.gap >= 0, place
            bound = Fraction(verdict.gap) * Fraction(verdict.scale)
            slack = allowance(problem, b0, b, best, verdict.scale)
            # The objective itself is known to the last digits of a double.
            assert excess <= bound * (1 + Fraction(1, 10**9)) + slack, place
            if name != "right" and excess > Fraction(ACCURACY) * Fraction(verdict.scale) + slack:
                assert verdict.gap > ACCURACY, place
                noticed[name] += 1
        if fit.success:
            seen["success"] += 1
            fun, rounding = float(objective(problem, *answers[0][1:])), 1e-13 * fit.scale
            assert fit.fun == pytest.approx(fun, rel=1e-9, abs=rounding)
        else:
            seen["failed"] += 1
    assert min(noticed[name] for name in ("perturbed", "moved", "dropped", "turned")) >= 15
    assert min(noticed[name] for name in ("zero", "rescaled", "shifted")) >= 10
    assert seen["success"] >= 0.9 * EACH


def test_no_answer_of_a_path_is_further_from_the_minimum_than_its_gap():
    proved = Counter()
    for number in range(EACH):
        rng = np.random.default_rng([99, number])
        one, _ = draw(rng)
        X, y, w, lam, intercept, penalty = one
        given_too = asked(one)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            grid = lasso_path(X, y, [2 * lam, lam, lam / 3], **given_too)
            kinks = lasso_kinks(X, y, ratio=1e-3, **given_too)
            scale = Fraction(lasso(X, y, 2 * lam, **given_too).scale)
        for kind, path in (("grid", grid), ("kinks", kinks)):
            for k in range(path.lams.size):
                problem = (X, y, w, float(path.lams[k]), intercept, penalty)
                least, best = minimum(problem)
                excess = objective(problem, path.intercept[k], path.coef[k]) - least
                slack = allowance(problem, path.intercept[k], path.coef[k], best, scale)
                if np.isfinite(path.gap[k]):
                    bound = Fraction(path.gap[k]) * scale
                    assert excess <= bound * (1 + Fraction(1, 10**9)) + slack, (number, kind, k)
                proved[kind, bool(path.gap[k] <= ACCURACY)] += 1
    assert proved["grid", True] > 12 * proved["grid", False]
    assert proved["kinks", True] > 12 * proved["kinks", False]


def test_claims_about_a_path_that_are_wrong_in_one_column_are_found():
    found = 0
    for seed in range(50):
        rng = np.random.default_rng(seed)
        X, y = (
            rng.standard_normal((40, 6)) + 10.0 ** rng.integers(-2, 4, 6),
            rng.standard_normal(40),
        )
        data = given(X, y, None, True, LASSO)
        data.complete(float(np.linalg.norm(X)))
        path = lasso_path(X, y, n_lams=20)
        Z, centred = X - X.mean(axis=0), y - y.mean()
        c = (centred - path.coef @ Z.T) @ Z / 40
        sizes = np.sqrt(np.square(Z).sum(axis=0))
        right = Claims(path.lams, path.intercept, path.coef, c, sizes)
        assert not judged(data, right, Z.T @ centred / 40)[2]
        c = c.copy()
        c[rng.integers(20), rng.integers(6)] *= 1 + 1e-9
        wrong = Claims(path.lams, path.intercept, path.coef, c, sizes)
        found += judged(data, wrong, Z.T @ centred / 40)[2]
    assert found >= 48


@pytest.mark.parametrize("seed", range(40))
def test_least_squares_at_the_end_of_the_path_is_certified_on_designs_far_from_orthogonal(seed):
    rng = np.random.default_rng(seed)
    design = rng.standard_normal((40, 12)) @ rng.standard_normal((12, 12))
    y = design[:, :3].sum(axis=1) + 5 * rng.standard_normal(40)
    path = lasso_kinks(design, y, ratio=0.0, intercept=False)
    assert path.success
    assert path.coef[-1] == pytest.approx(np.linalg.lstsq(design, y)[0], rel=1e-8)
    assert lasso(design, y, 0.0, intercept=False).success
