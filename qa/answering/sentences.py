"""The first reader: the sentence that looks most like an answer, with a calibrated support.

It learns nothing from text: five measurable signs of support are weighed by a logistic regression
that
`training/fit_sentence_reader.py` fitted on public question sets (docs/reader.md).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from qa.answering.kinds import sentence_fits
from qa.answering.questions import Question, take_apart
from qa.answering.terms import held, share, terms
from qa.answering.windows import strengths_of
from qa.text.units import Kind, units
from qa.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa.protocols import Embedder
    from qa.types import Passage

READ = 12
"""How many passages are read, best first."""

_EMBEDDED = 16
"""How many of their sentences are embedded: what a question costs does not grow with passages."""


class Signs(NamedTuple):
    """What speaks for a sentence, each in [0, 1] but for the cosine, which lies in [-1, 1]."""

    sentence_cosine: float
    passage_strength: float
    sentence_terms: float
    passage_names: float
    type_fits: float

    def support(self) -> float:
        """Return the probability that the sentence answers the question."""
        logit = INTERCEPT + sum(weight * sign for weight, sign in zip(WEIGHTS, self, strict=True))
        return 1.0 / (1.0 + math.exp(-logit))


WEIGHTS = Signs(2.0, 8.64, 3.1, 0.68, 0.68)
INTERCEPT = -13.18
"""The fit's own is -13.72. It judged every sentence alike; the best one of a question is right more
often than that says, by 0.54 in logits over all sets (docs/reader.md)."""


@dataclass(frozen=True, slots=True)
class SentenceReader:
    """Implements `Reader` by choosing whole sentences."""

    embedder: Embedder

    def read(self, question: str, passages: Sequence[Passage]) -> Sequence[Span]:
        """Return one span a likely sentence of the best passages, best supported first."""
        spans = [
            replace(span, support=signs.support()) for span, signs in self.signs(question, passages)
        ]
        return sorted(spans, key=lambda span: -span.support)

    def signs(self, question: str, passages: Sequence[Passage]) -> list[tuple[Span, Signs]]:
        """Return the likely sentences of the best passages with what speaks for them."""
        asked = take_apart(question)
        passages = passages[:READ]
        found = [
            each
            for spans, strength in zip(_sentences(passages), strengths_of(passages), strict=True)
            for each in _weigh(asked, spans, strength)
        ]
        likely = sorted(found, key=lambda each: -each[1].support())[:_EMBEDDED]
        vectors = self.embedder.embed_passages([span.text for span, _ in likely])
        cosines = vectors @ self.embedder.embed_question(asked.text)
        return [
            (span, signs._replace(sentence_cosine=float(cosine)))
            for (span, signs), cosine in zip(likely, cosines, strict=True)
        ]


def _sentences(passages: Sequence[Passage]) -> Iterator[list[Span]]:
    """Yield the sentences of each passage, each once though chunks overlap.

    Headings are left out: a title is no evidence.
    """
    seen: set[tuple[str, int]] = set()
    for passage in passages:
        spans = [
            Span(passage, passage.start + unit.start, passage.start + unit.end, support=0.0)
            for unit in units(passage.text)
            if unit.kind not in (Kind.HEADING, Kind.HEADER)
        ]
        yield [span for span in spans if (passage.article_id, span.start) not in seen]
        seen.update((passage.article_id, span.start) for span in spans)


def _weigh(asked: Question, spans: Sequence[Span], strength: float) -> Iterator[tuple[Span, Signs]]:
    """Yield every sign of one passage's sentences but the cosine, which costs the most: it is 0."""
    if not spans:
        return
    passage = spans[0].passage
    names = share(asked.names, held(f"{passage.title}\n{passage.text}"))
    known = asked.terms | terms(passage.title)
    for span in spans:
        yield (
            span,
            Signs(
                sentence_cosine=0.0,
                passage_strength=strength,
                sentence_terms=share(asked.terms, held(span.text)),
                passage_names=names,
                type_fits=float(sentence_fits(asked.type, span.text, known)),
            ),
        )
