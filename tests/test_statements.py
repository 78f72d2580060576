import numpy as np
import pytest
import sympy

from l1lib import Verification, verify
from l1lib.statements import Rejection, StatementError

r = sympy.Symbol("r", real=True)


def at_least(bound):
    for value in (-2, 0, 3):
        yield value, value**2 >= bound


def run(check=at_least, label="squares", how="cases", claim=0, perturbed=1, against="more"):
    return verify(label, how, check, claim=claim, perturbed=perturbed, against=against)


def test_true_statement_is_verified_and_counts_what_it_rejected():
    assert run() == Verification("squares", "cases", 3, (Rejection("more", 1, 3),))


def test_false_statement_is_refused_with_the_case_that_breaks_it():
    with pytest.raises(StatementError, match=r"squares is false in 1 of 3: 0"):
        run(claim=1, perturbed=2)


def test_each_variant_has_to_be_rejected_and_is_named():
    found = verify("squares", "cases", at_least, claim=0, variants={"one": 1, "five": 5})
    assert found.rejections == (Rejection("one", 1, 3), Rejection("five", 2, 3))
    assert "Rejected: one (false in 1 of 3 cases); five (false in 2 of 3 cases)." in repr(found)
    assert 'data-trials="one: false in 1; five: false in 2"' in found._repr_html_()
    with pytest.raises(StatementError, match=r"also accepts a false variant \(less\)"):
        verify("squares", "cases", at_least, claim=0, variants={"one": 1, "less": -1})


@pytest.mark.parametrize("variants", [{}, {" ": 1}, {3: 1}])
def test_variants_without_words_and_no_variant_are_refused(variants):
    with pytest.raises(ValueError, match="variants must name in words"):
        verify("squares", "cases", at_least, claim=0, variants=variants)


def test_variants_and_a_single_one_together_are_refused():
    with pytest.raises(ValueError, match="against must be left out"):
        verify("a", "cases", at_least, claim=0, variants={"one": 1}, perturbed=2, against="two")


def test_empty_verification_is_refused():
    with pytest.raises(StatementError, match="has no case"):
        run(check=lambda bound: [])


def test_empty_trial_of_the_perturbed_statement_is_refused():
    with pytest.raises(StatementError, match="has no case"):
        run(check=lambda bound: [("a", True)] if bound == 0 else [])


def test_check_that_accepts_its_own_negation_is_refused():
    with pytest.raises(StatementError, match="also accepts a false variant"):
        run(check=lambda bound: [("always", True)])


def test_perturbed_statement_equal_to_the_claim_is_refused():
    with pytest.raises(StatementError, match="also accepts"):
        run(perturbed=0)


def test_crash_on_the_perturbed_statement_is_no_rejection():
    def check(bound):
        yield "a", 1 / (1 - bound) > 0

    with pytest.raises(ZeroDivisionError):
        run(check=check)


@pytest.mark.parametrize("verdict", [None, 1, "yes", r > 0, np.array([True, True]), np.float64(1)])
def test_verdict_that_is_no_truth_value_is_refused(verdict):
    with pytest.raises(TypeError, match="must be true or false"):
        run(check=lambda bound: [("a", verdict)])


@pytest.mark.parametrize("pair", [True, ("a",), ("a", True, 1), ["a", True]])
def test_what_is_no_pair_is_refused(pair):
    with pytest.raises(TypeError, match="must yield pairs"):
        run(check=lambda bound: [pair])


@pytest.mark.parametrize("claim", [True, None, np.bool_(True), sympy.true])
def test_claim_that_is_a_verdict_is_refused(claim):
    with pytest.raises(TypeError, match="claim must be what is claimed"):
        run(claim=claim)


@pytest.mark.parametrize("claim", [0, 0.5, "r", [sympy.Integer(1), 2], {r: 1}, (), len])
def test_proof_by_machine_wants_symbolic_objects(claim):
    with pytest.raises(TypeError, match="SymPy objects"):
        run(how="machine", claim=claim, perturbed=r)


@pytest.mark.parametrize("claim", [r * 0.5, [r, sympy.Float(1)]])
def test_proof_by_machine_refuses_a_float_inside(claim):
    with pytest.raises(TypeError, match="exact"):
        run(how="machine", claim=claim, perturbed=r)


def test_proof_by_machine_looks_at_the_perturbed_claim_too():
    with pytest.raises(TypeError, match=r"the variant \(more\) must be exact"):
        run(how="machine", claim=r, perturbed=r * 0.5)


def test_symbolic_truth_values_count():
    def derivative_is(claim):
        yield "r", sympy.Eq(sympy.diff(r**2 / 2, r), claim)

    found = run(derivative_is, how="machine", claim=r, perturbed=r + 1, label="d")
    assert (found.how, found.cases) == ("machine", 1)


def test_equation_that_sympy_cannot_decide_is_no_verdict():
    def derivative_is(claim):
        yield "r", sympy.Eq(sympy.diff(r**2, r), claim)

    with pytest.raises(TypeError, match="must be true or false"):
        run(derivative_is, how="machine", claim=r, perturbed=2 * r)


@pytest.mark.parametrize("label", ["", "A", "a b", "a--b", "-a", "1a", 'a"><script>'])
def test_label_that_is_no_anchor_is_refused(label):
    with pytest.raises(ValueError, match="label must be"):
        run(label=label)


def test_unknown_grade_and_missing_words_are_refused():
    with pytest.raises(ValueError, match="how must be one of machine, text, cases"):
        run(how="cited")
    with pytest.raises(ValueError, match="variants must name in words"):
        run(against=" ")


def test_page_shows_words_as_words_and_links_to_the_statement():
    html = run(against='<b> & "x"')._repr_html_()
    assert "&lt;b&gt; &amp; &quot;x&quot;" in html
    assert 'id="verified-squares"' in html
    assert 'href="#squares"' in html
    assert "<b>" not in html


def test_singular_and_plural_are_right():
    def once(claim):
        yield "r", claim == 0

    assert "1 case)" in repr(run(once))
    assert "(3 cases)" in repr(run())
