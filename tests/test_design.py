"""What a design may be, and how it is refused."""

import numpy as np
import pytest

from l1lib.design import as_matrix, as_table, refuse_infinite


def test_table_may_hold_nan_and_a_matrix_not():
    table = as_table([[1, np.nan], [np.inf, 2]], "X")
    assert table.shape == (2, 2)
    with pytest.raises(ValueError, match="X must be finite; column 0 has 1 inf"):
        as_matrix(table, "X")


def test_float64_array_is_not_copied():
    array = np.ones((2, 3))
    assert as_matrix(array, "X") is array


def test_finite_table_is_not_refused():
    assert refuse_infinite(np.full((2, 2), 1e308), "X") is None


@pytest.mark.parametrize("bad", [1.0, [1.0, 2.0], np.ones((2, 2, 2)), [[]], np.ones((0, 2))])
def test_what_has_no_rows_and_columns_is_refused(bad):
    with pytest.raises(ValueError, match="X must have"):
        as_matrix(bad, "X")
