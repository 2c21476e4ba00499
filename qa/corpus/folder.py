"""The corpus folder: read it whole, and add, write or remove articles so that it lasts."""

from __future__ import annotations

import errno
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from qa.corpus.adding import Arrival, list_arrivals, refusal
from qa.corpus.loading import Reading
from qa.corpus.markdown import write_markdown
from qa.corpus.names import RECORD_SUFFIXES, check_id, id_of, normalised, suffix_of
from qa.corpus.places import delete_file, files_of, find_place, make_folder
from qa.corpus.problems import Problem
from qa.corpus.reading import Found, read_file
from qa.corpus.remembering import Entry, Memory
from qa.corpus.settling import settle_duplicates, settle_ids
from qa.corpus.walking import list_files, read_bytes
from qa.durable import write_file
from qa.errors import ArticleError, ArticleMissingError, StorageError, StorageFullError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from qa.protocols import Progress
    from qa.types import Article

__all__ = ["Corpus", "Problem", "Reading"]

_Each = TypeVar("_Each", Found, Entry)

_FULL = (errno.ENOSPC, errno.EDQUOT)


class Corpus:
    """A folder of articles. What `add`, `write` and `remove` have done is on the disk.

    It remembers what it has read: read again, only files that changed are opened. Of their texts
    it holds some megabytes; see `Reading.load`.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._memory = Memory()

    def require(self) -> None:
        """ArticleError when there is no such folder, or it cannot be listed."""
        list_files(self.folder)

    def read(self, progress: Progress | None = None) -> Reading:
        """Read every file; ArticleError only when the folder itself cannot be read."""
        files, problems = list_files(self.folder)
        self._memory.keep(files)
        found, unread = _gather(self._read_all(files, progress))
        settled, clashes = settle_ids(found)
        taken, duplicates = settle_duplicates(settled)
        told = _by_path([*problems, *unread, *clashes, *duplicates])
        return Reading(self.folder, tuple(taken), told)

    def add(self, paths: Sequence[Path]) -> list[str]:
        """Copy files, or what is in folders, into the corpus; return the ids now read from them.

        A file of the same name is replaced. ArticleError, and nothing is added, when one of the
        files gives no article or an id that another file has. One that only says the same as
        another article is copied; its id is not among those returned.
        """
        arrivals = list_arrivals(self.folder, paths)
        ids = self._check(arrivals)
        for arrival in arrivals:
            self._copy(arrival)
        return ids

    def write(self, article: Article) -> Path:
        """Write the article as Markdown, in place of the file it has, and return where.

        It reads back equal, but for tidied text and with nothing `inferred`. ArticleError when
        that cannot be or the id is not safe.
        """
        article = replace(article, id=check_id(article.id))
        content = write_markdown(article)
        with _told(article.id):
            held = next(iter(files_of(self.folder, article.id)), "")
            update = suffix_of(held) == "md"
            place = self.folder / held if update else self._place(f"{article.id}.md")
            _write(place, content)
            if held and not update and self._gives(held, article.id):
                delete_file(self.folder, held)
        return place

    def find(self, article_id: str) -> Article | None:
        """Return the article that the corpus gives under this id now, or None.

        ArticleError when the id is not safe.
        """
        article_id = check_id(article_id)
        own = dict.fromkeys(files_of(self.folder, article_id))
        outcomes: list[Found | Entry | Problem] = [
            each for path in own for each in read_file(self.folder, path)
        ]
        for path in self._record_files():
            if path not in own:
                outcomes += self._memory.read(self.folder, path)
        found = [
            each for each in outcomes if not isinstance(each, Problem) and each.id == article_id
        ]
        best = min(found, key=lambda each: each.precedence, default=None)
        if isinstance(best, Entry):
            return next((each for each, _ in Reading(self.folder, (), ()).load([best])), None)
        return best.article if best else None

    def remove(self, ids: Sequence[str]) -> None:
        """Delete the file, or files, of each article, and folders that become empty.

        All ids are checked before anything is deleted: ArticleMissingError for an unknown one,
        ArticleError for an article that shares its file with others.
        """
        for path in self._files_to_delete(ids):
            with _told(path):
                delete_file(self.folder, path)

    def _read_all(
        self, files: Sequence[str], progress: Progress | None = None
    ) -> Iterator[Entry | Problem]:
        for done, path in enumerate(files):
            if progress:
                progress("read", done, len(files))
            yield from self._memory.read(self.folder, path)
        if progress:
            progress("read", len(files), len(files))

    def _check(self, arrivals: Sequence[Arrival]) -> list[str]:
        """Return the ids that the arrivals will give; ArticleError when one cannot be taken."""
        arriving = {normalised(each.path) for each in arrivals}
        new, problems = _gather(
            each for arrival in arrivals for each in read_file(arrival.root, arrival.path)
        )
        both: list[Found | Entry] = [*new, *self._others(arriving)]
        settled, clashes = settle_ids(both)
        problems += [each for each in clashes if normalised(each.path) in arriving]
        if problems:
            raise ArticleError(refusal(f"{each.path}: {each.reason}" for each in problems))
        taken, _ = settle_duplicates(settled)
        return [each.id for each in taken if normalised(each.path) in arriving]

    def _others(self, arriving: set[str]) -> list[Entry]:
        """Return what is known of the articles in files that the arriving ones do not replace."""
        if not self.folder.exists():
            return []
        files, _ = list_files(self.folder)
        kept = [path for path in files if normalised(path) not in arriving]
        return _gather(self._read_all(kept))[0]

    def _copy(self, arrival: Arrival) -> None:
        with _told(arrival.path):
            place = self._place(arrival.path)
            content = read_bytes(arrival.root, arrival.path)
            if not place.is_file() or place.is_symlink() or place.read_bytes() != content:
                _write(place, content)

    def _place(self, path: str) -> Path:
        """Return where to write a file; ArticleError when something is in the way."""
        place = find_place(self.folder, path)
        if place.is_dir() and not place.is_symlink():
            raise ArticleError(f"{path} is in the way: it is a folder; choose another id")
        return place

    def _files_to_delete(self, ids: Iterable[str]) -> list[str]:
        holders = self._holders()
        shared: list[str] = []
        paths: dict[str, None] = {}
        for article_id in map(normalised, ids):
            if article_id not in holders:
                raise ArticleMissingError(article_id)
            for path, place in holders[article_id]:
                paths[path] = None
                if place:
                    shared.append(
                        f"{article_id} is {place.removesuffix(': ')} of {path}: edit that file"
                    )
        if shared:
            raise ArticleError("\n".join(shared))
        return list(paths)

    def _holders(self) -> dict[str, list[tuple[str, str]]]:
        """Return, for each id, the files that give it and the place in those of several.

        Only files whose articles name their own ids have to be read for it.
        """
        holders: dict[str, list[tuple[str, str]]] = {}
        for path in list_files(self.folder)[0]:
            if suffix_of(path) not in RECORD_SUFFIXES:
                holders.setdefault(id_of(path), []).append((path, ""))
                continue
            for each in read_file(self.folder, path):
                if isinstance(each, Found):
                    holders.setdefault(each.article.id, []).append((path, each.place))
        return holders

    def _record_files(self) -> list[str]:
        """Return the files whose articles may name ids that are not where the file lies."""
        if not self.folder.exists():
            return []
        return [path for path in list_files(self.folder)[0] if suffix_of(path) in RECORD_SUFFIXES]

    def _gives(self, path: str, article_id: str) -> bool:
        """Whether the file at `path` is this article and no other."""
        if suffix_of(path) not in RECORD_SUFFIXES:
            return True
        found = read_file(self.folder, path)
        return [
            (each.article.id, each.place) if isinstance(each, Found) else each for each in found
        ] == [(article_id, "")]


def _write(place: Path, content: bytes) -> None:
    make_folder(place.parent)
    write_file(place, content)


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Turn what the file system refuses into a StorageError."""
    try:
        yield
    except OSError as error:
        kind = StorageFullError if error.errno in _FULL else StorageError
        raise kind(
            f"{name} cannot be changed: {error.strerror}; see to the folder's space and permissions"
        ) from error


def _gather(outcomes: Iterable[_Each | Problem]) -> tuple[list[_Each], list[Problem]]:
    found: list[_Each] = []
    problems: list[Problem] = []
    for each in outcomes:
        if isinstance(each, Problem):
            problems.append(each)
        else:
            found.append(each)
    return found, problems


def _by_path(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda each: each.path))
