from fractions import Fraction

import numpy as np
import pytest
import sympy

from l1lib import Verification, verify
from l1lib.teaching.statements import Rejection, StatementError

r = sympy.Symbol("r", real=True)


def at_least(bound):
    for value in (-2, 0, 3):
        yield value, value**2 >= bound


def run(check=at_least, label="squares", how="cases", claim=0, variant=1, words="more"):
    return verify(label, how, check, claim=claim, variants={words: variant}, bounds=claim == 0)


def test_true_statement_is_verified_and_counts_what_it_rejected():
    assert run() == Verification("squares", "cases", 3, (Rejection("more", 1, 3),))


def test_false_statement_is_refused_with_the_case_that_breaks_it():
    with pytest.raises(StatementError, match=r"squares is false in 1 of 3: 0"):
        verify("squares", "cases", at_least, claim=1, variants={"more": 1.05}, bounds=True)


def test_each_variant_has_to_be_rejected_and_is_named():
    two = {"one": 1, "five": 5}
    found = verify("squares", "cases", at_least, claim=0, variants=two, bounds=True)
    assert found.rejections == (Rejection("one", 1, 3), Rejection("five", 2, 3))
    assert "Rejected: one (false in 1 of 3 cases); five (false in 2 of 3 cases)." in repr(found)
    assert 'data-variants="2"' in found._repr_html_()
    with pytest.raises(StatementError, match=r"also accepts a false variant \(less\)"):
        verify("squares", "cases", at_least, claim=0, variants={"one": 1, "less": -1}, bounds=True)


@pytest.mark.parametrize("variants", [{}, {" ": 1}, {3: 1}])
def test_variants_without_words_and_no_variant_are_refused(variants):
    with pytest.raises(ValueError, match="variants must name in words"):
        verify("squares", "cases", at_least, claim=0, variants=variants)


def equal_to(value):
    def check(claim):
        yield "it", claim == value

    return check


@pytest.mark.parametrize(
    ("claim", "near"),
    [
        (2, [1, 3]), (2, [1.9, 2.1]), (2.5, [2.4, 2.7]), (1, [0.9, 2]), (-2.5, [-2.3, -2.7]),
        (Fraction(1, 2), [0.45, 0.55]), (sympy.pi, [3, 3.2]), (sympy.Integer(40), [39, 44]),
        (0, [-1, 7]), (np.float64(0.3), [0.28, 0.31]),
    ],
)  # fmt: skip
def test_number_needs_a_near_miss_on_each_side(claim, near):
    both = {str(value): value for value in near}
    assert len(verify("a", "cases", equal_to(claim), claim=claim, variants=both).rejections) == 2
    for words, value in both.items():
        with pytest.raises(ValueError, match="on each side of it"):
            verify("a", "cases", equal_to(claim), claim=claim, variants={words: value})


@pytest.mark.parametrize(
    ("claim", "far"), [(2, [0.9, 3.1]), (2.5, [2.2, 2.8]), (40, [35, 45]), (0.3, [0.2, 0.4])]
)
def test_number_far_away_is_no_near_miss(claim, far):
    with pytest.raises(ValueError, match="at most a tenth away"):
        verify("a", "cases", equal_to(claim), claim=claim, variants={str(v): v for v in far})


@pytest.mark.parametrize(
    ("value", "will_do"), [(0.96, True), (1.04, True), (0.9, False), (2, False)]
)
def test_bound_needs_a_near_miss_within_a_twentieth(value, will_do):
    def run():
        return verify("a", "cases", equal_to(1), claim=1, variants={"v": value}, bounds=True)

    if will_do:
        assert run().cases == 1
    else:
        with pytest.raises(ValueError, match="within a twentieth of 1"):
            run()


def whole(parts):
    yield "slope", parts["slope"] == 2
    yield "kind", parts["kind"] == "line"


PARTS = {"slope": 2, "kind": "line"}
LOWER, UPPER, CURVE = ({"slope": 1}, {"slope": 3}, {"kind": "curve"})


def parts_with(*changes, **options):
    variants = {str(change): PARTS | change for change in changes}
    return verify("a", "cases", whole, claim=PARTS, variants=variants, **options)


def test_each_part_needs_a_near_miss_of_its_own():
    assert len(parts_with(LOWER, UPPER, CURVE).rejections) == 3
    with pytest.raises(ValueError, match="differs in the part 'kind' alone"):
        parts_with(LOWER, UPPER, LOWER | CURVE)
    with pytest.raises(ValueError, match="part 'slope' of a is the number 2"):
        parts_with(LOWER, CURVE)
    with pytest.raises(ValueError, match="within a twentieth"):
        parts_with(LOWER, CURVE, bounds=["slope"])
    assert parts_with({"slope": 1.95}, CURVE, bounds=["slope"]).cases == 2


def test_part_left_out_and_bounds_that_fit_nothing_are_refused():
    with pytest.raises(ValueError, match="every variant must claim the parts"):
        verify("a", "cases", whole, claim=PARTS, variants={"no kind": {"slope": 1}})
    with pytest.raises(ValueError, match="bounds must name parts"):
        parts_with(LOWER, UPPER, CURVE, bounds=["height"])
    with pytest.raises(ValueError, match="is no number"):
        parts_with(LOWER, UPPER, CURVE, bounds=["kind"])
    with pytest.raises(ValueError, match="true or false for one claim"):
        verify("a", "cases", at_least, claim=0, variants={"more": 1}, bounds=["a"])


@pytest.mark.parametrize(
    "claim", [len, r, "words", "7", (1, 2), (len, (0.5, 1)), np.arange(2), np.inf, 1j, sympy.I]
)
def test_what_is_no_number_needs_one_variant(claim):
    def check(said):
        yield "it", said is claim

    assert verify("a", "cases", check, claim=claim, variants={"less": min}).cases == 1


def test_empty_verification_is_refused():
    with pytest.raises(StatementError, match="has no case"):
        run(check=lambda bound: [])


def test_empty_trial_of_the_perturbed_statement_is_refused():
    with pytest.raises(StatementError, match="has no case"):
        run(check=lambda bound: [("a", True)] if bound == 0 else [])


def test_check_that_accepts_its_own_negation_is_refused():
    with pytest.raises(StatementError, match="also accepts a false variant"):
        run(check=lambda bound: [("always", True)])


def test_variant_equal_to_the_claim_is_refused():
    with pytest.raises(StatementError, match="also accepts"):
        run(lambda claim: [("it", claim is len)], claim=len, variant=len)


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
        run(how="machine", claim=claim, variant=r)


def test_parts_of_a_proof_by_machine_have_plain_names():
    def derivative_is(claim):
        yield "r", sympy.diff(r**2 / 2, r) == claim["slope"]

    variants = {"1.1 r": {"slope": r * sympy.Rational(11, 10)}}
    assert verify("d", "machine", derivative_is, claim={"slope": r}, variants=variants).cases == 1


@pytest.mark.parametrize("claim", [r * 0.5, [r, sympy.Float(1)]])
def test_proof_by_machine_refuses_a_float_inside(claim):
    with pytest.raises(TypeError, match="exact"):
        run(how="machine", claim=claim, variant=r)


def test_proof_by_machine_looks_at_the_perturbed_claim_too():
    with pytest.raises(TypeError, match=r"the variant \(more\) must be exact"):
        run(how="machine", claim=r, variant=r * 0.5)


def test_symbolic_truth_values_count():
    def derivative_is(claim):
        yield "r", sympy.Eq(sympy.diff(r**2 / 2, r), claim)

    found = run(derivative_is, how="machine", claim=r, variant=r + 1, label="d")
    assert (found.how, found.cases) == ("machine", 1)


def test_equation_that_sympy_cannot_decide_is_no_verdict():
    def derivative_is(claim):
        yield "r", sympy.Eq(sympy.diff(r**2, r), claim)

    with pytest.raises(TypeError, match="must be true or false"):
        run(derivative_is, how="machine", claim=r, variant=2 * r)


@pytest.mark.parametrize("label", ["", "A", "a b", "a--b", "-a", "1a", 'a"><script>'])
def test_label_that_is_no_anchor_is_refused(label):
    with pytest.raises(ValueError, match="label must be"):
        run(label=label)


def test_unknown_grade_and_missing_words_are_refused():
    with pytest.raises(ValueError, match="how must be one of machine, text, cases"):
        run(how="cited")
    with pytest.raises(ValueError, match="variants must name in words"):
        run(words=" ")


def test_page_shows_words_as_words_and_links_to_the_statement():
    html = run(words='<b> & "x"')._repr_html_()
    assert "&lt;b&gt; &amp; &quot;x&quot;" in html
    assert 'id="verified-squares"' in html
    assert 'href="#squares"' in html
    assert "<b>" not in html


def test_singular_and_plural_are_right():
    def once(claim):
        yield "r", claim == 0

    assert "1 case)" in repr(run(once))
    assert "(3 cases)" in repr(run())
