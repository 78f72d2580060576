import sys
from pathlib import Path

import pytest
from docutils import nodes
from docutils.utils import new_document

sys.path.append(str(Path(__file__).parents[2] / "book" / "_ext"))
from search_texts import letters, said, spoken, texts


@pytest.mark.parametrize(
    ("typed", "read"),
    [("ℓ₁", "l1"), ("L₁", "L1"), ("λ_max", "lambda_max"), ("Laplace’s", "Laplace's")],
)
def test_letters_that_mean_the_same_are_one(typed, read):
    assert letters(typed) == read


@pytest.mark.parametrize(
    ("tex", "text"),
    [(r"\lambda", "λ"), (r"\beta_1", "β₁"), ("x^2", "x²"), ("x_i^\\top", "xᵢᵀ"), (r"\frac12", "…")],
)
def test_formula_is_read_as_letters_or_left_out(tex, text):
    assert spoken(tex) == text


def test_text_of_a_section_holds_its_sentences_alone():
    section = nodes.section(
        "",
        nodes.title("", "A section"),
        nodes.paragraph("", "Reading time: 3 minutes", classes=["reading-time"]),
        nodes.paragraph("", "", nodes.Text("Take "), nodes.math("", r"\lambda"), nodes.Text(".")),
        nodes.literal_block("", "code = 1"),
        nodes.container("", nodes.paragraph("", "printed"), classes=["cell_output"]),
        ids=["a-section"],
    )
    page = new_document("page")
    page += section
    assert texts(said(page)) == [("a-section", "Take λ.")]
