import pytest
from accessibility import COLOURS, faults

PLAIN = "<p>Text with a <span>word</span> and <a href='#a'>a link</a>, once more.</p>"
HEAD = """<!doctype html><html lang="en"><title>Page</title><style>
body { background: #fff; color: #222; } a { color: #0645ad; text-decoration: underline; }
.pale { color: #bbb; } .dim { opacity: 0.3; } .night { background: #333; }
.bare { text-decoration: none; color: #333; } .small { font-size: 9px; }
</style><main><h1>Page</h1>"""


@pytest.fixture(scope="module")
def blank(browser):
    context = browser.new_context()
    yield context.new_page()
    context.close()


def found(page, text, **how):
    page.set_content(f"{HEAD}{PLAIN * 20}{text}{PLAIN * 20}</main>")
    return sorted({line.partition(":")[0] for line in faults(page, **how)})


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("", []),
        ("<p>A <span class='pale'>pale</span> word.</p>", ["color-contrast"]),
        ("<p>A <b class='dim'>dim</b> word.</p>", ["color-contrast"]),
        ("<p class='dim'>Text with a <span>word</span>.</p>", ["color-contrast"]),
        ("<div class='night'><p>Text with a <span>word</span>.</p></div>", ["color-contrast"]),
        ("<div class='night'><div><p>Text.</p></div></div>", ["color-contrast"]),
        ("<p><label>Field <input class='pale' value='pale'></label></p>", ["color-contrast"]),
        ("<p>Text and <a class='bare' href='#b'>a link</a>, unseen.</p>", ["link-in-text-block"]),
        ("<p><img src='data:,'></p>", ["image-alt"]),
        ("<p><button></button></p>", ["button-name"]),
        (
            "<p><button aria-label='Search'>Search <kbd>K</kbd></button></p>",
            ["label-content-name-mismatch"],
        ),
        (
            "<table><tr><th>A</th><th></th></tr><tr><td>1</td><td>2</td></tr></table>",
            ["empty-table-header"],
        ),
        (
            "<p>" + "<button style='font-size: 5px; padding: 0'>a</button>" * 2 + "</p>",
            ["target-size"],
        ),
        ("</main><p>Text beside the landmarks.</p><div>", ["region"]),
    ],
)
def test_one_fault_among_many_sound_elements_is_found(blank, text, rules):
    assert found(blank, text) == rules
    assert found(blank, text, colours_alone=True) == [rule for rule in rules if rule in COLOURS]
    assert found(blank, text, everywhere=True) == rules


def test_a_sound_element_out_of_sight_does_not_stand_for_faulty_ones(blank):
    hidden = "<p style='display: none'>A <b class='pale'>word</b></p>"
    clipped = "<p style='position: absolute; clip: rect(0 0 0 0)'>A <b class='pale'>word</b></p>"
    seen = "<p>A <b class='pale'>word</b></p>"
    assert found(blank, hidden * 5 + clipped * 5 + seen) == ["color-contrast"]
