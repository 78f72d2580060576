"""Where the system forces its colours, figures follow them, whichever theme is stored."""

import pytest
from built_book import HTML

FILTERS = """() => [...new Set([...document.querySelectorAll('.bd-content img.dark-invert')]
  .map(image => getComputedStyle(image).filter))]"""


@pytest.mark.parametrize("stored", ["light", "dark"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["book/index.html", "book/loss/measure.html"])
def test_figures_are_in_the_ink_of_the_system(browser, html, name, scheme, stored):
    context = browser.new_context(color_scheme=scheme, forced_colors="active")
    context.add_init_script(f"localStorage.setItem('mode', '{stored}')")
    context.add_init_script(f"localStorage.setItem('theme', '{stored}')")
    page = context.new_page()
    page.goto((HTML / name).as_uri(), wait_until="load")
    theme, found = page.evaluate("document.documentElement.dataset.theme"), page.evaluate(FILTERS)
    context.close()
    assert theme == stored
    assert found == ["none" if scheme == "light" else "invert(1) hue-rotate(180deg)"]
