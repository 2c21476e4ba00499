"""Claims become statements: numbered citations of whole sentences, each source cited once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.text.words import unmarked
from qa.types import Citation, Entry, Statement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.answering.claims import Claim, Stage
    from qa.answering.evidence import Evidence
    from qa.types import Published

CITED = 3
"""How many independent sources of one statement are cited at most."""


class Citations:
    """Numbers the sentences that statements rest on, from 1, each once."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, int, int], int] = {}
        self.all: list[Citation] = []

    def state(self, claim: Claim) -> Statement:
        """Return the statement that a claim makes, told last when its newest evidence was."""
        return Statement(
            text=unmarked(claim.evidence[0].span.text),
            citations=self._cite(claim),
            published=max(claim.told, key=_by_day, default=None),
            sources=claim.sources,
        )

    def enter(self, stage: Stage) -> Entry:
        """Return the line of a timeline that a stage gives."""
        return Entry(
            text=unmarked(stage.claim.evidence[0].span.text),
            citations=self._cite(stage.claim),
            first=stage.first,
            last=stage.last,
            sources=stage.claim.sources,
        )

    def _cite(self, claim: Claim) -> tuple[int, ...]:
        numbers = (self._number(each) for each in claim.independent[:CITED])
        return tuple(dict.fromkeys(numbers))

    def _number(self, evidence: Evidence) -> int:
        passage = evidence.span.passage
        place = (passage.article_id, evidence.start, evidence.end)
        if place not in self._numbers:
            self._numbers[place] = len(self._numbers) + 1
            self.all.append(
                Citation(
                    id=self._numbers[place],
                    article_id=passage.article_id,
                    title=passage.title,
                    published=passage.published,
                    url=passage.url,
                    source=passage.source,
                    quote=evidence.sentence,
                    start=evidence.start,
                    end=evidence.end,
                )
            )
        return self._numbers[place]


def tell_timeline(stages: Sequence[Stage], citations: Citations) -> list[Entry]:
    """Return the lines of a timeline, oldest first; their citations are numbered in that order."""
    return [citations.enter(stage) for stage in reversed(stages)]


def _by_day(published: Published) -> tuple[int, int]:
    return published.last_day.toordinal(), published.first_day.toordinal()
