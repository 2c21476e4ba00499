"""What a verifier is shown of a span: its words, marked in their sentence and what is beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.answering.surroundings import around
from qa.types import Marked

if TYPE_CHECKING:
    from qa.types import Span

WORDS = 40
"""About how many words are shown around a span."""


def marked(span: Span) -> Marked:
    """Return a span as a verifier sees it."""
    shown = around(span.passage, span.quote_start, span.quote_end, WORDS)
    return Marked(shown.title, shown.text, span.start - shown.start, span.end - shown.start)
