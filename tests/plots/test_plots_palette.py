"""The palette, judged by lightness, contrast and simulated colour blindness."""

from itertools import combinations

import numpy as np
import pytest

from l1lib.plots import L1, L2, MARK, MUTED

DARK_PAGE = "#121212"
NAMED = {"L1": L1, "L2": L2, "MARK": MARK}
ALL = NAMED | {"MUTED": MUTED}

# G. M. Machado, M. M. Oliveira and L. A. F. Fernandes (2009). A physiologically-based model
# for simulation of color vision deficiency. IEEE TVCG 15(6), 1291–1298; severity 1.
MACHADO = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
    "full colour vision": np.eye(3),
}
# CSS hue-rotate(180deg), as a matrix on sRGB values.
HUE_ROTATED = np.array([[-0.574, 1.43, 0.144], [0.426, 0.43, 0.144], [0.426, 1.43, -0.856]])
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)


def srgb(color):
    return np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255


def linear(rgb):
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def lab(light):
    ratio = TO_XYZ @ light / TO_XYZ.sum(axis=1)
    x, y, z = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def contrast(one, other):
    low, high = sorted(float(TO_XYZ[1] @ linear(rgb)) for rgb in (one, other))
    return (high + 0.05) / (low + 0.05)


def shown_on_dark(color):
    return np.clip(HUE_ROTATED @ (1 - srgb(color)), 0, 1)


def test_the_measures_agree_with_known_values():
    assert lab(linear(srgb("#ffffff"))) == pytest.approx([100, 0, 0], abs=1e-9)
    # 53.24 for pure red: the value usually printed, to its two decimals
    assert lab(linear(srgb("#ff0000")))[0] == pytest.approx(53.24, abs=0.005)
    assert contrast(srgb("#000000"), srgb("#ffffff")) == pytest.approx(21)
    assert shown_on_dark("#ffffff") == pytest.approx([0, 0, 0])


@pytest.mark.parametrize(("one", "other"), [*combinations(NAMED, 2)])
def test_roles_stay_apart_in_greyscale(one, other):
    light = [lab(linear(srgb(NAMED[name].color)))[0] for name in (one, other)]
    assert abs(light[0] - light[1]) >= 15


@pytest.mark.parametrize("vision", MACHADO)
@pytest.mark.parametrize(("one", "other"), [*combinations(NAMED, 2)])
def test_roles_stay_apart_for_colour_blind_readers(one, other, vision):
    seen = [
        lab(np.clip(MACHADO[vision] @ linear(srgb(NAMED[name].color)), 0, 1))
        for name in (one, other)
    ]
    assert np.linalg.norm(seen[0] - seen[1]) >= 15


@pytest.mark.parametrize("name", ALL)
def test_lines_stand_out_from_a_white_and_from_a_dark_page(name):
    assert contrast(srgb(ALL[name].color), srgb("#ffffff")) >= 3
    assert contrast(shown_on_dark(ALL[name].color), srgb(DARK_PAGE)) >= 3


def test_no_two_roles_share_a_line_style():
    assert len({str(role.linestyle) for role in ALL.values()}) == len(ALL)
