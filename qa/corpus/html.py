"""The article in an HTML page: its text as Markdown, and what the page's markup states about it.

Nothing is fetched, and no date is taken from the running text or from the clock.
"""

from __future__ import annotations

import codecs
import json
import logging
import re
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from qa.corpus.dates import read_written
from qa.corpus.drafts import Draft
from qa.corpus.metadata import Metadata
from qa.errors import ArticleError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from qa.types import Published

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_OF_PAGES = re.compile("ascii|utf-8|cp|iso8859|koi8|gb|big5|euc|shift_jis|iso2022_jp|mac|tis")
_MEANT = {  # browsers take these for the wider encodings that pages really use
    **dict.fromkeys(("ascii", "iso8859-1"), "cp1252"),
    **dict.fromkeys(("gb2312", "gbk"), "gb18030"),
    "euc_kr": "cp949",
    "shift_jis": "cp932",
}
_DATE_NAMES = (
    *("article:published_time", "datepublished", "og:published_time", "citation_publication_date"),
    *("dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date", "parsely-pub-date"),
    *("sailthru.date", "publish-date", "publish_date", "publication_date", "pubdate", "date"),
)
_EMPHASIS = ("b", "strong", "i", "em", "u")
_RUNNING_TEXT = ("p", "li", "td", "th", "dd", "blockquote")
_XML_DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]{0,200}>")


class _Element(Protocol):
    """The part of an lxml element that is used here."""

    text: str | None

    def get(self, key: str, default: str) -> str: ...
    def iter(self, *tags: str) -> Iterator[_Element]: ...
    def drop_tag(self) -> None: ...


def declared_encoding(raw: bytes) -> str:
    """Return the encoding that the page itself names, as browsers take it, or nothing."""
    match = _DECLARED.search(raw[:4096])
    try:
        name = codecs.lookup(match[1].decode("ascii", "replace")).name if match else ""
    except LookupError:
        return ""
    return _MEANT.get(name, name) if _OF_PAGES.match(name) else ""


def read_html(text: str) -> Draft:
    """Read the page's article; ArticleError when no article text is found in it."""
    trafilatura = _import_trafilatura()
    try:
        tree = _parse(trafilatura, text)
        published, dated_by = _published(tree)
        metadata = _read_metadata(trafilatura, tree, published)
        body = _extract(trafilatura, tree)
    except ArticleError:
        raise
    except Exception as error:  # pragma: no cover - what a stranger's page may set off in lxml
        raise ArticleError(
            f"the page cannot be read ({type(error).__name__}): save its text as .txt or .md"
        ) from error
    keys = ("title", "url", "source", "author")
    inferred = {key: "html metadata" for key in keys if getattr(metadata, key)}
    return Draft(metadata, body, inferred | ({"published": dated_by} if dated_by else {}))


def _import_trafilatura() -> ModuleType:
    try:
        import trafilatura  # takes 0.3 s, and few corpora hold HTML
        import trafilatura.metadata
    except ImportError as error:  # pragma: no cover - only in a broken installation
        raise ArticleError(
            f"HTML cannot be read in this installation ({error}): "
            "`pip install lxml_html_clean trafilatura`"
        ) from error
    for name in ("trafilatura", "htmldate"):  # what they log is told by our own errors
        if not logging.getLogger(name).handlers:
            logging.getLogger(name).addHandler(logging.NullHandler())
    return trafilatura  # type: ignore[no-any-return]


def _parse(trafilatura: ModuleType, text: str) -> _Element:
    text = _XML_DECLARATION.sub("", text)  # its encoding no longer holds
    tree = trafilatura.load_html(text)
    if tree is None:  # a fragment: it is refused unless it stands in a document
        tree = trafilatura.load_html(f"<html><body><div>{text}</div></body></html>")
    if tree is None:
        raise ArticleError("no HTML page: save its text as .txt or .md")
    return tree  # type: ignore[no-any-return]


def _flatten(tree: _Element) -> None:
    """Drop the tags in running text that would leave marks in quotes or take words along."""
    for element in [*tree.iter(*_EMPHASIS), *_inline_times(tree)]:
        element.drop_tag()


def _extract(trafilatura: ModuleType, tree: _Element) -> str:
    _flatten(tree)
    for precise in (True, False):
        text = trafilatura.extract(
            tree,
            output_format="markdown",
            include_comments=False,
            include_links=False,
            include_images=False,
            favor_precision=precise,
            fast=True,  # the other extractors bring boilerplate back, and one needs a language
        )
        if text and text.strip():
            return "\n".join(line.rstrip() for line in text.split("\n"))
    raise ArticleError("no article text found in the page: save its text as .txt or .md")


def _read_metadata(
    trafilatura: ModuleType, tree: _Element, published: Published | None
) -> Metadata:
    # Its own date is not used: it may come from the text, and its limit is the present day.
    found = trafilatura.metadata.extract_metadata(tree, date_config={"extensive_search": False})
    return Metadata(
        title=found.title or "",
        published=published,
        url=found.url or "",
        source=found.sitename or "",
        author=found.author or "",
    )


def _published(tree: _Element) -> tuple[Published | None, str]:
    """Return the first readable date of those stated, and where it is stated; the surest first."""
    stated = (
        ("html meta", _meta_dates),
        ("json-ld", _linked_dates),
        ("html time", _time_dates),
    )
    for place, find in stated:
        for date in map(read_written, find(tree)):
            if date:
                return date, place
    return None, ""


def _meta_dates(tree: _Element) -> list[str]:
    found = [
        (_DATE_NAMES.index(name), element.get("content", ""))
        for element in tree.iter("meta")
        for key in ("property", "name", "itemprop")
        if (name := element.get(key, "").lower()) in _DATE_NAMES
    ]
    return [content for _, content in sorted(found, key=lambda each: each[0])]


def _linked_dates(tree: _Element) -> Iterator[str]:
    """Yield each `datePublished` of the page's JSON-LD, the outermost first."""
    for element in tree.iter("script"):
        if element.get("type", "").strip().lower() == "application/ld+json":
            with suppress(ValueError, RecursionError):
                yield from _find_dates(json.loads(element.text or "", strict=False))


def _find_dates(value: object) -> Iterator[str]:
    waiting = deque([value])
    while waiting:
        each = waiting.popleft()
        if isinstance(each, list):
            waiting += each
        elif isinstance(each, dict):
            if isinstance(each.get("datePublished"), str):
                yield each["datePublished"]
            waiting += each.values()


def _time_dates(tree: _Element) -> list[str]:
    """Return the times marked as the publication's; else the only one outside running text."""
    marked = [
        each.get("datetime", "")
        for each in tree.iter("time")
        if each.get("itemprop", "").lower() == "datepublished" or each.get("pubdate", "no") != "no"
    ]
    if marked:
        return marked
    inline = _inline_times(tree)
    for places in (tree.iter("article"), (tree,)):
        times = [time for place in places for time in place.iter("time") if time not in inline]
        days = {time.get("datetime", "")[:10] for time in times} - {""}
        if days:
            return list(days) if len(days) == 1 else []
    return []


def _inline_times(tree: _Element) -> set[_Element]:
    return {time for place in tree.iter(*_RUNNING_TEXT) for time in place.iter("time")}
