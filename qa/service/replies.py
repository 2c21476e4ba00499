"""The JSON shapes of what goes out, the same over HTTP and from `qa ask --json`.

Strings that are unknown are empty, dates that are unknown are null. FastAPI is not imported here,
so that the command can use the shapes without it.
"""

import re
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Annotated, Self, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from qa.types import Article, Facets, Passage, Published

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


_R = TypeVar("_R", bound=Reply)


def shape(reply: type[_R], values: Iterable[object]) -> list[_R]:
    """Shape each of our values."""
    return [reply.model_validate(value) for value in values]


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
        found = shape(PassageReply, passages)
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


class FacetReply(Reply):
    """A name to filter by."""

    name: Text = Field(examples=["Example News"])
    articles: int = Field(description="How many articles have it.", examples=[12])


class FacetsReply(Reply):
    """What articles can be filtered by, the most frequent first."""

    sources: list[FacetReply]
    tags: list[FacetReply]
    first: Date = Field(description="When the oldest article was published.")
    last: Date = Field(description="When the newest article was published.")
    generation: Generation

    @classmethod
    def of(cls, facets: Facets, *, generation: str) -> Self:
        """Shape what articles can be filtered by."""
        return cls.model_validate(
            {
                "sources": shape(FacetReply, facets.sources),
                "tags": shape(FacetReply, facets.tags),
                "first": facets.first,
                "last": facets.last,
                "generation": generation,
            }
        )


class ExamplesReply(Reply):
    """Questions that these articles answer, made of what they say."""

    examples: list[Text] = Field(examples=[["Who plays Nam On-jo?"]])
    generation: Generation


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
