"""`l1lib.distributed.lad` against `lad`, and its certificate against wrong answers."""

import warnings
from collections import Counter
from dataclasses import replace
from fractions import Fraction

import dask
import dask.array as da
import dask.dataframe as dd
import numpy as np
import pandas as pd
import pytest
from problems import certificate as plain_sums, draw

from l1lib import lad
from l1lib.distributed import lad as distributed_lad
from l1lib.distributed.blocks import opened
from l1lib.distributed.quantile_regression import looks, stages
from l1lib.distributed.quantile_regression.certificate import (
    Claim,
    LookAtAnswer,
    Units,
    certify,
)
from l1lib.distributed.typical import LookAtTypical


def sample(n=2000, p=3, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((n, p))
    return X, X.sum(axis=1) + rng.laplace(size=n)


def random_cuts(n, rng):
    cuts = np.sort(rng.integers(0, n + 1, rng.integers(0, 4)))
    return tuple(int(k) for k in np.diff(np.concatenate(([0], cuts, [n]))))


@pytest.mark.parametrize("small", [False, True], ids=["all rows fit", "a sample of p + 8 rows"])
@pytest.mark.parametrize("chunk", range(2))
def test_random_problems_of_every_kind_are_solved_as_in_memory(chunk, small, blocks, monkeypatch):
    if small:
        monkeypatch.setattr(looks, "sample_size", lambda n, p, tau: p + 8)
    passes = Counter()
    for number in range(40):
        rng = np.random.default_rng([chunk, number])
        problem = draw(rng)
        rows = random_cuts(len(problem.y), rng)
        X, y, w = blocks(rows, problem.X, problem.y, problem.weights)
        arguments = {"tau": problem.tau, "intercept": problem.intercept}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            fit = distributed_lad(X, y, weights=w, **arguments)
            reference = lad(problem.X, problem.y, **problem.arguments)
        place = f"problem [{chunk}, {number}]: {sorted(problem.kinds)}"
        assert (fit.success, fit.rank, fit.unique) == (
            reference.success, reference.rank, reference.unique
        ), place  # fmt: skip
        _, slack, size = plain_sums(problem, replace(fit, dual=fit.dual.compute()))
        if fit.success:
            assert slack <= 1e-12 * size, place
        assert abs(fit.fun - reference.fun) <= 1e-12 * size, place
        assert fit.support.size == fit.rank, place
        passes[fit.passes] += 1
    assert set(passes) == {2} if not small else {2, 3, 4} <= set(passes)


def test_large_sample_takes_three_passes_and_finds_the_same_vertex(blocks):
    X, y = sample(60_000, 4)
    fit, reference = distributed_lad(*blocks((25_000, 1, 34_999), X, y)), lad(X, y)
    assert fit.passes == 3
    assert 5 < fit.band < 20_000
    assert fit.support.tolist() == reference.support.tolist()
    assert fit.coef == pytest.approx(reference.coef, rel=1e-13)
    assert fit.dual.compute() == pytest.approx(reference.dual, abs=1e-10)


def test_less_room_costs_passes_and_changes_nothing_else(blocks):
    X, y = sample(200_000, 3)
    data = blocks((90_000, 110_000), X, y)
    wide, narrow = distributed_lad(*data), distributed_lad(*data, room=30_000)
    assert narrow.support.tolist() == wide.support.tolist()
    assert wide.passes == 3
    assert 4 <= narrow.passes <= 8
    assert narrow.band * 4 <= 30_000 < wide.band * 4


def test_rows_that_no_room_holds_are_an_error_that_says_so(blocks):
    X, _ = sample(20_000, 2)
    y = np.where(np.arange(20_000) % 3 > 0, 0.0, 1.0)
    with pytest.raises(ValueError, match=r"room must be larger: over 200 of 20000 rows lie near"):
        distributed_lad(*blocks((10_000, 10_000), X, y), room=600)


def test_dependent_column_that_a_sample_cannot_tell_costs_one_pass(blocks):
    rng = np.random.default_rng(1)
    X = rng.integers(0, 2, (60_000, 2)).astype(float)
    y = X.sum(axis=1) + rng.laplace(size=60_000)
    X = np.column_stack((X, X.sum(axis=1)))
    fit = distributed_lad(*blocks((20_000,) * 3, X, y))
    assert (fit.rank, fit.coef[2], fit.unique, fit.passes) == (3, 0.0, False, 4)
    assert fit.fun == pytest.approx(lad(X, y).fun, rel=1e-12)


def test_rare_column_is_seen_though_no_sample_would_hold_it(blocks):
    X, y = sample(60_000, 2)
    rare = np.zeros(60_000)
    rare[[777, 40_001]] = 1.0
    X = np.column_stack((X, rare))
    fit = distributed_lad(*blocks((30_000, 30_000), X, y))
    assert fit.rank == 4
    assert fit.passes <= 4
    assert fit.band < 20_000
    assert fit.fun == pytest.approx(lad(X, y).fun, rel=1e-13)


def test_order_and_size_of_blocks_change_nothing(blocks):
    X, y = sample(30_000, 2)
    fits = [
        distributed_lad(*blocks(rows, X, y))
        for rows in ((30_000,), (1, 29_999), (0, 15_000, 0, 15_000), (3000,) * 10)
    ]
    for fit in fits[1:]:
        assert fit.support.tolist() == fits[0].support.tolist()
        assert fit.coef == pytest.approx(fits[0].coef, rel=1e-14)


@pytest.mark.filterwarnings("ignore:The inplace keyword in DataFrame.reset_index")
def test_data_frame_with_unknown_sizes_gives_names(tmp_path):
    X, y = sample(5000, 2)
    frame = pd.DataFrame({"age": X[:, 0], "bmi": X[:, 1], "y": y})
    dd.from_pandas(frame, npartitions=4).to_parquet(tmp_path, write_index=False)
    data = dd.read_parquet(tmp_path)
    fit = distributed_lad(data[["age", "bmi"]], data["y"])
    assert fit.names == ("age", "bmi")
    assert fit.support.tolist() == lad(X, y).support.tolist()
    assert "age" in repr(fit)
    predicted = fit.predict(data[["age", "bmi"]])
    assert isinstance(predicted, da.Array)
    assert predicted.compute() == pytest.approx(fit.predict(X), rel=1e-12)
    with pytest.raises(ValueError, match="X must have the columns of the fit"):
        fit.predict(data[["bmi", "age"]])


def test_columns_in_several_chunks_are_joined():
    X, y = sample(100, 4)
    fit = distributed_lad(da.from_array(X, chunks=(30, 3)), y)
    assert fit.coef == pytest.approx(lad(X, y).coef, rel=1e-13)


def claimed(fit, tau, weights=None):
    """Return what a fit in memory claims; all rows whose dual is inside are named."""
    w = np.ones(fit.dual.size) if weights is None else weights
    d = fit.dual / w
    named = np.union1d(np.flatnonzero((d > tau - 1) & (d < tau)), fit.support)
    zero = np.zeros(named.size, dtype=np.intp)
    support = named.searchsorted(fit.support)
    return Claim(tau, True, fit.intercept, fit.coef, zero, named, d[named], support)


def judge(claim, X, y, weights=None):
    block = opened(0, None, X, y, weights)
    units = Units.of(LookAtTypical(1)(block), claim.fit_intercept)
    return certify(claim, units, LookAtAnswer(claim, units)(block))[0]


@pytest.mark.parametrize("tau", [0.5, 0.1])
@pytest.mark.parametrize("weighted", [False, True])
def test_certificate_accepts_the_answer_and_refuses_near_misses(tau, weighted):
    X, y = sample(500, 3)
    w = np.random.default_rng(5).uniform(0.5, 2, 500) if weighted else None
    fit = lad(X, y, tau=tau, weights=w)
    claim = claimed(fit, tau, w)
    found = judge(claim, X, y, w)
    assert found.gap <= 1e-14
    assert found.dual_residual <= 1e-13
    assert found.fun == pytest.approx(fit.fun, rel=1e-14)
    for change in (
        {"coef": claim.coef * (1 + 1e-7)},
        {"intercept": claim.intercept + 1e-7},
        {"coef": np.append(claim.coef[:-1], 0.0)},
        {"tau": tau + 1e-6},
        {"duals": claim.duals + 1e-6},
    ):
        wrong = judge(replace(claim, **change), X, y, w)
        assert wrong.gap > 1e-12 or wrong.dual_residual > 1e-9, change
    for rows in (slice(1, None), slice(None, -1)):
        few = judge(replace(claim, place=claim.place - (rows.start or 0)), X[rows], y[rows])
        assert few.gap > 1e-12 or few.dual_residual > 1e-9


def judge_in_blocks(claim, X, y, cuts):
    """Judge a claim over one block by the same claim over several."""
    parts = zip(np.split(X, cuts), np.split(y, cuts), strict=True)
    read = [opened(k, None, *part, None) for k, part in enumerate(parts)]
    number = np.searchsorted(cuts, claim.place, side="right")
    starts = np.append(0, cuts)
    cut = replace(claim, block=number, place=claim.place - starts[number])
    typical = LookAtTypical(len(read))
    units = Units.of(typical.merge([typical(block) for block in read]), True)
    look = LookAtAnswer(cut, units)
    return certify(cut, units, look.merge([look(block) for block in read]))[0]


def test_certificate_does_not_depend_on_the_blocks_but_on_each_row():
    for seed in range(30):
        rng = np.random.default_rng(seed)
        X, y = sample(300, 3, seed)
        fit = lad(X, y)
        claim = claimed(fit, 0.5)
        cuts = np.sort(rng.integers(0, 301, 3))
        found = judge_in_blocks(claim, X, y, cuts)
        assert found.fun == pytest.approx(fit.fun, rel=1e-14)
        assert found.gap <= 1e-14
        assert found.dual_residual <= 1e-13
        row = rng.choice(np.setdiff1d(np.arange(300), claim.place))
        moved = replace(claim, place=claim.place - (claim.place > row))
        lost = judge_in_blocks(moved, np.delete(X, row, 0), np.delete(y, row), cuts)
        moved = replace(claim, place=claim.place + (claim.place > row))
        order = np.sort(np.append(np.arange(300), row))
        twice = judge_in_blocks(moved, X[order], y[order], cuts)
        for wrong in (lost, twice):
            assert wrong.gap > 1e-12 or wrong.dual_residual > 1e-9


def test_objective_and_gap_bound_the_true_ones_by_fractions():
    X, y = sample(60, 2)
    fit = lad(X, y)
    moved = replace(claimed(fit, 0.5), coef=fit.coef * (1 + 1e-6))
    found = judge(moved, X, y)
    coef = [Fraction(b) for b in moved.coef.tolist()]
    total = Fraction(0)
    for row, target in zip(X.tolist(), y.tolist(), strict=True):
        fitted = sum(Fraction(x) * b for x, b in zip(row, coef, strict=True))
        total += abs(Fraction(target) - Fraction(moved.intercept) - fitted)
    assert float(total / 2) == pytest.approx(found.fun, rel=1e-15)
    assert found.gap * found.scale >= found.fun - fit.fun > 0


@pytest.mark.parametrize("scale", [1e-140, 1e-30, 1e30, 1e140])
def test_units_of_the_targets_do_not_matter(scale, blocks):
    X, y = sample(30_000, 2)
    fit = distributed_lad(*blocks((10_000, 20_000), X, y * scale))
    assert fit.success
    assert fit.coef / scale == pytest.approx(lad(X, y).coef, rel=1e-12)


def test_far_columns_and_targets_are_fitted_as_in_memory(blocks):
    X, y = sample(30_000, 2)
    X, y = X + np.array([1e6, -1e8]), y + 1e5
    fit, reference = distributed_lad(*blocks((10_000, 20_000), X, y)), lad(X, y)
    assert fit.success
    assert fit.support.tolist() == reference.support.tolist()


def test_one_row_and_constant_targets(blocks):
    one = distributed_lad(*blocks((1,), [[2.0]], [3.0]))
    assert (one.fun, one.rank, one.unique) == (0.0, 1, False)
    same = distributed_lad(*blocks((3, 2), np.arange(5.0)[:, None], np.full(5, 7.0)))
    assert (same.intercept, same.coef.tolist(), same.fun) == (7.0, [0.0], 0.0)


def test_passes_are_counted_by_the_blocks_that_are_read():
    X, y = sample(60_000, 2)
    read = Counter()

    def load(number):
        read[number] += 1
        return X[20_000 * number : 20_000 * (number + 1)]

    parts = [da.from_delayed(dask.delayed(load)(k), (20_000, 2), dtype=float) for k in range(3)]
    fit = distributed_lad(da.concatenate(parts), da.from_array(y, chunks=20_000))
    assert dict(read) == dict.fromkeys(range(3), fit.passes)
    fit.dual.compute()
    assert set(read.values()) == {fit.passes + 1}


@pytest.mark.parametrize("most", [4, 10])
def test_no_more_passes_are_made_than_said(most, blocks, monkeypatch):
    monkeypatch.setattr(stages, "MOST", most)
    monkeypatch.setattr(looks, "sample_size", lambda n, p, tau: p + 8)
    ends = Counter()
    for seed in range(24):
        X, y = sample(3000, 3, seed)
        room = (300, 3000, 2**24)[seed % 3]
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                fit = distributed_lad(*blocks((1000, 2000), X, y), room=room)
        except ValueError as error:
            ends[str(error)[:19]] += 1
            continue
        assert fit.passes <= most
        ends[fit.success] += 1
        if fit.success:
            assert fit.fun == pytest.approx(lad(X, y).fun, rel=1e-12)
    assert set(ends) <= {"room must be larger", True, False}
    assert min(ends["room must be larger"], ends[True]) >= 2
