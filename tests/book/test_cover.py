import draw_cover
import matplotlib
import matplotlib.pyplot as plt
import numpy as np
from svg_difference import differences


def test_picture_of_the_readme_is_what_the_code_draws(monkeypatch, tmp_path):
    stored = draw_cover.PICTURE.read_text(encoding="utf-8")
    fresh = tmp_path / "corner.svg"
    monkeypatch.setattr(draw_cover, "PICTURE", fresh)
    with matplotlib.rc_context():
        draw_cover.draw()
    found = differences(stored, fresh.read_text(encoding="utf-8"))
    assert not found, "run scripts/draw_cover.py; it changed:\n" + "\n".join(found[:10])


def test_card_of_a_shared_link_is_what_the_code_draws_and_small(monkeypatch, tmp_path):
    stored, fresh = draw_cover.CARD, tmp_path / "card.png"
    monkeypatch.setattr(draw_cover, "CARD", fresh)
    with matplotlib.rc_context():
        draw_cover.draw_card()
    was, now = plt.imread(stored), plt.imread(fresh)
    assert was.shape[:2] == now.shape[:2] == (630, 1200)
    assert np.abs(was - now).mean() < 0.002  # another FreeType moves the edges of letters
    assert stored.stat().st_size < 60_000
