"""A run on disk, so that a later one can be compared with it, and a run as the contract's JSON."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from qa.durable import write_file
from qa.errors import QAError
from qa.evaluation.outcomes import Outcome  # noqa: TC001 - pydantic reads the annotation
from qa.evaluation.scores import by_kind, scores

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

FORMAT = 1

_DIGITS = 4


class RunFileError(QAError):
    """A file is not a run that can be compared."""


@dataclass(frozen=True, slots=True)
class Run:
    """The outcomes of one set of questions, in the order asked, and what answered."""

    generation: str
    outcomes: tuple[Outcome, ...]
    format: int = FORMAT


def describe(run: Run) -> dict[str, object]:
    """Return every measure, over all questions and over each kind, as JSON values."""
    kinds = {kind: _describe(some) for kind, some in by_kind(run.outcomes).items()}
    return {"generation": run.generation, **_describe(run.outcomes), "kinds": kinds}


def save(run: Run, path: Path) -> None:
    """Write a run; `load` is the inverse."""
    write_file(path, json.dumps(dataclasses.asdict(run), ensure_ascii=False).encode())


def load(path: Path) -> Run:
    """Read a run; RunFileError when the file is none, or one of another format."""
    way_out = "write one with `qa eval --run FILE`"
    try:
        run = TypeAdapter(Run).validate_json(path.read_bytes())
    except ValidationError:
        raise RunFileError(f"{path} is not a run of `qa eval`: {way_out}") from None
    if run.format != FORMAT:
        raise RunFileError(f"{path} is a run of format {run.format}, not {FORMAT}: {way_out}")
    return run


def _describe(outcomes: Sequence[Outcome]) -> Mapping[str, float | None]:
    measured = scores(outcomes)
    return {
        "questions": len(outcomes),
        "answerable": sum(each.answerable for each in outcomes),
        **{
            name: None if value is None else round(value, _DIGITS)
            for name, value in measured.items()
        },
    }
