"""The last step of reading: what a file states, completed from its name, becomes an Article."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from qa.corpus.dates import split_name
from qa.corpus.decoding import tidy
from qa.corpus.titles import title_from_name
from qa.errors import ArticleError
from qa.types import Article

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qa.corpus.metadata import Metadata

FILE_NAME = "file name"
"""Where a field was taken from that only the file's name tells."""


LONGEST_TITLE = 2000
"""Characters; a title goes with every chunk of its article."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What one file, or one record of it, gives; `inferred` names what was not stated."""

    metadata: Metadata
    text: str
    inferred: Mapping[str, str] = field(default_factory=dict)


def finish(draft: Draft, article_id: str, name: str, encoding: str = "") -> Article:
    """Make the article; title and date come from `name` where nothing better is known.

    `encoding` is the one that had to be guessed, if any.

    ArticleError when there is no text, or none that can be stored, or no end to the title.
    """
    text = tidy(draft.text)
    if not text:
        raise ArticleError("no text: write some or remove it")
    inferred = {**draft.inferred, **({"encoding": encoding} if encoding else {})}
    metadata = draft.metadata
    if not metadata.title.strip():
        metadata = replace(metadata, title=title_from_name(name, text))
        inferred["title"] = FILE_NAME
    if len(metadata.title) > LONGEST_TITLE:
        raise ArticleError(f"its title is longer than {LONGEST_TITLE:,} characters: shorten it")
    published = split_name(name)[0]
    if published and not metadata.dated:
        metadata = replace(metadata, published=published)
        inferred["published"] = FILE_NAME
    return _article(article_id, text, metadata, inferred)


def _article(
    article_id: str, text: str, metadata: Metadata, inferred: Mapping[str, str]
) -> Article:
    article = Article(
        id=article_id,
        title=metadata.title,
        text=text,
        published=metadata.published,
        url=metadata.url,
        source=metadata.source,
        author=metadata.author,
        tags=metadata.tags,
        lang=metadata.lang,
        sources=metadata.sources,
        extra=metadata.extra,
        inferred=inferred,
    )
    check_storable(article)
    return article


def check_storable(article: Article) -> None:
    """Raise ArticleError when the article holds characters that no file or index can."""
    if "\0" in article.text:
        raise ArticleError("the text holds a NUL character: remove it")
    try:
        article.text.encode()
        json.dumps(replace(article, text="-").to_record(), ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise ArticleError("it holds half a character (a lone surrogate): remove it") from error
