"""Which words English has, and how often each is written: the lexicon of pyspellchecker.

The only importer of spellchecker. It is read with the first word that neither the articles nor the
reader know, which takes 0.2 s and 30 MB; most questions have none.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from spellchecker import SpellChecker

if TYPE_CHECKING:
    from collections.abc import Mapping


def frequency(word: str) -> int:
    """Return how often a word in lower case stands in the lexicon's sources; 0 when it is none.

    >>> frequency("killed") > frequency("quilted") > frequency("kiled") == 0
    True
    """
    return _frequencies().get(word, 0)


@functools.cache
def _frequencies() -> Mapping[str, int]:
    return SpellChecker(language="en", distance=1).word_frequency.dictionary
