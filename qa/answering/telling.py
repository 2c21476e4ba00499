"""Claims become statements: numbered citations of whole sentences, each source cited once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.text.words import unmarked
from qa.types import Citation, Entry, Statement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.answering.changes import Outcome
    from qa.answering.claims import Claim, Stage
    from qa.answering.evidence import Evidence
    from qa.types import Published

CITED = 3
"""How many independent sources of one statement are cited at most."""


EARLIER = 5
"""How many earlier answers are told at most, the newest of them."""


class Citations:
    """Numbers the sentences that statements rest on, from 1, each once."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, int, int], int] = {}
        self.all: list[Citation] = []

    def state(self, claim: Claim, *, cited: int = CITED) -> Statement:
        """Return the statement that a claim makes, told last when its newest evidence was."""
        return Statement(
            text=unmarked(claim.evidence[0].span.text),
            citations=self._cite(claim, cited),
            published=max(claim.told, key=_by_day, default=None),
            sources=claim.sources,
        )

    def enter(self, stage: Stage) -> Entry:
        """Return the line of a timeline that a stage gives."""
        return Entry(
            text=unmarked(stage.claim.evidence[0].span.text),
            citations=self._cite(stage.claim, CITED),
            first=stage.first,
            last=stage.last,
            sources=stage.claim.sources,
        )

    def _cite(self, claim: Claim, most: int) -> tuple[int, ...]:
        numbers = (self._number(each) for each in claim.independent[:most])
        return tuple(dict.fromkeys(numbers))

    def _number(self, evidence: Evidence) -> int:
        span = evidence.span
        passage = span.passage
        place = (passage.article_id, span.quote_start, span.quote_end)
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
                    quote=span.quote,
                    start=span.quote_start,
                    end=span.quote_end,
                )
            )
        return self._numbers[place]


@dataclass(frozen=True, slots=True)
class Told:
    """An outcome as statements, with the citations of all of them in order of number."""

    answer: Statement
    earlier: tuple[Statement, ...]
    conflicting: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    confidence: float
    changed: bool = False


def tell(outcome: Outcome) -> Told:
    """Return an outcome as statements: the answer first, then what conflicts, then the earlier."""
    citations = Citations()
    answer = citations.state(outcome.answer)
    conflicting = tuple(citations.state(claim) for claim in outcome.conflict)
    earlier = tuple(citations.state(stage.claim) for stage in outcome.earlier[:EARLIER])
    confidence = outcome.answer.support
    return Told(answer, earlier, conflicting, tuple(citations.all), confidence, outcome.changed)


def tell_list(claims: Sequence[Claim]) -> Told:
    """Return one statement that lists what is claimed, each with one citation."""
    citations = Citations()
    stated = [citations.state(claim, cited=1) for claim in claims]
    answer = Statement(
        text="; ".join(each.text for each in stated),
        citations=tuple(dict.fromkeys(number for each in stated for number in each.citations)),
        published=max(
            (each.published for each in stated if each.published), key=_by_day, default=None
        ),
        sources=min(each.sources for each in stated),
    )
    return Told(answer, (), (), tuple(citations.all), claims[0].support)


def tell_timeline(stages: Sequence[Stage], citations: Citations) -> list[Entry]:
    """Return the lines of a timeline, oldest first; their citations are numbered in that order."""
    return [citations.enter(stage) for stage in reversed(stages)]


def _by_day(published: Published) -> tuple[int, int]:
    return published.last_day.toordinal(), published.first_day.toordinal()
