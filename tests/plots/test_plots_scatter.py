"""Points, lines and residuals on the axes, read from the artists."""

from functools import partial

import matplotlib
import pytest
from matplotlib import pyplot as plt

from l1lib.plots import L1, L2, MARK, draw_line, draw_points, draw_residuals

X, Y = [0, 1, 2], [1, 4, 3]
DRAWERS = {
    "points": partial(draw_points, X, Y),
    "line": partial(draw_line, 1, 2, [0, 3]),
    "residuals": partial(draw_residuals, X, Y, [1, 2, 3], exact=[0, 2]),
}
every_function = pytest.mark.parametrize("draw", DRAWERS.values(), ids=DRAWERS)


@every_function
def test_given_axes_are_drawn_on_and_returned_and_no_others(draw):
    _, (left, right) = plt.subplots(1, 2)
    assert draw(ax=left) is left
    assert len(plt.get_fignums()) == 1
    assert left.has_data()
    assert not right.has_data()


@every_function
def test_without_axes_one_new_figure_is_made_and_no_setting_changed(draw):
    before = dict(matplotlib.rcParams)
    _, current = plt.subplots()
    assert draw() is not current
    assert not current.has_data()
    assert len(plt.get_fignums()) == 2
    assert dict(matplotlib.rcParams) == before


def test_points_stand_where_they_are_and_are_not_joined():
    line = draw_points(X, Y).lines[0]
    assert line.get_xydata().tolist() == [[0, 1], [1, 4], [2, 3]]
    assert line.get_linestyle() == "None"


def test_each_name_stands_at_its_point_with_its_own_offset():
    ax = draw_points(X, Y, labels=["a", "b", "c"], offsets=[(0, 9), (1, 9), (2, 9)])
    assert [text.get_text() for text in ax.texts] == ["a", "b", "c"]
    assert [text.xy for text in ax.texts] == [(0, 1), (1, 4), (2, 3)]
    assert [text.xyann for text in ax.texts] == [(0, 9), (1, 9), (2, 9)]


def test_a_line_has_its_intercept_its_slope_and_its_name_at_the_right_end():
    ax = draw_line(5, -2, [-1, 4], label="least squares", role=L2)
    assert ax.lines[0].get_xydata().tolist() == [[-1, 7], [4, -3]]
    assert ax.texts[0].xy == (4, -3)
    assert ax.lines[0].get_color() == ax.texts[0].get_color() == L2.color
    assert draw_line(0, 1, [0, 1]).lines[0].get_color() == L1.color


def test_sticks_run_from_prediction_to_point_and_exact_rows_have_a_mark_instead():
    ax = draw_residuals(X, Y, [1, 2, 3], exact=[0, 2])
    assert [s.tolist() for s in ax.collections[0].get_segments()] == [[[1, 2], [1, 4]]]
    assert ax.lines[0].get_xydata().tolist() == [[0, 1], [2, 3]]
    assert ax.lines[0].get_color() == MARK.color


def test_a_fit_through_every_point_has_no_stick():
    assert draw_residuals(X, Y, Y, exact=range(3)).collections[0].get_segments() == []


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (partial(draw_points, [0, 1], [0]), "y must have the length of x, 2, got 1"),
        (partial(draw_points, [0, float("nan")], [0, 1]), "x must be finite; position 1"),
        (
            partial(draw_points, X, Y, labels=["a"]),
            "one str per point, 3 or none, got 1",
        ),
        (partial(draw_points, X, Y, offsets=[(0, 0)]), "offsets must be one Sequence per point"),
        (partial(draw_line, 0, 1, [0, 1, 2]), "between must hold 2 values, got 3"),
        (partial(draw_line, 0, float("inf"), [0, 1]), "slope must be finite"),
        (partial(draw_residuals, X, Y, [0]), "y_hat must have the length of x"),
        (
            partial(draw_residuals, X, Y, Y, exact=[3]),
            r"exact\[0\] must .* from 0 to 2, got 3",
        ),
        (partial(draw_residuals, X, Y, Y, exact=[-1]), "from 0 to 2, got -1"),
    ],
)
def test_bad_input_is_named_before_a_figure_is_made(draw, message):
    with pytest.raises(ValueError, match=message):
        draw()
    assert plt.get_fignums() == []
