"""Which file names are read, and the article id that each gives."""

from __future__ import annotations

import os
import re
import unicodedata

from qa.errors import ArticleError

SUFFIXES = ("md", "markdown", "txt", "html", "htm", "json", "jsonl")
"""The kinds of file that are read; of two files with the same id the earlier kind is taken."""

RECORD_SUFFIXES = ("json", "jsonl")
"""The kinds whose articles may name their own ids."""

LONGEST_ID = 200
_SUGGESTED = 120  # bytes
_LONGEST_SEGMENT = 240  # bytes; file systems allow 255, and the suffix needs room
_UNPRINTABLE = {"Cc", "Cs", "Zl", "Zp"}  # controls, surrogates, line and paragraph separators


def suffix_of(path: str) -> str:
    """Return the suffix in lower case without its dot; empty when there is none."""
    stem, dot, suffix = path.rpartition("/")[2].rpartition(".")
    return suffix.lower() if stem and dot else ""


def rank_of(path: str) -> int:
    """Return where the kind of file stands in `SUFFIXES`."""
    return SUFFIXES.index(suffix_of(path))


def normalised(name: str) -> str:
    """Return the one spelling (NFC) under which differently composed names are the same."""
    return unicodedata.normalize("NFC", name)


def id_of(path: str) -> str:
    """Return the id of the article at `path`.

    >>> id_of("season-2/2025-07-23-production.announced.md")
    'season-2/2025-07-23-production.announced'
    """
    return normalised(path.rpartition(".")[0])


def is_hidden(name: str) -> bool:
    """Whether a file or folder of that name is passed over: dot files and editor backups."""
    return name.startswith(".") or name.endswith("~")


def printable(path: str) -> str:
    r"""Return `path` fit for a message.

    >>> printable("a\x07b")
    'a\\x07b'
    """
    shown = os.fsencode(path).decode("utf-8", "backslashreplace")
    return "".join(
        repr(each)[1:-1] if unicodedata.category(each) in _UNPRINTABLE else each for each in shown
    )


def check_name(name: str) -> None:
    """Raise ArticleError when a file or folder name cannot be part of an id."""
    if name.isascii() and name.isprintable():
        return
    if any(unicodedata.category(each) == "Cs" for each in name):
        raise ArticleError("the name is not valid UTF-8: rename it")
    if any(unicodedata.category(each) in _UNPRINTABLE for each in name):
        raise ArticleError("the name holds control characters: rename it")


def check_suffix(name: str) -> None:
    """Raise ArticleError when the file is of a kind that is not read."""
    suffix = suffix_of(name)
    if suffix not in SUFFIXES:
        kind = f".{suffix}" if suffix else "no suffix"
        kinds = " ".join(f".{each}" for each in SUFFIXES)
        raise ArticleError(f"not a kind of file that is read ({kind}); these are: {kinds}")


def check_id(article_id: str) -> str:
    """Return the id as NFC; ArticleError when it is not a safe relative path."""
    safe = normalised(article_id)
    flaw = _flaw(safe)
    if flaw:
        raise ArticleError(
            f"{printable_id(article_id)} cannot be an article's id: {flaw}; "
            "use one like 'season-2/2025-07-23-production-announced'"
        )
    return safe


def suggest_id(title: str, published: str) -> str:
    """Return an id for an article of this title and date, as a person would name its file.

    >>> suggest_id("Season 2: 좀비 are back!", "2025-07-23")
    '2025-07-23-season-2-좀비-are-back'
    """
    words = re.findall(r"[^\W_]+", normalised(title).lower())
    stem = "-".join(words).encode()[:_SUGGESTED].decode(errors="ignore").strip("-")
    return "-".join(part for part in (published, stem or "article") if part)


def printable_id(article_id: str) -> str:
    """Return the id quoted for a message, shortened when it is very long."""
    return ascii(article_id) if len(article_id) <= LONGEST_ID else ascii(article_id[:40]) + "..."


def _flaw(article_id: str) -> str:
    if len(article_id) > LONGEST_ID:
        return f"it is longer than {LONGEST_ID} characters"
    if "\\" in article_id or any(unicodedata.category(c) in _UNPRINTABLE for c in article_id):
        return "it holds a backslash or a control character"
    if "\N{REPLACEMENT CHARACTER}" in article_id:  # what servers make of bytes that are no UTF-8
        return "it is not valid UTF-8"
    flaws = (_segment_flaw(segment) for segment in article_id.split("/"))
    return next((flaw for flaw in flaws if flaw), "")


def _segment_flaw(segment: str) -> str:
    if not segment.strip():
        return "a part between slashes is empty"
    if is_hidden(segment):
        return "a part starts with a dot or ends with ~"
    if len(segment.encode()) > _LONGEST_SEGMENT:
        return f"a part is longer than {_LONGEST_SEGMENT} bytes"
    return ""
