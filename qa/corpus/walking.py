"""Which files the corpus has: every visible one below a folder, and why others are passed over."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from qa.corpus.names import check_name, check_suffix, is_hidden, printable
from qa.corpus.problems import Problem
from qa.errors import ArticleError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LARGEST = 16 * 1024 * 1024
"""The size in bytes above which a file is not read."""


def list_files(root: Path) -> tuple[list[str], list[Problem]]:
    """Return the relative path of each file to read, sorted, and what is wrong with the others.

    Hidden files and editor backups are neither. ArticleError when `root` cannot be listed.
    """
    files: list[str] = []
    problems: list[Problem] = []
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        try:
            entries = _entries(root, folder)
        except OSError as error:
            problems.append(Problem(printable(folder), f"cannot be opened: {error.strerror}"))
            continue
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            try:
                (waiting if _leads_on(root, path, entry) else files).append(path)
            except ArticleError as error:
                problems.append(Problem(printable(path), str(error)))
    return sorted(files), problems


def _leads_on(root: Path, path: str, entry: os.DirEntry[str]) -> bool:
    """Whether to enter an entry; what is plainly a file or a folder needs no second look."""
    check_name(entry.name)
    if entry.is_file(follow_symlinks=False):
        check_suffix(path)
        return False
    return is_folder(root, path)


def is_folder(root: Path, path: str) -> bool:
    """Whether to enter `path` rather than to read it; ArticleError when neither."""
    check_name(path.rpartition("/")[2])
    try:
        mode = (root / path).lstat().st_mode
    except OSError as error:
        raise ArticleError(f"cannot be looked at: {error.strerror}") from error
    if stat.S_ISDIR(mode):
        return True
    if stat.S_ISLNK(mode):
        mode = _target(root, path).lstat().st_mode
    if stat.S_ISDIR(mode):
        raise ArticleError("a link to a folder is not followed: put the folder itself here")
    if not stat.S_ISREG(mode):
        raise ArticleError("not a regular file (a pipe, socket or device): remove it")
    check_suffix(path)
    return False


def read_bytes(root: Path, path: str) -> bytes:
    """Return what the file holds; ArticleError when it is too large or cannot be opened.

    FileNotFoundError when it has gone since it was listed. Never waits for a pipe.
    """
    target = _target(root, path)
    try:
        handle = os.open(target, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as file:
            raw = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise ArticleError(f"cannot be read: {error.strerror}; change its permissions") from error
    if len(raw) > LARGEST:
        raise ArticleError(f"larger than {LARGEST // 1024**2} MiB: split it into articles")
    return raw


def _entries(root: Path, folder: str) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(root / folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        if not folder:
            raise ArticleError(
                f"the corpus {root} cannot be read: {error.strerror}; "
                "name a folder of articles with --corpus"
            ) from error
        raise
    return (entry for entry in entries if not is_hidden(entry.name))


def _target(root: Path, path: str) -> Path:
    """Return where a link leads, if that is inside `root`, and any other path as it is."""
    try:
        if not (root / path).is_symlink():
            return root / path
    except PermissionError as error:  # in a folder that may be listed but not entered
        raise ArticleError(f"cannot be looked at: {error.strerror}") from error
    try:
        target = (root / path).resolve(strict=True)
    except (OSError, RuntimeError) as error:
        raise ArticleError("a link that leads nowhere: remove it") from error
    if not target.is_relative_to(root.resolve()):
        raise ArticleError("a link that leads out of this folder: put the file itself here")
    return target
