"""Which of the articles found are taken: one an id, and one of those that say the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from qa.corpus.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable


class _Placed(Protocol):
    """An article that was found, or what is remembered of it, and where it stands."""

    @property
    def id(self) -> str: ...
    @property
    def said(self) -> bytes: ...
    @property
    def path(self) -> str: ...
    @property
    def place(self) -> str: ...
    @property
    def precedence(self) -> tuple[int, str, int]: ...


_Each = TypeVar("_Each", bound=_Placed)


def settle_ids(found: Iterable[_Each]) -> tuple[list[_Each], list[Problem]]:
    """Return one article an id, sorted by id, and a problem for each other one."""
    taken: dict[str, _Each] = {}
    problems: list[Problem] = []
    for each in sorted(found, key=lambda each: each.precedence):
        winner = taken.setdefault(each.id, each)
        if winner is not each:
            problems.append(Problem(each.path, _says_clash(each, winner)))
    return sorted(taken.values(), key=lambda each: each.id), problems


def settle_duplicates(found: Iterable[_Each]) -> tuple[list[_Each], list[Problem]]:
    """Return those of `found` that say what none before them says, and a problem for the others.

    The same text with another date, source or address is a reprint, and both are taken.
    """
    first: dict[bytes, _Each] = {}
    problems: list[Problem] = []
    for each in found:
        original = first.setdefault(each.said, each)
        if original is not each:
            reason = f"{each.place}says the same as {original.id}: remove one of them"
            problems.append(Problem(each.path, reason))
    return list(first.values()), problems


def _says_clash(loser: _Placed, winner: _Placed) -> str:
    place = f" ({winner.place.removesuffix(': ')})" if winner.place else ""
    return (
        f"{loser.place}{winner.path}{place} has the same id, {loser.id}, "
        "and is taken: rename or remove one of them"
    )
