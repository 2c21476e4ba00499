"""The reader: exact spans from a trained model, each with a calibrated support.

The model proposes, and a verifier looks once more at the likeliest of it. What they say is weighed
with what can be checked without them: whether the question's words, names and numbers stand there,
whether the words are of the kind asked for and not the question said again, whether another passage
says the same (`qa.answering.signs`).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa.answering.kinds import AnswerType, fits, is_named
from qa.answering.questions import Question, take_apart
from qa.answering.rendering import is_latin
from qa.answering.rows import cell_of, is_row, rows_meant
from qa.answering.signs import Signs
from qa.answering.terms import held, said, share, terms
from qa.answering.trimming import trimmed, whole_day, whole_name
from qa.answering.verifying import marked
from qa.answering.windows import choose_windows
from qa.text.words import words
from qa.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa.answering.windows import Window
    from qa.protocols import Reader, SpanModel, Verifier
    from qa.types import Extraction, Passage

_SPANS = 3
"""How many spans of a window are weighed: the model's first may only say the question again."""

_LIKELY = 6
"""How many spans are verified: what a question costs does not grow with the spans. As many as texts
are read at once, so that the best of each can be."""

_LOGITS = 5.0
"""Logits beyond this say nothing more; they are scaled by it into [-1, 1]."""

_WEEKDAY_ASKED = re.compile(r"\bweekday\b|\bday of (?:the )?week\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SpanReader:
    """Implements `Reader` by extracting exact spans.

    What is asked in a script that the model was not trained on goes to `other`.
    """

    model: SpanModel
    verifier: Verifier
    other: Reader

    def read(self, question: str, passages: Sequence[Passage]) -> Sequence[Span]:
        """Return the spans that may answer, best supported first, none that only echoes."""
        if not is_latin(question):
            return self.other.read(question, passages)
        return supported(self.signs(take_apart(question), passages))

    def signs(self, asked: Question, passages: Sequence[Passage]) -> list[tuple[Span, Signs]]:
        """Return the spans that may answer with what speaks for them."""
        return self._verified(asked, propose(self.model, asked, passages))

    def _verified(
        self, asked: Question, found: Sequence[tuple[Span, Signs]]
    ) -> list[tuple[Span, Signs]]:
        """Add what the verifier says of the likeliest spans; the others count as rejected."""
        ordered = _likely_first(found)
        likely, others = ordered[:_LIKELY], ordered[_LIKELY:]
        logits = self.verifier.verify(asked.text, [marked(span) for span, _ in likely])
        verified = [
            (span, signs._replace(verified=_scaled(logit)))
            for (span, signs), logit in zip(likely, logits, strict=True)
        ]
        return [*verified, *others]


def _likely_first(found: Sequence[tuple[Span, Signs]]) -> list[tuple[Span, Signs]]:
    """Return the spans by rank, but the best of each passage before any second one."""
    ranked = sorted(found, key=lambda each: -each[1].rank())
    best: dict[tuple[str, int], Span] = {}
    for span, _ in ranked:
        best.setdefault(_passage_of(span), span)
    return sorted(ranked, key=lambda each: best[_passage_of(each[0])] is not each[0])


def _passage_of(span: Span) -> tuple[str, int]:
    return span.passage.article_id, span.passage.start


def propose(
    model: SpanModel, asked: Question, passages: Sequence[Passage]
) -> list[tuple[Span, Signs]]:
    """Return the spans that the model finds, with what speaks for them before they are verified."""
    windows = choose_windows(asked, passages)
    texts = [(window.passage.title, window.text) for window in windows]
    extracted = model.extract(asked.text, texts, _SPANS)
    found = [
        each
        for window, extractions in zip(windows, extracted, strict=True)
        for each in _weigh(asked, window, extractions)
    ]
    return _compared(_once(found))


def supported(found: Sequence[tuple[Span, Signs]]) -> list[Span]:
    """Return the spans with their support, the one that ranks best first, then by support.

    None is held likelier than the first, which had more to show for itself.
    """
    ranked = sorted(found, key=lambda each: -each[1].rank())
    most = ranked[0][1].support() if ranked else 0.0
    spans = [
        replace(span, support=min(signs.support(), most), signs=signs._asdict())
        for span, signs in ranked
    ]
    return sorted(spans, key=lambda span: -span.support)


def _weigh(
    asked: Question, window: Window, extractions: Sequence[Extraction]
) -> Iterator[tuple[Span, Signs]]:
    read = held(f"{window.passage.title}\n{window.text}")
    others = _rows_not_meant(asked, window)
    for each in extractions:
        span = _span(asked, window, each)
        if span is None or span.quote_start in others:
            continue
        echo = _echo(span.text, asked)
        if echo == 1.0 and asked.type is not AnswerType.YES_NO:
            continue  # it only says the question again
        yield (
            span,
            Signs(
                margin=_scaled(each.margin),
                answerable=_scaled(each.answerable),
                passage_cosine=window.passage.dense,
                passage_strength=window.strength,
                coverage=window.coverage,
                quote_terms=share(asked.terms, held(span.quote)),
                names=share(asked.names, read),
                numbers=share(asked.numbers, read),
                type_fits=_type_fits(asked, span),
                echo=echo if asked.type is not AnswerType.YES_NO else 0.0,
                agreement=0.0,
                lead=0.0,
                verified=-1.0,
            ),
        )


def _rows_not_meant(asked: Question, window: Window) -> frozenset[int]:
    """Return where the rows of a table begin that speak of something else than what is asked."""
    if asked.listed or "|" not in window.text:
        return frozenset()
    text, at = window.text, window.start
    meant = rows_meant(asked.terms, [text[a - at : b - at] for a, b in window.sentences])
    starts = (start for start, _ in window.sentences)
    return frozenset(start for start, means in zip(starts, meant, strict=True) if not means)


def _echo(text: str, asked: Question) -> float:
    """Return which part of the words says the question again; stop words count alone."""
    spoken = frozenset(terms(text))
    if spoken:
        return share(spoken, asked.terms)
    return float(set(words(text)) <= set(words(asked.text)))


def _span(asked: Question, window: Window, extraction: Extraction) -> Span | None:
    """Return the extraction as a span with the sentence it stands in; None outside of any.

    What runs over the end of a sentence is cut to the sentence that holds most of it. A question to
    be answered by yes or no is answered by the sentence that decides it.
    """
    start, end = window.start + extraction.start, window.start + extraction.end
    low, high = max(
        window.sentences, key=lambda each: (min(end, each[1]) - max(start, each[0]), -each[0])
    )
    start, end = max(start, low), min(end, high)
    if start >= end:
        return None
    if asked.type is AnswerType.YES_NO:
        return Span(window.passage, low, high, 0.0)
    first, last = trimmed(window.text, start - window.start, end - window.start)
    if asked.type is AnswerType.PERSON and first < last:
        first, last = whole_name(window.text, first, last)
    if asked.type is AnswerType.DATE and not _WEEKDAY_ASKED.search(asked.text):
        first, last = whole_day(window.text, first, last)
    start, end = max(first + window.start, low), min(last + window.start, high)
    row = window.text[low - window.start : high - window.start]
    if is_row(row) and start < end:
        first, last = cell_of(row, start - low, end - low)
        start, end = low + first, low + last
    return Span(window.passage, start, end, 0.0, low, high) if start < end else None


def _type_fits(asked: Question, span: Span) -> float:
    """Return whether the words can be of the kind asked for; half where that is not certain."""
    if asked.type in (AnswerType.PERSON, AnswerType.PLACE):
        caseless = span.quote == span.quote.lower()
        return 0.5 if caseless else float(is_named(span.text))
    if asked.type is AnswerType.OTHER:
        return 0.5
    return float(fits(asked.type, span.text))


def _once(found: Sequence[tuple[Span, Signs]]) -> list[tuple[Span, Signs]]:
    """Return each span once, with its best margin: a sentence is no second place for itself."""
    best: dict[tuple[str, int, int], tuple[Span, Signs]] = {}
    for span, signs in found:
        key = (span.passage.article_id, span.start, span.end)
        if key not in best or signs.margin > best[key][1].margin:
            best[key] = (span, signs)
    return list(best.values())


def _compared(found: Sequence[tuple[Span, Signs]]) -> list[tuple[Span, Signs]]:
    """Add how each span stands to the others.

    `agreement`: 0 when nothing else says so, 1/2 with one more place, 2/3 with two. `lead`: by how
    much its margin beats the best of what says something else.
    """
    words_of = [said(span.text) for span, _ in found]
    counts = Counter(words_of)
    best: dict[tuple[str, ...], float] = {}
    for words_said, (_, signs) in zip(words_of, found, strict=True):
        best[words_said] = max(best.get(words_said, -1.0), signs.margin)
    ranked = [*sorted(best.values(), reverse=True), -1.0]
    return [
        (
            span,
            signs._replace(
                agreement=1 - 1 / counts[words_said],
                lead=signs.margin - ranked[best[words_said] == ranked[0]],
            ),
        )
        for words_said, (span, signs) in zip(words_of, found, strict=True)
    ]


def _scaled(logit: float) -> float:
    return max(-1.0, min(1.0, logit / _LOGITS))
