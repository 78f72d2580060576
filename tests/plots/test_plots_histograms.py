"""Histograms of residuals count every residual once and set the exact zeros apart."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from l1lib.plots import L1, L2, draw_residual_histogram

EDGES = [-1.5, -0.5, 0.5, 1.5]


def heights(ax):
    return [patch.get_data().values.tolist() for patch in ax.patches]


def test_exact_zeros_stand_on_top_of_the_others_and_are_counted():
    ax = draw_residual_histogram([-1, 0, 0, 0, 0.2, 1, 1], EDGES)
    assert heights(ax) == [[1, 1, 2], [1, 4, 2]]
    assert ax.patches[1].get_data().baseline.tolist() == [1, 1, 2]
    assert [text.get_text() for text in ax.texts] == ["3 exactly 0"]
    assert ax.texts[0].get_color() == L1.color
    pale, full = (patch.get_alpha() or 1 for patch in ax.patches)
    assert pale < full


def test_small_residual_is_no_zero_and_rounding_is_one():
    near = draw_residual_histogram([1e-6, 1], EDGES)
    assert heights(near) == [[0, 1, 1]]
    assert not near.texts
    rounded = draw_residual_histogram([1e-15, 1], EDGES)
    assert heights(rounded) == [[0, 0, 1], [0, 1, 1]]


def test_histogram_draws_on_the_axes_it_is_given_in_the_colour_of_its_role():
    _, given = plt.subplots()
    assert draw_residual_histogram([1], EDGES, role=L2, ax=given) is given
    assert given.patches[0].get_facecolor()[:3] == pytest.approx(
        tuple(int(L2.color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    )
    plt.close("all")


@pytest.mark.parametrize(
    ("r", "edges", "what"),
    [
        ([0], [1, 0], "increase"),
        ([0], [1], "increase"),
        ([2], EDGES, "hold all residuals"),
        ([np.nan], EDGES, "finite"),
    ],
)
def test_bad_residuals_and_edges_are_refused(r, edges, what):
    with pytest.raises(ValueError, match=what):
        draw_residual_histogram(r, edges)
