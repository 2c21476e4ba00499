"""What reading the corpus found, and its articles one after the other, whatever they weigh."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

from qa.corpus.reading import Found, read_file
from qa.types import Article

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from qa.corpus.problems import Problem
    from qa.corpus.remembering import Entry

_IN_MEMORY = 1 << 20


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known of the articles of a corpus, sorted by id, no id twice; and what was not taken.

    `problems` come by path. `root` is the folder that was read.
    """

    root: Path = field(compare=False)
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]

    @property
    def articles(self) -> tuple[Article, ...]:
        """All articles, in memory."""
        return tuple(article for article, _ in self.load(self.entries))

    @property
    def digests(self) -> dict[str, str]:
        """The digest of each article by id, sorted by id."""
        return {each.id: each.digest for each in self.entries}

    def load(
        self, entries: Iterable[Entry], folder: Path | None = None
    ) -> Iterator[tuple[Article, str]]:
        """Yield each article with its digest, in order; what is not held is read again.

        One that changed since it was read is yielded as it is now, and one that has gone is left
        out. A file of many articles is read once and kept aside, in a nameless file in `folder`.
        """
        with tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=str(folder) if folder else None) as file:
            aside = _Aside(self.root, file)
            for entry in entries:
                if entry.article:
                    yield entry.article, entry.digest
                elif article := aside.find(entry):
                    yield article, article.digest


class _Aside:
    """Articles that are read again; those of files that hold many wait in `file`."""

    def __init__(self, root: Path, file: IO[bytes]) -> None:
        self._root = root
        self._file = file
        self._places: dict[str, dict[str, tuple[int, int]]] = {}

    def find(self, entry: Entry) -> Article | None:
        """Return the article that is there now under the entry's path and id, or None."""
        if not entry.number:
            return next(self._read(entry.path, entry.id), None)
        if entry.path not in self._places:
            self._places[entry.path] = self._put_aside(entry.path)
        place = self._places[entry.path].get(entry.id)
        if place is None:
            return None
        self._file.seek(place[0])
        return Article.from_record(json.loads(self._file.read(place[1])))

    def _put_aside(self, path: str) -> dict[str, tuple[int, int]]:
        places: dict[str, tuple[int, int]] = {}
        for article in self._read(path):
            line = json.dumps(article.to_record()).encode()
            self._file.seek(0, 2)
            places.setdefault(article.id, (self._file.tell(), len(line)))
            self._file.write(line)
        return places

    def _read(self, path: str, article_id: str = "") -> Iterator[Article]:
        """Yield the articles of a file, or the one with this id."""
        for each in read_file(self._root, path):
            if isinstance(each, Found) and each.article.id == (article_id or each.article.id):
                yield each.article
