from page_links import dead_links


def test_dead_file_and_dead_anchor_are_found_and_living_ones_are_not(tmp_path):
    (tmp_path / "a.html").write_text(
        '<p id="here"><a href="#here">1</a><a href="b.html#there">2</a><a href="b.html">3</a>'
        '<a href="https://example.org/x">4</a><a href="#gone">5</a><a href="c.html">6</a>'
        '<a href="b.html#gone">7</a>'
    )
    (tmp_path / "b.html").write_text('<p id="there">')
    assert dead_links(tmp_path) == ["a.html: #gone", "a.html: c.html", "a.html: b.html#gone"]
