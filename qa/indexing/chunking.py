"""An article becomes chunks: whole units, exact offsets, never across a heading."""

from __future__ import annotations

import math
import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa.text.units import Kind, Unit, units
from qa.text.words import CHARACTERS_A_WORD, weight
from qa.types import Chunk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa.types import Article

_CLAUSE_END = re.compile(r"[,;:—–、，；：]\s*|\s+")
_JOINERS = "\u200d\ufe0e\ufe0f"


@dataclass(frozen=True, slots=True)
class ChunkSettings:
    """How long chunks are, in words (see `qa.text.words.weight`).

    The defaults are argued from docs/evaluation.md.
    """

    words: int = 130
    overlap: int = 30

    def __post_init__(self) -> None:
        if not 0 <= self.overlap < self.words:
            raise ValueError(f"an overlap of {self.overlap} does not fit into {self.words} words")


@dataclass(frozen=True, slots=True)
class _Section:
    """The units between two headings, with the heading they stand under."""

    heading: Unit | None
    units: tuple[Unit, ...]


def chunk_text(text: str, settings: ChunkSettings) -> list[Chunk]:
    """Return the chunks of `text` in order; every letter and digit lies in at least one.

    A section's chunks are about equally long and at most `settings.words` long; neighbours share
    up to `settings.overlap` words of whole units. A unit longer than a chunk is cut at a clause
    or a space, in the last resort between characters.
    """
    chunks: list[Chunk] = []
    for section in _sections(units(text)):
        pieces = [piece for unit in section.units for piece in _cut(text, unit, settings.words)]
        headers = [unit for unit in section.units if unit.kind is Kind.HEADER]
        packs = _pack(text, pieces, settings)
        chunks.extend(_chunk(packed, section.heading, headers) for packed in packs)
    return chunks


def embedded_text(article: Article, chunk: Chunk) -> str:
    """Return what is embedded and indexed for a chunk: title, heading, table header, then text."""
    context = [article.text[start:end] for start, end in chunk.context]
    return "\n".join([article.title, *context, article.text[chunk.start : chunk.end]])


def _sections(found: Sequence[Unit]) -> Iterator[_Section]:
    """Split at headings; a heading with nothing below it is quotable text of its own."""
    heading: Unit | None = None
    body: list[Unit] = []
    for unit in [*found, None]:
        if unit is not None and unit.kind is not Kind.HEADING:
            body.append(unit)
            continue
        if body or heading:
            yield _Section(heading if body else None, tuple(body) or (heading,))  # type: ignore[arg-type]
        heading, body = unit, []


def _cut(text: str, unit: Unit, limit: int) -> Iterator[Unit]:
    """Yield `unit` whole when it fits into `limit` words, else in pieces that do."""
    start = unit.start
    reach = math.ceil(limit * CHARACTERS_A_WORD) + 1  # no more characters than these can fit
    while weight(text[start : min(unit.end, start + reach)]) > limit:
        cut = _cut_place(text, start, unit.end, limit)
        end = cut - (len(text[start:cut]) - len(text[start:cut].rstrip()))
        if start < end:
            yield replace(unit, start=start, end=end)
        start = cut
    if start < unit.end:
        yield replace(unit, start=start)


def _cut_place(text: str, start: int, end: int, limit: int) -> int:
    """Return where to cut so that the first piece fits: after a clause, a space, or anywhere."""
    reach = math.ceil(limit * CHARACTERS_A_WORD) + 1
    low, high = start + 1, min(end, start + reach)  # bisection: weight is monotone
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if weight(text[start:middle]) <= limit else (low, middle - 1)
    breaks = [match.end() for match in _CLAUSE_END.finditer(text, start + 1, low)]
    if breaks and breaks[-1] > start + (low - start) // 2:
        return breaks[-1]
    return _before_joined(text, start, low)


def _before_joined(text: str, start: int, cut: int) -> int:
    """Move a cut left, out of a sequence of characters that are shown as one (emoji, accents)."""
    at = cut
    while start + 1 < at < len(text) and (
        unicodedata.combining(text[at]) or text[at] in _JOINERS or text[at - 1] == "\u200d"
    ):
        at -= 1
    return at if at > start + 1 else cut


def _pack(text: str, pieces: Sequence[Unit], settings: ChunkSettings) -> Iterator[Sequence[Unit]]:
    """Yield runs of pieces, about equally heavy, each at most `settings.words` where one can be."""
    weights = [weight(text[piece.start : piece.end]) for piece in pieces]
    share = math.ceil(sum(weights) / settings.words)
    target = min(settings.words, sum(weights) / max(share, 1) + settings.overlap)
    first = 0
    while first < len(pieces):
        last = _extent(weights, first, target)
        yield pieces[first:last]
        if last == len(pieces):
            return
        first = _step_back(weights, first, last, settings.overlap)


def _extent(weights: Sequence[float], first: int, target: float) -> int:
    """Return the end of the longest run from `first` that weighs at most `target`, at least one."""
    total, last = weights[first], first + 1
    while last < len(weights) and total + weights[last] <= target:
        total += weights[last]
        last += 1
    return last


def _step_back(weights: Sequence[float], first: int, last: int, overlap: float) -> int:
    """Return where the next run starts: up to `overlap` words before `last`, always after `first`.

    What is repeated must leave room for the piece that did not fit, or nothing would be gained.
    """
    shared, start = 0.0, last
    while start - 1 > first and shared + weights[start - 1] <= overlap:
        start -= 1
        shared += weights[start]
    return start


def _chunk(packed: Sequence[Unit], heading: Unit | None, headers: Sequence[Unit]) -> Chunk:
    """Make a chunk; one that starts inside a table carries the table's header."""
    context = [heading] if heading else []
    if packed[0].kind is Kind.ROW:
        above = bisect_left(headers, packed[0].start, key=lambda unit: unit.start)
        context += headers[max(0, above - 1) : above]
    return Chunk(packed[0].start, packed[-1].end, tuple((unit.start, unit.end) for unit in context))
