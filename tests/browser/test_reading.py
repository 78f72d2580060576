"""What makes a page good to read: folds, tables in their boxes, paper, time and links."""

from visit import every_chapter

PRINT = "() => dispatchEvent(new Event('beforeprint'))"
PRINTED = "() => dispatchEvent(new Event('afterprint'))"
CLOSED = "() => document.querySelectorAll('details:not([open])').length"
SEEN_ON_PAPER = """() => [
  '.bd-sidebar-primary', '.bd-sidebar-secondary', '.bd-header-article', '.prev-next-footer',
  '.bd-footer', 'button:not(.prediction-options *)', 'summary', '.headerlink',
  '#jb-print-docs-body',
].filter(what => [...document.querySelectorAll(what)].some(box => box.checkVisibility()))"""
INK = """() => {
  const of = (what, property) => [...new Set([...document.querySelectorAll(what)]
    .map(box => getComputedStyle(box)[property]))].sort();
  return {
    ground: of('body, .bd-article, .bd-main', 'backgroundColor'),
    text: of('.bd-article p, .bd-article h1, .bd-article .admonition-title', 'color'),
    code: of('.highlight, .highlight span', 'color'),
    frames: of('.bd-article pre, .bd-article .admonition', 'backgroundColor'),
    figures: of('.bd-content img', 'filter'),
  };
}"""
CODE_THAT_BREAKS = """() => [...document.querySelectorAll('.bd-article div.highlight')]
  .filter(box => getComputedStyle(box).breakInside !== 'avoid').map(box => box.textContent)"""
TABLES_OUT_OF_THEIR_BOX = """() => [...document.querySelectorAll('table.dataframe')]
  .map(table => [table, table.closest('.text_html')])
  .filter(([table, box]) => table.scrollWidth > box.clientWidth + 1
    && !(getComputedStyle(box).overflowX === 'auto' && box.tabIndex === 0))
  .map(([table]) => table.outerHTML.slice(0, 120))"""
UNFOLDED_LABELS = """() => [...document.querySelectorAll('details.fold')]
  .filter(fold => !/^Show (the|how) /.test(fold.querySelector('summary').innerText.trim()))
  .map(fold => fold.outerHTML.slice(0, 120))"""
BARE_SUMMARIES = """() => [...document.querySelectorAll('#summary > ul > li')]
  .filter(line => !line.querySelector('a[href*="#"]')).map(line => line.textContent)"""


@every_chapter
def test_reading_time_stands_under_the_title(visit):
    page = visit.show("light")
    time = page.locator("article h1 + p.reading-time")
    assert time.count() == 1
    minutes = int(time.inner_text().split()[2])
    assert 1 <= minutes <= 25


@every_chapter
def test_fold_says_in_one_line_what_it_is_and_opens_and_closes_with_the_keyboard(visit):
    page = visit.show("light")
    assert page.evaluate(UNFOLDED_LABELS) == []
    fold = page.locator("details.fold").first
    fold.locator("summary").focus()
    for shown, word in [(True, "Hide "), (False, "Show ")]:
        page.keyboard.press("Enter")
        assert fold.locator("div.highlight").first.is_visible() == shown
        assert fold.locator("summary").inner_text().startswith(word)


@every_chapter
def test_table_of_results_scrolls_in_its_own_box_on_a_phone(visit):
    assert visit.show("phone").evaluate(TABLES_OUT_OF_THEIR_BOX) == []


@every_chapter
def test_paper_has_the_text_alone_and_unfolded_and_the_screen_gets_it_back(visit):
    page = visit.show("dark")
    closed = page.evaluate(CLOSED)
    page.evaluate(PRINT)
    page.emulate_media(color_scheme="dark", media="print")
    assert page.evaluate(CLOSED) == 0 < closed
    assert page.evaluate(SEEN_ON_PAPER) == []
    assert page.evaluate(CODE_THAT_BREAKS) == []
    page.evaluate(PRINTED)
    page.emulate_media(color_scheme="dark", media="screen")
    assert page.evaluate(CLOSED) == closed


@every_chapter
def test_paper_is_light_whatever_the_screen_is_and_without_a_script(visit):
    light = visit.show("printed").evaluate(INK)
    page = visit.show("dark")
    dark = page.evaluate(INK)
    page.emulate_media(color_scheme="dark", media="print")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    paper = page.evaluate(INK)
    assert paper == light
    assert all(paper[what] != dark[what] for what in paper)
    assert paper["figures"] == ["none"]


@every_chapter
def test_each_summary_line_leads_to_what_it_stands_on(visit):
    page = visit.show("light")
    assert page.evaluate(BARE_SUMMARIES) == []
    assert page.locator("#summary > ul > li").count() > 0
