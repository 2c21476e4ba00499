"""The reader that does not read, for comparison only: what `qa eval --ablate` calls no reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.types import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.types import Passage


@dataclass(frozen=True, slots=True)
class WholePassage:
    """Implements `Reader` by taking the best passage whole, as sure of it as it is near in meaning.

    What the first line of a list of search results amounts to.
    """

    def read(self, question: str, passages: Sequence[Passage]) -> Sequence[Span]:  # noqa: ARG002
        """Return the best passage as one span; none without passages."""
        return [
            Span(each, each.start, each.end, support=min(1.0, max(0.0, each.dense)))
            for each in passages[:1]
        ]
