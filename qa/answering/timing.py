"""How long each part of an answer takes: told to whoever asks, by a callable that is given."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

Timed = Callable[[str], AbstractContextManager[object]]
"""Given the name of a part, returns what is entered before the part is done and left after it."""

PARTS = ("embed", "dense", "lexical", "fuse", "read", "decide")
"""The parts that are timed, in order; `lexical` may be done beside the two before it."""


def untimed(_: str) -> AbstractContextManager[object]:
    """Time nothing."""
    return nullcontext()
