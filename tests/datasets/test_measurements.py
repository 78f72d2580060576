"""The data are those published: rows, columns, ends, and the numbers computed from them."""

import sys

import numpy as np
import pytest

from l1lib import datasets

SHAPES = {
    "boscovich": (5, 1),
    "stackloss": (21, 3),
    "engel": (235, 1),
    "newcomb": (66, 0),
    "hr_stars": (47, 1),
    "prostate": (97, 8),
    "nile": (100, 1),
}


@pytest.mark.parametrize("name", SHAPES)
def test_data_set_says_what_it_holds_and_cannot_be_changed(name):
    data = getattr(datasets, f"load_{name}")()
    assert data.data.shape == SHAPES[name]
    assert len(data.feature_names) == SHAPES[name][1]
    assert data.target.shape == data.train.shape == (SHAPES[name][0],)
    assert np.isfinite(data.data).all()
    assert np.isfinite(data.target).all()
    assert data.source
    assert data.target_name
    with pytest.raises(ValueError, match="read-only"):
        data.target[0] = 1.0


@pytest.mark.parametrize("name", SHAPES)
def test_frame_holds_the_same_numbers_under_their_names(name):
    load = getattr(datasets, f"load_{name}")
    plain, framed = load(), load(as_frame=True)
    assert plain.frame is None
    assert list(framed.frame.columns) == [*plain.feature_names, plain.target_name]
    assert framed.data.to_numpy().shape == SHAPES[name]
    assert (framed.data.to_numpy() == plain.data).all()
    assert (framed.target.to_numpy() == plain.target).all()
    assert framed.target.name == plain.target_name
    assert tuple(framed.frame.index) == (plain.labels or tuple(range(SHAPES[name][0])))
    assert repr(framed) == repr(plain)


def test_frame_without_pandas_says_what_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    assert datasets.load_newcomb().frame is None
    with pytest.raises(ImportError, match="as_frame=True needs pandas"):
        datasets.load_newcomb(as_frame=True)


def test_rows_are_where_they_are_published():
    assert datasets.load_boscovich().labels[-1] == "Lapland"
    assert sorted(datasets.load_newcomb().target)[:2] == [-44, -2]
    assert datasets.load_prostate().data[31, 1] == pytest.approx(3.804, abs=5e-4)
    nile = datasets.load_nile()
    assert nile.data[[0, -1], 0].tolist() == [1871, 1970]
    assert nile.target[:28].mean() > nile.target[28:].mean() + 200
