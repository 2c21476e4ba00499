"""Pieces of a text: where an answer stands, and whole sentences around a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.text.units import units
from qa.text.words import STOP_WORDS, stem, weight, words

if TYPE_CHECKING:
    import random

    from training.question_splits import Posed

SHORTEST, LONGEST = 28, 82
"""The length of a piece in words is drawn evenly from this range."""

SPANS = 4
"""At most so many occurrences of an answer count as right."""


def occurrences(posed: Posed, text: str) -> list[tuple[int, int]]:
    """Return where the answers stand, likeliest first: by the question's words nearby.

    An answer that is common in the text, as "two" is, may stand there for another reason: only
    places as likely as the best one count.
    """
    lowered = text.lower()
    places = []
    for answer in dict.fromkeys(each.lower() for each in posed.answers):
        at = lowered.find(answer)
        while at >= 0 and answer:
            if _is_whole(lowered, at, at + len(answer)):
                places.append((at, at + len(answer)))
            at = lowered.find(answer, at + 1)
    if len(lowered) != len(text) or not places:
        return []
    asked = terms(posed.question)
    scored = [(len(asked & terms(_near(text, *place))), place) for place in places]
    best = max(score for score, _ in scored)
    return [place for score, place in scored if score == best][:SPANS]


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether no word or number goes on beyond a span: "1 April" does not stand in "11 April"."""
    return not any(
        0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum() for at in (start, end)
    )


def window(text: str, question: str, draw: random.Random) -> str:
    """Return a window around the sentence that shares most words with the question."""
    asked = terms(question)
    best = max(
        (
            (len(asked & terms(text[unit.start : unit.end])), -unit.start, unit)
            for unit in units(text)
        ),
        default=None,
        key=lambda each: each[:2],
    )
    if best is None:
        return text
    start, end = window_around(
        text, best[2].start, best[2].end, draw.uniform(SHORTEST, LONGEST), draw
    )
    return text[start:end]


def window_around(
    text: str, start: int, end: int, size: float, draw: random.Random
) -> tuple[int, int]:
    """Return a span of whole sentences of about `size` words that holds `start:end`."""
    sentences = units(text)
    inside = [at for at, unit in enumerate(sentences) if unit.start < end and start < unit.end]
    if not inside:
        return start, end
    first, last = inside[0], inside[-1]
    while first > 0 or last + 1 < len(sentences):
        before = draw.random() < 0.5
        wider = (max(0, first - 1), last) if before else (first, min(last + 1, len(sentences) - 1))
        if weight(text[sentences[wider[0]].start : sentences[wider[1]].end]) > size:
            break
        first, last = wider
    return min(start, sentences[first].start), max(end, sentences[last].end)


def _near(text: str, start: int, end: int) -> str:
    return text[max(0, start - 120) : end + 120]


def terms(text: str) -> set[str]:
    """Return the stemmed words of a text but for stop words."""
    return {stem(word) for word in words(text) if word not in STOP_WORDS}
