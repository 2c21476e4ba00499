"""What the span model proposed for the questions of a set, and what of it is right.

A file a set, one line a question: {"id", "proposals": [[text_id, quote_start, quote_end, start,
end, verdict], ...]}, likeliest first.
"""

from __future__ import annotations

import json
from dataclasses import astuple, dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from qa.durable import write_file

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


def path_of(work: Path, name: str) -> Path:
    """Return where the proposals of a set are kept."""
    return work / "proposals" / f"{name}.jsonl"


def write_proposals(path: Path, proposed: Mapping[str, Sequence[Proposal]]) -> None:
    """Write what was proposed for each question, by its id."""
    lines = [
        json.dumps({"id": each, "proposals": [astuple(one) for one in found]})
        for each, found in proposed.items()
    ]
    write_file(path, ("\n".join(lines) + "\n").encode())


def read_proposals(path: Path) -> dict[str, list[Proposal]]:
    """Return the proposals for each question; none when nothing was mined."""
    if not path.exists():
        return {}
    stored = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {each["id"]: [_proposal(*one) for one in each["proposals"]] for each in stored}


def _proposal(  # noqa: PLR0913, PLR0917 - the fields as they are stored
    text_id: str, quote_start: int, quote_end: int, start: int, end: int, verdict: int
) -> Proposal:
    return Proposal(text_id, quote_start, quote_end, start, end, Verdict(verdict))
