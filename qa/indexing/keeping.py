"""What a build takes over from the generation it builds upon: rows, vectors, lines, digests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from qa.index.contents import LEXICAL, Contents, article_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from qa.indexing.planning import Plan
    from qa.types import Article


class Digests:
    """The digest of each article, taken once for as long as it is the same object."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Article, str]] = {}

    def of(self, articles: Iterable[Article]) -> dict[str, str]:
        """Return the digest of each article by id."""
        self._known = {article.id: (article, self._digest(article)) for article in articles}
        return {article_id: digest for article_id, (_, digest) in self._known.items()}

    def _digest(self, article: Article) -> str:
        known = self._known.get(article.id)
        return known[1] if known and known[0] is article else article.digest


class Kept:
    """What a generation holds of articles that did not change.

    Where articles were only added, the lexical index is added to and rows keep their slots.
    Otherwise it is made anew, since its scores would go on counting what was deleted.
    """

    def __init__(self, base: Contents, folder: Path, todo: Plan) -> None:
        self._base = base
        self._folder = folder
        self._ids = frozenset(todo.keep)
        self.grows = bool(len(base.chunks)) and not (todo.change or todo.drop)
        self.next_slot = int(base.slots.max(initial=-1)) + 1 if self.grows else 0

    def rows(self, article_id: str) -> range:
        """Return the rows of an article that did not change; of any other none."""
        if article_id not in self._ids:
            return range(0)
        number = self._base.number(article_id)
        start, end = np.searchsorted(self._base.article_of_row, [number, number + 1]).tolist()
        return range(start, end)

    def table(self, rows: range, number: int) -> NDArray[np.void]:
        """Return the chunk records of an article's rows, under its new number."""
        table = np.array(self._base.chunks[rows.start : rows.stop])
        table["article"] = number
        return table

    def slots(self, rows: range) -> NDArray[np.int32]:
        """Return the slots of rows."""
        return self._base.slots[rows.start : rows.stop]

    def rows_by_key(self) -> Mapping[bytes, int]:
        """Return, for each text that has a vector, a row that holds it."""
        return {key: row for row, key in enumerate(self._base.chunks["key"].tolist())}

    def vectors(self, rows: Sequence[int]) -> NDArray[np.float16]:
        """Return the vectors of rows, in order."""
        return np.asarray(self._base.vectors[np.array(rows, np.int64)])

    def line(self, article: Article) -> bytes:
        """Return an article's line, copied where it did not change."""
        if article.id in self._ids:
            return self._base.line(self._base.number(article.id))
        return article_line(article)

    @property
    def lexical(self) -> Path | None:
        """The lexical index to add to; None when it is to be made anew."""
        return self._folder / LEXICAL if self.grows else None
