"""What was made of a text a moment ago need not be made again.

Between them, choosing what to read, reading and deciding look at the same few hundred sentences
many times for one question, and the next question meets most of them again.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_T = TypeVar("_T")


def remembered(
    entries: int, *, longest: int = 1000
) -> Callable[[Callable[[str], _T]], Callable[[str], _T]]:
    """Return a decorator that keeps the last `entries` results of a pure function of one text.

    Texts of more than `longest` characters are not kept, so that memory is bounded whatever comes;
    nor may callers change a result, which others get too.

    >>> made = []
    >>> shout = remembered(2, longest=5)(lambda text: made.append(text) or text.upper())
    >>> shout("hey"), shout("hey"), shout("hello you"), shout("hello you"), made
    ('HEY', 'HEY', 'HELLO YOU', 'HELLO YOU', ['hey', 'hello you', 'hello you'])
    """

    def decorate(make: Callable[[str], _T]) -> Callable[[str], _T]:
        kept = functools.lru_cache(entries)(make)

        @functools.wraps(make)
        def find(text: str) -> _T:
            return kept(text) if len(text) <= longest else make(text)

        return find

    return decorate
