"""Cuts an extracted span to whole words: no half names, no stray marks, no open bracket."""

from __future__ import annotations

_JOINING = "-‐‑'’"
_PAIRS = {"(": ")", "[": "]", "“": "”", "«": "»", "「": "」", "『": "』", "（": "）"}
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
    return _stripped(text, start, end)


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
