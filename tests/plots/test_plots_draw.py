"""What the plot functions put on the axes, read from the artists."""

from functools import partial

import matplotlib
import numpy as np
import pytest
from matplotlib import pyplot as plt

from l1lib import Absolute, EpsilonInsensitive, Pinball, Squared, weighted_median
from l1lib.plots import (
    L2,
    MARK,
    draw_arrow,
    draw_curve,
    draw_level_lines,
    draw_subdifferential,
    draw_sum_of_absolute,
    draw_supporting_lines,
)

GRID = np.linspace(-2, 2, 9)
DRAWERS = {
    "curve": partial(draw_curve, [0, 1], [0, 1], label="a"),
    "subdifferential": partial(draw_subdifferential, Absolute(), GRID),
    "supporting lines": partial(draw_supporting_lines, Absolute(), 0.0, [-1, 1], GRID),
    "sum": partial(draw_sum_of_absolute, [0, 1, 3]),
    "level lines": partial(draw_level_lines, [0, 1], [0, 1], [[0, 1], [1, 2]], [0.5, 1.5]),
    "arrow": partial(draw_arrow, [1, 0], [-1, -2], "g"),
}
every_function = pytest.mark.parametrize("draw", DRAWERS.values(), ids=DRAWERS)


def words(ax):
    return [text.get_text() for text in ax.texts]


@every_function
def test_given_axes_are_drawn_on_and_returned_without_another_figure(draw):
    _, (left, right) = plt.subplots(1, 2)
    assert draw(ax=left) is left
    assert len(plt.get_fignums()) == 1
    assert left.has_data()
    assert not right.has_data()


@every_function
def test_without_axes_one_new_figure_is_made_and_the_current_one_left_alone(draw):
    _, current = plt.subplots()
    assert draw() is not current
    assert len(plt.get_fignums()) == 2
    assert not current.has_data()


@every_function
def test_drawing_changes_no_setting(draw):
    before = dict(matplotlib.rcParams)
    draw()
    assert dict(matplotlib.rcParams) == before


def test_a_curve_shows_its_points_and_its_name_at_the_chosen_point():
    ax = draw_curve([0, 1, 2], [0, 1, 4], label="squares", at=1, role=L2)
    assert ax.lines[0].get_xydata().tolist() == [[0, 0], [1, 1], [2, 4]]
    assert ax.texts[0].xy == (1, 1)
    assert words(ax) == ["squares"]
    assert ax.lines[0].get_color() == ax.texts[0].get_color() == L2.color


def test_keywords_win_over_the_role():
    assert draw_curve([0, 1], [0, 1], linewidth=7, color="red").lines[0].get_linewidth() == 7


@pytest.mark.parametrize(
    ("f", "kinks"),
    [(Absolute(), [0]), (Pinball(0.75), [0]), (EpsilonInsensitive(0.5), [-0.5, 0.5])],
    ids=repr,
)
def test_the_subdifferential_is_upright_exactly_at_kinks_on_the_grid(f, kinks):
    x, s = draw_subdifferential(f, GRID).lines[0].get_xydata().T
    jumps = np.flatnonzero(np.diff(s))
    assert x[jumps].tolist() == x[jumps + 1].tolist() == kinks
    assert [list(s[j : j + 2]) for j in jumps] == f.subdifferential(kinks).tolist()


def test_a_smooth_function_has_no_upright_stroke():
    x, s = draw_subdifferential(Squared(), GRID).lines[0].get_xydata().T
    assert not (np.diff(s)[np.diff(x) == 0]).any()


def test_supporting_lines_pass_through_the_point_and_never_exceed_the_graph():
    ax = draw_supporting_lines(Absolute(), 0.0, [-1, 0, 0.5], GRID, also=[1.5])
    *fan, wrong, graph = [line.get_ydata() for line in ax.lines[:5]]
    assert graph.tolist() == np.abs(GRID).tolist()
    assert [np.interp(0, GRID, line) for line in fan] == [0, 0, 0]
    assert all((line <= graph).all() for line in fan)
    assert (wrong > graph).any()
    assert words(ax) == ["g = −1", "g = 0", "g = 0.5", "g = 1.5: no"]


def test_the_lines_touch_away_from_the_kink_too():
    ax = draw_supporting_lines(Squared(), 1.0, Squared().subdifferential(1.0)[:1], GRID)
    line, graph = (line.get_ydata() for line in ax.lines[:2])
    assert (line <= graph).all()
    assert (line == graph).sum() == 1


def test_a_weighted_sum_bends_at_its_points_and_carries_its_slopes():
    ax = draw_sum_of_absolute([0, 1, 1, 4], weights=[2, 1, 1, 0.5])
    assert ax.lines[1].get_xydata().tolist() == [[0, 4], [1, 3.5], [4, 14]]
    assert words(ax) == ["−4.5", "−0.5", "3.5", "4.5"]


def test_a_point_without_weight_makes_no_kink():
    ax = draw_sum_of_absolute([0, 1, 3], weights=[1, 0, 1])
    assert ax.lines[1].get_xdata().tolist() == [0, 3]


def test_an_even_sample_has_its_whole_interval_of_medians_drawn_on_the_curve():
    points = [1, 2, 4, 7]
    marked = draw_sum_of_absolute(points, median=weighted_median(points)).lines[-1]
    assert marked.get_xydata().tolist() == [[2, 8], [4, 8]]
    assert marked.get_color() == MARK.color


def test_an_arrow_ends_where_start_and_step_add_up_and_lies_inside_the_axes():
    ax = draw_arrow([1, 0], [-1, -2], "−g")
    assert ax.texts[0].xy == ax.texts[1].xy == (0, -2)
    low, high = ax.get_ylim()
    assert low < -2 < 0 < high


def test_level_lines_lie_where_the_function_has_their_value():
    x, y = np.linspace(-2, 2, 9), np.linspace(-1, 1, 5)
    ax = draw_level_lines(x, y, np.abs(x) + 2 * np.abs(y)[:, None], [1, 2])
    for level, path in zip([1, 2], ax.collections[0].get_paths(), strict=True):
        values = np.abs(path.vertices[:, 0]) + 2 * np.abs(path.vertices[:, 1])
        assert values == pytest.approx(np.full(len(values), level), abs=1e-12)
    assert ax.get_aspect() == 1


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (partial(draw_curve, [0, 1], [0]), "y must have the length of x"),
        (partial(draw_curve, [0, np.nan], [0, 1]), "x must be finite; position 1"),
        (partial(draw_subdifferential, Absolute(), [0, np.inf]), "r must be finite"),
        (partial(draw_sum_of_absolute, []), "points must hold at least one value"),
        (partial(draw_sum_of_absolute, [2, 2]), "two different values that carry weight"),
        (partial(draw_sum_of_absolute, [1, 2], weights=[1, -1]), "must not be negative"),
        (partial(draw_level_lines, [0, 1], [0, 1], [[0, 1]], [0.5]), r"shape \(2, 2\)"),
        (partial(draw_arrow, [1, 0, 0], [1, 1], "g"), "start must hold 2 values, got 3"),
    ],
)
def test_bad_input_is_named_before_a_figure_is_made(draw, message):
    with pytest.raises(ValueError, match=message):
        draw()
    assert plt.get_fignums() == []


def test_slope_that_cuts_the_graph_is_not_drawn_as_supporting():
    with pytest.raises(ValueError, match="slopes must be subgradients, from -1 to 1"):
        draw_supporting_lines(Absolute(), 0.0, [1.5], [-1, 0, 1])
    with pytest.raises(ValueError, match="also must hold no subgradients"):
        draw_supporting_lines(Absolute(), 0.0, [1], [-1, 0, 1], also=[0.5])
