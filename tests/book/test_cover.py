import re

import draw_cover
import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from svg_difference import differences

GROUND = re.compile(r'<g id="patch_1">\s*<path [^>]*style="fill: ([^;"]+)')


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cover")
    with matplotlib.rc_context():
        draw_cover.draw(folder)
    return folder


@pytest.mark.parametrize("name", draw_cover.GROUNDS)
def test_picture_of_the_book_and_the_readme_is_what_the_code_draws(fresh, name):
    stored = (draw_cover.ASSETS / name).read_text(encoding="utf-8")
    found = differences(stored, (fresh / name).read_text(encoding="utf-8"))
    assert not found, "run scripts/draw_cover.py; it changed:\n" + "\n".join(found[:10])


def test_page_shows_the_picture_on_its_own_ground_and_the_readme_on_white():
    book = draw_cover.ASSETS.parent
    page = (book / "index.md").read_text(encoding="utf-8")
    readme = (book.parent / "README.md").read_text(encoding="utf-8")
    assert "_assets/corner.svg" in page
    assert 'src="book/_assets/corner-on-white.svg"' in readme
    assert ground("corner.svg") == "none"
    assert ground("corner-on-white.svg") == "#ffffff"


def ground(name):
    return GROUND.search((draw_cover.ASSETS / name).read_text(encoding="utf-8"))[1]


def test_card_of_a_shared_link_is_what_the_code_draws_and_small(monkeypatch, tmp_path):
    stored, fresh = draw_cover.CARD, tmp_path / "card.png"
    monkeypatch.setattr(draw_cover, "CARD", fresh)
    with matplotlib.rc_context():
        draw_cover.draw_card()
    was, now = plt.imread(stored), plt.imread(fresh)
    assert was.shape[:2] == now.shape[:2] == (630, 1200)
    assert np.abs(was - now).mean() < 0.002  # another FreeType moves the edges of letters
    assert stored.stat().st_size < 60_000
