"""What is far from the window is laid out when it comes near, and is there for links and paper."""

import pytest
from built_book import HTML
from visit import MILLISECONDS

WAITING = """() => [...document.querySelectorAll('.bd-article p')].filter(box =>
  box.checkVisibility() && !box.checkVisibility({contentVisibilityAuto: true})).length"""
TOP = "() => document.querySelector('#summary').getBoundingClientRect().top"
LAID_OUT_AT_ONCE = """() => [...document.querySelectorAll('.bd-article section > :not(section)')]
  .filter(box => getComputedStyle(box).contentVisibility !== 'auto').map(box => box.outerHTML)"""

AT_TOP = """wanted => {
  const boxes = [...document.querySelectorAll('.bd-article section > :not(section)')];
  const tops = boxes.map(box => box.getBoundingClientRect());
  const number = wanted ?? tops.findIndex(({bottom}) => bottom > 64);
  return {number, top: tops[number].top};
}"""
FRAME = "() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)))"


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 360, "height": 800}, reduced_motion="reduce")
    context.set_default_timeout(MILLISECONDS)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", ["book/loss/convexity", "book/choose/compare"])
def test_far_text_waits_and_a_link_to_it_lands(page, name):
    address = (HTML / f"{name}.html").as_uri()
    page.goto(address, wait_until="load")
    assert page.evaluate(LAID_OUT_AT_ONCE) == []
    assert page.evaluate(WAITING) > 20
    page.goto("about:blank")
    page.goto(f"{address}#summary", wait_until="load")
    page.wait_for_function("() => scrollY > 0")
    page.evaluate(FRAME)
    assert 0 <= page.evaluate(TOP) < 400
    page.emulate_media(media="print")
    assert page.evaluate(WAITING) == 0


@pytest.mark.parametrize("name", ["book/loss/convexity", "book/choose/compare"])
def test_who_loads_a_page_again_or_comes_back_is_at_the_same_paragraph(page, name):
    page.goto((HTML / f"{name}.html").as_uri(), wait_until="load")
    for _ in range(20):
        page.mouse.wheel(0, 400)
        page.evaluate(FRAME)
    seen = page.evaluate(AT_TOP)
    assert seen["number"] > 20
    for away in (page.reload, lambda: (page.goto("about:blank"), page.go_back())):
        away()
        page.wait_for_function("() => scrollY > 0")
        page.evaluate(FRAME)
        assert page.evaluate(AT_TOP, seen["number"])["top"] == pytest.approx(seen["top"], abs=60)
