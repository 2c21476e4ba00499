"""Where an earlier reader was deceived: what `training.mine_rivals` found, question by question."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

Place = tuple[str, int, int]
"""A sentence that does not answer, though a reader took an answer from it: text id, start, end."""


def path_of(work: Path, name: str) -> Path:
    """Return where the rivals of a set are kept."""
    return work / "rivals" / f"{name}.jsonl"


def read_rivals(work: Path, name: str) -> dict[str, list[Place]]:
    """Return the places of each question that has been asked; none when nothing was mined."""
    path = path_of(work, name)
    if not path.exists():
        return {}
    return {
        stored["id"]: [(text, start, end) for text, start, end in stored["places"]]
        for stored in map(json.loads, path.read_text(encoding="utf-8").splitlines())
    }
