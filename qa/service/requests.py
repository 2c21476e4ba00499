"""The JSON shapes of what comes in: checked, trimmed, and with unknown keys refused."""

from dataclasses import replace
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
    field_validator,
)
from pydantic_core.core_schema import ValidationInfo

from qa.answering.deciding import THRESHOLD
from qa.answering.engine import MOST_PASSAGES
from qa.answering.questions import LONGEST_QUESTION
from qa.protocols import Order
from qa.service import limits
from qa.types import Article, Filters, Published, Source


def _check_date(text: str) -> str:
    Published.parse(text)
    return text


def _check_text(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be blank")
    return text


Question = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_QUESTION),
]
Entry = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=limits.FILTER_CHARACTERS),
]
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=limits.WORDS)]
Entries = Annotated[list[Entry], Field(max_length=limits.FILTER_ENTRIES)] | None
Date = (
    Annotated[
        str,
        StringConstraints(strip_whitespace=True, pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$"),
        AfterValidator(_check_date),
    ]
    | None
)


class _Request(BaseModel):
    """What comes in: an unknown key is an error, and nothing is converted silently."""

    model_config = ConfigDict(extra="forbid", strict=True)


class FilterRequest(_Request):
    """Which articles may be used."""

    since: Date = Field(
        default=None, description="Use only what was published from here on.", examples=["2022"]
    )
    until: Date = Field(
        default=None, description="Use only what was published up to here.", examples=["2023"]
    )
    sources: Entries = Field(
        default=None,
        description="Use only articles of one of these sources.",
        examples=[["Netflix Tudum"]],
    )
    tags: Entries = Field(
        default=None,
        description="Use only articles with one of these tags.",
        examples=[["season-2"]],
    )

    @field_validator("until")
    @classmethod
    def _check_period(cls, until: str | None, info: ValidationInfo) -> str | None:
        first, last = _parse(info.data.get("since")), _parse(until)
        if first and last and last.last_day < first.first_day:
            raise ValueError(f"{last} is before `since`, {first}: nothing can lie between")
        return until

    @property
    def filters(self) -> Filters:
        """Which articles may be used."""
        return Filters(
            since=_parse(self.since),
            until=_parse(self.until),
            sources=tuple(self.sources or ()),
            tags=tuple(self.tags or ()),
        )


class TimelineRequest(FilterRequest):
    """A question, and which articles may be used."""

    question: Question = Field(
        description="What you want to know, in a sentence or a few words.",
        examples=["Who plays Nam On-jo?"],
    )
    as_of: Date = Field(
        default=None,
        description="Answer as if it were this day, month or year: nothing published later counts.",
        examples=["2022-06"],
    )

    @property
    def filters(self) -> Filters:
        """Which articles may be used."""
        return replace(super().filters, as_of=_parse(self.as_of))


class SearchRequest(TimelineRequest):
    """A question, how many passages, and which articles may be used."""

    top_k: int = Field(
        default=limits.TOP_K_DEFAULT,
        ge=1,
        le=MOST_PASSAGES,
        description="How many passages to return at most.",
    )


def _parse(date: str | None) -> Published | None:
    return Published.parse(date) if date else None


class AskRequest(SearchRequest):
    """A question to answer."""

    explain: bool = Field(
        default=False, description="Also return the raw scores and the spans that were weighed."
    )
    min_confidence: float = Field(
        default=THRESHOLD,
        ge=0,
        le=1,
        description="Withhold an answer that is less likely to be right than this.",
    )


class SourceRequest(_Request):
    """A page that an article rests on."""

    url: str = Field(max_length=limits.WORDS)
    publisher: str = Field(default="", max_length=limits.WORDS)
    date: str = Field(default="", max_length=limits.WORDS)


class PutRequest(_Request):
    """An article as it is to be from now on; what is left out is unknown."""

    title: Words = Field(min_length=1, examples=["The bridge reopens"])
    text: Annotated[str, StringConstraints(min_length=1), AfterValidator(_check_text)] = Field(
        description="What can be quoted: plain text or Markdown.",
        examples=["The bridge over the Aare reopened on Friday."],
    )
    published: Date = Field(default=None, examples=["2024-05-17"])
    url: Words = ""
    source: Words = Field(default="", description="Who published it.", examples=["Example Times"])
    author: Words = ""
    tags: Annotated[list[Entry], Field(max_length=limits.FILTER_ENTRIES)] = []
    lang: Words = ""
    sources: Annotated[list[SourceRequest], Field(max_length=limits.FILTER_ENTRIES)] = []
    extra: dict[str, JsonValue] = Field(
        default={}, description="Other front matter, kept as it is and given no meaning."
    )

    def to_article(self, article_id: str) -> Article:
        """Return the article that this is, under an id that is checked when it is written."""
        return Article(
            id=article_id,
            title=self.title,
            text=self.text,
            published=_parse(self.published),
            url=self.url,
            source=self.source,
            author=self.author,
            tags=tuple(self.tags),
            lang=self.lang,
            sources=tuple(Source(each.url, each.publisher, each.date) for each in self.sources),
            extra=self.extra,
        )


class ArticleRequest(PutRequest):
    """A new article."""

    id: str = Field(
        default="",
        max_length=limits.WORDS,
        description="Its path in the corpus without the suffix; made from date and title if empty.",
        examples=["2024/bridge"],
    )


class FileRequest(BaseModel):
    """What a file is called, and whether it may replace what is there."""

    model_config = ConfigDict(extra="forbid")

    name: Words = Field(
        min_length=1,
        description="Its path in the corpus; the suffix tells how it is read.",
        examples=["2024/bridge.md"],
    )
    replace: bool = Field(
        default=False, description="Replace articles that have the same id and say something else."
    )


class BuildRequest(_Request):
    """How to build."""

    full: bool = Field(default=False, description="Embed everything anew.")


class WaitRequest(BaseModel):
    """Whether to wait for what was written to be found."""

    model_config = ConfigDict(extra="forbid")

    wait: bool = Field(
        default=False,
        description="Return once a question would find the change, or why it does not.",
    )


class ListRequest(FilterRequest):
    """Which articles to list, how, and which part of them."""

    model_config = ConfigDict(extra="forbid", strict=False)  # in an address all values are strings

    q: Annotated[str, StringConstraints(max_length=limits.FILTER_CHARACTERS)] = Field(
        default="", description="Words, or parts of them, that title and id hold between them."
    )
    order: Order = Field(
        default="id", description="Sort by id, or by date; those without a date come last."
    )
    offset: int = Field(default=0, ge=0, le=2**31 - 1, description="How many articles to skip.")
    limit: int = Field(
        default=limits.PAGE_ARTICLES_DEFAULT,
        ge=1,
        le=limits.PAGE_ARTICLES,
        description="How many articles to return at most.",
    )
