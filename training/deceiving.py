"""Places that deceived an earlier reader, as `training.mine_deceiving` found them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from training.question_splits import Place


def path_of(work: Path, name: str) -> Path:
    """Return where the places of a set are kept."""
    return work / "deceiving" / f"{name}.jsonl"


def read_deceiving(work: Path, name: str) -> dict[str, list[Place]]:
    """Return the places of each question that was asked; none when nothing was mined."""
    path = path_of(work, name)
    if not path.exists():
        return {}
    return {
        stored["id"]: [(text, start, end) for text, start, end in stored["places"]]
        for stored in map(json.loads, path.read_text(encoding="utf-8").splitlines())
    }
