"""Questions as people type them: no capitals, no question mark, a letter wrong.

The public sets ask in careful sentences. A reader that has seen no others refuses a question for
one swapped letter, although its passage was found.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

_WORD = re.compile(r"[^\W\d_]{5,}")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def carelessly(question: str, draw: random.Random) -> str:
    """Return the question in lower case or with a letter wrong or both; its words stay the same.

    Numbers are left alone: a wrong digit asks for something else.
    """
    typed = question
    if draw.random() < 0.6:
        typed = typed.lower().rstrip(" ?")
    if draw.random() < 0.6:
        typed = misspelt(typed, draw)
    return typed


def misspelt(question: str, draw: random.Random) -> str:
    """Return the question with one letter of one long word left out, doubled, swapped or wrong."""
    found = list(_WORD.finditer(question))
    if not found:
        return question
    match = draw.choice(found)
    at = draw.randint(match.start() + 1, match.end() - 2)
    before, letter, after = question[:at], question[at], question[at + 1 :]
    wrong = (
        before + after,  # left out
        before + letter + letter + after,
        before + after[0] + letter + after[1:],
        before + draw.choice(_LETTERS) + after,
    )
    return draw.choice(wrong)
