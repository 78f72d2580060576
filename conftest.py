"""Draw without a window in every test, and close what a test has drawn."""

import matplotlib
import matplotlib.pyplot
import pytest

matplotlib.use("agg")


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    matplotlib.pyplot.close("all")
