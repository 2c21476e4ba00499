"""Asks every question once, one after the other, and judges what comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from qa.evaluation.outcomes import judge
from qa.evaluation.runs import Run
from qa.types import Filters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from qa.evaluation.questions import LabelledQuestion
    from qa.protocols import Progress
    from qa.types import Answer

PASSAGES = 50
"""How many passages are asked for, so that ten articles can be told apart among them."""


class Asked(Protocol):
    """What is evaluated; one generation throughout."""

    @property
    def generation(self) -> str:
        """The generation that every answer comes from."""

    def ask(self, question: str, *, top_k: int, filters: Filters) -> Answer:
        """Answer a question, or abstain."""


def run(
    engine: Asked,
    questions: Iterable[LabelledQuestion],
    *,
    total: int,
    clock: Callable[[], float],
    progress: Progress | None = None,
) -> Run:
    """Ask all `total` questions; `clock` counts seconds. Answers are judged, then forgotten."""
    outcomes = []
    for number, question in enumerate(questions, start=1):
        began = clock()
        answer = engine.ask(
            question.question, top_k=PASSAGES, filters=Filters(as_of=question.as_of)
        )
        outcomes.append(judge(question, answer, took_ms=(clock() - began) * 1000))
        if progress:
            progress("ask", number, total)
    return Run(engine.generation, tuple(outcomes))
