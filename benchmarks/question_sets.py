"""Reads public question sets from a folder, in the form of docs/question-sets.md.

The sets are never part of this repository: a benchmark is given the folder that holds them.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from qa.corpus.folder import Corpus
from qa.index.store import Store
from qa.indexing.building import Builder
from qa.indexing.chunking import ChunkSettings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qa.index.snapshot import Snapshot
    from qa.protocols import Embedder, Progress

CORPUS = "corpus.jsonl.gz"
QUESTIONS = "questions.jsonl.gz"

_NEUTRAL_TITLE = "Untitled"

_Each = TypeVar("_Each")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a set; `relevant` are article ids, `answers` acceptable strings."""

    id: str
    question: str
    answers: tuple[str, ...]
    relevant: frozenset[str]
    answerable: bool


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A corpus of records {id, title, text} and the questions asked of it."""

    name: str
    records: Sequence[dict[str, str]]
    questions: Sequence[Asked]


def read_set(folder: Path, *, most: int | None = None) -> QuestionSet:
    """Read a set's corpus (may be absent) and its questions; `most` thins these evenly."""
    corpus = folder / CORPUS
    records = [_record(line) for line in lines(corpus)] if corpus.exists() else []
    questions = [_asked(line) for line in lines(folder / QUESTIONS)]
    return QuestionSet(folder.name, records, thin(questions, most))


def thin(values: Sequence[_Each], most: int | None) -> Sequence[_Each]:
    """Return at most `most` of the values, evenly spread over all of them, in order.

    >>> thin("abcdef", 3), thin("abc", None)
    (['a', 'c', 'e'], ['a', 'b', 'c'])
    """
    if most is None or len(values) <= most:
        return list(values)
    return [values[at * len(values) // most] for at in range(most)]


def open_set(
    questions: QuestionSet,
    folder: Path,
    embedder: Embedder,
    *,
    chunking: ChunkSettings | None = None,
    progress: Progress | None = None,
) -> Snapshot:
    """Build an index of the set's records below `folder`, or reuse it, and open it.

    A record without a title is given a neutral one, the same for all.
    """
    chunking = chunking or ChunkSettings()
    corpus = folder / questions.name / "corpus"
    index = index_folder(folder, questions.name, chunking)
    corpus.mkdir(parents=True, exist_ok=True)
    with (corpus / "records.jsonl").open("w", encoding="utf-8") as file:
        for record in questions.records:
            stored = {**record, "title": record.get("title") or _NEUTRAL_TITLE}
            file.write(json.dumps(stored, ensure_ascii=False) + "\n")
    builder = Builder(Store(index), embedder, lambda: datetime.now(UTC), chunking)
    builder.build(Corpus(corpus), progress=progress)
    return Store(index).open().snapshot


def index_folder(folder: Path, name: str, chunking: ChunkSettings | None = None) -> Path:
    """Return where `open_set` keeps the index of a set."""
    chunking = chunking or ChunkSettings()
    return folder / name / f"index-{chunking.words}-{chunking.overlap}"


def _record(line: str) -> dict[str, str]:
    stored = json.loads(line)
    return {key: stored[key] for key in ("id", "title", "text") if key in stored}


def _asked(line: str) -> Asked:
    stored = json.loads(line)
    return Asked(
        id=str(stored["id"]),
        question=stored["question"],
        answers=tuple(stored["answers"]),
        relevant=frozenset(stored["relevant"]),
        answerable=stored["answerable"],
    )


def lines(path: Path) -> list[str]:
    """Return the lines of a gzipped file that are not blank."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [line for line in file if line.strip()]
