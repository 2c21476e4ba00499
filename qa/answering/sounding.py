"""Names and words of a text by how they sound, for questions that spell them in their own way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.text.remembering import remembered
from qa.text.sounds import SHORTEST, sound
from qa.text.words import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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
    return _by_sound(_NAME, text, sound, SHORTEST)


@remembered(PASSAGES, longest=2000)
def words_by_loan(text: str) -> Mapping[str, str]:
    """Return the words of a text, one or two, by how they sound as loanwords in Korean.

    >>> words_by_loan("Film Monster made it.")["bilmonsdo"]
    'Film Monster'
    """
    return _by_sound(_PAIR, text, lambda word: sound(_SILENT.sub("eo", word)), SHORTEST_LOAN)


def _by_sound(
    form: re.Pattern[str], text: str, key_of: Callable[[str], str], shortest: int
) -> dict[str, str]:
    """Return the first word, or the first two, of each match by their key, where that is long."""
    found: dict[str, str] = {}
    for match in form.finditer(text):
        word, following = match.groups(default="")
        for said in (word, word + following):
            key = key_of(fold(said))
            if len(key) >= shortest:
                found.setdefault(key, said)
    return found
