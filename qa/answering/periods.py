"""Which of the passages found are read, when a question is about time.

A limit in the question's own words ("as of December 2017") is not only a limit on dates: an annual
report of 2018 states what was owed "as of 31 December 2017". So what names the period is read too,
whenever it was published; a limit in a request stays strict, and is none of this module's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.answering.evidence import names_period

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qa.types import Passage, Published, Span


def admit(
    everything: Iterable[Passage], within: Iterable[Passage], as_of: Published
) -> list[Passage]:
    """Return what had surely been published by then or names the period, best first, each once.

    `everything` was found without the limit and `within` under it; what only the latter found
    comes last.
    """
    admitted = (
        each for each in everything if by_then(each, as_of) or names_period(each.text, as_of)
    )
    kept: dict[tuple[str, int], Passage] = {}
    for passage in (*admitted, *within):
        kept.setdefault((passage.article_id, passage.start), passage)
    return list(kept.values())


def told_by_then(spans: Iterable[Span], as_of: Published) -> list[Span]:
    """Return the spans of articles published by then, and those whose sentence names the period."""
    return [
        each for each in spans if by_then(each.passage, as_of) or names_period(each.quote, as_of)
    ]


def by_then(passage: Passage, as_of: Published) -> bool:
    """Whether a passage had surely been published by the end of the period."""
    return passage.published is not None and passage.published.last_day <= as_of.last_day


def spread(passages: Sequence[Passage], count: int) -> list[Passage]:
    """Return `count` passages, best first: the best of every year, then the next best of each.

    What has no date is a year of its own.
    """
    places: dict[int | None, int] = {}
    ranked = []
    for rank, passage in enumerate(passages):
        year = passage.published.year if passage.published else None
        places[year] = places.get(year, -1) + 1
        ranked.append((places[year], rank))
    chosen = sorted(rank for _, rank in sorted(ranked)[:count])
    return [passages[rank] for rank in chosen]
