"""The directive {claim} on small books: what a page gets, and each way in which one is refused."""

import re

import nbformat
import pytest

from l1lib import verify

CONF = """
extensions = ["myst_nb", "sphinx_proof", "sphinxcontrib.bibtex", "statement_list", "claims"]
nb_execution_mode = "off"
myst_enable_extensions = ["colon_fence"]
bibtex_bibfiles = ["refs.bib"]
html_theme = "basic"
numfig = True
suppress_warnings = ["statements"]
"""
BIB = "@book{b, author = {A. Author}, title = {T}, publisher = {P}, year = {2000}}\n"
CHAPTER = """# The chapter

```{prf:theorem} Squares
:label: squares

A square is not negative.
```

```{prf:lemma} Old
:label: old
:class: cited

So it is {cite:p}`b`.
```

```{prf:definition} A word
:label: word

A square is a product.
```

```{figure} pic.svg
:name: fig-square

A square.
```

## What came out

(result)=
It was positive.
"""
BIBLIOGRAPHY = "# Sources\n\n```{bibliography}\n:all:\n```\n"
GOOD = "squares old fig-square result"


def claim(sentence="A square is *positive*.", verdict="true if *x* is not 0", evidence=GOOD,
          correct="It is **at least** 0."):  # fmt: skip
    options = {"verdict": verdict, "evidence": evidence}
    lines = [f":{name}: {value}" for name, value in options.items() if value is not None]
    return "\n".join([f":::{{claim}} {sentence}", *lines, "", correct, ":::", ""])


def verification():
    def check(bound):
        yield 0, bound <= 0

    found = verify("squares", "cases", check, claim=0, variants={"more": 1}, bounds=True)
    data = {"text/plain": repr(found), "text/html": found._repr_html_()}
    output = nbformat.v4.new_output("execute_result", data=data, execution_count=1)
    source = 'verify("squares", "cases", check)'
    return nbformat.v4.new_code_cell(source, execution_count=1, outputs=[output])


@pytest.fixture
def build(small_book):
    """A function that builds a page of claims beside a chapter, and returns the warnings."""

    def run(*claims, verified=True, title="Squares"):
        source = small_book.source
        (source / "refs.bib").write_text(BIB)
        (source / "bib.md").write_text(BIBLIOGRAPHY)
        (source / "pic.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
        (source / "index.md").write_text("# Book\n\n```{toctree}\nsaid\nchapter\nbib\n```\n")
        page = ["# Page\n\n```{claim-list}\n```\n\n## First part\n", *claims]
        if not (source / "said.md").exists() or claims != run.claims:
            (source / "said.md").write_text("\n".join(page))
        run.claims = claims
        text = CHAPTER.replace("Squares", title)
        cells = [nbformat.v4.new_markdown_cell(text), *([verification()] if verified else [])]
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
        nbformat.write(notebook, source / "chapter.ipynb")
        return small_book.build(CONF)

    run.html = small_book.html
    return run


def text_of(html):
    return " ".join(re.sub(r"<annotation.*?</annotation>|<[^>]+>", "", html).split())


def test_sound_claim_shows_sentence_verdict_correction_and_links_to_its_evidence(build):
    assert build(claim()) == ""
    page = build.html("said")
    box = page[page.index('<div class="claim ') :]
    box = box[: box.index("</div>")]
    assert '<div class="claim claim-true-if" id="claim-a-square-is-positive">' in box
    assert "<em>positive</em>" in box
    assert '<p class="claim-verdict">True if <em>x</em> is not 0.</p>' in box
    assert "It is <strong>at least</strong> 0." in box
    links = re.findall(r'<a class="reference internal" href="([^"]*)">(.*?)</a>', box)
    assert [(place, text_of(words)) for place, words in links] == [
        ("chapter.html#squares", "Theorem 1 (Squares)"),
        ("chapter.html#old", "Lemma 1 (Old)"),
        ("chapter.html#fig-square", "Fig. 1, in The chapter"),
        ("chapter.html#result", "What came out, in The chapter"),
    ]


def test_evidence_on_the_page_itself_is_named_without_the_page(build):
    assert build(claim(evidence="here"), "(here)=\nIt came out.\n") == ""
    assert 'href="#here"><span>First part</span></a>' in build.html("said")


def test_list_counts_and_gives_each_claim_with_its_whole_verdict_under_its_section(build):
    second = "## Second part\n\n" + claim("Squares add up.", "false")
    assert build(claim(), claim("Zero is a square.", "true"), second) == ""
    before = build.html("said").partition('<div class="claim ')[0]
    assert "3 sentences: 1 true, 1 true under a condition, 1 false." in before
    rows = re.findall(r'rubric">(.*?)</p>|<td><p><a [^>]*href="#(.*?)">.*?<td><p>(.*?)</p>',
                      before, re.DOTALL)  # fmt: skip
    assert rows == [
        ("First part", "", ""),
        ("", "claim-a-square-is-positive", "True if <em>x</em> is not 0."),
        ("", "claim-zero-is-a-square", "True."),
        ("Second part", "", ""),
        ("", "claim-squares-add-up", "False."),
    ]
    for _, anchor, _ in rows:
        assert not anchor or f'id="{anchor}"' in build.html("said")


@pytest.mark.parametrize("verdict", ["true", "true if it is large", "false"])
def test_the_border_of_each_verdict_has_a_class_of_its_own(build, verdict):
    assert build(claim(verdict=verdict)) == ""
    kind = "true-if" if " " in verdict else verdict
    assert f'<div class="claim claim-{kind}"' in build.html("said")
    assert f'<p class="claim-verdict">{verdict.capitalize()}.</p>' in build.html("said")


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        (claim(evidence=None), "has no evidence"),
        (claim(evidence=""), "has no evidence"),
        (claim(evidence="squares cubes"), "leans on cubes, which the book does not have"),
        (claim(evidence="word"), "leans on word, which the book does not have"),
        (claim(evidence="search"), "leans on search, which the book does not have"),
        (claim(verdict=None), "has no verdict"),
        (claim(verdict="maybe"), "has no verdict"),
        (claim(verdict="true if"), "has no verdict"),
        (claim(verdict="falsely"), "has no verdict"),
        (claim(correct=""), "is not followed by the correct sentence"),
        (claim() + "\n" + claim(), "is there twice"),
    ],
)
def test_a_claim_that_lacks_something_is_a_warning(build, wrong, complaint):
    warnings = build(claim("Another one."), wrong)
    assert f"the claim 'A square is positive.' {complaint}" in warnings
    assert "Another one." not in warnings


def test_evidence_that_nobody_verified_is_a_warning(build):
    assert "leans on squares, which is not verified" in build(claim(), verified=False)
    assert build(claim(evidence="old fig-square"), verified=False) == ""


def test_claim_follows_a_chapter_that_changes(build):
    assert build(claim()) == ""
    assert "leans on squares, which is not verified" in build(claim(), verified=False)
    assert build(claim(), title="Products") == ""
    assert "Theorem 1 (Products)" in text_of(build.html("said"))


def test_only_pages_with_claims_load_the_style(build):
    assert build(claim()) == ""
    assert "claims.css" in build.html("said")
    assert "claims.css" not in build.html("chapter")
