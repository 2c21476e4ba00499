"""The first reader: the sentence that looks most like an answer, with a calibrated support.

It learns nothing from text: five measurable signs of support are weighed by a logistic regression
that
`training/fit_sentence_reader.py` fitted on public question sets (docs/reader.md).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from qa.answering.questions import Question, ask, fits, terms
from qa.text.units import Kind, units
from qa.text.words import name_forms, words
from qa.types import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.protocols import Embedder
    from qa.types import Passage

READ = 5
"""How many passages are read, best first."""


class Signs(NamedTuple):
    """What speaks for a sentence, each in [0, 1] but for the cosine, which lies in [-1, 1]."""

    sentence_cosine: float
    passage_score: float
    sentence_terms: float
    passage_names: float
    type_fits: float

    def support(self) -> float:
        """Return the probability that the sentence answers the question."""
        logit = INTERCEPT + sum(weight * sign for weight, sign in zip(WEIGHTS, self, strict=True))
        return 1.0 / (1.0 + math.exp(-logit))


WEIGHTS = Signs(1.82, 9.16, 3.43, 0.9, 0.9)
INTERCEPT = -14.67


@dataclass(frozen=True, slots=True)
class SentenceReader:
    """Implements `Reader` by choosing whole sentences."""

    embedder: Embedder

    def read(self, question: str, passages: Sequence[Passage]) -> Sequence[Span]:
        """Return one span a sentence of the best passages, best supported first."""
        found = self.signs(question, passages)
        spans = [Span(passage, start, end, signs.support()) for passage, start, end, signs in found]
        return sorted(spans, key=lambda span: -span.support)

    def signs(
        self, question: str, passages: Sequence[Passage]
    ) -> list[tuple[Passage, int, int, Signs]]:
        """Return the signs of every sentence of the best passages, in reading order."""
        asked = ask(question)
        places = list(_sentences(passages[:READ]))
        if not places:
            return []
        texts = [passage.text[a - passage.start : b - passage.start] for passage, a, b in places]
        cosines = self.embedder.embed_passages(texts) @ self.embedder.embed_question(asked.text)
        return [
            (passage, start, end, _signs(asked, passage, text, float(cosine)))
            for (passage, start, end), text, cosine in zip(places, texts, cosines, strict=True)
        ]


def _sentences(passages: Sequence[Passage]) -> dict[tuple[Passage, int, int], None]:
    """Return each sentence once (chunks overlap), headings left out: a title is no evidence."""
    seen: dict[tuple[str, int, int], tuple[Passage, int, int]] = {}
    for passage in passages:
        for unit in units(passage.text):
            start, end = passage.start + unit.start, passage.start + unit.end
            if unit.kind not in (Kind.HEADING, Kind.HEADER):
                seen.setdefault((passage.article_id, start, end), (passage, start, end))
    return dict.fromkeys(seen.values())


def _signs(asked: Question, passage: Passage, sentence: str, cosine: float) -> Signs:
    said = _held(sentence)
    around = _held(f"{passage.title}\n{passage.text}")
    return Signs(
        sentence_cosine=cosine,
        passage_score=passage.score,
        sentence_terms=_share(asked.terms, said),
        passage_names=_share(asked.names, around),
        type_fits=float(fits(asked.type, sentence, asked.terms | terms(passage.title))),
    )


def _held(text: str) -> set[str]:
    """Return what a text holds: its terms, its plain words and its joined names."""
    return terms(text) | set(words(text)) | set(name_forms(text))


def _share(wanted: frozenset[str], held: set[str]) -> float:
    """Return which part of `wanted` is held; all of nothing is 1."""
    return len(wanted & held) / len(wanted) if wanted else 1.0
