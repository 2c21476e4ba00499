"""One file of the corpus as its articles, whatever it holds."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.corpus.decoding import decode
from qa.corpus.drafts import finish
from qa.corpus.html import declared_encoding, read_html
from qa.corpus.markdown import read_markdown
from qa.corpus.names import id_of, rank_of, suffix_of
from qa.corpus.plain import read_plain
from qa.corpus.problems import Problem
from qa.corpus.records import read_record, split_json, split_lines
from qa.corpus.walking import read_bytes
from qa.errors import ArticleError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qa.types import Article

_TEXTS = {
    "md": read_markdown,
    "markdown": read_markdown,
    "txt": read_plain,
    "html": read_html,
    "htm": read_html,
}
_RECORDS = {"json": split_json, "jsonl": split_lines}


@dataclass(frozen=True, slots=True)
class Found:
    """An article and where it stands: `number` is 0 when it has the file for itself."""

    article: Article
    path: str
    number: int = 0
    place: str = ""

    @property
    def id(self) -> str:
        """The article's id."""
        return self.article.id

    @property
    def said(self) -> bytes:
        """The same for two that say the same; a reprint, with another date or source, does not."""
        article = self.article
        taken = hashlib.sha256(repr((article.published, article.source, article.url)).encode())
        taken.update(article.text.encode("utf-8", "surrogatepass"))
        return taken.digest()[:16]

    @property
    def precedence(self) -> tuple[int, str, int]:
        """Of those with the same id the smallest is taken."""
        return precedence(self.path, self.number)


def precedence(path: str, number: int) -> tuple[int, str, int]:
    """Return what to sort by articles with the same id: the first one is taken."""
    return rank_of(path), path, number


def read_file(root: Path, path: str) -> Iterator[Found | Problem]:
    """Yield each article of the file and each reason why one was not taken, in its order.

    Yields nothing when the file has gone since it was listed.
    """
    try:
        yield from read_content(read_bytes(root, path), path)
    except FileNotFoundError:
        return
    except ArticleError as error:
        yield Problem(path, str(error))


def read_content(raw: bytes, path: str) -> Iterator[Found | Problem]:
    """Yield what a file at `path` would give that holds these bytes; ArticleError if nothing."""
    suffix = suffix_of(path)
    declared = declared_encoding(raw) if suffix in ("html", "htm") else ""
    text, encoding = decode(raw, declared)
    if not text.strip():
        raise ArticleError("no text: write some or remove it")
    if suffix in _RECORDS:
        yield from _read_records(text, path, encoding)
        return
    article_id = id_of(path)
    draft = _TEXTS[suffix](text)
    yield Found(finish(draft, article_id, article_id.rpartition("/")[2], encoding), path)


def _read_records(text: str, path: str, encoding: str) -> Iterator[Found | Problem]:
    for record in _RECORDS[suffix_of(path)](text):
        try:
            article = read_record(record, id_of(path), encoding)
            yield Found(article, path, record.number, record.place)
        except ArticleError as error:
            yield Problem(path, f"{record.place}{error}")
