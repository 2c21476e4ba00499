"""What is said about a file that was not taken."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """A file, or a part of one, that was not taken; `reason` says why and what to do.

    `path` is relative to the corpus, with `/`; what cannot be printed is escaped in it.
    """

    path: str
    reason: str
