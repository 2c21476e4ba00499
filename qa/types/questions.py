"""Questions: what limits them, and what their words say about time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.types.articles import Published


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles may be used. An article without a date passes no date filter.

    `as_of` and `until` keep what had surely been published by the end of that period, `since`
    what had surely not been published before it began.
    """

    as_of: Published | None = None
    since: Published | None = None
    until: Published | None = None
    sources: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def active(self) -> bool:
        """Whether anything is filtered at all."""
        return self != Filters()


class Intent(Enum):
    """Which of several answers is wanted, when the question says so."""

    LATEST = "latest"
    NOW = "now"
    STILL = "still"
    ORIGINAL = "original"


@dataclass(frozen=True, slots=True)
class Understood:
    """What a question says about time; each part is None when it says nothing of the kind.

    `as_of`, `since` and `until` limit which articles may be used, as in `Filters`. `about` is the
    period that the question is about. `intent` says which of several answers is wanted.
    """

    as_of: Published | None = None
    since: Published | None = None
    until: Published | None = None
    about: Published | None = None
    intent: Intent | None = None

    def under(self, filters: Filters) -> Understood:
        """Return what holds beside the limits of a request, which win over the question's own."""
        return replace(
            self,
            as_of=filters.as_of or self.as_of,
            since=filters.since or self.since,
            until=filters.until or self.until,
        )

    def limit(self, filters: Filters) -> Filters:
        """Return the filters of a request with what the question adds; the request's own win."""
        held = self.under(filters)
        return replace(filters, as_of=held.as_of, since=held.since, until=held.until)
