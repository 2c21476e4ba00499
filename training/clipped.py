"""Questions as keywords: without the small words, as people type them into a box.

`qa` renders a Korean question in this form, too (`qa.answering.rendering`): what is asked for in
front, then names and words without grammar, in the order of another language.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.text.words import STOP_WORDS

if TYPE_CHECKING:
    import random

_ASKED = re.compile(
    r"\b(?:who|whom|whose|when|where|why|how (?:many|much|long|old|far|tall)|how|"
    r"(?:what|which)(?: (?:year|day|month|date|city|country|name|kind of \w+|\w+))?)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\s?!,.;:\"]+(?:[.,]\w+)*")
_TELLING = frozenset({"after", "before", "first", "last", "more", "most", "no", "not", "only"})
"""Small words without which a question asks for something else."""

_TURNED = 0.4
"""How often what a sentence ends with comes before what it begins with, as in Korean."""

_UNASKED = 0.3
"""How often even the word that asks is left out."""

FEWEST = 2
"""Fewer words than these ask for nothing."""


def clipped(question: str, draw: random.Random) -> str:
    """Return a question as keywords; as it was, where too little of it would be left."""
    found = _ASKED.search(question)
    asked = found.group().lower() if found else ""
    rest = f"{question[: found.start()]} {question[found.end() :]}" if found else question
    kept = [each for each in _WORD.findall(rest) if each.lower() not in STOP_WORDS - _TELLING]
    if len(kept) < FEWEST:
        return question
    if draw.random() < _TURNED:
        at = draw.randrange(1, len(kept))
        kept = [*kept[at:], *kept[:at]]
    if asked and draw.random() >= _UNASKED:
        kept = [asked, *kept]
    return " ".join(kept) + draw.choice(("", "?"))
