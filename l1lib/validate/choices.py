"""What is no number: truth values, names of options, texts, functions, objects of a kind."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import numpy as np

Kind = TypeVar("Kind")


def as_flag(value: Any, name: str) -> bool:
    """Return True or False; nothing else counts as either, not 1 and not "no".

    Examples
    --------
    >>> as_flag(np.True_, "intercept")
    True
    """
    if not isinstance(value, bool | np.bool_):
        raise TypeError(f"{name} must be True or False, got {value!r}")
    return bool(value)


def one_of(value: Any, name: str, known: Iterable[str]) -> str:
    """Return a name among those known, or raise and list them.

    Examples
    --------
    >>> one_of("rank", "method", ("rank", "bootstrap"))
    'rank'
    """
    names = tuple(known)
    if not isinstance(value, str) or value not in names:
        raise ValueError(f"{name} must be one of {', '.join(names)}, got {value!r}")
    return value


def as_text(value: Any, name: str) -> str:
    """Return a text, or raise.

    Examples
    --------
    >>> as_text("|r|", "label")
    '|r|'
    """
    return instance_of(value, name, str, "a text")


def one_each(values: Any, name: str, kind: type[Kind], count: int, of: str) -> list[Kind]:
    """Return one object of a kind for each of so many things, or none at all.

    Examples
    --------
    >>> one_each(["a", "b"], "labels", str, 2, "point")
    ['a', 'b']
    """
    wanted = f"{name} must be one {kind.__name__} per {of}, {count} or none"
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise TypeError(f"{wanted}, got {values!r}")
    given = list(values)
    if len(given) not in (0, count):
        raise ValueError(f"{wanted}, got {len(given)}")
    return [instance_of(value, f"{name}[{i}]", kind) for i, value in enumerate(given)]


def as_function(value: Any, name: str) -> Callable[..., Any]:
    """Return what can be called, or raise.

    Examples
    --------
    >>> as_function(abs, "estimator")(-1)
    1
    """
    if not callable(value):
        raise TypeError(f"{name} must be a function, got {value!r}")
    function: Callable[..., Any] = value
    return function


def instance_of(value: Any, name: str, kind: type[Kind], wanted: str = "") -> Kind:
    """Return an object of a kind, or raise.

    Examples
    --------
    >>> instance_of(1.5, "x", float)
    1.5
    """
    if not isinstance(value, kind):
        raise TypeError(f"{name} must be {wanted or f'of type {kind.__name__}'}, got {value!r}")
    return value
