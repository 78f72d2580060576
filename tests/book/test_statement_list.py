"""The list of statements on small books: a sound one, and one for each way to go wrong."""

import re

import nbformat
import pytest

from l1lib import verify

CONF = """
extensions = ["myst_nb", "sphinx_proof", "sphinxcontrib.bibtex", "statement_list"]
nb_execution_mode = "off"
bibtex_bibfiles = ["refs.bib"]
"""
BIB = "@book{b, author = {A. Author}, title = {T}, publisher = {P}, year = {2000}}\n"


def statement(label="squares", *, kind="theorem", options="", text="A square is not negative."):
    named = f":label: {label}\n" if label else ""
    return f"```{{prf:{kind}}} Squares\n{named}{options}\n{text}\n```\n"


PROOF = "\n```{prf:proof}\nIt is a product of equal signs.\n```\n"


def verification(label="squares", how="cases", *, source=None, rejected="more"):
    def check(bound):
        yield 0, bound <= 0

    found = verify(label, how, check, claim=0, variants={rejected: 1}, bounds=True)
    data = {"text/plain": repr(found), "text/html": found._repr_html_()}
    return nbformat.v4.new_code_cell(
        source or f'verify("{label}", "{how}", check)',
        execution_count=1,
        outputs=[nbformat.v4.new_output("execute_result", data=data, execution_count=1)],
    )


@pytest.fixture
def build(small_book):
    """A function that builds chapters of Markdown texts and cells, and returns the warnings."""

    def run(*chapters):
        source = small_book.source
        (source / "refs.bib").write_text(BIB)
        names = [f"chapter{number}" for number, _ in enumerate(chapters)]
        (source / "index.md").write_text(
            "# Book\n\n```{toctree}\n" + "\n".join([*names, "bib"]) + "\n```\n\n"
            "```{statement-list}\n```\n"
        )
        (source / "bib.md").write_text("# Bibliography\n\n```{bibliography}\n:all:\n```\n")
        for name, cells in zip(names, chapters, strict=True):
            made = [
                nbformat.v4.new_markdown_cell(cell) if isinstance(cell, str) else cell
                for cell in (f"# Title of {name}\n", *cells)
            ]
            kernel = {"name": "python3", "display_name": "Python 3"}
            language = {"name": "python", "pygments_lexer": "python"}
            notebook = nbformat.v4.new_notebook(
                cells=made, metadata={"kernelspec": kernel, "language_info": language}
            )
            nbformat.write(notebook, source / f"{name}.ipynb")
        return small_book.build(CONF)

    run.html = small_book.html
    return run


def test_sound_book_builds_without_a_warning_and_lists_its_statements(build):
    cited = statement("old", options=":class: cited\n", text="So it is {cite:p}`b`.")
    assert build([statement(), verification(), cited]) == ""
    page = build.html("index")
    assert "2 statements:" in page
    assert "1 checked on cases" in page
    assert "1 cited, not shown here" in page
    assert 'href="chapter0.html#squares"' in page
    assert 'href="chapter0.html#verified-squares"' in page
    assert "more (false in 1 of 1 case)<" in page
    chapter = build.html("chapter0")
    assert 'href="#verified-squares"' in chapter
    assert 'id="verified-squares"' in chapter


def test_list_links_every_summary_line_that_leans_on_a_statement(build):
    summary = "## Summary\n\n- Nothing.\n- Squares: {prf:ref}`squares`.\n"
    other = "{prf:ref}`squares` again.\n\n" + summary.replace("- Nothing.\n", "")
    assert build([statement(), verification(), summary], [other], ["No summary."]) == ""
    page = build.html("index")
    assert page.count("; in the summary of ") == 1
    links = re.findall(r'href="(chapter\d\.html#summary-\d)"><span>([^<]*)<', page)
    assert links == [
        ("chapter0.html#summary-2", "Title of chapter0"),
        ("chapter1.html#summary-1", "Title of chapter1"),
    ]
    assert '<li id="summary-2">' in build.html("chapter0")
    assert "summary-1" not in build.html("chapter0")


def test_list_follows_a_chapter_that_is_mended(build):
    assert "has no cell that verifies it" in build([statement()])
    assert build([statement(), verification()]) == ""
    assert "1 statement:" in build.html("index")


def test_proof_in_the_text_stands_right_below_its_statement(build):
    sound = [statement() + PROOF, verification(how="text")]
    assert build(sound) == ""
    assert "none follows it" in build([statement(), verification(how="text")])


@pytest.mark.parametrize(
    ("cells", "complaint"),
    [
        ([statement()], "the theorem squares has no cell that verifies it"),
        ([statement(kind="proposition")], "the proposition squares has no cell"),
        ([statement(kind="lemma")], "the lemma squares has no cell"),
        ([statement(label="")], "a theorem has no label"),
        ([verification()], "squares is verified, but no statement has this label"),
        ([statement(), verification(), verification()], "squares is verified twice"),
        ([statement(), verification("other")], "other is verified, but no statement"),
        (
            [statement(), verification(source="print(html)")],
            "squares is marked verified by a cell that does not",
        ),
        (
            [statement(), verification(source='verify("other", "cases", check)')],
            "squares is marked verified by a cell that does not",
        ),
        (
            [statement(options=":class: cited\n", text="{cite:p}`b`"), verification()],
            "marked cited but has a verification",
        ),
        ([statement(options=":class: cited\n")], "marked cited but cites nothing"),
    ],
)
def test_what_is_not_verified_or_not_stated_is_a_warning(build, cells, complaint):
    assert complaint in build(cells)


def test_verification_in_another_chapter_does_not_count(build):
    warnings = build([statement()], [verification()])
    assert "the theorem squares has no cell that verifies it" in warnings
    assert "squares is verified, but no statement has this label" in warnings


def test_definitions_and_remarks_need_no_verification(build):
    assert build([statement("d", kind="definition"), statement("r", kind="remark")]) == ""
    assert "0 statements:" in build.html("index")
