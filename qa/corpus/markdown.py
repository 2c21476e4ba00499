"""Markdown with front matter: the written form of an article."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.corpus.dates import read_written, split_name
from qa.corpus.decoding import decode, tidy, with_newlines
from qa.corpus.drafts import Draft, check_storable, finish
from qa.corpus.front_matter import split_front_matter, write_front_matter
from qa.corpus.metadata import read_metadata, write_metadata
from qa.corpus.plain import read_dateline, read_header
from qa.errors import ArticleError

if TYPE_CHECKING:
    from qa.types import Article, Published

_HEADING = re.compile(r" {0,3}#[ \t]+(?P<title>.*)")
_LONGEST_HEADING = 300
_FENCE = re.compile(r" {0,3}(```|~~~)")


def read_markdown(text: str) -> Draft:
    """Read front matter and text; the first `# heading` titles what has no title.

    Where the front matter states no date, not even an empty one, a line that is only a date dates
    the article: the first one, or the first below the first heading.
    """
    stated, body = split_front_matter(text)
    metadata = read_metadata(stated)
    inferred = {}
    heading = "" if metadata.title.strip() else first_heading(body)
    if heading:
        metadata, inferred["title"] = replace(metadata, title=heading), "heading"
    published = None if metadata.dated else date_line(body)
    if published:
        metadata = replace(metadata, published=published, dated=True)
        inferred["published"] = "text"
    return Draft(metadata, body, inferred)


def date_line(text: str) -> Published | None:
    r"""Return the date that stands alone on the first line, or on the first below a heading.

    A line that opens with a place and a day ("Oslo, 9 March 2023 -") has one too.

    >>> str(date_line("# The bridge\n\n*9 March 2023*\n\nIt reopened."))
    '2023-03-09'
    """
    lines = [line.strip() for line in text.split("\n", 20)[:20] if line.strip()]
    if lines and _HEADING.fullmatch(lines[0]):
        del lines[0]
    key, value, rest = read_header(lines[0].strip("*_ ")) if lines else ("", "", "")
    if key != "published" or rest:
        value = read_dateline(lines[0]).get("published", "") if lines else ""
    return read_written(value) if value else None


def first_heading(text: str) -> str:
    """Return the words of the first level-one heading outside code fences, or nothing."""
    fenced = False
    for line in text.split("\n"):
        if _FENCE.match(line):
            fenced = not fenced
        heading = None if fenced else _HEADING.fullmatch(line)
        title = _without_closing(heading["title"]) if heading else ""
        if 0 < len(title) <= _LONGEST_HEADING:
            return title
    return ""


def _without_closing(heading: str) -> str:
    """Return the heading's words without the `#`s that may close it, as in `# Words #`.

    >>> _without_closing("C# #"), _without_closing("C#"), _without_closing("#")
    ('C#', 'C#', '')
    """
    words = heading.strip()
    opened = words.rstrip("#")
    return opened.strip() if not opened or opened != opened.rstrip() else words


def write_markdown(article: Article) -> bytes:
    """Return the file that reads back as `stored(article)`; ArticleError when none can."""
    expected = stored(article)
    stated = write_metadata(expected)
    if expected.published is None and not _would_be_dated(article):
        del stated["published"]  # else `published: null` keeps another date from being taken
    try:
        front_matter = write_front_matter(stated)
        check_storable(expected)
        content = f"{front_matter}\n{expected.text}\n".encode()
        read_back = finish(read_markdown(decode(content)[0]), article.id, _name(article.id))
    except (ValueError, TypeError) as error:
        raise ArticleError(f"{article.id} cannot be written: {error}") from error
    if read_back != expected:
        raise ArticleError(f"{article.id} cannot be written: {_difference(read_back, expected)}")
    return content


def stored(article: Article) -> Article:
    """Return the article as its file says it: tidy text, and nothing inferred any more."""
    return replace(article, text=tidy(with_newlines(article.text)), inferred={})


def _difference(read_back: Article, expected: Article) -> str:
    told, meant = read_back.to_record(), expected.to_record()
    keys = [key for key, value in meant.items() if told[key] != value]
    return f"{', '.join(keys)} would not read back the same; use plain JSON values"


def _would_be_dated(article: Article) -> bool:
    """Whether a date would be inferred for an article that has none."""
    return bool(split_name(_name(article.id))[0] or date_line(stored(article).text))


def _name(article_id: str) -> str:
    return article_id.rpartition("/")[2]
