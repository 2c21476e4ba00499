"""What the span model proposed for the questions of a set, and what of it is right.

A file a set, one line a question: {"id", "proposals": [[text_id, quote_start, quote_end, start,
end, verdict], ...]}, likeliest first.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from training.mined import PROPOSALS, read_rows, write_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


class Verdict(IntEnum):
    """Whether words answer.

    In doubt are those of another text that says the answer, too, and other words of a sentence that
    holds it.
    """

    IN_DOUBT = -1
    WRONG = 0
    RIGHT = 1


@dataclass(frozen=True, slots=True)
class Proposal:
    """Words `start:end` of a text in a sentence `quote_start:quote_end`: offsets into the text."""

    text_id: str
    quote_start: int
    quote_end: int
    start: int
    end: int
    verdict: Verdict


def write_proposals(path: Path, proposed: Mapping[str, Sequence[Proposal]]) -> None:
    """Write what was proposed for each question, by its id."""
    write_rows(path, PROPOSALS, {each: [*map(astuple, found)] for each, found in proposed.items()})


def read_proposals(path: Path) -> dict[str, list[Proposal]]:
    """Return the proposals for each question; none when nothing was mined."""
    if not path.exists():
        return {}
    return {
        asked: [
            Proposal(text_id, first, last, start, end, Verdict(verdict))
            for text_id, first, last, start, end, verdict in rows
        ]
        for asked, rows in read_rows(path, PROPOSALS).items()
    }
