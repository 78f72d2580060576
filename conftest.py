"""Draw without a window, close what a test has drawn, and compare figures as drawings."""

import matplotlib
import matplotlib.pyplot
import pytest

matplotlib.use("agg")

pytest_plugins = ["nbval_figures"]


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    matplotlib.pyplot.close("all")
