"""The values that flow through `qa`, in the order in which they appear.

    Article -> Chunk -> Hit -> Candidate -> Passage -> Span -> Citation -> Answer

All are frozen. Offsets are half-open `[start, end)` and count code points of `Article.text`.
"""

from __future__ import annotations

import hashlib
import json
import re
from calendar import monthrange
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Row = NewType("Row", int)
"""Position of a chunk in one generation; it never leaves that generation."""

_PUBLISHED = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Published:
    """A publication date, exactly as precise as it is known (year, month or day).

    >>> Published.parse("2022-02").last_day
    datetime.date(2022, 2, 28)
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.month is None and self.day is not None:
            raise ValueError("a day needs a month")
        date(self.year, self.month or 1, self.day or 1)  # raises ValueError when impossible

    @classmethod
    def parse(cls, text: str) -> Published:
        """Read `YYYY`, `YYYY-MM` or `YYYY-MM-DD` (ISO 8601); anything else is a ValueError."""
        match = _PUBLISHED.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"{text!r} is not a date like 2022, 2022-02 or 2022-02-09")
        return cls(*(int(part) if part else None for part in match.groups()))  # type: ignore[arg-type]

    @property
    def first_day(self) -> date:
        """The earliest day the date may mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        """The latest day the date may mean."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    def __str__(self) -> str:
        parts = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)]
        return "-".join(parts)


@dataclass(frozen=True, slots=True)
class Source:
    """A page that an article rests on."""

    url: str
    publisher: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """One article of the corpus: what a person wrote, and what is known about it.

    `text` is what citations quote. `inferred` names each field that the file did not state and
    where it was taken from, as in `{"title": "file name"}`. `extra` keeps unknown front matter.
    """

    id: str
    title: str
    text: str
    published: Published | None = None
    url: str = ""
    source: str = ""
    author: str = ""
    tags: tuple[str, ...] = ()
    lang: str = ""
    sources: tuple[Source, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)
    inferred: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError(f"article {self.id!r} has no text")
        if not self.title.strip():
            raise ValueError(f"article {self.id!r} has no title")

    def to_record(self) -> dict[str, object]:
        """Return the article as plain JSON values; `from_record` is its inverse."""
        return {
            "id": self.id,
            "title": self.title,
            "text": self.text,
            "published": str(self.published) if self.published else None,
            "url": self.url,
            "source": self.source,
            "author": self.author,
            "tags": list(self.tags),
            "lang": self.lang,
            "sources": [
                {"url": each.url, "publisher": each.publisher, "date": each.date}
                for each in self.sources
            ],
            "extra": dict(self.extra),
            "inferred": dict(self.inferred),
        }

    @classmethod
    def from_record(cls, record: Mapping[str, object]) -> Article:
        """Build the article that `to_record` wrote."""
        known = dict(record)
        published = known["published"]
        known["published"] = Published.parse(str(published)) if published else None
        known["tags"] = tuple(known["tags"])  # type: ignore[arg-type]
        known["sources"] = tuple(Source(**each) for each in known["sources"])  # type: ignore[attr-defined]
        return cls(**known)  # type: ignore[arg-type]

    @property
    def publisher(self) -> str:
        """Who published it: its `source`, else the publishers of the pages it rests on."""
        return self.source or ", ".join(
            dict.fromkeys(each.publisher for each in self.sources if each.publisher)
        )

    @property
    def digest(self) -> str:
        """SHA-256 of everything the article says; equal digests mean nothing to do."""
        record = json.dumps(self.to_record(), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(record.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Chunk:
    """A span of one article that is embedded and indexed as one.

    `context` holds the spans (heading, table header) that are embedded with it but not quoted.
    """

    start: int
    end: int
    context: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"empty chunk {self.start}:{self.end}")


@dataclass(frozen=True, slots=True)
class Hit:
    """One row that a search found; `score` is on that search's own scale, higher is better."""

    row: Row
    score: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """One row after fusion: `score` in [0, 1] ranks it, the raw scores say where it came from.

    `dense` is the cosine with the question; `lexical` the BM25 score, 0 when no word matched.
    """

    row: Row
    score: float
    dense: float
    lexical: float


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles may be used. An article without a date passes no date filter.

    `as_of` and `until` keep what had surely been published by the end of that period, `since`
    what had surely not been published before it began.
    """

    as_of: Published | None = None
    since: Published | None = None
    until: Published | None = None
    sources: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def active(self) -> bool:
        """Whether anything is filtered at all."""
        return self != Filters()


class Intent(Enum):
    """Which of several answers is wanted, when the question says so."""

    LATEST = "latest"
    NOW = "now"
    STILL = "still"
    ORIGINAL = "original"


@dataclass(frozen=True, slots=True)
class Understood:
    """What a question says about time; each part is None when it says nothing of the kind.

    `as_of`, `since` and `until` limit which articles may be used, as in `Filters`. `about` is the
    period that the question is about. `intent` says which of several answers is wanted.
    """

    as_of: Published | None = None
    since: Published | None = None
    until: Published | None = None
    about: Published | None = None
    intent: Intent | None = None

    def under(self, filters: Filters) -> Understood:
        """Return what holds beside the limits of a request, which win over the question's own."""
        return replace(
            self,
            as_of=filters.as_of or self.as_of,
            since=filters.since or self.since,
            until=filters.until or self.until,
        )

    def limit(self, filters: Filters) -> Filters:
        """Return the filters of a request with what the question adds; the request's own win."""
        held = self.under(filters)
        return replace(filters, as_of=held.as_of, since=held.since, until=held.until)


_NOTHING_UNDERSTOOD = Understood()


@dataclass(frozen=True, slots=True)
class Summary:
    """What one generation holds: counts, the embedder's name, and when it was built (ISO 8601)."""

    generation: str
    built_at: str
    embedder: str
    articles: int
    chunks: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk found for a question, with its article's particulars and its scores.

    `score` ranks the passages of one reply; `dense` (cosine) and `lexical` (BM25) are raw.
    """

    article_id: str
    title: str
    published: Published | None
    url: str
    source: str
    text: str
    start: int
    end: int
    score: float
    dense: float
    lexical: float

    def __post_init__(self) -> None:
        if len(self.text) != self.end - self.start:
            raise ValueError(f"{self.article_id} {self.start}:{self.end} is not its text's length")


@dataclass(frozen=True, slots=True)
class Extraction:
    """Words of one text that may answer, as the span model sees them; offsets into that text.

    `margin` is by how much these words beat saying that nothing answers, in logits: above 0 the
    model would rather answer. `answerable` is its second opinion, a logit too, on the whole text.
    """

    start: int
    end: int
    margin: float
    answerable: float


@dataclass(frozen=True, slots=True)
class Span:
    """Words of a passage that may answer the question, and the whole sentences they stand in.

    All offsets are into the article's text. `support` in [0, 1] estimates how likely the span
    answers the question; `signs` say what it was estimated from, by name.
    """

    passage: Passage
    start: int
    end: int
    support: float
    quote_start: int = -1
    quote_end: int = -1
    signs: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.quote_start < 0:
            object.__setattr__(self, "quote_start", self.start)
        if self.quote_end < 0:
            object.__setattr__(self, "quote_end", self.end)
        inside = self.passage.start <= self.quote_start and self.quote_end <= self.passage.end
        if not (inside and self.quote_start <= self.start < self.end <= self.quote_end):
            raise ValueError(f"span {self.start}:{self.end} lies outside its passage or quote")

    @property
    def text(self) -> str:
        """The words themselves."""
        return self._cut(self.start, self.end)

    @property
    def quote(self) -> str:
        """The sentences that hold the words."""
        return self._cut(self.quote_start, self.quote_end)

    def _cut(self, start: int, end: int) -> str:
        offset = self.passage.start
        return self.passage.text[start - offset : end - offset]


@dataclass(frozen=True, slots=True)
class Citation:
    """The verbatim words of an article that support an answer: `quote == text[start:end]`."""

    id: int
    article_id: str
    title: str
    published: Published | None
    url: str
    source: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Statement:
    """An answer's text with the ids of the citations behind it, never none.

    `published` is the last day on which it was told, None when that is not known; `sources` says
    how many independent sources tell it.
    """

    text: str
    citations: tuple[int, ...]
    published: Published | None = None
    sources: int = 1

    def __post_init__(self) -> None:
        if not self.citations:
            raise ValueError("no citation, no answer")


@dataclass(frozen=True, slots=True)
class Answer:
    """What `qa` says to a question. When it abstains, `answer` is None and `reason` says why.

    `confidence` in [0, 1] is the probability that the answer (given or withheld) is right.
    `spans` are what the reader weighed, best first. `earlier` is what the answer was before, newest
    first; `conflicting` what is told instead of it, of which nobody can say that it is older;
    `changed` says whether something earlier excludes the answer.
    """

    question: str
    answer: Statement | None
    reason: str | None
    confidence: float
    citations: Sequence[Citation]
    passages: Sequence[Passage]
    generation: str
    earlier: Sequence[Statement] = ()
    spans: Sequence[Span] = ()
    conflicting: Sequence[Statement] = ()
    changed: bool = False
    understood: Understood = _NOTHING_UNDERSTOOD

    def __post_init__(self) -> None:
        if (self.answer is None) == (self.reason is None):
            raise ValueError("an answer or a reason to abstain, never both or neither")

    @property
    def abstained(self) -> bool:
        """Whether no answer is given."""
        return self.answer is None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a timeline: what the answer was from `first` to `last`, and who told it."""

    text: str
    citations: tuple[int, ...]
    first: Published
    last: Published
    sources: int

    def __post_init__(self) -> None:
        if not self.citations:
            raise ValueError("no citation, no answer")


@dataclass(frozen=True, slots=True)
class Timeline:
    """How the answer to a question changed, oldest first; no entries where nothing is dated."""

    question: str
    entries: Sequence[Entry]
    citations: Sequence[Citation]
    understood: Understood
    generation: str
