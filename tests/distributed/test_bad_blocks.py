"""What is wrong with blocks is said by name."""

import importlib
import re
import sys

import dask
import dask.array as da
import dask.dataframe as dd
import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from l1lib.distributed import lad, lasso

FITS = pytest.mark.parametrize(
    "fit", [lad, lambda X, y, **k: lasso(X, y, 0.1, **k)], ids=["lad", "lasso"]
)


def data(n=600, p=2, rows=200):
    rng = np.random.default_rng(0)
    X = rng.standard_normal((n, p))
    return da.from_array(X, chunks=(rows, p)), da.from_array(X.sum(axis=1), chunks=rows)


def test_without_dask_the_package_says_what_to_install(monkeypatch):
    for name in [name for name in sys.modules if name.startswith("l1lib.distributed")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "dask.array", None)
    with pytest.raises(ImportError, match=r'needs Dask: pip install "dask\[array'):
        importlib.import_module("l1lib.distributed")


@FITS
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_in_the_last_block_is_named(fit, bad):
    X, y = data()
    values = X.compute()
    values[-1, 1] = bad
    kind = "NaN" if np.isnan(bad) else "inf"
    message = f"X must be finite; column 1 has 1 {kind} in block 2"
    with pytest.raises(ValueError, match=re.escape(message)):
        fit(da.from_array(values, chunks=(200, 2)), y)
    target = y.compute()
    target[-1] = bad
    with pytest.raises(ValueError, match=f"y must be finite; it has 1 {kind} in block 2"):
        fit(X, da.from_array(target, chunks=200))


@FITS
def test_blocks_that_change_from_pass_to_pass_are_found(fit):
    X, y = data()
    noise = np.random.default_rng()
    restless = X.map_blocks(lambda x: x + noise.standard_normal(x.shape), dtype=float)
    with pytest.raises(ValueError, match=r"the same numbers whenever they are read; block \d has"):
        fit(restless, y)
    with pytest.raises(ValueError, match="give random numbers a seed"):
        fit(X, y.map_blocks(lambda t: t + noise.standard_normal(t.shape), dtype=float))
    assert fit(restless.persist(), y).success


@FITS
def test_blocks_that_lie_otherwise_in_memory_have_not_changed(fit):
    X, y = data()
    turns = iter(range(1000))
    turned = X.map_blocks(
        lambda x: (np.asfortranarray if next(turns) % 2 else np.ascontiguousarray)(x),
        dtype=float,
    )
    assert fit(turned, y).coef == pytest.approx(fit(X, y).coef, rel=1e-12)


@FITS
def test_one_changed_digit_is_found(fit):
    X, y = data()
    turns = iter(range(1000))

    def digit(x):
        changed = x.copy()
        changed[7, 1] = np.nextafter(x[7, 1], (-9.0, 9.0)[next(turns) % 2])
        return changed

    with pytest.raises(ValueError, match=r"block \d has changed"):
        fit(X.map_blocks(digit, dtype=float, meta=np.empty((0, 2))), y)


@FITS
def test_sparse_blocks_are_refused(fit):
    X, y = data()
    rows = X.map_blocks(sparse.csr_array, dtype=float, meta=np.empty((0, 2)))
    with pytest.raises(TypeError, match=r"X must not have sparse blocks; block \d is a csr_array"):
        fit(rows, y)


@FITS
def test_sums_that_no_double_holds_are_refused(fit):
    X, y = data()
    with pytest.raises(ValueError, match="fit in a double"):
        fit(X, y, weights=da.full(600, 1e307, chunks=200))


@FITS
def test_blocks_without_rows_of_unknown_size_are_passed_over(fit):
    X, y = data(600, 2, 100)
    odd = da.from_array(np.arange(600) // 100 % 2 == 1, chunks=100)
    kept = odd.compute()
    whole = fit(*(da.from_array(values.compute()[kept], chunks=-1) for values in (X, y)))
    assert fit(X[odd], y[odd]).coef == pytest.approx(whole.coef, rel=1e-12)


@FITS
def test_unequal_blocks_of_arrays_are_made_to_fit(fit):
    X, y = data()
    equal = fit(X, y)
    other = fit(X.rechunk(((1, 599), 2)), y.rechunk((300, 300)))
    assert other.coef == pytest.approx(equal.coef, rel=1e-12)
    assert fit(X, y.compute()).coef == pytest.approx(equal.coef, rel=1e-12)


@FITS
def test_unknown_sizes_that_do_not_fit_are_named(fit):
    X, y = data()
    unknown = dd.from_dask_array(X).to_dask_array()
    short = y[y > 0]
    with pytest.raises(ValueError, match=r"as many rows as X in each block; block \d has"):
        fit(unknown, short)
    with pytest.raises(ValueError, match="y must have the 3 blocks of X, got 2"):
        fit(unknown, y.rechunk(300))


@FITS
def test_wrong_kinds_and_shapes_are_named(fit):
    X, y = data()
    with pytest.raises(TypeError, match="X must be a Dask array or a Dask data frame, got ndarray"):
        fit(X.compute(), y)
    with pytest.raises(ValueError, match="y must hold 600 values, one per row of X, got 400"):
        fit(X, y[:400])
    with pytest.raises(ValueError, match="y must be one-dimensional"):
        fit(X, y[:, None])
    with pytest.raises(ValueError, match="X must have rows and columns, got 1 dimension"):
        fit(y, y)
    with pytest.raises(TypeError, match="progress must be a function"):
        fit(X, y, progress=True)
    with pytest.raises(ValueError, match="at least one row"):
        fit(X[:0], y[:0])
    words = dd.from_pandas(pd.DataFrame({"a": ["x", "y"]}), npartitions=1)
    with pytest.raises(TypeError, match=r"X\[0, 0\] must be a real number, got 'x' in block 0"):
        fit(words, dd.from_pandas(pd.Series([1.0, 2.0]), npartitions=1))


@FITS
def test_prediction_checks_a_block_when_it_is_computed(fit):
    X, y = data()
    fitted = fit(X, y)
    values = X.compute()
    assert fitted.predict(X.rechunk((250, 1))).compute().tolist() == fitted.predict(values).tolist()
    some = dd.from_dask_array(X).to_dask_array()
    assert fitted.predict(some[some[:, 0] > 9.0]).compute().shape == (0,)
    values[-1, 1] = np.nan
    with pytest.raises(ValueError, match="X must be finite; column 1 has 1 NaN"):
        fitted.predict(da.from_array(values, chunks=(200, 2))).compute()


@FITS
def test_bad_weights_are_named(fit):
    X, y = data()
    with pytest.raises(ValueError, match=r"weights must not be negative; block 2 has -1\.0"):
        fit(X, y, weights=da.where(da.arange(600, chunks=200) == 599, -1.0, 1.0))
    with pytest.raises(ValueError, match="weights must not all be zero"):
        fit(X, y, weights=da.zeros(600, chunks=200))


def test_bad_room_and_numbers_are_named():
    X, y = data()
    for room, wrong in ((0, ValueError), (-1, ValueError), (1.5, TypeError), (True, TypeError)):
        with pytest.raises(wrong, match="room must be a whole number of 1 or more"):
            lad(X, y, room=room)
    with pytest.raises(ValueError, match="tau must lie strictly"):
        lad(X, y, tau=1.0)
    with pytest.raises(ValueError, match="lam must be"):
        lasso(X, y, -1.0)


def test_all_schedulers_of_one_machine_give_the_same_fit():
    X, y = data(60_000, 3, 10_000)
    y = y + da.from_array(np.random.default_rng(1).laplace(size=60_000), chunks=10_000)
    fits = []
    for scheduler in ("synchronous", "threads"):
        with dask.config.set(scheduler=scheduler):
            fits.append((lad(X, y), lasso(X, y, 0.1)))
    for one, other in zip(*fits, strict=True):
        assert one.fun == pytest.approx(other.fun, rel=1e-14)
        assert one.coef == pytest.approx(other.coef, rel=1e-14)
        assert one.support.tolist() == other.support.tolist()
