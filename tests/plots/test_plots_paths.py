import numpy as np
import pytest
from matplotlib import pyplot as plt

from l1lib import plots
from l1lib.plots import draw_path
from l1lib.plots.paths import spread


def test_each_column_is_a_line_with_the_colour_and_stroke_of_its_role():
    ax = draw_path([3, 2, 0], [[0, 0], [1, 0], [2, -1]], roles=[plots.L2, plots.L1])
    assert [line.get_ydata().tolist() for line in ax.lines] == [[0, 1, 2], [0, 0, -1]]
    assert all(line.get_xdata().tolist() == [3, 2, 0] for line in ax.lines)
    assert [line.get_color() for line in ax.lines] == [plots.L2.color, plots.L1.color]
    assert ax.lines[0].get_linestyle() != ax.lines[1].get_linestyle()
    assert not ax.texts


def test_names_stand_at_the_last_point_and_do_not_overlap():
    _, ax = plt.subplots()
    coef = [[0.0] * 4, [1.0, 1.01, 1.02, -1.0]]
    assert draw_path([1, 0], coef, labels=["a", "b", "", "d"], ax=ax) is ax
    assert [text.get_text() for text in ax.texts] == ["a", "b", "d"]
    ax.figure.canvas.draw()
    a, b, d = (text.get_window_extent() for text in ax.texts)
    assert a.y1 <= b.y0
    assert d.y1 < a.y0
    assert ax.texts[0].xy == (0, 1.0)


def test_names_can_stand_to_the_left_of_the_first_point():
    ax = draw_path([2, 0], [[1.0], [3.0]], labels=["a"], at_start=True)
    ax.set_xlim(3, 0)
    ax.figure.canvas.draw()
    name = ax.texts[0]
    assert name.xy == (2, 1.0)
    assert name.get_window_extent().x1 < ax.transData.transform((2, 1))[0]


def test_spread_numbers_are_apart_and_those_far_off_do_not_move():
    values = np.array([5.0, 0.0, 0.1, 0.1, 9.0])
    placed = spread(values, 1.0)
    assert np.diff(np.sort(placed)).min() == pytest.approx(1.0)
    assert placed[[0, 4]].tolist() == [5.0, 9.0]
    assert placed[1] < placed[2] < placed[3]
    assert placed[1:4].mean() == pytest.approx(values[1:4].mean())


def test_no_feasible_move_is_smaller():
    rng = np.random.default_rng(0)
    values = rng.random(6)
    placed = spread(values, 0.3)
    order = np.argsort(values)
    for _ in range(300):
        other = placed[order] + 0.1 * rng.standard_normal(6)
        other = np.maximum.accumulate(other - 0.3 * np.arange(6)) + 0.3 * np.arange(6)
        assert np.sum((other - values[order]) ** 2) >= np.sum((placed - values) ** 2) - 1e-12


def test_shapes_and_entries_are_checked_by_name():
    with pytest.raises(ValueError, match="coef must have a row per point, 2, got shape"):
        draw_path([1, 0], [[1.0, 2.0]])
    with pytest.raises(ValueError, match="coef must be finite"):
        draw_path([1, 0], [[1.0], [np.inf]])
    with pytest.raises(ValueError, match="labels must be one str per column, 1 or none, got 2"):
        draw_path([1, 0], [[1.0], [2.0]], labels=["a", "b"])
    with pytest.raises(ValueError, match="roles must be one Role per column, 1 or none, got 2"):
        draw_path([1, 0], [[1.0], [2.0]], roles=[plots.L1, plots.L2])
