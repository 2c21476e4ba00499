"""Labelled questions, answers and outcomes with everything in order, to be changed one by one."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from qa.evaluation.outcomes import Outcome
from qa.evaluation.questions import LabelledQuestion
from qa.types import Answer, Citation, Passage, Span, Statement

if TYPE_CHECKING:
    from collections.abc import Sequence

QUESTION = LabelledQuestion(
    id="q1",
    question="Who plays Nam On-jo?",
    answers=("Park Ji-hu",),
    relevant=frozenset({"a"}),
    answerable=True,
)
OUTCOME = Outcome(
    id="q1",
    kind="",
    question="Who plays Nam On-jo?",
    answers=("Park Ji-hu",),
    answerable=True,
    ranks=(1,),
    relevant=1,
    abstained=False,
    confidence=0.9,
    guess="Park Ji-hu plays Nam On-jo.",
    em=0.0,
    f1=0.5,
    right=True,
    stage=None,
    took_ms=10.0,
)


def labelled(**changes: object) -> LabelledQuestion:
    return dataclasses.replace(QUESTION, **changes)  # type: ignore[arg-type]


def outcome(**changes: object) -> Outcome:
    return dataclasses.replace(OUTCOME, **changes)  # type: ignore[arg-type]


def unanswerable(**changes: object) -> Outcome:
    """Return a question that cannot be answered, and was."""
    known = {"answerable": False, "answers": (), "ranks": (), "relevant": 0, "right": False}
    return outcome(**{**known, "em": None, "f1": None, **changes})


def passage(article_id: str, text: str = "Nothing to see.") -> Passage:
    return Passage(
        article_id=article_id,
        title="A title",
        published=None,
        url="",
        source="",
        text=text,
        start=0,
        end=len(text),
        score=0.5,
        dense=0.5,
        lexical=1.0,
    )


def answered(passages: Sequence[Passage], *, confidence: float = 0.8) -> Answer:
    """Answer with the whole text of the first passage; every passage is weighed."""
    spans = [Span(each, each.start, each.end, confidence) for each in passages]
    citations = [
        Citation(at, each.article_id, each.title, None, "", "", each.text, each.start, each.end)
        for at, each in enumerate(passages, start=1)
    ]
    return Answer(
        question="?",
        answer=Statement(passages[0].text, (1,)),
        reason=None,
        confidence=confidence,
        citations=citations,
        passages=passages,
        generation="000001",
        spans=spans,
    )


def withheld(passages: Sequence[Passage], *, confidence: float = 0.1) -> Answer:
    """Weigh every passage and answer with none."""
    spans = [Span(each, each.start, each.end, confidence) for each in passages]
    return Answer("?", None, "low_confidence", confidence, (), passages, "000001", spans=spans)
