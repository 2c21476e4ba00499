"""Honest stand-ins for the span model and the verifier: they know nothing but shared words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.text.units import units
from qa.text.words import STOP_WORDS, stem, words
from qa.types import Extraction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.types import Marked


class SharedWordsModel:
    """Implements `SpanModel`: a sentence answers by the question's words that it holds.

    Of the best sentences it extracts what is left of them before the first shared word, or the
    whole when nothing is.
    """

    def __init__(self) -> None:
        self.read: list[tuple[str, str]] = []

    def extract(
        self, question: str, texts: Sequence[tuple[str, str]], most: int
    ) -> list[list[Extraction]]:
        """Return the best sentences of each text, best first, ties in order."""
        self.read += texts
        asked = _stems(question)
        return [_extract(asked, text)[:most] for _, text in texts]

    def is_word(self, word: str) -> bool:
        """Whether a word ends as some do."""
        return word.endswith(("ed", "er", "ing", "s"))


class NoOpinion:
    """Implements `Verifier`: whatever it is shown answers as likely as not."""

    def __init__(self) -> None:
        self.shown: list[Marked] = []

    def verify(self, question: str, marked: Sequence[Marked]) -> list[float]:
        """Return 0 for each."""
        self.shown += marked
        return [0.0 for _ in marked]


def _extract(asked: set[str], text: str) -> list[Extraction]:
    scored = [
        (len(asked & _stems(text[unit.start : unit.end])), unit.start, unit.end)
        for unit in units(text)
    ]
    best = max((shared for shared, _, _ in scored), default=0)
    return [
        Extraction(start, end, margin=4.0 * shared - 4.0, answerable=4.0 * best - 4.0)
        for shared, start, end in sorted(scored, key=lambda each: (-each[0], each[1]))
    ]


def _stems(text: str) -> set[str]:
    return {stem(word) for word in words(text) if word not in STOP_WORDS}
