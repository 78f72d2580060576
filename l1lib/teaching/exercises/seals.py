"""Seals: answers and predictions written so that nobody reads them by accident.

A seal is JSON, packed and written in base64. It hides nothing from one who wants to know:
``reveal`` opens it, and so does ``scripts/sealed_answers.py``.
"""

from __future__ import annotations

import base64
import binascii
import json
import textwrap
import zlib
from collections.abc import Collection, Mapping
from typing import Any

from l1lib.teaching.exercises.answers import Answer
from l1lib.validate import as_count, as_text, instance_of

_WIDTH = 76


def seal(**answers: Answer) -> str:
    """Return the cell of a chapter that makes its checkers, for an author to paste.

    Parameters
    ----------
    **answers : Answer
        The checkers by the names that they get in the chapter.

    Examples
    --------
    >>> cell = seal(check_sum=Answer(4), check_ends=Answer((0, 2)))
    >>> print(cell.partition("(")[0])
    from l1lib.teaching.exercises import unseal
    <BLANKLINE>
    check_sum, check_ends = unseal
    >>> check_sum, check_ends = unseal(cell.split('\"\"\"')[1])
    >>> check_ends("0 to 2")
    Right.
    """
    if not answers:
        raise ValueError("answers must be named, as in seal(check_sum=Answer(4)); got none")
    for name, answer in answers.items():
        instance_of(answer, name, Answer)
    names = ", ".join(answers) + ("," if len(answers) == 1 else "")
    if len(names) > _WIDTH - len(' = unseal("""'):
        names = f"({textwrap.fill(names, _WIDTH, subsequent_indent=' ')})"
    text = _packed({name: answer.as_data() for name, answer in answers.items()})
    return f'from l1lib.teaching.exercises import unseal\n\n{names} = unseal("""\n{text}\n""")'


def unseal(text: str) -> tuple[Answer, ...]:
    """Return the checkers of a seal, in the order in which they were sealed.

    Parameters
    ----------
    text : str
        What `seal` wrote between the quotes.

    Raises
    ------
    ValueError
        If the text is no seal of answers.
    """
    return tuple(opened_answers(text).values())


def opened_answers(text: str) -> dict[str, Answer]:
    """Return the checkers of a seal by their names; see `unseal`."""
    unpacked = _unpacked(text)
    try:
        return {name: Answer.from_data(data) for name, data in unpacked.items()}
    except (TypeError, ValueError, AttributeError) as error:
        raise ValueError(f"text must be a seal of answers, got another one: {error!r}") from error


def seal_prediction(right: int | Collection[int], reply: str) -> str:
    """Return the comment that ends a ``{predict}``, for an author to paste.

    Parameters
    ----------
    right : int or collection of int
        Which options are right, counted from 1.
    reply : str
        What to say after the choice, in Markdown: what the next cell shows.

    Examples
    --------
    >>> comment = seal_prediction(2, "The mean is $3$.")
    >>> comment.startswith("<!-- seal")
    True
    >>> opened_prediction(comment.removeprefix("<!-- seal").removesuffix("-->"))
    ([2], 'The mean is $3$.')
    """
    given: Any = right if isinstance(right, list | tuple | set | range) else [right]
    chosen = sorted(as_count(option, "right") for option in given)
    if not chosen:
        raise ValueError(f"right must name at least one option, got {right!r}")
    if not as_text(reply, "reply").strip():
        raise ValueError(f"reply must say something, got {reply!r}")
    return f"<!-- seal\n{_packed({'right': chosen, 'reply': reply.strip()})}\n-->"


def opened_prediction(text: str) -> tuple[list[int], str]:
    """Return which options a sealed prediction calls right, and its reply.

    Raises
    ------
    ValueError
        If the text is no seal of a prediction.
    """
    match _unpacked(text):
        case {"right": [*right], "reply": str(reply)} if all(isinstance(n, int) for n in right):
            return right, reply
    raise ValueError("text must be the seal of a prediction, got another one")


def reveal(text: str) -> str:
    """Return the Python code that writes a seal: edit it, run it, paste what it prints.

    Parameters
    ----------
    text : str
        A seal, of answers or of a prediction.

    Examples
    --------
    >>> print(reveal(seal(check_sum=Answer(4, hints={5: "One less."})).split('\"\"\"')[1]))
    print(seal(
        check_sum=Answer(4, hints={
            5: 'One less.',
        }),
    ))
    """
    if set(_unpacked(text)) == {"right", "reply"}:
        right, reply = opened_prediction(text)
        return f"print(seal_prediction({right}, {reply!r}))"
    lines = [f"    {name}={_call(answer)}," for name, answer in opened_answers(text).items()]
    return "\n".join(["print(seal(", *lines, "))"])


def _call(answer: Answer) -> str:
    parts = [repr(answer.truth)]
    if answer.within != Answer.within:
        parts.append(f"within={answer.within!r}")
    if not answer.ordered:
        parts.append("ordered=False")
    if answer.hints:
        hints = "".join(f"\n        {wrong!r}: {hint!r}," for wrong, hint in answer.hints.items())
        parts.append(f"hints={{{hints}\n    }}")
    return f"Answer({', '.join(parts)})"


def _packed(data: Mapping[str, Any]) -> str:
    packed = zlib.compress(json.dumps(data, ensure_ascii=False).encode(), 9)
    return textwrap.fill(base64.b64encode(packed).decode(), _WIDTH)


def _unpacked(text: str) -> Any:
    try:
        packed = base64.b64decode("".join(as_text(text, "text").split()), validate=True)
        return json.loads(zlib.decompress(packed))
    except (binascii.Error, zlib.error, ValueError) as error:
        raise ValueError(f"text must be a seal, got one that does not open: {error}") from error
