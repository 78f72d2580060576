import re

import pytest
from store_outputs import BOOK, chapters, read
from svg_difference import differences, labels

KILOBYTES = 40
PHONE = 328
"""The pixels that a figure has from side to side on a phone."""
TICK, TEXT = 9, 8.5
"""The least size of letters in pixels: of the numbers of an axis, and of all others."""
CHAPTERS = [pytest.param(path, id=str(path.relative_to(BOOK))) for path in chapters()]
SVG = "image/svg+xml"
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
FIGURE = f"""<?xml version="1.0" encoding="utf-8" standalone="no"?>
{HEAD} width="368.4pt" height="238.8pt" viewBox="0 0 368.39 238.79">
 <defs><path id="m72a1" d="M 0 0 L 0 3.5" style="stroke: #333333"/></defs>
 <g id="axes_1"><!-- loss -->
  <use xlink:href="#m72a1" x="60.12" y="184.05"/><!-- residual -->
  <g transform="translate(32.42 180.19) scale(0.11 -0.11)"/>
  <path d="M 46.42 184.05 L 347.94 184.05 z" clip-path="url(#p5b3)" style="stroke: #004488"/>
 </g>
 <clipPath id="p5b3"><rect x="46.42" y="7.2"/></clipPath>
</svg>
"""


def figures(notebook):
    """Return the SVG of each figure with the number of its cell."""
    return [
        (number, output.data[SVG])
        for number, cell in enumerate(notebook.cells, start=1)
        for output in cell.get("outputs", [])
        if SVG in output.get("data", {})
    ]


def smallest_letters(svg):
    """Return the least size on a phone of the numbers of the axes, and of all text, in pixels."""
    pixels = PHONE / float(re.search(r'width="([\d.]+)pt"', svg)[1])
    size = r"scale\(([\d.]+) -"
    of_ticks = re.findall(rf'id="[xy]tick_\d+"(?:(?!id="[xy]tick_).)*?{size}', svg, re.DOTALL)
    return [
        min((100 * pixels * float(scale) for scale in scales), default=TICK)
        for scales in (of_ticks, re.findall(size, svg))
    ]


def edited(*changes):
    text = FIGURE
    for old, new in changes:
        assert text.count(old) >= 1
        text = text.replace(old, new)
    return text


def test_there_are_chapters_with_figures():
    assert CHAPTERS
    assert any(figures(read(path)) for path in chapters())


@pytest.mark.parametrize("path", CHAPTERS)
def test_no_figure_is_larger_than_it_needs_to_be(path):
    sizes = {number: len(svg.encode()) / 1000 for number, svg in figures(read(path))}
    large = {number: f"{size:.0f} kB" for number, size in sizes.items() if size > KILOBYTES}
    assert not large, f"draw fewer points or fewer different letters in these cells: {large}"


@pytest.mark.parametrize("path", CHAPTERS)
def test_letters_of_a_figure_are_large_enough_on_a_phone(path):
    sizes = {number: smallest_letters(svg) for number, svg in figures(read(path))}
    small = {n: size for n, size in sizes.items() if size[0] < TICK or size[1] < TEXT}
    assert not small, f"make these figures narrower, or their letters larger: {small}"


def test_size_of_letters_is_that_of_the_numbers_of_an_axis_and_of_all():
    tick = '<g id="xtick_1"><g transform="translate(1 2) scale(0.11 -0.11)"/></g>'
    title = '<g id="text_2"><g transform="translate(1 2) scale(0.08 -0.08)"/></g>'
    found = smallest_letters(f'<svg width="656pt" height="9pt">{tick}{title}</svg>')
    assert found == pytest.approx([5.5, 4])


def test_a_figure_is_itself():
    assert differences(FIGURE, FIGURE) == []
    assert labels(FIGURE) == ["loss", "residual"]


@pytest.mark.parametrize(
    "changes",
    [
        [("184.05 z", "184.06 z")],
        [("46.42 184.05 L", "46.43 184.04 L")],
        [("translate(32.42", "translate(32.43")],
        [('y="7.2"', 'y="7.21"')],
        [("368.39", "368.4")],
        [("m72a1", "mffff")],
        [("p5b3", "p0000"), ("m72a1", "p5b3")],
    ],
    ids=lambda changes: " and ".join(f"{old} to {new}" for old, new in changes),
)
def test_last_digits_and_a_consistent_renaming_of_ids_do_not_count(changes):
    assert differences(FIGURE, edited(*changes)) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('x="60.12"', 'x="60.62"', "60.12 became 60.62"),
        ('x="60.12"', 'x="60.15"', "60.12 became 60.15"),
        ('x="60.12"', 'x="nan"', "'nan'"),
        ("L 347.94", "L -347.94", "347.94 became -347.94"),
        ("L 347.94 184.05 z", "L 347.94 184.05 L 1 1 z", "became"),
        ("L 347.94", "M 347.94", "became"),
        ("#004488", "#004489", "#004489"),
        ("scale(0.11", "scale(0.12", "scale(0.12"),
        ("translate(", "matrix(", "matrix"),
        ("loss", "cost", "'loss' became 'cost'"),
        ("loss", "residual", "'loss' became 'residual'"),
        ("<!-- loss -->", "", "against"),
        ("<!-- loss -->", "loss", "against"),
        ('y="7.2"/>', 'y="7.2"/><rect/>', "rect"),
        ("</svg>", "<g/></svg>", "after"),
        ('<path id="m72a1"', '<g/><path id="m72a1"', "against g"),
        ('id="p5b3"', 'id="p5b4"', "p5b4"),
        ('"url(#p5b3)"', '"none"', "none"),
        ('xlink:href="#m72a1"', 'xlink:href="#p5b3"', "refers to #p5b3"),
        (' xlink:href="#m72a1"', "", "attributes"),
        ('z" clip-path', 'z" opacity="0.5" clip-path', "opacity"),
        ("stroke: #333333", "stroke: #333333; opacity: 0.01", "opacity"),
    ],
)
def test_a_real_change_is_found_and_named(old, new, said):
    found = differences(FIGURE, edited((old, new)))
    assert any(said in text for text in found), found


def test_two_elements_that_change_places_are_found():
    first, second = re.findall(r"<(?:use|g) [^>]*/>", FIGURE)
    swapped = FIGURE.replace(first, "@").replace(second, first).replace("@", second)
    assert differences(FIGURE, swapped)


def test_an_element_moved_out_of_its_group_is_found():
    assert differences(f"{HEAD}><g><g/></g></svg>", f"{HEAD}><g/><g/></svg>")
