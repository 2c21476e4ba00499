"""Everyday English nouns for one thing, British and American: `synonyms.txt` beside this file.

A group is what people say for the same thing, of which an article uses one word and a question
another. Words that are as often something else ("fall", "match", "show") are in none, nor is what
bears a number. A noun is looked up as it stands or in the plural: "filmed" is no film.
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


def synonyms(noun: str) -> tuple[str, ...]:
    """Return what else is said for a noun in lower case, as the list has it; () for others.

    >>> synonyms("lorries"), synonyms("filmed"), synonyms("show")
    (('truck',), (), ())
    """
    return _groups().get(noun, ())


@functools.cache
def _groups() -> Mapping[str, tuple[str, ...]]:
    text = resources.files(__package__).joinpath("synonyms.txt").read_text(encoding="utf-8")
    found: dict[str, tuple[str, ...]] = {}
    for group in text.split(";"):
        members = [" ".join(each.split()) for each in group.split(",")]
        for member in members:
            others = tuple(each for each in members if each != member)
            found[member] = found[_plural(member)] = others
    return found


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "ch", "sh")) else f"{noun}s"
