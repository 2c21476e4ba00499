"""Articles come and go: each change is on the disk when it is acknowledged, and then built.

Changes are made one after the other, also across processes, so that what a writer expects to find
(If-Match) is what the change replaces.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import contextmanager
from dataclasses import dataclass, replace
from errno import EDQUOT, ENOSPC
from itertools import chain, count
from typing import TYPE_CHECKING, Self

from qa.corpus.markdown import stored
from qa.corpus.names import check_id, suggest_id
from qa.errors import (
    ArticleChangedError,
    ArticleExistsError,
    ArticleMissingError,
    QAError,
    StorageError,
    StorageFullError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from qa.corpus.folder import Corpus
    from qa.index.receipts import Receipts
    from qa.types import Article

ANY = "*"


class KeyReusedError(QAError):
    """An idempotency key came again with another request."""

    def __init__(self) -> None:
        super().__init__("this Idempotency-Key came with another article before: use a new one")


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a writer believes is there: tags of which one must match, tags of which none may.

    The tag of an article is its digest; `*` stands for whatever is there.
    """

    some_of: frozenset[str] = frozenset()
    none_of: frozenset[str] = frozenset()

    @classmethod
    def read(cls, if_match: str, if_none_match: str) -> Self:
        """Read the two headers, each empty when it was not sent."""
        return cls(_tags(if_match), _tags(if_none_match))

    def check(self, article: Article | None, article_id: str) -> None:
        """Raise ArticleChangedError unless `article` (None: there is none) is as believed."""
        tags = {ANY, article.digest} if article else set()
        if (self.some_of and not self.some_of & tags) or self.none_of & tags:
            raise ArticleChangedError(article_id)


@dataclass(frozen=True, slots=True)
class Change:
    """What was done to an article; `etag` is empty once it is removed."""

    id: str
    etag: str
    created: bool = False


NOTHING_EXPECTED = Expectation()


class Writer:
    """Changes the corpus for the clients of one server; thread-safe.

    `alone` keeps other writers out, in this process and in others. StorageError when the disk
    refuses, StorageFullError when it is full; nothing is half written then.
    """

    def __init__(
        self,
        corpus: Corpus,
        receipts: Receipts,
        alone: Callable[[], AbstractContextManager[None]],
    ) -> None:
        self._corpus = corpus
        self._receipts = receipts
        self._alone = alone

    def create(self, article: Article, key: str = "") -> Change:
        """Write a new article; one without an id gets one from its title and date.

        What is there already, word for word, is not written again. With `key`, a request that
        comes again returns what it did the first time. ArticleExistsError when the id is taken.
        """
        with self._writing():
            if not key:
                return self._put_new(article, self._choose_id(article))
            asked = hashlib.sha256(_canonical(article)).hexdigest()
            known = self._receipts.find(key)
            if known and known.request != asked:
                raise KeyReusedError
            if known and known.written:
                return Change(known.article_id, known.etag, created=True)
            article_id = known.article_id if known else self._choose_id(article)
            etag = stored(replace(article, id=article_id)).digest
            receipt = {"request": asked, "article_id": article_id, "etag": etag}
            self._receipts.keep(key, **receipt, written=False)
            change = self._put_new(article, article_id)
            self._receipts.keep(key, **receipt, written=True)
            return change

    def put(self, article: Article, expected: Expectation = NOTHING_EXPECTED) -> Change:
        """Write the article, whether or not its id is taken; ArticleChangedError unless expected.

        What is there already, word for word, is not written again.
        """
        with self._writing():
            article = stored(replace(article, id=check_id(article.id)))
            there = self._corpus.find(article.id)
            expected.check(there, article.id)
            if there is None or there.digest != article.digest:
                self._corpus.write(article)
            return Change(article.id, article.digest, created=there is None)

    def delete(self, article_id: str, expected: Expectation = NOTHING_EXPECTED) -> Change:
        """Remove the article; ArticleMissingError without one, ArticleChangedError unless expected.

        ArticleError when it shares its file with others.
        """
        with self._writing():
            there = self._corpus.find(article_id)
            if there is None:
                raise ArticleMissingError(article_id)
            expected.check(there, article_id)
            self._corpus.remove([there.id])
            return Change(there.id, "")

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            with self._alone():
                yield
        except OSError as error:  # not of the corpus, which tells its own, but of lock and receipts
            kind = StorageFullError if error.errno in (ENOSPC, EDQUOT) else StorageError
            raise kind(f"nothing can be written beside the index: {error.strerror}") from error

    def _put_new(self, article: Article, article_id: str) -> Change:
        article = stored(replace(article, id=check_id(article_id)))
        there = self._corpus.find(article.id)
        if there and there.digest != article.digest:
            raise ArticleExistsError(article.id)
        if not there:
            self._corpus.write(article)
        return Change(article.id, article.digest, created=not there)

    def _choose_id(self, article: Article) -> str:
        """Return the article's own id, else the first that is free or says the same already."""
        if article.id:
            return article.id
        published = str(article.published) if article.published else ""
        suggested = suggest_id(article.title, published)
        numbered = (f"{suggested}-{number}" for number in count(2))
        return next(each for each in chain([suggested], numbered) if self._takes(each, article))

    def _takes(self, article_id: str, article: Article) -> bool:
        there = self._corpus.find(article_id)
        return there is None or there.digest == stored(replace(article, id=article_id)).digest


def _tags(header: str) -> frozenset[str]:
    """Return the entity tags of a header, of which there is always one if the header was sent.

    A tag without quotes is taken too. An empty one, as a script whose variable was never set
    sends it, is a tag that nothing has; so is a weak one (`W/`), which we do not give out.
    """
    return frozenset(map(_tag, header.split(","))) if header else frozenset()


def _tag(text: str) -> str:
    bare = text.strip().removeprefix('"').removesuffix('"')
    return bare if bare != ANY else text.strip()  # in quotes it is no wildcard


def _canonical(article: Article) -> bytes:
    return json.dumps(article.to_record(), sort_keys=True).encode()
