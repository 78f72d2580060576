"""Formulas of every kind in a small book, as HTML and MathML made at build time."""

import re
from pathlib import Path

import pytest

BOOK = Path(__file__).parents[2] / "book"
CONF = """
extensions = ["myst_nb", "katex_at_build"]
nb_execution_mode = "off"
myst_enable_extensions = ["dollarmath", "amsmath"]
html_math_renderer = "katex"
"""
FORMULAS = r"""# Of formulas

Inline $\tfrac12 r^2$, and {math}`|r| < 1`, and {eq}`eq-sum`.

$$
\sum_i |r_i|
$$ (eq-sum)

```{math}
:label: eq-two
a &= b \\
c &= d
```

\begin{equation*}
\operatorname*{arg\,min}_x f(x)
\end{equation*}

:::{note}
| a | b |
|---|---|
| $\lVert x\rVert_1$ | τ |
:::

## A heading with $n$
"""


@pytest.fixture
def build(small_book):
    """A function that builds one page beside one without formulas, and returns the warnings."""

    def run(text):
        beside = "\n```{toctree}\nplain\n```\n"
        (small_book.source / "index.md").write_text(text + beside, encoding="utf-8")
        (small_book.source / "plain.md").write_text("# Plain\n\nNo formula, not even \\$5.\n")
        return small_book.build(CONF)

    run.html = small_book.html
    return run


def test_every_kind_of_formula_becomes_html_and_mathml_without_a_script(build):
    assert build(FORMULAS) == ""
    page = build.html("index")
    boxes = re.findall(r'<(?:span|div) class="(?:amsmath )?math', page)
    assert len(boxes) == page.count("<math ") == page.count('class="katex-html" aria-hidden="true"')
    assert len(boxes) >= 7
    assert not re.search(r"<script[^>]*(?:katex|mathjax)", page, re.IGNORECASE)
    assert not re.search(r'<(?:script|link|img)[^>]*"https?://', page)


def test_numbered_formula_has_its_number_once_and_can_be_referred_to(build):
    build(FORMULAS)
    page = build.html("index")
    assert page.count('<span class="eqno">(1)') == page.count('<span class="eqno">(2)') == 1
    assert 'href="#equation-eq-sum">(1)</a>' in page


def test_style_sheet_is_linked_where_there_is_a_formula_and_nowhere_else(build):
    build(FORMULAS)
    assert "katex/katex.min.css" in build.html("index")
    assert "katex" not in build.html("plain")


@pytest.mark.parametrize(
    ("tex", "complaint"),
    [
        (r"\frac{1}{", "KaTeX parse error"),
        (r"\nosuchcommand", r"Undefined control sequence: \nosuchcommand"),
        (r"a \class{b}{c}", "class"),
        (r"\begin{cases} a", "KaTeX parse error"),
    ],
)
def test_tex_that_katex_refuses_is_a_warning_with_its_line_and_shows_its_source(
    build, tex, complaint
):
    warning = build(f"# Title\n\ntext\n\nwrong ${tex}$ here\n")
    assert re.search(r"index\.md:\d+: WARNING", warning)
    assert complaint in warning
    assert "<math" not in build.html("index")
    assert "<code>" in build.html("index")


def test_text_in_a_formula_stays_text(build):
    assert build('# Title\n\n$\\text{"`</script><b>}$\n') == ""
    assert "</script><b>" not in build.html("index")
    assert "&lt;/script&gt;&lt;b&gt;" in build.html("index")


def test_fonts_of_the_style_sheet_are_there_and_nothing_else_is_asked_for():
    folder = BOOK / "_assets" / "katex"
    css = (folder / "katex.min.css").read_text(encoding="utf-8")
    urls = set(re.findall(r"url\(([^)]*)\)", css))
    assert urls == {f"fonts/{path.name}" for path in (folder / "fonts").iterdir()}
    assert {url.rsplit(".", 1)[1] for url in urls} == {"woff2"}
    version = re.search(r'version:"([\d.]+)"|"(\d+\.\d+\.\d+)"', css + "")
    readme = (BOOK / "_ext" / "katex" / "README.md").read_text(encoding="utf-8")
    assert version
    assert (version[1] or version[2]) in readme
