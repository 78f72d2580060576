import sys
from pathlib import Path

import dask
import dask.array as da
import numpy as np
import pytest

sys.path.append(str(Path(__file__).parents[1] / "quantile_regression"))


@pytest.fixture(autouse=True)
def _in_this_thread():
    with dask.config.set(scheduler="synchronous"):
        yield


@pytest.fixture
def blocks():
    """Cut arrays with the same rows into blocks of given sizes."""

    def cut(rows, *arrays):
        return [
            None
            if a is None
            else da.from_array(np.asarray(a), chunks=(tuple(rows), *np.shape(a)[1:]))
            for a in arrays
        ]

    return cut
