"""Where an article's file lies, and the folders around it, made and removed so that it lasts."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from qa.corpus.names import SUFFIXES, id_of, normalised, rank_of, suffix_of
from qa.durable import sync_folder
from qa.errors import ArticleError

if TYPE_CHECKING:
    from pathlib import Path


def find_place(root: Path, path: str) -> Path:
    """Return where `path` lies, in the spelling (NFC or not) that it already has on the disk.

    ArticleError when a link or a file stands where a folder has to be.
    """
    *folders, name = path.split("/")
    place = root
    for folder in folders:
        place = _spelled(place, folder)
        if place.is_symlink() or (place.exists() and not place.is_dir()):
            held = place.relative_to(root)  # where the corpus lies is nobody else's business
            raise ArticleError(f"{held} is in the way: it is not a folder; choose another id")
    return _spelled(place, name)


def files_of(root: Path, article_id: str) -> list[str]:
    """Return the relative paths of the files that give this id, the one that is taken first."""
    folder = find_place(root, f"{article_id}.md").parent
    if not folder.is_dir():
        return []
    inside = folder.relative_to(root).as_posix()
    prefix = "" if inside == "." else f"{inside}/"
    paths = (prefix + each.name for each in folder.iterdir())
    named = [path for path in paths if suffix_of(path) in SUFFIXES and id_of(path) == article_id]
    files = (path for path in named if not (root / path).is_dir())
    return sorted(files, key=lambda path: (rank_of(path), path))


def make_folder(folder: Path) -> None:
    """Make the folder and those above it; when this returns they are on the disk."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)


def delete_file(root: Path, path: str) -> None:
    """Delete a file, and the folders below `root` that it leaves empty, lastingly."""
    place = root / path
    place.unlink(missing_ok=True)
    sync_folder(place.parent)
    folder = place.parent
    while folder != root and _remove_empty(folder):
        folder = folder.parent
        sync_folder(folder)


def _remove_empty(folder: Path) -> bool:
    try:
        folder.rmdir()
    except OSError:
        return False
    return True


def _spelled(folder: Path, name: str) -> Path:
    exact = folder / name
    if name.isascii() or os.path.lexists(exact) or not folder.is_dir():
        return exact
    same = (each for each in sorted(folder.iterdir()) if normalised(each.name) == normalised(name))
    return next(same, exact)
