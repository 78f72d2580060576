"""Questions to the reader: answers that are checked, and seals that keep them out of sight."""

from l1lib.teaching.exercises.answers import NO_ANSWER, Answer, Reply
from l1lib.teaching.exercises.seals import (
    opened_answers,
    opened_prediction,
    reveal,
    seal,
    seal_prediction,
    unseal,
)

__all__ = [
    "NO_ANSWER",
    "Answer",
    "Reply",
    "opened_answers",
    "opened_prediction",
    "reveal",
    "seal",
    "seal_prediction",
    "unseal",
]
