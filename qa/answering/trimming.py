"""Cuts an extracted span to whole words: no half names, no stray marks, no open bracket."""

from __future__ import annotations

import re

from qa.text.dates import find_dates
from qa.text.words import STOP_WORDS, fold, words

_JOINING = "-‐‑'’"
_PAIRS = {"(": ")", "[": "]", "“": "”", "«": "»", "「": "」", "『": "』", "（": "）"}
_NAME = r"[^\W\d_a-z][^\W\d_]*(?:[-‐‑'’][^\W\d_]+)*"
_BEFORE = re.compile(rf"(?<![^\W_]|[-‐‑'’])({_NAME}) $")
_AFTER = re.compile(rf" ({_NAME})(?![^\W_])")
_LAST = re.compile(r"[^\W_]+(?:[-‐‑'’][^\W_]+)*$")
NO_NAMES = frozenset(
    words(
        """
        monday tuesday wednesday thursday friday saturday sunday january february march april may
        june july august september october november december yesterday today tomorrow later soon
        actor actress director writer finally meanwhile however although though since besides still
        """
    )
)
_WEEKDAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day", re.IGNORECASE)
_GAP = re.compile(r",? (?:the )?")
_EDGES = " \t\r\n|,;:.!?*_\"'’‘“”«»「」『』()[]（）–—-"


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span widened to whole words, then without what does not belong to it.

    It may come out empty, when there was no word in it.

    >>> text = "Ada (born Byron) met J. Doe-Fox, twice."
    >>> [text[a:b] for a, b in (trimmed(text, 0, 9), trimmed(text, 24, 28), trimmed(text, 29, 32))]
    ['Ada', 'Doe-Fox', 'Doe-Fox']
    """
    if start >= end:
        return start, start
    while start > 0 and _inside_word(text, start):
        start -= 1
    while end < len(text) and _inside_word(text, end):
        end += 1
    start, end = _stripped(text, start, end)
    for opening, closing in _PAIRS.items():
        piece = text[start:end]
        if piece.count(opening) > piece.count(closing):
            end = start + piece.rfind(opening)
        elif piece.count(closing) > piece.count(opening):
            start += piece.find(closing) + 1
    return _with_both_marks(text, *_stripped(text, start, end))


def whole_name(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span that begins or ends with a name with what else of that name stands beside it.

    Neighbours that are written with a capital and no mark between belong to it; stop words, days,
    months and words such as "yesterday" do not.

    >>> text = "Park Ji-hu plays On-jo. The Rhine rose."
    >>> [text[a:b] for a, b in (whole_name(text, 5, 10), whole_name(text, 0, 4))]
    ['Park Ji-hu', 'Park Ji-hu']
    >>> text[slice(*whole_name(text, 28, 33))]
    'Rhine'
    """
    while text[start : start + 1].isupper() and (before := _BEFORE.search(text, 0, start)):
        if not _may_be_named(before.group(1)):
            break
        start = before.start()
    while _capitalised(_LAST.search(text, start, end)) and (after := _AFTER.match(text, end)):
        if not _may_be_named(after.group(1)):
            break
        end = after.end()
    return start, end


def whole_day(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span that is but a day of the week with the date that follows it.

    >>> text = "It reopened on Friday, 17 May 2024, and closed on Monday."
    >>> [text[slice(*whole_day(text, at, at + 6))] for at in (15, 50)]
    ['Friday, 17 May 2024', 'Monday']
    """
    if not _WEEKDAY.fullmatch(text, start, end) or not (gap := _GAP.match(text, end)):
        return start, end
    dates = find_dates(text[gap.end() :])
    return (start, gap.end() + dates[0].end) if dates and dates[0].start == 0 else (start, end)


def _may_be_named(word: str) -> bool:
    """Whether a word beside a name can be a part of it: written with a capital, and no day."""
    return word[:1].isupper() and fold(word) not in STOP_WORDS | NO_NAMES


def _capitalised(match: re.Match[str] | None) -> bool:
    return match is not None and match.group()[:1].isupper()


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGES and not _opens(text, start, end):
        start += 1
    while start < end and text[end - 1] in _EDGES and not _closes(text, start, end):
        end -= 1
    return start, end


def _opens(text: str, start: int, end: int) -> bool:
    """Whether the span begins with a bracket that it closes itself."""
    return _PAIRS.get(text[start], "\0") in text[start + 1 : end]


def _closes(text: str, start: int, end: int) -> bool:
    """Whether the span ends with a bracket that it opened, or with an abbreviation's stop."""
    last = text[end - 1]
    if any(
        last == closing and opening in text[start : end - 1] for opening, closing in _PAIRS.items()
    ):
        return True
    abbreviated = last == "." and end >= 2 and text[end - 2].isupper() and end < len(text)
    return abbreviated and start < end - 2 and text[end - 3] in ". "


def _with_both_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span that cuts a title in asterisks, or what is quoted, with the mark it lacks."""
    for mark in '*"':
        within = text.count(mark, start, end)
        before, behind = text[max(0, start - 1) : start] == mark, text[end : end + 1] == mark
        if within and within % 2 == 0 and before and behind:  # two titles, one cut at each end
            start, end = start - 1, end + 1
        elif within % 2:
            start, end = start - before, end + (behind and not before)
    return start, end


def _inside_word(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if before.isalnum() and after.isalnum():
        return _same_script(before, after)
    joined = (
        after in _JOINING and before.isalnum() and at + 1 < len(text) and text[at + 1].isalnum()
    )
    return joined or (before in _JOINING and after.isalnum() and at >= 2 and text[at - 2].isalnum())


def _same_script(before: str, after: str) -> bool:
    """Whether two letters can belong to one word: a Hangul name may touch a Latin particle."""
    return (before < "\u1100") == (after < "\u1100")
