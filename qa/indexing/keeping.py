"""What a build takes over from what was built before: parts, rows, vectors, articles."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

import numpy as np

from qa.index.parts import PARTS, Part, article_line, share
from qa.indexing.planning import plan_parts
from qa.types import Article

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from qa.index.checking import FileCheck
    from qa.index.contents import Contents
    from qa.index.manifest import Manifest
    from qa.indexing.planning import Plan


class Kept:
    """What a generation holds of articles that did not change.

    A part stays whole when all its articles do; the articles of any other are `moved`, with their
    rows, slots and vectors, into parts that are written anew.
    """

    def __init__(
        self, base: Contents, said: Manifest, folder: Path, todo: Plan, digests: Mapping[str, str]
    ) -> None:
        """`folder` has the generation; `digests` are those of its articles."""
        self.said = said
        self._digests = digests
        self.folder = folder
        self.parts = base.parts
        self._base = base
        keep = frozenset(todo.keep)
        stays = np.fromiter((each in keep for each in base.ids), np.bool_, len(base.ids))
        names = list(said.parts)
        sizes = {name: len(part.slots) for name, part in zip(names, base.parts, strict=True)}
        broken = np.unique(base.order["part"][~stays]).tolist()
        mean = len(base.slots) / max(len(base.ids), 1)
        coming = math.ceil((len(todo.add) + len(todo.change)) * mean)
        anew = plan_parts(sizes, {names[each] for each in broken}, coming)
        self.whole = [name for name in names if name not in anew]
        in_whole = np.array([name not in anew for name in names], np.bool_)
        self._in_whole = in_whole[base.order["part"]]
        self.moved = {
            base.ids[number]: number for number in np.flatnonzero(stays & ~self._in_whole).tolist()
        }

    @property
    def rows(self) -> int:
        """How many rows are in parts that stay whole."""
        return int(self._base.articles["rows"][self._in_whole].sum()) if self.whole else 0

    def share_parts(self, folder: Path) -> None:
        """Make the parts that stay whole parts of another generation."""
        for name in self.whole:
            share(self.folder / PARTS / name, folder / PARTS / name)

    def whole_parts(self) -> dict[str, Part]:
        """Return the parts that stay whole, opened."""
        opened = dict(zip(self.said.parts, self.parts, strict=True))
        return {name: opened[name] for name in self.whole}

    def lists(self) -> dict[str, FileCheck]:
        """Return the parts that stay whole, each with the check of its list."""
        return {name: self.said.parts[name] for name in self.whole}

    def articles(self) -> Iterator[tuple[Article, str]]:
        """Yield each article that moves with its digest, in order of their ids."""
        for article_id, number in self.moved.items():
            record = json.loads(self._base.line(number))
            yield Article.from_record(record), self._digests[article_id]

    def row_range(self, article_id: str) -> range:
        """Return the rows of an article that moves; none of any other."""
        number = self.moved.get(article_id)
        return range(0) if number is None else self._base.rows(number)

    def chunks(self, rows: range) -> NDArray[np.void]:
        """Return the chunk records of the rows of an article."""
        return self._base.chunks(rows)

    def slots(self, rows: range) -> NDArray[np.int32]:
        """Return the slots of rows."""
        slots: NDArray[np.int32] = self._base.slots[rows.start : rows.stop]
        return slots

    def line(self, article: Article) -> bytes:
        """Return an article's line, copied where it did not change."""
        number = self.moved.get(article.id)
        return article_line(article) if number is None else self._base.line(number)


class Known:
    """The vectors of parts that were written before, by the key of their text."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = parts

    def find(self, keys: Collection[bytes]) -> dict[bytes, NDArray[np.float16]]:
        """Return the vectors of those of the keys that have one."""
        found: dict[bytes, NDArray[np.float16]] = {}
        heads = np.frombuffer(b"".join(key[:8] for key in keys), "<u8")
        wanted = frozenset(keys)
        for part in self._parts if wanted else ():
            own = np.ascontiguousarray(part.chunks["key"])
            for row in np.flatnonzero(np.isin(own.view("<u8")[::2], heads)).tolist():
                key = own[row].tobytes()
                if key in wanted:
                    found.setdefault(key, np.array(part.vectors[row]))
        return found
