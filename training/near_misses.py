"""Turns a question that a text answers into one that it does not, or the text into one that fails.

A reader that has only seen honest questions answers every question (Rajpurkar et al. 2018). The
changes are those people make when they write unanswerable questions by hand: another name, another
number, the opposite word, a negation; and one that needs no change of words, the text without the
sentence that answers.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.text.words import fold

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Sequence

_OPPOSITES = (
    "first last|before after|largest smallest|highest lowest|oldest youngest|most least|more fewer|"
    "north south|east west|northern southern|eastern western|increase decrease|increased decreased|"
    "won lost|win lose|opened closed|open close|began ended|begin end|started stopped|start stop|"
    "joined left|accepted rejected|accept reject|allowed forbidden|allow forbid|supported opposed|"
    "support oppose|male female|men women|man woman|king queen|father mother|son daughter|"
    "brother sister|husband wife|public private|early late|earliest latest|major minor|above below|"
    "inside outside|agreed refused|agree refuse|built destroyed|build destroy|bought sold|buy sell|"
    "best worst|longest shortest|fastest slowest|strong weak|internal external|ancient modern|"
    "minimum maximum|included excluded|include exclude|attacked defended|attack defend|upper lower|"
    "love hate|loves hates|likes dislikes|like dislike|true false|rich poor|success failure|"
    "successful unsuccessful|legal illegal|possible impossible|common rare|rise fall|rose fell|"
    "gain lose|gained lost|created abolished|create abolish|founded dissolved|raised lowered"
)
OPPOSITE = {
    one: other
    for pair in _OPPOSITES.split("|")
    for one, other in (pair.split(), reversed(pair.split()))
}
"""Each word with one that turns a question around."""

_WORD = re.compile(r"[A-Za-z]+")
_NUMBER = re.compile(r"\b\d{1,4}\b")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*")
_AUXILIARY = re.compile(r"\b(?:did|do|does|was|were|is|are|can|could|has|have|had|will|would)\b")


def opposed(question: str, draw: random.Random) -> str | None:
    """Return the question with one word turned into its opposite; None without such a word."""
    found = [match for match in _WORD.finditer(question) if match.group().lower() in OPPOSITE]
    if not found:
        return None
    match = draw.choice(found)
    return _put(question, match, OPPOSITE[match.group().lower()])


def negated(question: str) -> str | None:
    """Return the question with its first auxiliary denied; None when it has none or is denied."""
    match = _AUXILIARY.search(question)
    if match is None or re.search(r"\bnot\b|n't\b|\bnever\b", question):
        return None
    after = re.match(r" (?:[A-Z][\w'’-]+ ?|the \w+ |it |he |she |they )*", question[match.end() :])
    at = match.end() + (after.end() if after else 0)
    return f"{question[:at].rstrip()} not {question[at:].lstrip()}"


def renumbered(question: str, text: str, draw: random.Random) -> str | None:
    """Return the question with a number changed to one that the text lacks; None without one."""
    found = list(_NUMBER.finditer(question))
    if not found:
        return None
    match = draw.choice(found)
    number = int(match.group())
    spread = [number + step for step in (-30, -12, -7, -3, -2, -1, 1, 2, 3, 5, 8, 20)]
    others = [str(each) for each in spread if each > 0 and str(each) not in text]
    return _put(question, match, draw.choice(others)) if others else None


def renamed(question: str, text: str, names: Sequence[str], draw: random.Random) -> str | None:
    """Return the question about another name, one of `names` that the text lacks; None without.

    A name of as many words is preferred: "Ada Lovelace" is no near miss for "Paris".
    """
    found = list(_NAME.finditer(question))
    if not found:
        return None
    match = draw.choice(found)
    held = fold(f"{text} {question}")
    size = len(match.group().split())
    strange = [name for name in names if fold(name) not in held]
    alike = [name for name in strange if len(name.split()) == size] or strange
    return _put(question, match, draw.choice(alike)) if alike else None


def asked_otherwise(
    way: str, question: str, article: tuple[str, str], names: Sequence[str], draw: random.Random
) -> str | None:
    """Return the question changed in one of four ways; None where it cannot be.

    `article` is title and text of what answered it.
    """
    title, text = article
    if way == "opposed":
        return opposed(question, draw)
    if way == "negated":
        return negated(question)
    if way == "renumbered":
        return renumbered(question, text, draw)
    return renamed(question, f"{title} {text}", names, draw)


def names_of(texts: Iterable[str]) -> list[str]:
    """Return the names in some texts, each once."""
    return list(dict.fromkeys(found for text in texts for found in names_in(text)))


def names_in(text: str) -> list[str]:
    """Return what is written as a name inside a sentence, each once.

    >>> names_in("The priest met Ada Lovelace in London, and Ada Lovelace smiled.")
    ['Ada Lovelace', 'London']
    """
    return list(dict.fromkeys(_NAME.findall(text)))


def _put(question: str, match: re.Match[str], word: str) -> str:
    return question[: match.start()] + word + question[match.end() :]
