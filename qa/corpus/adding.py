"""Which files `qa add` is to copy, from the files and folders that a person named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.corpus.names import is_hidden, printable
from qa.corpus.walking import is_folder, list_files
from qa.errors import ArticleError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file to copy: `path` is relative to `root` now, and to the corpus afterwards."""

    root: Path
    path: str


def list_arrivals(corpus: Path, paths: Iterable[Path]) -> list[Arrival]:
    """Return the files behind `paths`, sorted by where they go.

    A file goes to the top under its own name, what is in a folder keeps its path below that folder,
    and what is in the corpus stays. ArticleError names every one that cannot be taken.
    """
    arrivals: dict[str, Arrival] = {}
    flaws: list[str] = []
    for path in paths:
        try:
            for arrival in _behind(corpus.resolve(), path):
                _place(arrivals, arrival)
        except ArticleError as error:
            flaws.append(str(error))
    if flaws:
        raise ArticleError(refusal(flaws))
    return [arrivals[path] for path in sorted(arrivals)]


def refusal(flaws: Iterable[str]) -> str:
    """Say that nothing was added, and why, a line for each file."""
    return "\n".join(["nothing was added:", *(f"  {flaw}" for flaw in flaws)])


def _behind(corpus: Path, path: Path) -> list[Arrival]:
    folder = path.is_dir()
    real = path.resolve() if folder else path.parent.resolve() / path.name
    if folder and real != corpus and corpus.is_relative_to(real):
        raise ArticleError(f"{path}: holds the corpus itself; name the files or folders in it")
    inside = real.is_relative_to(corpus)
    root = corpus if inside else real if folder else real.parent
    start = "" if real == root else real.relative_to(root).as_posix()
    if any(map(is_hidden, start.split("/"))):
        raise ArticleError(f"{printable(str(path))}: hidden files are not read; rename it")
    return [Arrival(root, each) for each in (_below(root, start) if folder else _one(root, start))]


def _below(root: Path, start: str) -> list[str]:
    files, problems = list_files(root / start)
    if problems:
        flaws = [f"{printable(str(root / start))}/{each.path}: {each.reason}" for each in problems]
        raise ArticleError("\n  ".join(flaws))
    return [f"{start}/{each}" if start else each for each in files]


def _one(root: Path, path: str) -> list[str]:
    try:
        if (root / path).is_symlink():
            raise ArticleError("a link: name the file that it leads to")
        is_folder(root, path)
    except ArticleError as error:
        raise ArticleError(f"{printable(str(root / path))}: {error}") from error
    return [path]


def _place(arrivals: dict[str, Arrival], arrival: Arrival) -> None:
    first = arrivals.setdefault(arrival.path, arrival)
    if first != arrival:
        raise ArticleError(
            f"{arrival.root / arrival.path}: {first.root / first.path} would get the same name; "
            "rename one of them"
        )
