"""Formulas of every kind in a small book, as MathML made at build time."""

import re
import sys

import pytest
from store_outputs import BOOK

sys.path.insert(0, str(BOOK / "_ext"))

from mathematics import pieces

CONF = """
extensions = ["myst_nb", "mathematics"]
nb_execution_mode = "off"
myst_enable_extensions = ["dollarmath", "amsmath"]
html_math_renderer = "temml"
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


def test_every_kind_of_formula_becomes_mathml_without_a_script(build):
    assert build(FORMULAS) == ""
    page = build.html("index")
    boxes = re.findall(r'<(?:span|div) class="(?:amsmath )?math[^>]*data-tex="[^"]+"', page)
    assert len(boxes) == page.count("<math>") + page.count("<math ") >= 7
    assert not re.search(r"<script[^>]*(?:temml|mathjax)", page, re.IGNORECASE)
    assert not re.search(r'<(?:script|link|img)[^>]*"https?://', page)


def test_numbered_formula_has_its_number_once_and_can_be_referred_to(build):
    build(FORMULAS)
    page = build.html("index")
    assert page.count('<span class="eqno">(1)') == page.count('<span class="eqno">(2)') == 1
    assert 'href="#equation-eq-sum">(1)</a>' in page


def test_what_follows_a_formula_without_a_blank_stays_on_its_line(build):
    assert build("# Title\n\nFor $x$, the $y$-axis ($z$), and $w$ more\n") == ""
    page = build.html("index")
    assert re.findall(r"</math>([^<]*)</span>", page) == [",", "-axis", "),", ""]
    assert "</span> the <span" in page


def test_comma_after_a_formula_is_taken_from_there_and_not_from_an_earlier_place(build):
    assert build("# Title\n\nThe *a*, *b*, $x$, *c*\n") == ""
    page = build.html("index")
    assert "<em>a</em>, <em>b</em>, <span" in page
    assert "</math>,</span> <em>c</em>" in page


def test_long_formula_is_cut_after_its_relations_and_keeps_its_end_with_what_follows(build):
    long = r"f(x) = \sum_i |y_i - x| + \lambda |x| \le f(0) + c"
    assert build(f"# Title\n\nIt is ${long}$.\n") == ""
    page = build.html("index")
    assert page.count("<math>") == 6
    assert "<mo>+</mo></mrow></math><span><math>" in page
    assert "</math>.</span></span>" in page
    assert f'data-tex="{long}"' in page


@pytest.mark.parametrize(
    ("mathml", "count"),
    [
        ("<math><mrow><mi>a</mi><mo>=</mo></mrow><mrow><mi>b</mi></mrow></math>", 1),
        (f"<math><mrow>{'<mi>a</mi>' * 9}</mrow><mrow>{'<mi>b</mi>' * 9}</mrow></math>", 2),
        (f"<math><mrow>{'<mi>a</mi>' * 20}</mrow></math>", 1),
        (f"<math>{'<mi>a</mi>' * 20}</math>", 1),
        (f"<math><mrow><mrow>{'<mi>a</mi>' * 20}</mrow></mrow><mrow><mi>b</mi></mrow></math>", 2),
    ],
)
def test_pieces_are_the_rows_on_top_of_a_long_formula(mathml, count):
    cut = pieces(mathml)
    assert len(cut) == count
    assert "".join(cut).replace("</math><math>", "") == mathml


@pytest.mark.parametrize(
    ("tex", "complaint"),
    [
        (r"\frac{1}{", "Unexpected end of input"),
        (
            r"\nosuchcommand",
            r"Unsupported function name: \nosuchcommand at position 1: \nosuchcommand in",
        ),
        (r"\begin{cases} a", "Expected"),
    ],
)
def test_tex_that_temml_refuses_is_a_warning_with_its_line_and_shows_its_source(
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


def test_version_of_temml_is_told():
    script = (BOOK / "_ext/temml/temml.min.js").read_text(encoding="utf-8")
    readme = (BOOK / "_ext/temml/README.md").read_text(encoding="utf-8")
    version = re.search(r"Temml (\d+\.\d+\.\d+)", readme)
    assert version
    assert f'"{version[1]}"' in script
