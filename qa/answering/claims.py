"""Answers grouped by what they mean, and the stages of time in which each was told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.answering.evidence import independent
from qa.answering.meaning import Sort, agree, precision

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qa.answering.evidence import Evidence
    from qa.answering.meaning import Meaning
    from qa.types import Published


@dataclass(frozen=True, slots=True)
class Claim:
    """One answer with all its evidence, never none; the first piece of it speaks for all."""

    evidence: tuple[Evidence, ...]

    @property
    def meaning(self) -> Meaning:
        """What is claimed, as precisely as any of the evidence says it."""
        return max(
            (each.meaning for each in self.evidence),
            key=lambda each: (each.sort is not Sort.PHRASE, precision(each)),
        )

    @property
    def support(self) -> float:
        """The best support of any span that says so."""
        return max(each.span.support for each in self.evidence)

    @property
    def independent(self) -> tuple[Evidence, ...]:
        """The evidence of independent sources, best first: reprints are represented once."""
        groups = independent(each.span.passage for each in self.evidence)
        firsts = {id(group[0]) for group in groups}
        found = []
        for each in self.evidence:
            if id(each.span.passage) in firsts:
                firsts.remove(id(each.span.passage))
                found.append(each)
        return tuple(found)

    @property
    def told(self) -> list[Published]:
        """When it was told, for all evidence of which that is known."""
        return [each.told for each in self.evidence if each.told]

    @property
    def recalled(self) -> bool:
        """Whether it is only ever recalled as something past."""
        return all(each.recalled for each in self.evidence)

    @property
    def sources(self) -> int:
        """How many independent sources say so."""
        return len(self.independent)


@dataclass(frozen=True, slots=True)
class Stage:
    """What the answer was over a time in which nothing else was told: `first` to `last`."""

    claim: Claim
    first: Published
    last: Published


def gather(evidence: Iterable[Evidence]) -> list[Claim]:
    """Return the claims that the evidence (best first) makes, best supported first.

    Each joins the first claim with all of whose evidence it agrees.
    """
    claims: list[list[Evidence]] = []
    for each in evidence:
        said = next(
            (
                claim
                for claim in claims
                if all(agree(each.meaning, other.meaning) for other in claim)
            ),
            None,
        )
        if said is None:
            claims.append([each])
        else:
            said.append(each)
    return [Claim(tuple(claim)) for claim in claims]


def stages(claims: Sequence[Claim], *, apart: bool = False) -> list[Stage]:
    """Return how the answer changed over these claims, newest first; undated evidence is left out.

    With `apart` what was told again on another day is a stage of its own. What was told at the
    same time comes in the order of the claims.
    """
    told = [
        (each.told, number, each)
        for number, claim in enumerate(claims)
        for each in claim.evidence
        if each.told
    ]
    told.sort(key=lambda each: (*_day(each[0]), -each[1]), reverse=True)
    runs: list[list[tuple[Published, int, Evidence]]] = []
    for each in told:
        last = runs[-1][-1] if runs else None
        if last and last[1] == each[1] and (not apart or last[0] == each[0]):
            runs[-1].append(each)
        else:
            runs.append([each])
    return [_stage(run) for run in runs]


def _stage(run: Sequence[tuple[Published, int, Evidence]]) -> Stage:
    evidence = sorted((each for _, _, each in run), key=lambda each: -each.span.support)
    return Stage(Claim(tuple(evidence)), first=run[-1][0], last=run[0][0])


def _day(published: Published) -> tuple[int, int]:
    return published.last_day.toordinal(), published.first_day.toordinal()
