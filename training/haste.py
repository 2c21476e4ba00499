"""Questions as people type them when in a hurry: clipped to keywords, or carelessly."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from training.clipped import clipped
from training.misspelt import carelessly

if TYPE_CHECKING:
    from collections.abc import Callable

CLIPPED = 0.08
"""How often a question is clipped to keywords."""

CARELESS, IN_VAIN = 0.15, 0.25
"""How often a question is typed carelessly; the second where one was written to be unanswerable.

Of what was written for this, questions with an answer are careless more often than those without,
which would tell them apart.
"""


def haste(careless: float, draw: random.Random) -> Callable[[str], str]:
    """Return a way of typing, drawn once: the same slips in whatever is asked."""
    drawn, seed = draw.random(), draw.random()

    def typed(question: str) -> str:
        again = random.Random(seed)  # noqa: S311 - a fixed draw, not a secret
        if drawn < CLIPPED:
            return clipped(question, again)
        return carelessly(question, again) if drawn < CLIPPED + careless else question

    return typed
