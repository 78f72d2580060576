"""The SVG of a figure: the same bytes every time, short numbers, words kept."""

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from io import StringIO

import matplotlib
import pytest
from matplotlib import pyplot as plt

from l1lib import Absolute
from l1lib.plots import draw_subdifferential, svg, use_style

SCRIPT = """
import matplotlib; matplotlib.use("agg")
from l1lib import Absolute, plots
plots.use_style()
ax = plots.draw_subdifferential(Absolute(), [-1.23456, 0, 2], label="1.23456 is kept")
print(plots.svg(ax.figure), end="")
"""
LONG = re.compile(r"-?\d+\.\d{3,}")


@pytest.fixture
def figure():
    with matplotlib.rc_context():
        use_style()
        ax = draw_subdifferential(Absolute(), [-1.23456, 0, 2], label="1.23456 is kept")
        ax.set_xlabel("residual $r$")
        yield ax.figure


def raw(figure):
    figure.canvas.draw()
    figure.set_layout_engine("none")
    out = StringIO()
    nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    figure.savefig(out, format="svg", metadata=nothing, bbox_inches="tight")
    return out.getvalue()


def test_two_fresh_processes_write_the_same_bytes():
    first, second = (
        subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, check=True).stdout
        for _ in range(2)
    )
    assert len(first) > 5000
    assert first == second


def test_neither_date_nor_version_nor_title_is_written(figure):
    text = svg(figure)
    assert not re.search(r"<metadata|<title|dc:|Matplotlib v", text)


def test_paths_and_places_have_two_decimals(figure):
    places = r'\s(?:d|x|y)="([^"]*)"|translate\(([^)]*)\)'
    found = ["".join(pair) for pair in re.findall(places, svg(figure))]
    assert any("." in numbers for numbers in found)
    assert not [numbers for numbers in found if LONG.search(numbers)]


def test_words_stay_as_they_are_in_comments_and_nowhere_else(figure):
    text = svg(figure)
    assert "<!-- 1.23456 is kept -->" in text
    assert "<!-- residual $r$ -->" in text
    assert "<text" not in text


def test_rounding_moves_no_number_by_more_than_half_a_hundredth(figure):
    before, after = (list(ET.fromstring(text).iter()) for text in (raw(figure), svg(figure)))
    assert [e.tag for e in before] == [e.tag for e in after]
    number = re.compile(r"-?\d+(?:\.\d+)?")
    moved = 0
    for old, new in zip(before, after, strict=True):
        for key in ("d", "x", "y", "transform", "points"):
            was, now = (number.findall(e.get(key, "")) for e in (old, new))
            distances = [abs(float(a) - float(b)) for a, b in zip(was, now, strict=True)]
            # two decimals round by up to .005; 1e-9 is for the arithmetic of the comparison
            assert max(distances, default=0) <= 0.005 + 1e-9
            moved += sum(distance > 0 for distance in distances)
    assert moved > 100


def test_every_link_points_at_an_element(figure):
    text = svg(figure)
    links = set(re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', text))
    assert links
    assert {"".join(link) for link in links} <= set(re.findall(r'\sid="([^"]+)"', text))


def test_a_usual_figure_is_small_and_stands_on_nothing(figure):
    text = svg(figure)
    assert len(text.encode()) <= 40_000
    assert figure.get_facecolor()[3] == 0
    assert "#ffffff" not in text


def test_using_the_style_twice_is_using_it_once():
    with matplotlib.rc_context():
        use_style()
        once = dict(matplotlib.rcParams)
        use_style()
        assert dict(matplotlib.rcParams) == once
        assert once["svg.hashsalt"] == "corner"
    assert plt.rcParams["svg.hashsalt"] != "corner"
