"""Texts and questions written by hand for the reader, in `training/written/*.txt`.

A block is a text and what may be asked of it; blank lines part blocks:

    # Title of the article
    The text, on one line; rows of a table and items of a list on lines of their own.
    ? A question that the text answers => its answer, word for word || another right answer
    ! A question that looks as if the text answered it, and that it does not answer

A block of one line, `= Subject`, begins a group: the texts that follow, up to the next such line
or the end of the file, are of one folder, and none of them answers what is marked by `!`.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FOLDER = Path(__file__).parent / "written"


@dataclass(frozen=True, slots=True)
class Written:
    """One text with its questions: each with the answers that stand in it, none if it is silent.

    `group` is the subject that it shares with the texts beside it; empty where nothing is said.
    """

    title: str
    text: str
    questions: Sequence[tuple[str, tuple[str, ...]]]
    group: str = ""


def read_written(folder: Path = FOLDER) -> list[Written]:
    """Return all texts of a folder, in the order of its files; ValueError names a faulty line."""
    return [each for path in sorted(folder.glob("*.txt")) for each in _texts(path)]


def _texts(path: Path) -> Iterator[Written]:
    group = ""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        lines = block.strip().split("\n")
        if lines == [""]:
            continue
        if len(lines) == 1 and lines[0].startswith("= "):
            group = lines[0].removeprefix("= ")
        else:
            yield _text(lines, group, path)


def _text(lines: list[str], group: str, path: Path) -> Written:
    title = lines[0].removeprefix("# ") if lines[0].startswith("# ") else ""
    told = lines[1:] if title else lines
    text = "\n".join(line for line in told if line[:2] not in ("? ", "! "))
    questions = list(_questions(told, text, path))
    if not text or not questions:
        raise ValueError(f"{path.name}: no text or no question in the block of {told[:1]}")
    return Written(title, text, questions, group)


def _questions(
    lines: Sequence[str], text: str, path: Path
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for line in lines:
        if line.startswith("! "):
            yield line[2:].strip(), ()
        elif line.startswith("? "):
            question, _, told = line[2:].partition(" => ")
            answers = tuple(answer.strip() for answer in told.split(" || "))
            strange = [answer for answer in answers if not answer or answer not in text]
            if strange:
                raise ValueError(f"{path.name}: {strange} does not stand in the text: {line}")
            yield question.strip(), answers


def main() -> None:
    """Check every file and count what is there."""
    texts = read_written(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
    asked = [answers for text in texts for _, answers in text.questions]
    told = sum(bool(answers) for answers in asked)
    print(f"{len(texts)} texts, {told} questions with an answer, {len(asked) - told} without")


if __name__ == "__main__":
    main()
