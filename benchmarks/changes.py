"""How well answers that changed are told from those that did not.

    python -m benchmarks.changes --models FOLDER

`FOLDER` keeps the exported embedding model, as `index/models` does. Both sets of questions are
asked: those about the corpus that comes with `qa`, and those about articles on a company, a law, a
club and a program that do not exist. Results: docs/time.md.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from qa import wiring
from qa.settings import Settings
from qa.types import Filters, Published

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.answering.engine import Engine

_ROOT = Path(__file__).parents[1]
SHIPPED = (_ROOT / "corpus", _ROOT / "tests" / "questions" / "changes.jsonl")
INVENTED = (
    _ROOT / "tests" / "questions" / "invented",
    _ROOT / "tests" / "questions" / "invented-changes.jsonl",
)
TODAY = date(2026, 11, 25)
"""The day on which the questions are asked, whenever they are."""


@dataclass(frozen=True, slots=True)
class Question:
    """A labelled question: what answers it, what was told before, and whether that changed."""

    id: str
    question: str
    kind: str
    answers: tuple[str, ...]
    earlier: tuple[str, ...]
    relevant: tuple[str, ...]
    changed: bool
    as_of: str


@dataclass(frozen=True, slots=True)
class Tally:
    """Ids of what was `called` changed, how much of it `rightly`, and of how many that changed.

    `quoted` counts the answers whose first quote holds what was asked, of `asked`.
    """

    called: tuple[str, ...]
    rightly: int
    changed: int
    quoted: int
    asked: int

    @property
    def precision(self) -> float:
        """The part of what was called changed that did change."""
        return self.rightly / max(1, len(self.called))

    @property
    def recall(self) -> float:
        """The part of what changed that was called so."""
        return self.rightly / max(1, self.changed)


def read_questions(path: Path) -> list[Question]:
    """Return the labelled questions of a file, in order."""
    records = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [
        Question(
            id=each["id"],
            question=each["question"],
            kind=each["kind"],
            answers=tuple(each["answers"]),
            earlier=tuple(each.get("earlier", ())),
            relevant=tuple(each["relevant"]),
            changed=each["changed"],
            as_of=each.get("as_of", ""),
        )
        for each in records
    ]


def open_engine(corpus: Path, index: Path, models: Path) -> Engine:
    """Build an index, or what it lacks, with the real models kept in `models`, and open it."""
    index.mkdir(exist_ok=True)
    if not (index / wiring.MODELS).exists():
        (index / wiring.MODELS).symlink_to(models.resolve())
    settings = Settings(corpus=corpus, index=index)
    wiring.build_index(settings)
    return replace(wiring.open_engine(settings), today=lambda: TODAY)


def tally(engine: Engine, questions: Sequence[Question]) -> Tally:
    """Ask the questions, each as of its day, and count."""
    called, rightly, quoted = [], 0, 0
    for each in questions:
        as_of = Published.parse(each.as_of) if each.as_of else None
        answer = engine.ask(each.question, filters=Filters(as_of=as_of))
        if answer.answer:
            quote = answer.citations[answer.answer.citations[0] - 1].quote.casefold()
            quoted += any(text.casefold() in quote for text in each.answers)
        if answer.changed:
            called.append(each.id)
            rightly += each.changed
    changed = sum(each.changed for each in questions)
    return Tally(tuple(called), rightly, changed, quoted, len(questions))


def main() -> None:
    """Ask both sets and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.changes")
    parser.add_argument("--models", type=Path, default=_ROOT / "index" / wiring.MODELS)
    models = parser.parse_args().models
    models.mkdir(parents=True, exist_ok=True)
    print("| articles | called changed, rightly | changed, and called so | first quote holds it |")
    print("| --- | ---: | ---: | ---: |")
    for name, (corpus, path) in {"shipped": SHIPPED, "invented": INVENTED}.items():
        with tempfile.TemporaryDirectory() as folder:
            engine = open_engine(corpus, Path(folder) / "index", models)
            told = tally(engine, read_questions(path))
        right, called, changed = told.rightly, len(told.called), told.changed
        quoted = f"{told.quoted} of {told.asked}"
        print(f"| {name} | {right} of {called} | {right} of {changed} | {quoted} |")


if __name__ == "__main__":
    main()
