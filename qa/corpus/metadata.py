"""What a file states about its article: checked values from a mapping, and the mapping back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qa.corpus.dates import read_exact
from qa.errors import ArticleError
from qa.types import Published, Source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qa.types import Article

_WORDS = ("title", "url", "source", "author", "lang")
_DATES = ("published", "date")
KEYS = (*_WORDS, *_DATES, "tags", "sources")
"""The keys that have a meaning; every other one is kept as it is in `extra`."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """Everything stated about an article but its text; empty where nothing was stated.

    `dated` says that a date, if only an empty one, was stated: then none is inferred.
    """

    title: str = ""
    published: Published | None = None
    url: str = ""
    source: str = ""
    author: str = ""
    tags: tuple[str, ...] = ()
    lang: str = ""
    sources: tuple[Source, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)
    dated: bool = False


def read_metadata(stated: Mapping[str, object]) -> Metadata:
    """Check every value; ArticleError names the key and what is expected of it."""
    date_key = next((key for key in _DATES if key in stated), "published")
    known = {*KEYS} - {*_DATES} | {date_key}
    words = {key: _words(key, stated.get(key)) for key in _WORDS}
    return Metadata(
        **words,
        published=_published(date_key, stated.get(date_key)),
        tags=_tags(stated.get("tags")),
        sources=_sources(stated.get("sources")),
        extra={key: value for key, value in stated.items() if key not in known},
        dated=date_key in stated,
    )


def write_metadata(article: Article) -> dict[str, object]:
    """Return what `read_metadata` reads back; ArticleError when an extra key has a meaning here."""
    taken = [key for key in article.extra if key in KEYS]
    if taken:
        raise ArticleError(f"{taken[0]!r} is not an unknown key: state it as the article's own")
    stated: dict[str, object] = {key: getattr(article, key) for key in _WORDS[1:]}
    stated |= {"tags": list(article.tags), "sources": [_pairs(each) for each in article.sources]}
    stated = {key: value for key, value in stated.items() if value}
    return {"title": article.title, "published": article.published, **stated, **article.extra}


def _words(key: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ArticleError(f"{key} must be text: put it in quotes")
    return str(value)


def _published(key: str, value: object) -> Published | None:
    if value is None or value == "":
        return None
    try:
        return read_exact(str(value))
    except ValueError as error:
        raise ArticleError(
            f"{key} must be a date like 2022, 2022-02 or 2022-02-09, not {_shown(value)}"
        ) from error


def _tags(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(tag.strip() for tag in value.split(",") if tag.strip())
    if not isinstance(value, list | None):
        raise ArticleError("tags must be a list or words with commas between them")
    return tuple(_words("each of the tags", tag) for tag in value or ())


def _sources(value: object) -> tuple[Source, ...]:
    if not isinstance(value, list | None):
        raise ArticleError("sources must be a list of addresses or of url, publisher and date")
    return tuple(_source(number, each) for number, each in enumerate(value or (), start=1))


def _source(number: int, value: object) -> Source:
    if isinstance(value, str):
        return Source(value)
    if not isinstance(value, dict):
        raise ArticleError(f"sources: number {number} must be an address or have a url")
    url, publisher, day = (
        _words(f"sources: the {key} of number {number}", value.get(key))
        for key in ("url", "publisher", "date")
    )
    return Source(url, publisher, day)


def _pairs(source: Source) -> dict[str, str]:
    pairs = {"url": source.url, "publisher": source.publisher, "date": source.date}
    return {key: value for key, value in pairs.items() if value or key == "url"}


def _shown(value: object) -> str:
    shown = ascii(value)
    return shown if len(shown) <= 60 else shown[:60] + "..."
