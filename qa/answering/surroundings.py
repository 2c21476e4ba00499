"""A sentence with its neighbours: enough to know what it refers back to, and no more."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qa.answering.places import sentences_of
from qa.text.words import weight

if TYPE_CHECKING:
    from qa.types import Passage


def around(passage: Passage, start: int, end: int, words: float) -> Passage:
    """Return a passage cut to `start:end` with the sentence on each side, while all is short.

    Offsets are into the article's text, as those of the passage are. `words` is how many there may
    be in all; what is given is kept, however long it is.
    """
    text, at = passage.text, passage.start
    low, high = start - at, end - at
    sentences = sentences_of(text)
    before = [first for first, last in sentences if last <= low][-1:]
    after = [last for first, last in sentences if first >= high][:1]
    for first in before:
        low = first if weight(text[first:high]) <= words else low
    for last in after:
        high = last if weight(text[low:last]) <= words else high
    return replace(passage, text=text[low:high], start=at + low, end=at + high)
