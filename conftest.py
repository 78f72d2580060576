"""For every test: draw without a window, compare figures as drawings, and never race the clock."""

from importlib.util import find_spec

import matplotlib
import matplotlib.pyplot
import pytest

matplotlib.use("agg")

pytest_plugins = ["nbval_figures"]

# Who only reads and runs the chapters has nbval, but no Hypothesis.
if find_spec("hypothesis"):
    from hypothesis import HealthCheck, settings

    settings.register_profile(
        "book", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
    )
    settings.load_profile("book")


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    matplotlib.pyplot.close("all")
