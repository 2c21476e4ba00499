"""Which questions train the reader and which only measure it: a fixed fifth is held out.

The split follows documents, never questions: two questions on one paragraph, or two paragraphs
under one title, would let a model meet in training what it is measured on.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.question_sets import CORPUS, QUESTIONS, lines

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PARTS = 5
HELD_OUT = 0
"""The part, of `PARTS`, that is never trained on."""

SETS = ("squad2_pairs", "squadshifts_wiki", "squadshifts_reddit", "friendsqa_dev")

MINED = ("squad2_pairs", "squadshifts_wiki")
"""Sets whose questions name what they ask about, so that another passage found for them is wrong.

A question like "What does the poster want?" is answered by many a passage in its own way.
"""


Place = tuple[str, int, int]
"""A piece of a text: text id, start, end."""


@dataclass(frozen=True, slots=True)
class Posed:
    """One question on one text; `answers` is empty when the text does not answer it.

    `text_id` names the text it was asked of, also when that text does not answer.
    """

    id: str
    set_name: str
    question: str
    answers: tuple[str, ...]
    text_id: str
    held_out: bool


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a set; `title` is empty where it says nothing about the text."""

    id: str
    title: str
    text: str
    held_out: bool


def part_of(name: str, parts: int = PARTS) -> int:
    """Return which of `parts` parts a document falls into, the same on every machine.

    >>> part_of("Armenian Apostolic Church")
    4
    """
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4]) % parts


def read_texts(folder: Path) -> dict[str, Text]:
    """Return the texts of a set by id, in the order of the file."""
    texts = {}
    for line in lines(folder / CORPUS):
        stored = json.loads(line)
        title = stored["title"] if folder.name == "squadshifts_wiki" else ""
        held_out = part_of(f"{folder.name}/{title or stored['id']}") == HELD_OUT
        texts[stored["id"]] = Text(stored["id"], title, stored["text"], held_out)
    return texts


def records_of(texts: Mapping[str, Text]) -> list[dict[str, str]]:
    """Return texts as the records that an index of a set is built from."""
    return [{"id": each.id, "title": each.title, "text": each.text} for each in texts.values()]


def read_posed(folder: Path, texts: Mapping[str, Text]) -> list[Posed]:
    """Return the questions of a set, in the order of the file."""
    return [
        Posed(
            id=str(stored["id"]),
            set_name=folder.name,
            question=stored["question"],
            answers=tuple(stored["answers"]) if stored["answerable"] else (),
            text_id=stored["source_doc"],
            held_out=texts[stored["source_doc"]].held_out,
        )
        for stored in map(json.loads, lines(folder / QUESTIONS))
    ]
