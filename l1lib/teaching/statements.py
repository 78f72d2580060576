"""The check that a statement of the book holds, and that the check could have failed."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from html import escape
from numbers import Number
from typing import Any

import numpy as np

from l1lib.validate import as_function, as_text, instance_of, one_of

GRADES = {
    "machine": "proved by machine",
    "text": "proved in the text, cases run",
    "cases": "checked on cases",
}
"""How a statement is known, from the strongest; a cited statement has no check at all."""

Check = Callable[[Any], Iterable[tuple[Any, Any]]]
"""A function from a claim to pairs (case, verdict)."""


class StatementError(AssertionError):
    """A statement fails its check, or its check could not have failed."""


@dataclass(frozen=True)
class Rejection:
    """A false variant of a statement, and on how many cases the check found it false.

    Parameters
    ----------
    words : str
        What was claimed instead.
    rejected : int
        The number of cases on which the variant fails, at least one.
    cases : int
        The number of cases on which it was tried.
    """

    words: str
    rejected: int
    cases: int

    def __str__(self) -> str:
        return f"{self.words} (false in {self.rejected} of {_count(self.cases)})"


@dataclass(frozen=True)
class Verification:
    """What `verify` found: the statement holds on all cases, none of its false variants does.

    Parameters
    ----------
    label : str
        The label of the statement in the text.
    how : {"machine", "text", "cases"}
        The grade, as for `verify`.
    cases : int
        The number of cases, all of them true.
    rejections : tuple of Rejection
        What was claimed instead, and rejected.
    """

    label: str
    how: str
    cases: int
    rejections: tuple[Rejection, ...]

    def __repr__(self) -> str:
        return f"{self.label}: {self._found()}. {self._rejected()}"

    def _repr_html_(self) -> str:
        link = f'<a href="#{self.label}">{self.label}</a>'
        data = f'data-statement="{self.label}" data-how="{self.how}"'
        data += f' data-cases="{self.cases}" data-variants="{len(self.rejections)}"'
        return (
            f'<p class="verified" id="verified-{self.label}" {data}>'
            f"✓ {link}: {self._found()}. {escape(self._rejected())}</p>"
        )

    def _found(self) -> str:
        return f"{GRADES[self.how]} ({_count(self.cases)})"

    def _rejected(self) -> str:
        return f"Rejected: {'; '.join(map(str, self.rejections))}."


def verify(
    label: str,
    how: str,
    check: Check,
    *,
    claim: Any,
    variants: Mapping[str, Any],
    bounds: bool | Collection[str] = False,
) -> Verification:
    """Verify a statement of the book, and that its check rejects false variants of it.

    The check is a function of what is claimed. It runs once for the claim, where every case
    has to come out true, and once for each variant, where at least one case has to come out
    false. So a check that looks at nothing, or accepts everything, is itself found out.

    Parameters
    ----------
    label : str
        The label of the statement in the same chapter: small letters, digits, hyphens.
    how : {"machine", "text", "cases"}
        *machine*: proved by machine. The claim is an exact SymPy object, and the cases are
        the whole statement. *text*: proved in the text; the cases are a sample. *cases*:
        checked on the cases, and not proved.
    check : callable
        Takes a claim and yields pairs (case, verdict); the verdict is a truth value.
    claim : object
        What the statement says: an expression, a function, a number. A statement of several
        parts is a mapping from the name of each part to what it says.
    variants : mapping from str to object
        False statements close to the claim, each under its words for the reader. Every part
        needs one that differs from the claim in this part alone, and a claim or part that is
        a number one on each side: at most a tenth away, or the next whole number; anywhere if
        the number is 0. A number inside a function or a sequence is the author's to vary.
    bounds : bool or collection of str
        Whether the claim is a bound, or the names of the parts that are. A bound needs one
        variant alone, at most a twentieth away: some case comes so close to equality.

    Returns
    -------
    Verification

    Raises
    ------
    StatementError
        If a case of the claim is false, if there is no case, or if a variant passes.
    TypeError
        If a verdict is no truth value, or the claim does not suit the grade.
    ValueError
        If the label, the grade or the words are not valid, or if a variant is missing.

    Examples
    --------
    >>> def squares(bound):
    ...     for r in (-2, 0, 3):
    ...         yield r, r**2 >= bound
    >>> verify("squares", "cases", squares, claim=0, variants={"above 0": 0.01}, bounds=True)
    squares: checked on cases (3 cases). Rejected: above 0 (false in 1 of 3 cases).
    """
    _door(label, how, check, variants)
    _as_claim(claim, "claim", how)
    for words, variant in variants.items():
        _as_claim(variant, f"the variant ({words})", how)
    _near_misses(label, claim, list(variants.values()), bounds)
    verdicts = _run(label, check, claim)
    false = [case for case, verdict in verdicts if not verdict]
    if false:
        shown = ", ".join(map(str, false[:3]))
        raise StatementError(f"{label} is false in {len(false)} of {len(verdicts)}: {shown}")
    rejections = tuple(_rejection(label, check, *variant) for variant in variants.items())
    return Verification(label, how, len(verdicts), rejections)


def _rejection(label: str, check: Check, words: str, variant: Any) -> Rejection:
    tried = _run(label, check, variant)
    rejected = sum(not verdict for _, verdict in tried)
    if not rejected:
        raise StatementError(
            f"the check of {label} also accepts a false variant ({words}); "
            "it must depend on the claim"
        )
    return Rejection(words, rejected, len(tried))


def _count(cases: int) -> str:
    return "1 case" if cases == 1 else f"{cases} cases"


def _run(label: str, check: Check, claim: Any) -> list[tuple[Any, bool]]:
    verdicts = []
    for pair in check(claim):
        if not isinstance(pair, tuple) or len(pair) != 2:
            raise TypeError(f"the check of {label} must yield pairs (case, verdict), got {pair!r}")
        verdicts.append((pair[0], _as_verdict(label, *pair)))
    if not verdicts:
        raise StatementError(f"the check of {label} has no case")
    return verdicts


def _as_verdict(label: str, case: Any, verdict: Any) -> bool:
    from sympy.logic.boolalg import BooleanAtom

    if isinstance(verdict, bool | np.bool_ | BooleanAtom):
        return bool(verdict)
    raise TypeError(f"the verdict of {label} on {case} must be true or false, got {verdict!r}")


def _door(label: str, how: str, check: Check, variants: Mapping[str, Any]) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", as_text(label, "label")):
        raise ValueError(f"label must be small letters, digits and hyphens, got {label!r}")
    one_of(how, "how", GRADES)
    as_function(check, "check")
    named = instance_of(variants, "variants", Mapping, "a mapping")
    if not named or not all(isinstance(words, str) and words.strip() for words in named):
        raise ValueError("variants must name in words at least one false variant")


def _near_misses(
    label: str, claim: Any, variants: list[Any], bounds: bool | Collection[str]
) -> None:
    if not isinstance(claim, Mapping):
        if isinstance(bounds, bool):
            return _both_sides(f"the claim of {label}", claim, variants, bounds)
        raise ValueError(f"bounds must be true or false for one claim, got {bounds!r}")
    named = set() if bounds is False else set(claim) if bounds is True else set(bounds)
    if not named <= set(claim):
        raise ValueError(f"bounds must name parts of the claim, got {bounds!r}")
    for part, said in claim.items():
        alone = [variant[part] for variant in variants if _differing(claim, variant) == [part]]
        if not alone:
            raise ValueError(f"{label} needs a variant that differs in the part {part!r} alone")
        _both_sides(f"the part {part!r} of {label}", said, alone, part in named)


def _both_sides(name: str, claim: Any, variants: list[Any], is_bound: bool) -> None:
    said = _as_number(claim)
    if said is None:
        if is_bound:
            raise ValueError(f"{name} is no number, so it cannot be a bound")
        return
    nearest = 0.05 * abs(said) if is_bound else max(0.1 * abs(said), float(said == int(said)))
    if said == 0:
        nearest = float("inf")
    tried = [float(value) - said for value in map(_as_number, variants) if value is not None]
    near = {difference > 0 for difference in tried if 0 < abs(difference) <= nearest * (1 + 1e-12)}
    if is_bound and not near:
        raise ValueError(f"{name} is a bound and needs a variant within a twentieth of {claim}")
    if not is_bound and near != {True, False}:
        raise ValueError(
            f"{name} is the number {claim} and needs a variant on each side of it, at most a "
            "tenth away or the next whole number"
        )


def _as_number(claim: Any) -> float | None:
    """Return a number of any kind as a float, and nothing for what is none or not finite."""
    if isinstance(claim, bool) or not (
        isinstance(claim, Number) or getattr(claim, "is_number", False) is True
    ):
        return None
    try:
        value = float(claim)
    except TypeError:
        return None
    return value if np.isfinite(value) else None


def _differing(claim: Mapping[str, Any], variant: Any) -> list[str]:
    if not isinstance(variant, Mapping) or set(variant) != set(claim):
        raise ValueError(f"every variant must claim the parts {sorted(claim)}, got {variant!r}")
    return [part for part in claim if not _same(claim[part], variant[part])]


def _same(one: Any, other: Any) -> bool:
    return one is other or (type(one) is type(other) and bool(np.all(one == other)))


def _as_claim(claim: Any, name: str, how: str) -> None:
    import sympy
    from sympy.logic.boolalg import BooleanAtom

    if claim is None or isinstance(claim, bool | np.bool_ | BooleanAtom):
        raise TypeError(f"{name} must be what is claimed, not a verdict, got {claim!r}")
    if how != "machine":
        return
    for part in _parts(claim) or [claim]:
        if not isinstance(part, sympy.Basic):
            raise TypeError(f"{name} must be made of SymPy objects to be proved, got {part!r}")
        if part.has(sympy.Float):
            raise TypeError(
                f"{name} must be exact to be proved by machine, got the float in {part}"
            )


def _parts(claim: Any) -> list[Any]:
    if isinstance(claim, Mapping):
        return [part for said in claim.values() for part in _parts(said)]
    if isinstance(claim, list | tuple):
        return [part for item in claim for part in _parts(item)]
    return [claim]
