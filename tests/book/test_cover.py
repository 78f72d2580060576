import draw_cover
import matplotlib
from svg_difference import differences


def test_picture_of_the_readme_is_what_the_code_draws(monkeypatch, tmp_path):
    stored = draw_cover.PICTURE.read_text(encoding="utf-8")
    fresh = tmp_path / "corner.svg"
    monkeypatch.setattr(draw_cover, "PICTURE", fresh)
    with matplotlib.rc_context():
        draw_cover.draw()
    found = differences(stored, fresh.read_text(encoding="utf-8"))
    assert not found, "run scripts/draw_cover.py; it changed:\n" + "\n".join(found[:10])
