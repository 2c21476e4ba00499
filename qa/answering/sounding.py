"""Names and words of a text by how they sound, for questions that spell them in their own way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.text.remembering import remembered
from qa.text.sounds import SHORTEST, sound
from qa.text.words import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

PASSAGES = 256
"""How many texts are remembered with their words: 2 to 13 MB a kind of thing."""

_WORD = r"[^\W\d_]+(?:[-‐‑'][^\W\d_]+)*"
_NAME = re.compile(rf"(?<![^\W_])(?<![-‐‑'])(?=[^\W\d_a-z])({_WORD})(?=( {_WORD})?)")
"""A word that may be a name, by its first letter, and what follows it in the same breath."""


_PAIR = re.compile(r"(?<![^\W_])([^\W\d_]+)(?=( [^\W\d_]+)?)")
_SILENT = re.compile(r"(?:er|or|ar|ur|re)(?![^\W_])")
"""What Korean writes as a vowel at the end of a word: monster, 몬스터."""

SHORTEST_LOAN = 6
"""A loan's key with fewer letters says too little."""


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


@remembered(PASSAGES, longest=2000)
def words_by_loan(text: str) -> Mapping[str, str]:
    """Return the words of a text, one or two, by how they sound as loanwords in Korean.

    >>> words_by_loan("Film Monster made it.")["bilmonsdo"]
    'Film Monster'
    """
    found: dict[str, str] = {}
    for match in _PAIR.finditer(text):
        word, following = match.groups(default="")
        for said in (word, word + following):
            key = sound(_SILENT.sub("eo", fold(said)))
            if len(key) >= SHORTEST_LOAN:
                found.setdefault(key, said)
    return found
