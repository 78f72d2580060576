"""A page on a phone: what is wider than the screen says so, and no name breaks in a table."""

import pytest
from visit import every_chapter, every_page

CHARACTERS = 44
"""So many characters of a line of code a phone shows at least, but for a box within a box."""

WIDE_WITHOUT_A_SIGN = """() => [...document.querySelectorAll(
    'div.math math, div.highlight pre, .cell_output pre')]
  .filter(shown => shown.checkVisibility())
  .map(shown => [shown, shown.matches('math') ? shown.closest('.formula') : shown])
  .filter(([, box]) => !box || box.scrollWidth > box.clientWidth + 1)
  .filter(([, box]) => {
    if (!box) return true;
    const style = getComputedStyle(box);
    const says = box.matches('.more-right, .more-left') && style.boxShadow.includes('inset');
    return !(says && style.overflowX === 'auto' && box.tabIndex === 0);
  })
  .map(([shown]) => shown.outerHTML.slice(0, 120))"""
NUMBERS_BESIDE = """() => [...document.querySelectorAll('div.math > .eqno')]
  .filter(number => number.checkVisibility())
  .filter(number => number.getBoundingClientRect().top
    < number.parentElement.querySelector('math').getBoundingClientRect().bottom - 1)
  .map(number => number.textContent)"""
OUTPUTS_WITHOUT_COLUMNS = """() => [...document.querySelectorAll('.cell_output pre')]
  .filter(box => getComputedStyle(box).whiteSpace !== 'pre')
  .map(box => box.textContent.slice(0, 120))"""
FEWEST_CHARACTERS = """() => {
  const pen = document.createElement('canvas').getContext('2d');
  return Math.min(...[...document.querySelectorAll('div.highlight pre')]
    .filter(box => !box.closest('.admonition'))
    .map(box => {
      const style = getComputedStyle(box);
      pen.font = `${style.fontSize} ${style.fontFamily}`;
      const room = box.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
      return Math.floor(room / pen.measureText('x').width);
    }));
}"""
BROKEN_NAMES = r"""() => {
  const broken = [];
  for (const cell of document.querySelectorAll('article :is(td, th)')) {
    const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    for (let text; (text = texts.nextNode());) {
      if (!text.parentElement.checkVisibility()) continue;
      for (const name of text.data.matchAll(/[\w.]+/g)) {
        const range = document.createRange();
        range.setStart(text, name.index);
        range.setEnd(text, name.index + name[0].length);
        const lines = new Set([...range.getClientRects()].map(part => Math.round(part.top)));
        if (lines.size > 1) broken.push(name[0]);
      }
    }
  }
  return broken;
}"""
OPENED = """async () => {
  const fold = [...document.querySelectorAll('details.fold')].find(fold =>
    [...fold.querySelectorAll('pre')].some(box => box.scrollWidth > box.clientWidth + 1));
  fold.open = true;
  await new Promise(done => setTimeout(done, 200));
  const signs = [...fold.querySelectorAll('pre')].map(box => box.className);
  fold.open = false;
  return signs;
}"""
SCROLLED = """async where => {
  const box = document.querySelector('.more-right, .more-left');
  box.scrollLeft = where;
  await new Promise(done => setTimeout(done, 200));
  return ['more-left', 'more-right'].filter(edge => box.classList.contains(edge));
}"""


@every_page
def test_what_is_wider_than_its_box_has_a_shadow_and_scrolls_with_the_keyboard(visit):
    assert visit.show("phone").evaluate(WIDE_WITHOUT_A_SIGN) == []


@every_page
def test_number_of_a_formula_stands_below_it(visit):
    assert visit.show("phone").evaluate(NUMBERS_BESIDE) == []


@every_page
def test_output_keeps_its_columns(visit):
    assert visit.show("phone").evaluate(OUTPUTS_WITHOUT_COLUMNS) == []


@every_chapter
def test_code_is_small_enough_to_show_most_of_a_line(visit):
    assert visit.show("phone").evaluate(FEWEST_CHARACTERS) >= CHARACTERS


@pytest.mark.parametrize("mode", ["phone", "light"])
@every_page
def test_no_name_breaks_in_a_table(visit, mode):
    assert visit.show(mode).evaluate(BROKEN_NAMES) == []


@pytest.mark.parametrize("opened", ["book/loss/optimise.html"], indirect=True)
def test_shadow_stands_where_there_is_more(visit):
    page = visit.show("phone")
    assert page.evaluate(SCROLLED, 10) == ["more-left", "more-right"]
    assert page.evaluate(SCROLLED, 9999) == ["more-left"]
    assert page.evaluate(SCROLLED, 0) == ["more-right"]


@pytest.mark.parametrize("opened", ["book/loss/lad.html"], indirect=True)
def test_shadow_stands_in_a_fold_once_it_is_open(visit):
    assert "more-right" in visit.show("phone").evaluate(OPENED)
