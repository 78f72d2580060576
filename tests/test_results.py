"""What all results share: names of columns, and how they are shown."""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from l1lib import cross_validate_lasso, lad, lad_intervals, lasso, lasso_kinks, lasso_path
from l1lib.design import column_names
from l1lib.results import abbreviated, shown_coefficients

RNG = np.random.default_rng(0)
X, NAMES = RNG.standard_normal((40, 3)), ("age", "bmi", "a < b")
FRAME = pd.DataFrame(X, columns=NAMES)
Y = X @ [2.0, 0.0, -1.0] + RNG.standard_t(2, 40)

FITS = {
    "lad": lad,
    "lad by the simplex method": lambda X, y: lad(X, y, method="simplex"),
    "lasso": lambda X, y: lasso(X, y, 0.3),
    "path": lasso_path,
    "kinks": lasso_kinks,
    "cross-validation": lambda X, y: cross_validate_lasso(X, y).path,
}


class Frame:
    """A data frame of some other library: it lists its columns, and becomes an array."""

    def __init__(self, values, **labels):
        self.values = values
        vars(self).update(labels)

    def __array__(self, dtype=None, copy=None):
        return np.asarray(self.values, dtype)


@pytest.mark.parametrize("name", FITS)
def test_fit_keeps_the_names_of_a_data_frame_and_its_numbers_are_those_of_the_array(name):
    named, plain = FITS[name](FRAME, Y), FITS[name](X, Y)
    assert (named.names, plain.names) == (NAMES, None)
    assert named.coef == pytest.approx(plain.coef, rel=1e-12)
    # Where the fit or the rows have no names, the columns are taken as they stand.
    for fit, rows in ((named, FRAME), (named, X), (plain, FRAME)):
        assert fit.predict(rows) == pytest.approx(plain.predict(X), rel=1e-12)


@pytest.mark.parametrize("name", FITS)
def test_rows_with_other_columns_are_refused_and_both_named(name):
    fit = FITS[name](FRAME, Y)
    swapped = FRAME[["bmi", "age", "a < b"]]
    with pytest.raises(ValueError, match="column 0 is 'bmi', and 'age' in the fit"):
        fit.predict(swapped)
    with pytest.raises(ValueError, match="missing: 'bmi'; not in the fit: 'tall'"):
        fit.predict(FRAME.rename(columns={"bmi": "tall"}))
    with pytest.raises(ValueError, match=r"columns of the fit; missing: 'bmi'$"):
        fit.predict(FRAME.drop(columns="bmi"))
    with pytest.raises(ValueError, match=r"columns of the fit; not in the fit: 'more'$"):
        fit.predict(FRAME.assign(more=1.0))
    with pytest.raises(ValueError, match="X must have 3 columns, got 2"):
        fit.predict(X[:, :2])
    with pytest.raises(ValueError, match="X must be finite; column 1 has 1 NaN"):
        fit.predict([[1, np.nan, 2]])


def test_only_the_same_names_in_the_same_order_pass():
    rng, passed = np.random.default_rng(1), 0
    for _ in range(200):
        names, given = (rng.choice(["a", "b"], rng.integers(1, 4)) for _ in range(2))
        design = pd.DataFrame(rng.standard_normal((9, names.size)), columns=names)
        fit = lad(design, np.arange(9.0))
        rows = pd.DataFrame(np.ones((2, given.size)), columns=given)
        if names.tolist() == given.tolist():
            assert fit.predict(rows).size == 2
            passed += 1
        else:
            with pytest.raises(ValueError, match="X must have the columns of the fit; "):
                fit.predict(rows)
    assert 10 < passed < 190


def test_many_missing_columns_are_counted():
    frame = pd.DataFrame(np.eye(12), columns=[f"x{j:02}" for j in range(12)])
    with pytest.raises(ValueError, match=r"missing: 'x01', 'x02', 'x03', 'x04', 'x05' and 6 more"):
        lasso(frame, np.arange(12), 0.1).predict(frame[["x00"]])


def test_names_are_read_from_any_data_frame_and_from_nothing_else():
    assert column_names(Frame(X, columns=list(NAMES)), "X") == NAMES
    arrow = Frame(X, columns=[X[:, 0], X[:, 1], X[:, 2]], column_names=list(NAMES))
    assert column_names(arrow, "X") == lad(arrow, Y).names == NAMES
    for unnamed in (X, X.tolist(), sparse.csr_array(X), pd.DataFrame(X)):
        assert column_names(unnamed, "X") is None
    with pytest.raises(TypeError, match="X must have strings as names of all columns, got 7"):
        lasso(FRAME.rename(columns={"bmi": 7}), Y, 0.1)


def test_names_are_shown_in_a_terminal_and_in_a_notebook():
    fit = lad(FRAME, Y)
    assert f"coef: age {fit.coef[0]:.6g}, bmi {fit.coef[1]:.6g}, a < b" in repr(fit)
    assert "a &lt; b" in fit._repr_html_()
    shrunk = lasso(FRAME, Y, 0.8)
    assert "support: age, a < b\n" in repr(shrunk)
    assert "support: none\n" in repr(lasso(FRAME, Y, 99))
    intervals = lad_intervals(FRAME, Y)
    assert intervals.names == intervals.fit.names == NAMES
    assert [line[:9].strip() for line in repr(intervals).splitlines()[2:]] == ["intercept", *NAMES]
    assert "<th>a &lt; b</th>" in intervals._repr_html_()


def test_columns_of_intervals_stay_aligned_below_long_names():
    frame = FRAME.rename(columns={"age": "years since the first visit"})
    assert len(set(map(len, repr(lad_intervals(frame, Y)).splitlines()[1:]))) == 1


def test_many_coefficients_are_shown_by_the_first_and_the_last():
    names = tuple(f"x{j}" for j in range(21))
    shown = shown_coefficients(np.arange(21.0), names)
    assert shown == "x0 0, x1 1, x2 2, …, x18 18, x19 19, x20 20"
    assert len(abbreviated(list(names[:20]))) == 20
