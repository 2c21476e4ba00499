"""A file of labelled questions becomes values, one line at a time."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from qa.errors import QAError
from qa.types import Published

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EXPECTED = (
    '{"id": "q1", "question": "Who plays Nam On-jo?", "answers": ["Park Ji-hu"], '
    '"relevant": ["cast/main-cast"], "answerable": true}'
)
"""A line as it should be; `as_of` and `kind` may be added, and any other key."""

LONGEST_QUESTION = 1000
"""Characters, as in the contract of `POST /v1/ask`."""

_GZIP = b"\x1f\x8b"

_Stored: TypeAlias = "Mapping[str, object]"


class QuestionSetError(QAError):
    """A file of questions cannot be used."""


@dataclass(frozen=True, slots=True)
class LabelledQuestion:
    """A question with what is known about it.

    No `answers`: nobody wrote down what is right. No `relevant`: nobody wrote down where it stands.
    """

    id: str
    question: str
    answers: tuple[str, ...]
    relevant: frozenset[str]
    answerable: bool
    as_of: Published | None = None
    kind: str = ""


def count_questions(path: Path) -> int:
    """Return how many questions a file holds after checking every one of them.

    A mistake in the last line is found here, before hours are spent on the first ones.
    """
    if not path.is_file():
        raise QuestionSetError(f"{path} is no file, and it is read twice: save it to a file first")
    count = sum(1 for _ in read_questions(path))
    if not count:
        raise QuestionSetError(f"{path} holds no question: write one a line, like {EXPECTED}")
    return count


def read_questions(path: Path) -> Iterator[LabelledQuestion]:
    """Yield the questions of a file, plain or gzipped; QuestionSetError names a bad line."""
    seen: set[str] = set()
    for number, line in _lines(path):
        try:
            question = _parse(line)
        except (ValueError, RecursionError) as error:
            raise QuestionSetError(
                f"{path}, line {number}: {error}; expected a line like {EXPECTED}"
            ) from None
        if question.id in seen:
            raise QuestionSetError(
                f"{path}, line {number}: the id {question.id!r} was used before: "
                "give every question an id of its own"
            )
        seen.add(question.id)
        yield question


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield every line that is not blank with its number, from 1."""
    with path.open("rb") as file:
        packed = file.read(len(_GZIP)) == _GZIP
    try:
        with gzip.open(path, "rb") if packed else path.open("rb") as lines:
            yield from ((at, line) for at, line in enumerate(lines, start=1) if line.strip())
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise QuestionSetError(f"{path} cannot be unpacked, make it again: {error}") from None


def _parse(line: bytes) -> LabelledQuestion:
    """Read one line; ValueError says what is wrong with it."""
    stored = json.loads(line.decode("utf-8-sig"))
    if not isinstance(stored, Mapping):
        raise ValueError("it is no JSON object")
    question = _text(stored, "question")
    if len(question) > LONGEST_QUESTION:
        raise ValueError(f'"question" has {len(question)} characters, more than {LONGEST_QUESTION}')
    as_of = stored.get("as_of")
    return LabelledQuestion(
        id=_id(stored),
        question=question,
        answers=tuple(_texts(stored, "answers")),
        relevant=frozenset(_texts({"relevant": [], **stored}, "relevant")),
        answerable=_truth(stored, "answerable"),
        as_of=None if as_of is None else Published.parse(_text(stored, "as_of")),
        kind=_text(stored, "kind") if stored.get("kind") else "",
    )


def _id(stored: _Stored) -> str:
    value = stored.get("id")
    whole = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if whole else _text(stored, "id")


def _text(stored: _Stored, key: str) -> str:
    value = stored.get(key)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f'"{key}" must be a text that is not blank')
    if any("\ud800" <= letter <= "\udfff" for letter in value):
        raise ValueError(f'"{key}" holds half a character (a lone surrogate)')
    return value


def _texts(stored: _Stored, key: str) -> list[str]:
    values = stored.get(key)
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise ValueError(f'"{key}" must be a list of texts')
    return values


def _truth(stored: _Stored, key: str) -> bool:
    value = stored.get(key)
    if not isinstance(value, bool):
        raise ValueError(f'"{key}" must be true or false')
    return value
