"""Every argument of every public callable: a valid call, and what is wrong for each argument."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from math import inf, nan
from types import MappingProxyType
from typing import Any

import dask.array as da
import dask.dataframe as dd
import numpy as np
import pandas as pd
import sympy
from matplotlib.figure import Figure
from scipy import stats
from sklearn.model_selection import GroupKFold, KFold

import l1lib
from l1lib import datasets, distributed, functions, methods, plots, robust, symbolic
from l1lib.teaching import exercises, statements

# Kinds of arguments, by what is wrong for each.
REALS = ("abc", ["a"], None, [nan], [[1.0], [1.0, 2.0]], [1j], {1.0})
FINITES = (*REALS, [inf])
VECTOR = (*FINITES, [], [[1.0, 2.0, 3.0]], 3.0)
MATRIX = (
    "abc",
    None,
    [["a"]],
    [1.0, 2.0],
    3.0,
    [],
    [[]],
    [[nan]] * 4,
    [[inf]] * 4,
    [[1.0], [1, 2]],
)
DESIGN = tuple(value for value in MATRIX if value != [[]])
WEIGHTS = ("abc", [], 1.0, [[1.0]], [1.0] * 99, [-1.0, 1, 1, 1], [0.0] * 4, [nan] * 4, [inf] * 4)
NO_NUMBER = ("1", True, [1.0], 1j, nan)
FINITE = (*NO_NUMBER, None, inf)
NONNEGATIVE = (*FINITE, -1.0)
POSITIVE = (*NONNEGATIVE, 0.0)
POSITIVE_OR_NONE = (*NO_NUMBER, inf, -1.0, 0)
BETWEEN = (*POSITIVE, 1, 1.5)
LEVEL = BETWEEN
INTEGER = (2.5, 2.0, "3", True, None, nan, [3])
COUNT_OR_ZERO = (*INTEGER, -1)
COUNT = (*COUNT_OR_ZERO, 0)
FLAG = (1, 0, "no", None, [True], 1.0)
NAME = ("nonsense", 1, None, True, ["rank"])
SEED = ("a", 1.5, -1, True, [1], np.random)
TEXT = (1, None, b"text", ["text"])
TEXTS = ("text", 1, ["one too few"], [1, 2, 3])
FUNCTION = (1, "f", None)
NO_NUMBER_BACK = (*FUNCTION, lambda *_: "a", lambda *_: None)
AXES = (1, "ax", Figure())
ROLE = ("blue", None, ("blue", "-"))
OBJECT = (1, None, "problem")
ANYTHING = ()

EXACT = (0.5, "1", nan, None, sympy.Symbol("z"), sympy.oo, [1])
EXACTS = (1, "12", None, [0.5], ["1"], [], [sympy.Symbol("z")])
EXACT_WEIGHTS = (1, "123", [0.5, 1, 1], [1, 1], [-1, 1, 1], [0, 0, 0])
EXACT_POSITIVE = (*EXACT, 0, -1, sympy.Symbol("z", real=True))
SYMBOL = (1, "r", None, sympy.Symbol("z"))
SYMPY = (1, "r", None, sympy.Symbol("z"))


@dataclass(frozen=True)
class Call:
    """A callable, arguments that it takes, and for each argument what it has to refuse."""

    call: Callable[..., Any]
    valid: dict[str, Any] = field(default_factory=dict)
    wrong: dict[str, tuple[Any, ...]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.call.__qualname__

    @property
    def place(self) -> str:
        return place(self.call)

    @property
    def arguments(self) -> set[str]:
        return arguments(self.call)


def arguments(call: Callable[..., Any]) -> set[str]:
    """Return the names of the arguments, but for those passed on to somebody else."""
    parameters = inspect.signature(call).parameters.values()
    return {p.name for p in parameters if p.kind is not p.VAR_KEYWORD} - {"self"}


def place(call: Callable[..., Any]) -> str:
    """Return the name of a callable with its module: two packages may offer the same name."""
    return f"{call.__module__}.{call.__qualname__}"


X = [[0.0], [1.0], [2.0], [4.0]]
Y = [1.0, 0.0, 3.0, 2.0]
r, x = sympy.Symbol("r", real=True), sympy.Symbol("x", real=True)
LAD = methods.AbsoluteDeviations(X, Y)
PENALISED = methods.PenalisedSquares(X, Y, 0.1)
PLANE = methods.AbsoluteDeviations([[1, 0], [0, 1]], [0, 0])
LAD_PROBLEM, LASSO_PROBLEM = (*OBJECT, PENALISED), (*OBJECT, LAD)
POINT = (*VECTOR, [1.0, 2.0, 3.0])
START = tuple(value for value in POINT if value is not None)
NORMAL = stats.norm()
NO_DISTRIBUTION = (1, "norm", None, stats.rv_continuous, np.random)
SEALED = exercises.seal(check=l1lib.Answer(4)).split('"""')[1]
SEALED_PREDICTION = exercises.seal_prediction(1, "So.").split("\n", 1)[1].removesuffix("\n-->")

FIT = {"X": X, "y": Y}
WRONG_FIT = {"X": DESIGN, "y": (*VECTOR, [1.0, 2.0]), "weights": WEIGHTS, "intercept": FLAG}
LAD_FIT = {**WRONG_FIT, "lam": NONNEGATIVE}
PENALTY = {
    "penalty_weights": ("abc", 1.0, [[1.0]], [1.0, 1.0], [-1.0], [nan], [1j]),
    "positive": FLAG,
}
LASSO_FIT = {**WRONG_FIT, **PENALTY, "l2": NONNEGATIVE}
FOLDS = ("ab", 2.0, None, True, 1, 0, -1, 99, [], [1, 2], [([0], [])] * 2, [([0], [9])] * 2, KFold)
NEW_ROWS = (*MATRIX, [[1.0, 2.0]])
LAMS = {"lams": ("a", [], [-1.0], [nan], [inf], 1.0), "n_lams": COUNT, "ratio": (*NONNEGATIVE, 2)}
SERIES = {"y": VECTOR, "weights": WEIGHTS}
LOSS = {"y": VECTOR, "y_hat": (*FINITES, [1.0, 2.0], [[1.0] * 4]), "weights": WEIGHTS}
WRONG_DRAW = {"n": COUNT, "p": COUNT, "rng": SEED}
STYLED = {"label": TEXT, "at": (9, -9, 1.5, "a", True), "role": ROLE, "ax": AXES}


def lad_method(call: Callable[..., Any], valid: Any = MappingProxyType({}), **wrong: Any) -> Call:
    common = {"problem": LAD_PROBLEM, "iterations": COUNT_OR_ZERO, "start": START}
    return Call(call, {"problem": LAD, "iterations": 2, **valid}, {**common, **wrong})


def lasso_method(call: Callable[..., Any], **wrong: Any) -> Call:
    common = {"problem": LASSO_PROBLEM, "iterations": COUNT_OR_ZERO, "start": START}
    return Call(call, {"problem": PENALISED, "iterations": 2}, {**common, **wrong})


FITS = [
    Call(l1lib.lad, FIT, {**LAD_FIT, "tau": LEVEL, "method": NAME}),
    Call(l1lib.lad, {**FIT, "intercept": False}, {"X": (*MATRIX, [[]] * 4)}),
    Call(
        l1lib.lad_quantiles,
        {**FIT, "taus": [0.25, 0.5]},
        {**LAD_FIT, "taus": (*VECTOR, 0.5, [0.0], [0.5, 1.0], [0.5, 0.5], [0.5, 0.25])},
    ),
    Call(
        l1lib.lad_intervals,
        FIT,
        {
            **WRONG_FIT,
            "X": MATRIX,
            "tau": LEVEL,
            "level": LEVEL,
            "method": NAME,
            "interpolate": FLAG,
            "bandwidth": NAME,
            "draws": COUNT,
            "rng": SEED,
        },
    ),
    Call(l1lib.lasso, {**FIT, "lam": 0.1}, {**LASSO_FIT, "lam": NONNEGATIVE}),
    Call(l1lib.lasso, {**FIT, "lam": 0.1, "positive": True}, {"penalty_weights": ([0.0],)}),
    Call(l1lib.lambda_max, FIT, {**WRONG_FIT, **PENALTY}),
    Call(l1lib.lasso_path, FIT, {**LASSO_FIT, **LAMS}),
    Call(l1lib.lasso_kinks, FIT, {**LASSO_FIT, "ratio": (*NONNEGATIVE, 2)}),
    Call(
        l1lib.cross_validate_lasso,
        {**FIT, "folds": 2},
        {**LASSO_FIT, **LAMS, "folds": FOLDS, "rng": SEED, "groups": ([0, 0, 1, 1],)},
    ),
    Call(
        l1lib.cross_validate_lasso,
        {**FIT, "folds": GroupKFold(2), "groups": [0, 0, 1, 1]},
        {
            "groups": ("abc", 1, [1, 2], [[1]] * 4),
            "rng": (0, np.random.default_rng(0)),
        },
    ),
    Call(l1lib.total_variation, {"y": Y, "lam": 0.5}, {**SERIES, "lam": NONNEGATIVE}),
    Call(l1lib.total_variation_path, {"y": Y}, SERIES),
    Call(
        l1lib.trend_filter,
        {"y": Y, "lam": 0.5},
        {**SERIES, "lam": NONNEGATIVE, "order": (*COUNT_OR_ZERO, 4)},
    ),
    Call(l1lib.trend_filter, {"y": Y, "lam": 0.5}, {"weights": ([1.0, 0.0, 1.0, 1.0],)}),
    Call(
        l1lib.fused_lasso,
        {"y": Y, "lam": 0.5, "lam_difference": 0.5},
        {"y": VECTOR, "lam": NONNEGATIVE, "lam_difference": NONNEGATIVE},
    ),
    Call(l1lib.total_variation_path(Y).at, {"lam": 0.5}, {"lam": NONNEGATIVE}),
    Call(l1lib.total_variation_path(Y).pieces, {"lam": 0.5}, {"lam": (*FINITES, [-1.0])}),
    Call(l1lib.soft_threshold, {"z": [1.0], "lam": 1.0}, {"z": REALS, "lam": NONNEGATIVE}),
    Call(l1lib.standardise, {"X": X}, {"X": MATRIX, "ddof": (*COUNT_OR_ZERO, 2), "center": FLAG}),
    Call(l1lib.lad(X, Y).predict, {"X": X}, {"X": NEW_ROWS}),
    Call(l1lib.lad_quantiles(X, Y, [0.5]).predict, {"X": X}, {"X": NEW_ROWS, "rearrange": FLAG}),
    Call(l1lib.lasso(X, Y, 0.1).predict, {"X": X}, {"X": NEW_ROWS}),
    Call(
        l1lib.basis_pursuit,
        {"A": [[1.0, 2.0, 3.0]], "b": [3.0]},
        {"A": DESIGN, "b": (*VECTOR, [1.0, 2.0])},
    ),
    Call(
        l1lib.sqrt_lasso,
        {**FIT, "lam": 0.1},
        {
            "X": DESIGN,
            "y": (*VECTOR, [1.0, 2.0]),
            "lam": NONNEGATIVE,
            "intercept": FLAG,
        },
    ),
    Call(l1lib.sqrt_lasso(X, Y, 0.1).predict, {"X": X}, {"X": NEW_ROWS}),
    Call(
        l1lib.lasso_path(X, Y, [0.5, 0.1]).predict,
        {"X": X, "lam": 0.1},
        {"X": NEW_ROWS, "lam": ("1", True, [1.0], 1j, nan, inf, -1.0, 0.0, 0.3)},
    ),
    *(
        Call(at, {"lam": 1.0}, {"lam": (*NONNEGATIVE, 0.0)})
        for path in [l1lib.lasso_kinks(X, Y, ratio=0.1)]
        for at in (path.at, path.coef_at)
    ),
    Call(l1lib.lasso_path(X, Y, [0.5, 0.1]).at, {"lam": 0.5}, {"lam": (*NONNEGATIVE, 0.3)}),
    Call(l1lib.standardise(X).apply, {"X": X}, {"X": NEW_ROWS}),
    *(
        Call(
            way,
            {"intercept": 1.0, "coef": [1.0]},
            {"intercept": FINITES, "coef": (*FINITES, [1.0, 2.0], 1.0)},
        )
        for way in (l1lib.standardise(X).to_data, l1lib.standardise(X).from_data)
    ),
]

BLOCKS = {name: da.from_array(values, chunks=2) for name, values in FIT.items()}


def in_blocks(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return wrong values as they are, and as Dask arrays where there can be one."""
    arrays = [np.asarray(v) for v in values if v is not None and not _ragged(v)]
    return *values, *(da.from_array(a) for a in arrays if a.dtype != object)


def _ragged(value: Any) -> bool:
    return isinstance(value, list) and len({np.shape(row) for row in value}) > 1


FRAMES = (
    dd.from_pandas(pd.DataFrame({"a": ["x"] * 4}), npartitions=2),
    dd.from_pandas(pd.DataFrame({"a": Y, 1: Y}), npartitions=2),
    dd.from_pandas(pd.Series(Y), npartitions=1),
)
WRONG_BLOCKS = {
    "X": (*in_blocks(DESIGN), *FRAMES, X),
    "y": (*in_blocks((*VECTOR, [1.0, 2.0])), dd.from_pandas(pd.Series(Y), npartitions=1)),
    "weights": in_blocks(WEIGHTS),
    "intercept": FLAG,
    "progress": (1, "bar", True),
}

DISTRIBUTED = [
    Call(
        distributed.lad,
        BLOCKS,
        {**WRONG_BLOCKS, "tau": LEVEL, "room": COUNT},
    ),
    Call(distributed.lasso, {**BLOCKS, "lam": 0.1}, {**WRONG_BLOCKS, "lam": NONNEGATIVE}),
    *(
        Call(fit.predict, {"X": BLOCKS["X"]}, {"X": (*NEW_ROWS, da.ones((4, 2)), da.ones(4))})
        for fit in (distributed.lad(**BLOCKS), distributed.lasso(**BLOCKS, lam=0.1))
    ),
]

NUMBERS = [
    *(
        Call(loss, {"y": Y, "y_hat": Y}, LOSS)
        for loss in (l1lib.mae, l1lib.mse, l1lib.rmse, l1lib.sae)
    ),
    *(
        Call(loss, {"y": Y, "y_hat": Y}, {**LOSS, "tau": LEVEL})
        for loss in (l1lib.mean_pinball_loss, l1lib.pseudo_r1)
    ),
    Call(l1lib.weighted_median, {"values": Y}, {"values": VECTOR, "weights": WEIGHTS}),
    Call(
        l1lib.weighted_quantile,
        {"values": Y, "tau": Fraction(1, 3)},
        {"values": VECTOR, "tau": LEVEL, "weights": WEIGHTS},
    ),
    Call(functions.Absolute),
    Call(functions.Squared),
    Call(functions.LogCosh),
    Call(functions.Huber, {}, {"delta": POSITIVE}),
    Call(functions.PseudoHuber, {}, {"delta": POSITIVE}),
    Call(functions.Pinball, {}, {"tau": LEVEL}),
    Call(functions.EpsilonInsensitive, {}, {"eps": NONNEGATIVE}),
    Call(functions.Huber().value, {"r": Y}, {"r": REALS}),
    Call(functions.Huber().subdifferential, {"r": Y}, {"r": REALS}),
    Call(functions.Huber().prox, {"v": Y}, {"v": REALS, "step": POSITIVE}),
    Call(functions.Huber().conjugate, {"s": Y}, {"s": REALS}),
    Call(functions.Huber().sympy_form, {"r": r}, {"r": (1.5, "r", None)}),
]

ROBUST = [
    Call(robust.TukeyMixture, {"eps": 0.1}, {"eps": (*NONNEGATIVE, 1.5), "scale": POSITIVE}),
    Call(robust.TukeyMixture(0.1).pdf, {"y": Y}, {"y": REALS}),
    Call(robust.TukeyMixture(0.1).mean),
    Call(robust.TukeyMixture(0.1).median),
    Call(robust.TukeyMixture(0.1).support),
    Call(robust.TukeyMixture(0.1).rvs, {"size": 3}, {"size": COUNT_OR_ZERO, "random_state": SEED}),
    Call(
        robust.breakdown_point,
        {"estimator": np.median, "sample": Y},
        {"estimator": NO_NUMBER_BACK, "sample": VECTOR},
    ),
    Call(
        robust.sensitivity_curve,
        {"estimator": np.median, "sample": Y, "at": Y},
        {"estimator": NO_NUMBER_BACK, "sample": VECTOR, "at": VECTOR},
    ),
    *(
        Call(number, {"distribution": NORMAL}, {"distribution": NO_DISTRIBUTION})
        for number in (
            robust.efficiency_of_mean_deviation,
            robust.efficiency_of_median,
            robust.variance_of_mean,
            robust.variance_of_median,
        )
    ),
    Call(robust.exact_efficiency_of_median, {"n": 3}, {"n": COUNT}),
    Call(robust.hat_values, {"X": X}, {"X": MATRIX, "intercept": FLAG}),
    Call(robust.mad, {"sample": Y}, {"sample": VECTOR, "scale": POSITIVE, "weights": WEIGHTS}),
]

DATASETS = [
    *(
        Call(getattr(datasets, name), {}, {"as_frame": FLAG})
        for name in datasets.__all__
        if name.startswith("load_") and name != "load_stored"
    ),
    Call(datasets.load_stored, {"name": "lad"}, {"name": NAME}),
    Call(
        datasets.make_sparse,
        {"n": 5, "p": 3, "rng": 0, "nonzero": 1},
        {**WRONG_DRAW, "nonzero": (*COUNT_OR_ZERO, 9), "rho": (*NONNEGATIVE, 1.0)},
    ),
]

METHODS = [
    Call(methods.AbsoluteDeviations, FIT, {"X": MATRIX, "y": (*VECTOR, [1.0, 2.0])}),
    Call(
        methods.PenalisedSquares,
        {**FIT, "lam": 0.1},
        {"X": MATRIX, "y": (*VECTOR, [1.0, 2.0]), "lam": NONNEGATIVE},
    ),
    *(
        Call(of, {"beta": [1.0]}, {"beta": POINT})
        for of in (LAD.value, LAD.residuals, LAD.signs, LAD.subgradient, LAD.zeros, LAD.distance)
    ),
    Call(LAD.lower_bound, {"dual": [0.0] * 4}, {"dual": POINT}),
    Call(LAD.least_squares),
    Call(LAD.start, {"start": [1.0]}, {"start": START}),
    Call(LAD.point, {"beta": [1.0]}, {"beta": POINT, "name": ANYTHING}),
    *(
        Call(of, {"beta": [1.0]}, {"beta": POINT})
        for of in (PENALISED.value, PENALISED.correlations, PENALISED.subgradient)
    ),
    Call(PENALISED.lower_bound, {"dual": [0.0] * 4}, {"dual": POINT}),
    lasso_method(methods.admm, rho=POSITIVE_OR_NONE),
    lasso_method(methods.cyclic_coordinate_descent),
    lasso_method(methods.fista),
    lasso_method(methods.ista),
    lad_method(methods.coordinate_descent),
    lad_method(methods.huber_continuation, delta=POSITIVE_OR_NONE, factor=BETWEEN),
    lad_method(methods.proximal_point, {"step": 1.0}, step=POSITIVE),
    lad_method(methods.reweighted_least_squares, floor=NONNEGATIVE),
    lad_method(
        methods.subgradient_method, {"steps": methods.constant_steps(0.1)}, steps=NO_NUMBER_BACK
    ),
    Call(methods.interior_point_method, {"problem": LAD}, {"problem": LAD_PROBLEM}),
    Call(methods.simplex_method, {"problem": LAD}, {"problem": LAD_PROBLEM}),
    Call(
        methods.proximal_step,
        {"problem": LAD, "centre": [0.0], "step": 1.0},
        {"problem": LAD_PROBLEM, "centre": POINT, "step": POSITIVE},
    ),
    Call(
        methods.level_polygon,
        {"problem": PLANE, "centre": [0.0, 0.0], "value": 1.0},
        {"problem": (*LAD_PROBLEM, LAD), "centre": POINT, "value": (*FINITE, 0.0)},
    ),
    Call(methods.constant_steps, {"t": 1.0}, {"t": POSITIVE}),
    Call(methods.diminishing_steps, {"t": 1.0}, {"t": POSITIVE}),
    Call(methods.polyak_steps, {"least": 1.0}, {"least": NONNEGATIVE}),
]

CURVE = {"x": [1.0, 2.0, 3.0], "y": [1.0, 2.0, 3.0]}
HUBER = functions.Huber()

PLOTS = [
    Call(plots.use_style),
    Call(plots.svg, {"figure": Figure()}, {"figure": OBJECT}),
    Call(plots.draw_curve, CURVE, {"x": VECTOR, "y": (*VECTOR, [1.0]), **STYLED}),
    Call(
        plots.draw_subdifferential,
        {"f": HUBER, "r": Y},
        {"f": OBJECT, "r": VECTOR, "label": TEXT, "role": ROLE, "ax": AXES},
    ),
    Call(
        plots.draw_supporting_lines,
        {"f": HUBER, "point": 0.5, "slopes": [0.5], "r": Y},
        {
            "f": OBJECT,
            "point": FINITE,
            "slopes": (*VECTOR, [9.0]),
            "r": VECTOR,
            "also": ("a", ["a"], [nan], 1.0, [0.5]),
            "ax": AXES,
        },
    ),
    Call(
        plots.draw_convergence,
        {"above": Y},
        {"above": VECTOR, "floor": POSITIVE, "label": TEXT, "role": ROLE, "ax": AXES},
    ),
    Call(
        plots.draw_residual_histogram,
        {"r": Y, "edges": [0.0, 2.0, 4.0]},
        {
            "r": VECTOR,
            "edges": (*VECTOR, [1.0], [4.0, 0.0], [5.0, 6.0]),
            "role": ROLE,
            "ax": AXES,
        },
    ),
    Call(
        plots.draw_path,
        {"x": [1.0, 2.0], "coef": [[1.0, 2.0, 3.0]] * 2},
        {
            "x": VECTOR,
            "coef": (*FINITES, [1.0], [[1.0, 2.0]]),
            "labels": TEXTS,
            "roles": ("L1", 1, [plots.L1], ["a", "b", "c"]),
            "at_start": FLAG,
            "ax": AXES,
        },
    ),
    Call(
        plots.draw_level_lines,
        {"x": [0, 1], "y": [0, 1], "z": [[0, 1], [1, 2]], "levels": [0.5, 1.5]},
        {
            "x": VECTOR,
            "y": VECTOR,
            "z": (*FINITES, [1.0, 2.0], [[1.0]]),
            "levels": (*VECTOR, [1.0, 0.0]),
            "ax": AXES,
        },
    ),
    Call(
        plots.draw_arrow,
        {"start": [0, 1], "step": [1, 1], "label": "g"},
        {
            "start": (*VECTOR, [1.0]),
            "step": (*VECTOR, [1.0]),
            "label": TEXT,
            "role": ROLE,
            "ax": AXES,
        },
    ),
    Call(
        plots.draw_points,
        CURVE,
        {
            "x": VECTOR,
            "y": (*VECTOR, [1.0]),
            "labels": TEXTS,
            "offsets": ("abc", 1, [(1.0, 2.0)], [1, 2, 3], [(1.0,)] * 3, [("a", "b")] * 3),
            "ax": AXES,
        },
    ),
    Call(
        plots.draw_line,
        {"intercept": 0.0, "slope": 1.0, "between": [0.0, 1.0]},
        {
            "intercept": FINITE,
            "slope": FINITE,
            "between": (*VECTOR, [1.0]),
            "label": TEXT,
            "role": ROLE,
            "ax": AXES,
        },
    ),
    Call(
        plots.draw_residuals,
        {**CURVE, "y_hat": [1.0, 2.0, 3.0]},
        {
            "x": VECTOR,
            "y": (*VECTOR, [1.0]),
            "y_hat": (*VECTOR, [1.0]),
            "exact": (1, "a", [9], [-1], [1.5], ["a"], [True]),
            "ax": AXES,
        },
    ),
    Call(
        plots.draw_sum_of_absolute,
        {"points": Y},
        {
            "points": (*VECTOR, [1.0, 1.0]),
            "weights": WEIGHTS,
            "median": (1.0, "m", (1.0, 2.0)),
            "ax": AXES,
        },
    ),
]

SUM = {"points": [1, 2, 4]}
WRONG_SUM = {"points": EXACTS, "weights": EXACT_WEIGHTS}
CORNER = {"expr": sympy.Abs(r), "var": r, "point": 0}
WRONG_CORNER = {"expr": EXACT, "var": SYMBOL, "point": EXACT}

SYMBOLIC = [
    *(
        Call(of, {"r": r}, {"r": SYMBOL})
        for of in (
            symbolic.piecewise_absolute,
            symbolic.derivative_of_absolute,
            symbolic.second_derivative_of_absolute,
        )
    ),
    Call(symbolic.moreau_envelope, {"v": 1, "mu": 2}, {"v": EXACT, "mu": EXACT_POSITIVE}),
    Call(symbolic.laplace_density, {"r": r, "eta": 1}, {"r": EXACT, "eta": EXACT_POSITIVE}),
    Call(symbolic.normal_density, {"r": r, "sigma": 1}, {"r": EXACT, "sigma": EXACT_POSITIVE}),
    Call(
        symbolic.laplace_nll,
        {"residuals": [1], "eta": 1},
        {"residuals": EXACTS, "eta": EXACT_POSITIVE},
    ),
    Call(
        symbolic.normal_nll,
        {"residuals": [1], "sigma": 1},
        {"residuals": EXACTS, "sigma": EXACT_POSITIVE},
    ),
    Call(symbolic.one_sided_derivatives, CORNER, WRONG_CORNER),
    Call(symbolic.subdifferential, CORNER, {**WRONG_CORNER, "expr": (*EXACT, -sympy.Abs(r))}),
    *(
        Call(of, {**SUM, "x": x}, {**WRONG_SUM, "x": SYMBOL})
        for of in (symbolic.sum_of_absolute, symbolic.sum_of_squares)
    ),
    *(
        Call(of, SUM, WRONG_SUM)
        for of in (symbolic.slopes, symbolic.minimisers, symbolic.minimiser_of_squares)
    ),
    Call(
        symbolic.slope_between_kinks,
        {"n": 5, "k": 2},
        {"n": (1.5, "a b", None, -1, r), "k": (1.5, "a b", None, -1, 9, r)},
    ),
]


def holds(claim):
    """Yield one case, true for the claim 1."""
    yield "it", claim == 1


CLAIM = {
    "label": "one",
    "how": "cases",
    "check": holds,
    "claim": 1,
    "variants": {"less": 0, "more": 2},
}

TEACHING = [
    Call(
        l1lib.Answer,
        {"truth": 1.0},
        {
            "truth": ("a", None, nan, inf, [], [1.0, "a"], True),
            "within": NONNEGATIVE,
            "hints": (1, "a", {1.0: "right"}, {(1, 2): "two"}, {"a": "b"}, {2.0: 3}),
            "ordered": FLAG,
        },
    ),
    Call(l1lib.Answer(1.0).as_data),
    Call(
        l1lib.Answer.from_data,
        {"data": l1lib.Answer(1.0).as_data()},
        {"data": (1, None, "a", {}, {"truth": [1.0]})},
    ),
    Call(exercises.seal, {"check": l1lib.Answer(1.0)}),
    *(
        Call(opened, {"text": SEALED}, {"text": (*TEXT, "no seal", SEALED_PREDICTION)})
        for opened in (exercises.unseal, exercises.opened_answers)
    ),
    Call(
        exercises.opened_prediction,
        {"text": SEALED_PREDICTION},
        {"text": (*TEXT, "no seal", SEALED)},
    ),
    Call(exercises.reveal, {"text": SEALED}, {"text": (*TEXT, "no seal")}),
    Call(
        exercises.seal_prediction,
        {"right": 1, "reply": "So."},
        {"right": ("a", None, 0, -1, 1.5, [], [0], ["a"], True), "reply": (*TEXT, " ")},
    ),
    Call(
        statements.verify,
        CLAIM,
        {
            "label": (*TEXT, "Not a label"),
            "how": NAME,
            "check": FUNCTION,
            "claim": (None, True),
            "variants": (1, None, {}, {"": 2}, {1: 2}, ["less"]),
            "bounds": (1, None, "one", ["part"]),
        },
    ),
]

TABLE = [*FITS, *DISTRIBUTED, *NUMBERS, *ROBUST, *DATASETS, *METHODS, *PLOTS, *SYMBOLIC, *TEACHING]

RETURNED = {
    "BasisPursuitResult",
    "Breakdown",
    "Dataset",
    "DistributedLADResult",
    "DistributedLassoResult",
    "FusedLassoResult",
    "LADIntervals",
    "LADQuantiles",
    "LADResult",
    "LassoCrossValidation",
    "LassoPath",
    "LassoResult",
    "MedianInterval",
    "MethodResult",
    "QuantileInterval",
    "Rejection",
    "Reply",
    "Role",
    "ScalarFunction",
    "Simulated",
    "SqrtLassoResult",
    "Standardised",
    "StatementError",
    "TotalVariationPath",
    "TrendResult",
    "Verification",
}
"""Classes whose objects the library makes: their constructors take what they are given."""
