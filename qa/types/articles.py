"""Articles: what a person wrote, and when it was published."""

from __future__ import annotations

import hashlib
import json
import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


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
        try:
            return cls(*(int(part) if part else None for part in match.groups()))  # type: ignore[arg-type]
        except ValueError as error:
            raise ValueError(f"{text!r} is not a date: {error}") from None

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
