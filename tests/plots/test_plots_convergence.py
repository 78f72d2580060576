import numpy as np
import pytest

from l1lib.plots import draw_convergence


def test_curve_that_arrives_ends_at_the_floor_with_a_diamond():
    ax = draw_convergence([4.0, 1.0, 1e-9, 0.0], floor=1e-3)
    curve, mark = ax.lines
    assert curve.get_xdata().tolist() == [1, 2, 3]
    assert curve.get_ydata().tolist() == [4.0, 1.0, 1e-3]
    assert (mark.get_marker(), mark.get_xdata()[0], mark.get_ydata()[0]) == ("D", 3, 1e-3)
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")


def test_curve_that_does_not_arrive_has_no_diamond_and_ends_at_its_last_value():
    ax = draw_convergence(1 / np.arange(1, 10_001))
    assert len(ax.lines) == 1
    assert ax.lines[0].get_xydata()[-1] == pytest.approx([10_000, 1e-4])
    assert len(ax.lines[0].get_xdata()) <= 70


def test_values_and_floor_are_checked_by_name():
    with pytest.raises(ValueError, match="above must be finite"):
        draw_convergence([1.0, np.inf])
    with pytest.raises(ValueError, match="floor must be positive"):
        draw_convergence([1.0], floor=0)
