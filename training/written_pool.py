"""What was written by hand (`training.written`) as a set like the others: texts and questions."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from training.question_splits import HELD_OUT, Posed, Text, part_of, read_posed, read_texts
from training.written import read_written

if TYPE_CHECKING:
    from pathlib import Path

    from training.written import Written

WRITTEN = "written"
PARTS = 20
"""Only a part of this many is held out: what is written by hand is dear, and it measures little."""


def pose_written() -> tuple[dict[str, Text], list[Posed]]:
    """Return the texts by id and all questions; a group's texts are held out together.

    Where no group is said it goes by title.
    """
    texts: dict[str, Text] = {}
    posed: list[Posed] = []
    for block in read_written():
        name = _name_of(block)
        together = block.group or block.title or block.text[:40]
        held_out = part_of(f"{WRITTEN}/{together}", PARTS) == HELD_OUT
        texts[name] = Text(name, block.title, block.text, held_out)
        posed += [
            Posed(f"{name}/{question}", WRITTEN, question, answers, name, held_out)
            for question, answers in block.questions
        ]
    return texts, posed


def groups_of() -> dict[str, str]:
    """Return of which group each written text is that is of one, by the text's id."""
    return {_name_of(block): block.group for block in read_written() if block.group}


def _name_of(block: Written) -> str:
    """Return the id of a text: the same however many files come to be beside its own."""
    digest = hashlib.sha256(f"{block.title}\n{block.text}".encode()).hexdigest()
    return f"{WRITTEN}-{digest[:12]}"


def read_any(sets: Path, name: str) -> tuple[dict[str, Text], list[Posed]]:
    """Return texts and questions of one set: that of this module, or one of the folder `sets`."""
    if name == WRITTEN:
        return pose_written()
    texts = read_texts(sets / name)
    return texts, read_posed(sets / name, texts)
