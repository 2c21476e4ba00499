"""Which of the articles found are taken: one an id, and one of those that say the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.corpus.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qa.corpus.reading import Found


def settle_ids(found: Iterable[Found]) -> tuple[list[Found], list[Problem]]:
    """Return one article an id, sorted by id, and a problem for each other one."""
    taken: dict[str, Found] = {}
    problems: list[Problem] = []
    for each in sorted(found, key=lambda each: each.precedence):
        winner = taken.setdefault(each.article.id, each)
        if winner is not each:
            problems.append(Problem(each.path, _says_clash(each, winner)))
    return sorted(taken.values(), key=lambda each: each.article.id), problems


def settle_duplicates(found: Iterable[Found]) -> tuple[list[Found], list[Problem]]:
    """Return those of `found` that say what none before them says, and a problem for the others.

    The same text with another date, source or address is a reprint, and both are taken.
    """
    first: dict[tuple[object, ...], Found] = {}
    problems: list[Problem] = []
    for each in found:
        article = each.article
        said = (article.text, article.published, article.source, article.url)
        original = first.setdefault(said, each)
        if original is not each:
            reason = f"{each.place}says the same as {original.article.id}: remove one of them"
            problems.append(Problem(each.path, reason))
    return list(first.values()), problems


def _says_clash(loser: Found, winner: Found) -> str:
    place = f" ({winner.place.removesuffix(': ')})" if winner.place else ""
    return (
        f"{loser.place}{winner.path}{place} has the same id, {loser.article.id}, "
        "and is taken: rename or remove one of them"
    )
