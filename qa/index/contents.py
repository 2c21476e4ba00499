"""The articles and rows of one generation, gathered from its parts and opened for reading.

Articles are numbered in the order of their ids, rows in the order of their articles, whatever part
they are in. Text and vectors stay where they are, mapped; only numbers are gathered.
"""

from __future__ import annotations

import functools
import json
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

import numpy as np

from qa.errors import ArticleMissingError
from qa.index import manifest
from qa.index.parts import DIGESTS, IDS, PARTS, Part, no_articles, read_ids
from qa.index.parts import read_digests as read_part_digests
from qa.index.vectors import GRAPH
from qa.types import Article

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from qa.index.manifest import Manifest

_ORDER = np.dtype([("part", "<i4"), ("at", "<i4")])
_CACHED_ARTICLES = 128


def read_digests(folder: Path, said: Manifest) -> dict[str, str]:
    """Return the digest of each article of a generation by id, sorted by id.

    Only the files that say so are read, and checked before; GenerationError when one is damaged.
    """
    found: list[tuple[str, str]] = []
    for name in said.parts:
        manifest.check_in_part(folder, said, name, (IDS, DIGESTS))
        place = folder / PARTS / name
        found += zip(read_ids(place), read_part_digests(place), strict=True)
    return dict(sorted(found))


class Contents:
    """A generation's articles and rows, opened for reading; text is read when it is asked for.

    `order` has the part of each article and its position there, `articles` its record in that
    part. `article_of_row`, `place_of_row` and `slots` are int32 of shape (rows,): a place is a row
    in all parts one after the other, a slot the number that a row keeps.
    """

    def __init__(
        self, folder: Path, said: Manifest, opened: Mapping[str, Part] | None = None
    ) -> None:
        """Open the parts, but for those that are `opened` already, as parts of another folder."""
        opened = opened or {}
        self.parts = [opened.get(name) or Part(folder / PARTS / name) for name in said.parts]
        self._number_articles()
        # Reading a mapped row maps sixteen pages around it: in the end nearly all stay resident.
        self._mapped = GRAPH not in said.files
        starts = _starts([len(part.articles) for part in self.parts])
        tables = [part.articles for part in self.parts]
        at = starts[self.order["part"]] + self.order["at"]
        self.articles: NDArray[np.void] = np.concatenate([no_articles(), *tables])[at]
        self._part_starts = _starts([len(part.slots) for part in self.parts])
        self._number_rows()
        self._gather_facets(starts, at)
        # Neither cache nor reader holds `self`: a generation is unmapped with its last holder.
        reader = functools.partial(_read_article, self.parts, self.order)
        self.article = functools.lru_cache(_CACHED_ARTICLES)(reader)

    def _number_articles(self) -> None:
        ids = [each for part in self.parts for each in part.ids]
        # Each part's ids are sorted: what Python's sort finds in order it only merges.
        numbers = np.array(sorted(range(len(ids)), key=ids.__getitem__), np.int64)
        self.ids: Sequence[str] = [ids[at] for at in numbers.tolist()]
        counts = [len(part.ids) for part in self.parts]
        self.order = np.zeros(len(ids), _ORDER)
        self.order["part"] = np.repeat(np.arange(len(counts)), counts)[numbers]
        self.order["at"] = numbers - _starts(counts)[self.order["part"]]

    def _number_rows(self) -> None:
        counts = self.articles["rows"]
        firsts = np.cumsum(counts) - counts
        self.article_of_row = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
        offsets = self._part_starts[self.order["part"]] - firsts + self.articles["first_row"]
        self.place_of_row = np.repeat(offsets.astype(np.int32), counts) + np.arange(
            counts.sum(), dtype=np.int32
        )
        slots = [np.zeros(0, np.int32), *(part.slots for part in self.parts)]
        self.slots = np.concatenate(slots)[self.place_of_row]
        self.article_slots = np.full(len(counts), -1, np.int32)
        has_rows = counts > 0
        self.article_slots[has_rows] = self.slots[firsts[has_rows]]

    def _gather_facets(self, starts: NDArray[np.int64], at: NDArray[np.int64]) -> None:
        numbers = np.zeros(len(at), np.int32)
        numbers[at] = np.arange(len(at), dtype=np.int32)
        gathered: dict[str, dict[str, list[NDArray[np.int32]]]] = {"sources": {}, "tags": {}}
        for part, start in zip(self.parts, starts.tolist(), strict=False):
            for kind, facet in part.facets.items():
                for name, positions in facet.items():
                    found = numbers[start + np.array(positions, np.int64)]
                    gathered[kind].setdefault(name, []).append(found)
        self.sources, self.tags = (
            {name: np.sort(np.concatenate(found)) for name, found in gathered[kind].items()}
            for kind in ("sources", "tags")
        )

    def digests(self) -> dict[str, str]:
        """Return the digest of each article by id, sorted by id."""
        said = [read_part_digests(part.folder) for part in self.parts]
        places = zip(self.order["part"].tolist(), self.order["at"].tolist(), strict=True)
        return {each: said[part][at] for each, (part, at) in zip(self.ids, places, strict=True)}

    def number(self, article_id: str) -> int:
        """Return the number of the article with this id; ArticleMissingError when none has it."""
        at = bisect_left(self.ids, article_id)
        if at == len(self.ids) or self.ids[at] != article_id:
            raise ArticleMissingError(article_id)
        return at

    def line(self, number: int) -> bytes:
        """Return an article's line, as it is on the disk."""
        return self.parts[int(self.order["part"][number])].line(int(self.order["at"][number]))

    def rows(self, number: int) -> range:
        """Return the rows of an article."""
        # Of the same type as the column, which would else be converted whole each time.
        start = int(np.searchsorted(self.article_of_row, np.int32(number)))
        return range(start, start + int(self.articles["rows"][number]))

    def span(self, row: int) -> tuple[int, int]:
        """Return where the chunk of a row begins and ends in its article."""
        (record,) = self.chunks(range(row, row + 1))
        return int(record["start"]), int(record["end"])

    def chunks(self, rows: range) -> NDArray[np.void]:
        """Return the chunk records of rows of one article."""
        place = int(self.place_of_row[rows.start])
        part = bisect_right(self._part_starts, place) - 1
        start = place - int(self._part_starts[part])
        return self.parts[part].chunks[start : start + len(rows)]

    def keys(self) -> NDArray[np.void]:
        """Return the key of each row, 16 bytes."""
        keys = [np.zeros(0, "V16"), *(part.chunks["key"] for part in self.parts)]
        found: NDArray[np.void] = np.concatenate(keys)[self.place_of_row]
        return found

    def vectors(self, rows: NDArray[np.int64]) -> NDArray[np.float16]:
        """Return the vectors of rows, float16 of shape (len(rows), dimensions), in order."""
        places = self.place_of_row[rows]
        which = np.searchsorted(self._part_starts, places, side="right") - 1
        local = places - self._part_starts[which]
        width = self.parts[0].vectors.shape[1] if self.parts else 0
        found = np.empty((len(rows), width), np.float16)
        for part in np.flatnonzero(np.bincount(which)).tolist():
            mine = which == part
            found[mine] = self.parts[part].take(local[mine], mapped=self._mapped)
        return found


def _starts(counts: Sequence[int]) -> NDArray[np.int64]:
    """Return where each of several neighbours begins."""
    return np.concatenate([[0], np.cumsum(counts, dtype=np.int64)[:-1]]).astype(np.int64)


def _read_article(parts: Sequence[Part], order: NDArray[np.void], number: int) -> Article:
    part, at = order[number].tolist()
    return Article.from_record(json.loads(parts[part].line(at)))
