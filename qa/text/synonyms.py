"""Everyday English nouns for one thing, British and American: `synonyms.txt` beside this file.

A group is what people say for the same thing, of which an article uses one word and a question
another. Words that are as often something else ("fall", "match", "show") are in none.
"""

from __future__ import annotations

import functools
from importlib import resources
from typing import TYPE_CHECKING

from qa.text.words import stem, words

if TYPE_CHECKING:
    from collections.abc import Mapping


def stems(said: str) -> str:
    """Return the words of a text as stems, joined by one space."""
    return " ".join(map(stem, words(said)))


def synonyms(said: str) -> tuple[str, ...]:
    """Return what else is said for a noun, in any of its forms, as the list has it; () for others.

    >>> synonyms("lorries"), synonyms("show")
    (('truck',), ())
    """
    return _groups().get(stems(said), ())


@functools.cache
def _groups() -> Mapping[str, tuple[str, ...]]:
    text = resources.files(__package__).joinpath("synonyms.txt").read_text(encoding="utf-8")
    found: dict[str, tuple[str, ...]] = {}
    for group in text.split(";"):
        members = [" ".join(each.split()) for each in group.split(",")]
        for member in members:
            others = (each for each in members if each != member)
            found[stems(member)] = (*found.get(stems(member), ()), *others)
    return found
