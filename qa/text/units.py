"""Units: the pieces of a text that are never torn apart, with their exact offsets.

A unit is a sentence of prose or of a list item, a table row, a line of code, or a heading. Plain
text and Markdown are read alike. Units come in order, do not overlap, are trimmed, and hold every
letter and digit of the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from qa.text.remembering import remembered

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADING_WORDS = 16
"""A line on its own with at most this many words and no full stop is a heading."""


class Kind(Enum):
    """What a unit is."""

    PROSE = "prose"
    HEADING = "heading"
    ITEM = "item"
    ROW = "row"
    HEADER = "header"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Unit:
    """`text[start:end]` is one whole piece; `level` is a heading's depth, 0 otherwise."""

    start: int
    end: int
    kind: Kind
    level: int = 0


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str


_HEADING = re.compile(r"\s{0,3}(#{1,6})[ \t]+(?=\S)")
_ITEM = re.compile(r"\s*(?:[-*+•‣]|\d{1,3}[.)])[ \t]+(?=\S)")
_QUOTE = re.compile(r"\s*>[ \t>]*")
_FENCE = re.compile(r"\s{0,3}(?:```|~~~)")
_RULE = re.compile(r"[\s|:*_=+-]*")
_DELIMITER_ROW = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
_BARRED = re.compile(r"\s{0,3}\|[^|\n]+\|(?:[^|\n]*\|)+[ \t]*\n?")
_SPEAKER = re.compile(r"[A-Z][\w .'-]{0,40}:\s")
_TERMINATOR = re.compile(
    r"[.!?…]+[\"'”’»)\]*_]*(?=\s|$)"  # Western: ends a sentence only before space
    r"|[。！？｡]+[\"'”’»」』）)]*"  # Chinese, Japanese: always
)
_NEXT = re.compile(r"\s*(\S{0,8})")
_LONGEST_ABBREVIATION = 20
_ABBREVIATION = re.compile(
    r"(?:[A-HJ-Z]|Mr|Mrs|Ms|Dr|Prof|St|Sr|Jr|vs|No|Nos|Vol|Ep|Eps|pp?|cf|al|Inc|Ltd|Co|Corp|Gen|Col|"
    r"Lt|Sgt|Capt|Gov|Sen|Rep|Rev|Hon|Mt|Ft|approx|est|fig|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|"
    r"Nov|Dec|(?:[A-Za-z]\.)+[A-Za-z])\.",
)
_OPENING = "\"'“‘«([*_「『（"


@remembered(256, longest=2000)  # passages, not articles
def units(text: str) -> tuple[Unit, ...]:
    """Return the units of `text`, in order."""
    found: list[Unit] = []
    lines = _lines(text)
    at = 0
    while at < len(lines):
        taken = _fence(lines, at) or _table(lines, at)
        if taken:
            found.extend(taken[0])
            at = taken[1]
        else:
            block, at = _block(lines, at)
            found.extend(_block_units(text, block, last=at >= len(lines)))
    return tuple(found)


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Return the trimmed spans of the sentences in `text[start:end]`, which is read as prose.

    >>> [text[a:b] for text in ["Dr. Lee ran. Who? J. Doe!"] for a, b in sentence_spans(text)]
    ['Dr. Lee ran.', 'Who?', 'J. Doe!']
    """
    end = len(text) if end is None else end
    caseless = not any(char.isupper() for char in text[start:end])
    spans = []
    begin = start
    for match in _TERMINATOR.finditer(text, start, end):
        if _ends_sentence(text, begin, match, end, caseless=caseless):
            spans.append((begin, match.end()))
            begin = match.end()
    spans.append((begin, end))
    return [span for span in (_trim(text, *each) for each in spans) if span[0] < span[1]]


def _ends_sentence(
    text: str, begin: int, match: re.Match[str], end: int, *, caseless: bool
) -> bool:
    following = _NEXT.match(text, match.end(), end).group(1)  # type: ignore[union-attr]
    set_apart = match.start() > begin and text[match.start() - 1].isspace()  # tokenised text
    if not following or set_apart or match.group()[0] in "。！？｡":
        return True
    if following.lstrip(_OPENING)[:1].islower() and not caseless:
        return False
    near = text[max(begin, match.start() - _LONGEST_ABBREVIATION) : match.start() + 1]
    abbreviated = _ABBREVIATION.fullmatch(near.split()[-1].lstrip(_OPENING))
    return match.group()[0] != "." or not abbreviated


def _lines(text: str) -> list[_Line]:
    lines = []
    start = 0
    for line in text.splitlines(keepends=True):
        lines.append(_Line(start, start + len(line), line))
        start += len(line)
    return lines


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _whole(line: _Line, kind: Kind) -> Iterator[Unit]:
    start, end = _trim(line.text, 0, len(line.text))
    if start < end:
        yield Unit(line.start + start, line.start + end, kind)


def _fence(lines: list[_Line], at: int) -> tuple[list[Unit], int] | None:
    """Return the code lines of a fenced block and the line after it; None when none starts here."""
    if not _FENCE.match(lines[at].text):
        return None
    end = at + 1
    while end < len(lines) and not _FENCE.match(lines[end].text):
        end += 1
    found = [unit for line in lines[at : end + 1] for unit in _whole(line, Kind.CODE)]
    return found, end + 1


def _table(lines: list[_Line], at: int) -> tuple[list[Unit], int] | None:
    """Return a Markdown table's rows and the line after it; None when none starts here.

    A passage may begin in the middle of a table: its first lines are rows then, if they stand
    between bars.
    """
    if "|" not in lines[at].text:
        return None
    if _heads(lines, at):
        found, end = [*_whole(lines[at], Kind.HEADER)], at + 2
        while end < len(lines) and "|" in lines[end].text and not _heads(lines, end):
            found += _row(lines[end])
            end += 1
        return found, end
    found, end = [], at
    while at == 0 and _in_table(lines, end):
        found += _row(lines[end])
        end += 1
    return (found, end) if end > at else None


def _heads(lines: list[_Line], at: int) -> bool:
    """Whether a line is the header of a table."""
    return "|" in lines[at].text and at + 1 < len(lines) and _is_rule(lines[at + 1].text)


def _in_table(lines: list[_Line], at: int) -> bool:
    """Whether a line stands between bars and is no header."""
    return at < len(lines) and bool(_BARRED.fullmatch(lines[at].text)) and not _heads(lines, at)


def _row(line: _Line) -> list[Unit]:
    return [] if _is_rule(line.text) else [*_whole(line, Kind.ROW)]


def _is_rule(line: str) -> bool:
    """Whether a line parts the header of a table from its rows."""
    plain = line.strip()
    return "|" in plain and not plain.strip("|:- \t") and bool(_DELIMITER_ROW.fullmatch(plain))


def _block(lines: list[_Line], at: int) -> tuple[list[_Line], int]:
    """Return the lines of one paragraph, item or heading, and the line after it."""
    end = at + 1
    first = lines[at].text
    if not first.strip() or _HEADING.match(first):
        return [lines[at]], end
    while end < len(lines) and not _starts_block(lines, end):
        end += 1
    return lines[at:end], end


def _starts_block(lines: list[_Line], at: int) -> bool:
    line, before = lines[at].text, lines[at - 1].text.rstrip()
    if not line.strip() or any(each.match(line) for each in (_HEADING, _ITEM, _FENCE, _SPEAKER)):
        return True
    if _RULE.fullmatch(line) or _RULE.fullmatch(before) or _table(lines, at):
        return True
    return before.endswith(tuple('.!?…:。！？"”’)')) and not line.lstrip()[:1].islower()


def _block_units(text: str, block: list[_Line], *, last: bool) -> Iterator[Unit]:
    first = block[0]
    start, end = first.start, block[-1].end
    heading = _HEADING.match(first.text)
    item = _ITEM.match(first.text)
    if not any(char.isalnum() for char in text[start:end]) and _RULE.fullmatch(text[start:end]):
        return
    if heading:
        begin, end = _trim(text, start + heading.end(), end)
        yield Unit(begin, end, Kind.HEADING, len(heading.group(1)))
    elif _is_heading_line(text, block, last=last):
        yield Unit(*_trim(text, start, end), Kind.HEADING, 2)
    else:
        marker = item or _QUOTE.match(first.text)
        start += marker.end() if marker else 0
        kind = Kind.ITEM if item else Kind.PROSE
        for begin, stop in sentence_spans(text, start, end):
            yield Unit(begin, stop, kind)


def _is_heading_line(text: str, block: list[_Line], *, last: bool) -> bool:
    """Whether a plain-text line stands alone as a heading: short, no full stop, text below."""
    line = block[0]
    stripped = line.text.strip()
    if len(block) > 1 or last or _ITEM.match(line.text) or len(stripped.split()) > HEADING_WORDS:
        return False
    above = text[max(0, line.start - 4) : line.start]  # only what touches the line: linear time
    alone = text.startswith(("\n", "\r"), line.end) and (
        not above or above.endswith(("\n\n", "\r\n\r\n", "\r\r"))
    )
    ends = stripped.rstrip("*_\"'”’)")[-1:]
    return alone and ends not in set(".!…,;:。！") and any(char.isalpha() for char in stripped)
