"""Which pieces of the passages are worth reading: a few sentences around the likeliest ones.

Reading costs most of the time of an answer, and it grows with the words that are read. So a passage
is not read whole: its sentences are ranked by what they share with the question, and windows are
laid around the best of them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.answering.terms import terms
from qa.text.units import Kind, units
from qa.text.words import weight

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from qa.answering.questions import Question
    from qa.types import Passage

WORDS = 60
"""About how many words a window holds."""

MOST = 6
"""How many windows are read at most."""

_PASSAGE = 1.5
"""How much a passage's strength counts beside what a sentence shares with the question."""


@dataclass(frozen=True, slots=True)
class Window:
    """Whole sentences of one passage; offsets count code points of the article's text.

    `sentences` are the spans of what may be quoted: headings are read and never quoted. `coverage`
    in [0, 1] is the part of the question's terms that the window or its title holds, each counted
    by how few of the sentences looked at hold it: a term that none holds weighs most.
    """

    passage: Passage
    start: int
    end: int
    sentences: tuple[tuple[int, int], ...]
    strength: float
    coverage: float

    @property
    def text(self) -> str:
        """The words that are read."""
        offset = self.passage.start
        return self.passage.text[self.start - offset : self.end - offset]


@dataclass(frozen=True, slots=True)
class _Sentence:
    passage: int
    at: int
    start: int
    end: int
    terms: frozenset[str]


def choose_windows(
    asked: Question, passages: Sequence[Passage], *, most: int = MOST, words: float = WORDS
) -> list[Window]:
    """Return up to `most` windows, likeliest first; no sentence is in two of them."""
    sentences = [list(_sentences(number, each)) for number, each in enumerate(passages)]
    strengths = strengths_of(passages)
    rarity = _rarity(asked.terms, [each for found in sentences for each in found])
    ranked = sorted(
        (
            -_PASSAGE * strengths[each.passage] - _covered(each.terms, rarity),
            each.passage,
            each.at,
        )
        for found in sentences
        for each in found
    )
    taken: set[tuple[str, int]] = set()
    chosen: list[Window] = []
    for _, number, at in ranked:
        if len(chosen) == most:
            break
        passage = passages[number]
        if (passage.article_id, sentences[number][at].start) in taken:
            continue
        inside = _around(passage, sentences[number], at, words, taken)
        taken.update((passage.article_id, each.start) for each in inside)
        chosen.append(_window(passage, inside, strengths[number], rarity))
    return chosen


def _window(
    passage: Passage, inside: Sequence[_Sentence], strength: float, rarity: Mapping[str, float]
) -> Window:
    held = terms(passage.title).union(*(each.terms for each in inside))
    spans = tuple((each.start, each.end) for each in inside)
    return Window(passage, spans[0][0], spans[-1][1], spans, strength, _covered(held, rarity))


def _covered(held: AbstractSet[str], rarity: Mapping[str, float]) -> float:
    """Return the part of the question's terms that is held, by rarity; all of nothing is 1."""
    # fsum, because the order of a set differs from one process to the next, and plain sums with it
    whole = math.fsum(rarity.values())
    return math.fsum(rarity[term] for term in rarity.keys() & held) / whole if whole else 1.0


def strengths_of(passages: Sequence[Passage]) -> list[float]:
    """Return how near each passage comes to the best of them, by both raw scores, in [0, 1].

    Unlike the score that ranks, this does not depend on how poor the poorest candidate is, which
    in a corpus of three articles is an accident.
    """
    dense = max((passage.dense for passage in passages), default=0.0)
    lexical = max((passage.lexical for passage in passages), default=0.0)
    return [
        (_part(passage.dense, dense) + _part(passage.lexical, lexical)) / 2 for passage in passages
    ]


def _part(score: float, best: float) -> float:
    return max(score, 0.0) / best if best > 0 else 0.0


def _sentences(number: int, passage: Passage) -> Iterator[_Sentence]:
    at = 0
    for unit in units(passage.text):
        if unit.kind not in (Kind.HEADING, Kind.HEADER):
            words = frozenset(terms(passage.text[unit.start : unit.end]))
            yield _Sentence(number, at, passage.start + unit.start, passage.start + unit.end, words)
            at += 1


def _rarity(asked: frozenset[str], sentences: Sequence[_Sentence]) -> dict[str, float]:
    """Return how much each of the question's terms tells: the fewer sentences hold it, the more."""
    return {
        term: math.log(1 + len(sentences) / (1 + sum(term in each.terms for each in sentences)))
        for term in asked
    }


def _around(
    passage: Passage,
    sentences: Sequence[_Sentence],
    at: int,
    words: float,
    taken: set[tuple[str, int]],
) -> Sequence[_Sentence]:
    """Return the sentence with its neighbours: what it may refer back to, then what follows."""
    first = last = at
    for step in (-1, 1, -1, 1, -1, 1):
        low, high = (first - 1, last) if step < 0 else (first, last + 1)
        if low < 0 or high >= len(sentences):
            continue
        new = sentences[low if step < 0 else high]
        if (passage.article_id, new.start) in taken:
            continue
        span = passage.text[
            sentences[low].start - passage.start : sentences[high].end - passage.start
        ]
        if weight(span) <= words:
            first, last = low, high
    return sentences[first : last + 1]
