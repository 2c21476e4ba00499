"""Questions as people type them when in a hurry: clipped to keywords, or carelessly."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from training.clipped import clipped
from training.misspelt import carelessly
from training.written_pool import WRITTEN

if TYPE_CHECKING:
    from collections.abc import Callable

    from training.question_splits import Posed

CLIPPED = 0.08
"""How often a question is clipped to keywords."""

CARELESS, IN_VAIN = 0.15, 0.25
"""How often a question is typed carelessly; the second where one was written to be unanswerable.

Of what was written for this, questions with an answer are careless more often than those without,
which would tell them apart.
"""


def careless(posed: Posed, set_name: str) -> float:
    """Return how often a question of a set is typed carelessly."""
    return IN_VAIN if set_name == WRITTEN and not posed.answers else CARELESS


def haste(rate: float, draw: random.Random) -> Callable[[str], str]:
    """Return a way of typing, drawn once: the same slips in whatever is asked.

    It is careless at `rate`.
    """
    drawn, seed = draw.random(), draw.random()

    def typed(question: str) -> str:
        again = random.Random(seed)  # noqa: S311 - a fixed draw, not a secret
        if drawn < CLIPPED:
            return clipped(question, again)
        return carelessly(question, again) if drawn < CLIPPED + rate else question

    return typed
