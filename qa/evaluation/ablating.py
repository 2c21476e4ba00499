"""What each part is worth: the same questions asked of engines that lack one.

Which engines those are is the caller's choice; the last one is whole, and what the others are
compared with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from qa.evaluation.comparing import compare
from qa.evaluation.questions import read_questions
from qa.evaluation.running import run

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from qa.evaluation.comparing import Difference
    from qa.evaluation.running import Asked
    from qa.evaluation.runs import Run
    from qa.protocols import Progress


class Ablated(NamedTuple):
    """One engine's name, its run, and how much better than it the whole engine is."""

    name: str
    run: Run
    lost: Mapping[str, Difference]


def ablate(
    engines: Mapping[str, Asked],
    questions: Path,
    *,
    total: int,
    clock: Callable[[], float],
    progress: Progress | None = None,
) -> list[Ablated]:
    """Ask every engine all questions, and compare the last engine with each; in their order.

    The file is read once an engine, so that memory grows with outcomes only.
    """
    runs = {
        name: run(
            engine,
            read_questions(questions),
            total=total,
            clock=clock,
            progress=_named(progress, name),
        )
        for name, engine in engines.items()
    }
    *_, whole = runs.values()
    return [
        Ablated(name, each, compare(whole.outcomes, each.outcomes)) for name, each in runs.items()
    ]


def _named(progress: Progress | None, name: str) -> Progress | None:
    """Return a progress whose only stage is the engine's name."""
    if progress is None:
        return None
    return lambda _, done, total: progress(name, done, total)
