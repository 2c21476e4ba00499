"""The JSON shapes of answers and timelines, the same over HTTP and from the command's `--json`."""

from collections.abc import Mapping
from typing import Self

from pydantic import Field

from qa.service.replies import (
    ArticleId,
    Date,
    Generation,
    Milliseconds,
    PassageReply,
    Probability,
    Reply,
    Score,
    Text,
    shape,
)
from qa.types import Answer, Span, Timeline, Understood


class StatementReply(Reply):
    """An answer, with the ids of the citations that support it."""

    text: Text = Field(examples=["Park Ji-hu"])
    citations: list[int] = Field(description="Ids into `citations`.", examples=[[1]])
    published: Date = Field(description="When it was last told.", examples=["2022-02-09"])
    sources: int = Field(description="How many independent sources tell it.", examples=[2])


class OtherReply(Reply):
    """What was the answer before, or is according to another source."""

    text: Text = Field(examples=["late 2023 or early 2024"])
    published: Date = Field(examples=["2022"])
    citations: list[int] = Field(description="Ids into `citations`.", examples=[[2]])


class CitationReply(Reply):
    """The exact words of an article: `quote` is its text from `start` to `end`, in code points."""

    id: int = Field(examples=[1])
    article_id: ArticleId
    title: Text
    published: Date = Field(examples=["2025-07-23"])
    url: Text
    source: Text
    quote: Text
    start: int = Field(examples=[120])
    end: int = Field(examples=[188])


class PassageScores(Reply):
    """Where a passage's score came from: `dense` is the cosine, `lexical` BM25, both raw."""

    article_id: ArticleId
    start: int
    end: int
    score: Score
    dense: Score
    lexical: Score


class SpanReply(Reply):
    """Words that the reader weighed; `support` estimates how likely they are an answer."""

    article_id: ArticleId
    start: int
    end: int
    text: Text
    support: Probability
    signs: Mapping[str, Score] = Field(
        description="What the support was estimated from, by name (docs/reader.md)."
    )

    @classmethod
    def of(cls, span: Span) -> Self:
        """Shape a span."""
        return cls(
            article_id=span.passage.article_id,
            start=span.start,
            end=span.end,
            text=span.text,
            support=span.support,
            signs=span.signs,
        )


class Explanation(Reply):
    """How an answer came about."""

    read_as: Text = Field(
        description="The question as it was read: spelled as it was meant, actors for their parts."
    )
    passages: list[PassageScores]
    spans: list[SpanReply]

    @classmethod
    def of(cls, answer: Answer) -> Self:
        """Shape what was weighed for an answer."""
        return cls(
            read_as=answer.read_as or answer.question,
            passages=shape(PassageScores, answer.passages),
            spans=[SpanReply.of(span) for span in answer.spans],
        )


class UnderstoodReply(Reply):
    """What was understood of time, from the question's words and the request; null when nothing."""

    as_of: Date = Field(description="Only what was known then counts.", examples=["2023-03"])
    since: Date
    until: Date
    about: Date = Field(description="The period that is asked about.", examples=["2024"])
    intent: str | None = Field(
        description="`latest`, `now`, `still` or `original`.", examples=["latest"]
    )

    @classmethod
    def of(cls, understood: Understood) -> Self:
        """Shape what was understood."""
        return cls.model_validate(
            {
                "as_of": understood.as_of,
                "since": understood.since,
                "until": understood.until,
                "about": understood.about,
                "intent": understood.intent.value if understood.intent else None,
            }
        )


class AskReply(Reply):
    """An answer that can be checked, or the reason why there is none."""

    question: Text
    abstained: bool
    reason: Text | None = Field(
        description="Why there is no answer; null when there is one.", examples=["low_confidence"]
    )
    confidence: Probability = Field(
        description="Probability that the answer (given or withheld) is right.", examples=[0.93]
    )
    answer: StatementReply | None
    earlier: list[OtherReply] = Field(description="What was told before, newest first.")
    changed: bool = Field(description="Whether something in `earlier` excludes the answer.")
    conflict: bool = Field(description="Whether something else is told that is not surely older.")
    conflicting: list[OtherReply] = Field(description="What that is.")
    citations: list[CitationReply]
    passages: list[PassageReply] = Field(description="Best first.")
    understood: UnderstoodReply
    generation: Generation
    took_ms: Milliseconds
    explain: Explanation | None = Field(default=None, description="There only when asked for.")

    @classmethod
    def of(cls, answer: Answer, *, took_ms: float, explain: bool = False) -> Self:
        """Shape an answer; the key `explain` is there only when asked for."""
        reply = cls(
            question=answer.question,
            abstained=answer.abstained,
            reason=answer.reason,
            confidence=answer.confidence,
            answer=StatementReply.model_validate(answer.answer) if answer.answer else None,
            earlier=shape(OtherReply, answer.earlier),
            changed=answer.changed,
            conflict=bool(answer.conflicting),
            conflicting=shape(OtherReply, answer.conflicting),
            citations=shape(CitationReply, answer.citations),
            passages=shape(PassageReply, answer.passages),
            understood=UnderstoodReply.of(answer.understood),
            generation=answer.generation,
            took_ms=took_ms,
        )
        if explain:
            reply.explain = Explanation.of(answer)
        return reply


class EntryReply(Reply):
    """What the answer was from `first` to `last`."""

    text: Text = Field(examples=["late 2023 or early 2024"])
    first: Date = Field(examples=["2022-06"])
    last: Date = Field(examples=["2022-09-30"])
    sources: int = Field(description="How many independent sources told it.")
    citations: list[int] = Field(description="Ids into `citations`.", examples=[[1]])


class TimelineReply(Reply):
    """How the answer to a question changed; no entries when no dated article answers it."""

    question: Text
    timeline: list[EntryReply] = Field(description="Oldest first.")
    citations: list[CitationReply]
    understood: UnderstoodReply
    generation: Generation
    took_ms: Milliseconds

    @classmethod
    def of(cls, timeline: Timeline, *, took_ms: float) -> Self:
        """Shape a timeline."""
        return cls(
            question=timeline.question,
            timeline=shape(EntryReply, timeline.entries),
            citations=shape(CitationReply, timeline.citations),
            understood=UnderstoodReply.of(timeline.understood),
            generation=timeline.generation,
            took_ms=took_ms,
        )
