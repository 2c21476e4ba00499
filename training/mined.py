"""What was mined for the questions of a set: pieces of texts, question by question.

A file a set, one line a question: {"id", "passages": [[text_id, start, end], ...]}, or another
name for other rows.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from qa.durable import write_file

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from training.question_splits import Place

NEGATIVES = "negatives"
"""Passages that look right and hold no answer (`training.mine_negatives`)."""

DECEIVING = "deceiving"
"""Sentences that deceived an earlier reader (`training.mine_deceiving`)."""

PROPOSALS = "proposals"
"""What the span model proposed (`training.mine_proposals`)."""

_PASSAGES = "passages"


def path_of(work: Path, kind: str, name: str) -> Path:
    """Return where what was mined for a set is kept."""
    return work / kind / f"{name}.jsonl"


def write_rows(path: Path, kind: str, found: Mapping[str, Sequence[tuple[object, ...]]]) -> None:
    """Write rows of one kind for each question, by its id."""
    lines = [json.dumps({"id": each, kind: rows}) for each, rows in found.items()]
    write_file(path, ("\n".join(lines) + "\n").encode())


def read_rows(path: Path, kind: str) -> dict[str, list[list[Any]]]:
    """Return the rows of one kind for each question; FileNotFoundError when nothing was mined."""
    stored = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {each["id"]: each[kind] for each in stored}


def write_mined(path: Path, found: Mapping[str, Sequence[Place]]) -> None:
    """Write the pieces that were found for each question, by its id."""
    write_rows(path, _PASSAGES, found)


def read_mined(path: Path) -> dict[str, list[Place]]:
    """Return the pieces for each question; FileNotFoundError when nothing was mined."""
    return {
        asked: [(text, start, end) for text, start, end in rows]
        for asked, rows in read_rows(path, _PASSAGES).items()
    }


def read_if_mined(path: Path) -> dict[str, list[Place]]:
    """Return the pieces for each question; none when nothing was mined."""
    return read_mined(path) if path.exists() else {}
