"""Names of a text by how they sound, for questions that spell them in their own way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.text.remembering import remembered
from qa.text.sounds import SHORTEST, sound
from qa.text.words import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

PASSAGES = 256
"""How many texts are remembered with their words: about 3 MB."""

_WORD = r"[^\W\d_]+(?:[-‐‑'][^\W\d_]+)*"
_NAME = re.compile(rf"(?<![^\W_])(?<![-‐‑'])(?=[^\W\d_a-z])({_WORD})(?=( {_WORD})?)")
"""A word that may be a name, by its first letter, and what follows it in the same breath."""


@remembered(PASSAGES, longest=2000)
def names_by_sound(text: str) -> Mapping[str, str]:
    """Return the names of a text, one or two words with a capital letter, by their sound.

    >>> names_by_sound("Here is Park Ji-hu.")["jiho"]
    'Ji-hu'
    """
    found: dict[str, str] = {}
    for match in _NAME.finditer(text):
        name, following = match.groups(default="")
        for said in (name, name + following):
            key = sound(fold(said))
            if len(key) >= SHORTEST:
                found.setdefault(key, said)
    return found
