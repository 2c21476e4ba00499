"""The JSON shapes of what goes out, the same over HTTP and from `qa ask --json`.

Strings that are unknown are empty, dates that are unknown are null. FastAPI is not imported here,
so that the command can use the shapes without it.
"""

import re
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Annotated, Self, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from qa.types import Answer, Article, Passage, Published, Span

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def _replace_surrogates(text: object) -> object:
    """Put U+FFFD where half a surrogate pair stands, which no JSON in UTF-8 can carry."""
    if isinstance(text, str) and not text.isascii():
        return _LONE_SURROGATE.sub("\ufffd", text)
    return text


def _write_date(published: object) -> object:
    return str(published) if isinstance(published, Published) else published


Text = Annotated[str, BeforeValidator(_replace_surrogates)]
Date = Annotated[str | None, BeforeValidator(_write_date)]
Probability = Annotated[float, AfterValidator(partial(round, ndigits=4))]
Score = Annotated[float, AfterValidator(partial(round, ndigits=6))]
Milliseconds = Annotated[float, AfterValidator(partial(round, ndigits=1)), Field(examples=[12.3])]
ArticleId = Annotated[Text, Field(examples=["season-2/2025-07-23-production-announced"])]
Generation = Annotated[str, Field(examples=["000007"])]


class Reply(BaseModel):
    """A JSON object that goes out, made from one of our values by the names of its fields."""

    model_config = ConfigDict(from_attributes=True)

    def to_json(self, *, indent: int | None = None) -> str:
        """Write it in readable Unicode, without the keys that were never set."""
        return self.model_dump_json(exclude_unset=True, indent=indent)


class StatementReply(Reply):
    """An answer, with the ids of the citations that support it."""

    text: Text = Field(examples=["Park Ji-hu"])
    citations: list[int] = Field(description="Ids into `citations`.", examples=[[1]])


class EarlierReply(Reply):
    """What was the answer before, or according to another source."""

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


class PassageReply(Reply):
    """A part of an article found for the question; `score` compares within one reply only."""

    article_id: ArticleId
    title: Text
    published: Date = Field(examples=["2025-07-23"])
    url: Text
    text: Text
    start: int = Field(examples=[0])
    end: int = Field(examples=[640])
    score: Score = Field(examples=[0.81])


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

    passages: list[PassageScores]
    spans: list[SpanReply]

    @classmethod
    def of(cls, answer: Answer) -> Self:
        """Shape what was weighed for an answer."""
        return cls(
            passages=_shape(PassageScores, answer.passages),
            spans=[SpanReply.of(span) for span in answer.spans],
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
    earlier: list[EarlierReply]
    citations: list[CitationReply]
    passages: list[PassageReply] = Field(description="Best first.")
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
            earlier=_shape(EarlierReply, answer.earlier),
            citations=_shape(CitationReply, answer.citations),
            passages=_shape(PassageReply, answer.passages),
            generation=answer.generation,
            took_ms=took_ms,
        )
        if explain:
            reply.explain = Explanation.of(answer)
        return reply


class SearchReply(Reply):
    """The passages found for a question, best first."""

    question: Text
    passages: list[PassageReply]
    generation: Generation
    took_ms: Milliseconds

    @classmethod
    def of(
        cls, question: str, passages: Iterable[Passage], *, generation: str, took_ms: float
    ) -> Self:
        """Shape the passages found."""
        found = _shape(PassageReply, passages)
        return cls(question=question, passages=found, generation=generation, took_ms=took_ms)


class ArticleSummary(Reply):
    """An article without its text."""

    id: ArticleId
    title: Text
    published: Date
    url: Text
    source: Text = Field(description="Who published it, as citations name it.")
    author: Text
    tags: list[Text]
    lang: Text
    characters: int = Field(description="Length of the text in code points.")

    @classmethod
    def of(cls, article: Article) -> Self:
        """Shape an article for a list."""
        record = article.to_record()
        record |= {"source": article.publisher, "characters": len(article.text)}
        return cls.model_validate(record)


class ArticlesReply(Reply):
    """One part of the list of articles, in order of id."""

    articles: list[ArticleSummary]
    total: int
    offset: int
    limit: int
    generation: Generation


class SourceReply(Reply):
    """A page that an article rests on."""

    url: Text
    publisher: Text
    date: Text


class ArticleReply(Reply):
    """An article as it was built; citations count the code points of its `text`."""

    id: ArticleId
    title: Text
    text: Text
    published: Date
    url: Text
    source: Text
    author: Text
    tags: list[Text]
    lang: Text
    sources: list[SourceReply]
    extra: Mapping[str, object] = Field(description="Front matter that qa gives no meaning to.")
    inferred: Mapping[str, str] = Field(
        description="Fields that the file did not state, and where they were taken from.",
        examples=[{"title": "file name"}],
    )
    generation: Generation

    @classmethod
    def of(cls, article: Article, *, generation: str) -> Self:
        """Shape a whole article."""
        return cls.model_validate({**article.to_record(), "generation": generation})


class RefusalReply(Reply):
    """A newer generation that cannot be served, and why."""

    generation: Generation
    reason: Text


class IndexReply(Reply):
    """What is served now."""

    generation: Generation
    built_at: str = Field(examples=["2026-11-22T15:31:00+00:00"])
    articles: int
    chunks: int
    embedder: str
    refused: RefusalReply | None


class AliveReply(Reply):
    """The process runs."""

    status: str = Field(examples=["alive"])


class ReadyReply(Reply):
    """Questions can be asked."""

    status: str = Field(examples=["ready"])
    generation: Generation
    refused: RefusalReply | None


_R = TypeVar("_R", bound=Reply)


def _shape(reply: type[_R], values: Iterable[object]) -> list[_R]:
    return [reply.model_validate(value) for value in values]
