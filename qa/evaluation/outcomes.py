"""What came of one question: everything that is measured later, and nothing large."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from qa.evaluation.matching import contains, exact_match, f1

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.evaluation.questions import LabelledQuestion
    from qa.types import Answer, Passage

_LONGEST_TEXT = 400
_MOST_ANSWERS = 5


class Stage(StrEnum):
    """Where a question was lost."""

    NOT_RETRIEVED = "not retrieved"
    TOO_DEEP = "retrieved, but below everything that was weighed"
    NOT_WEIGHED = "retrieved, but no words that answer were weighed"
    OUTWEIGHED = "the right words were weighed, but others won"
    WITHHELD = "withheld, though right"
    ANSWERED = "answered, though unanswerable"

    @property
    def part(self) -> str:
        """Which part of the engine lost it: retrieval, reading or deciding."""
        return _PARTS[self]


_PARTS = {
    Stage.NOT_RETRIEVED: "retrieval",
    Stage.TOO_DEEP: "retrieval",
    Stage.NOT_WEIGHED: "reading",
    Stage.OUTWEIGHED: "reading",
    Stage.WITHHELD: "deciding",
    Stage.ANSWERED: "deciding",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question and what the engine made of it, given or withheld.

    `ranks` are those of the relevant articles that were found, rising; `relevant` counts all.
    The guess is the answer, or the best supported span when none was given; `em`, `f1` and `right`
    judge it, None when nobody wrote down what is right. A guess is never right for a question that
    cannot be answered. `stage` is None when nothing was lost or nobody can tell.
    """

    id: str
    kind: str
    question: str
    answers: tuple[str, ...]
    answerable: bool
    ranks: tuple[int, ...]
    relevant: int
    abstained: bool
    confidence: float
    guess: str
    em: float | None
    f1: float | None
    right: bool | None
    stage: Stage | None
    took_ms: float


def judge(question: LabelledQuestion, answer: Answer, *, took_ms: float) -> Outcome:
    """Compare an answer with what is known about its question."""
    guess = _guess(answer)
    judged = question.answerable and bool(question.answers)
    return Outcome(
        id=question.id,
        kind=question.kind,
        question=_shorten(question.question),
        answers=tuple(_shorten(each) for each in question.answers[:_MOST_ANSWERS]),
        answerable=question.answerable,
        ranks=article_ranks(answer.passages, question.relevant),
        relevant=len(question.relevant),
        abstained=answer.abstained,
        confidence=answer.confidence,
        guess=_shorten(guess),
        em=exact_match(guess, question.answers) if judged else None,
        f1=f1(guess, question.answers) if judged else None,
        right=_right(question, answer),
        stage=_stage(question, answer),
        took_ms=took_ms,
    )


def article_ranks(passages: Sequence[Passage], relevant: frozenset[str]) -> tuple[int, ...]:
    """Return the ranks, from 1, of the relevant articles; an article ranks by its best passage."""
    articles = dict.fromkeys(passage.article_id for passage in passages)
    return tuple(rank for rank, each in enumerate(articles, start=1) if each in relevant)


def _guess(answer: Answer) -> str:
    if answer.answer is not None:
        return answer.answer.text
    return answer.spans[0].text if answer.spans else ""


def _right(question: LabelledQuestion, answer: Answer) -> bool | None:
    """Whether a quote behind the answer, or the best span if withheld, holds an answer string."""
    if not question.answerable:
        return False
    if not question.answers:
        return None
    if answer.answer is None:
        return contains(_guess(answer), question.answers)
    cited = [each.quote for each in answer.citations if each.id in answer.answer.citations]
    return any(contains(quote, question.answers) for quote in cited)


def _stage(question: LabelledQuestion, answer: Answer) -> Stage | None:
    right = _right(question, answer)
    if not question.answerable:
        return None if answer.abstained else Stage.ANSWERED
    if right:
        return Stage.WITHHELD if answer.abstained else None
    found = _first_found(question, answer)
    if found is None:
        return Stage.NOT_RETRIEVED
    return None if right is None else _lost_later(question, answer, found)


def _first_found(question: LabelledQuestion, answer: Answer) -> int | None:
    """Return the position of the first passage that could answer, 0 when nobody can tell.

    It is of a relevant article; where none is labelled, one that holds an answer.
    """
    if question.relevant:
        fits = [each.article_id in question.relevant for each in answer.passages]
    elif question.answers:
        fits = [contains(each.text, question.answers) for each in answer.passages]
    else:
        return 0
    return fits.index(True) if True in fits else None


def _lost_later(question: LabelledQuestion, answer: Answer, found: int) -> Stage:
    if any(contains(span.text, question.answers) for span in answer.spans):
        return Stage.OUTWEIGHED
    weighed = {(span.passage.article_id, span.passage.start) for span in answer.spans}
    places = [(each.article_id, each.start) in weighed for each in answer.passages]
    return Stage.NOT_WEIGHED if any(places[found:]) else Stage.TOO_DEEP


def _shorten(text: str) -> str:
    """Cut a text, and replace half characters (lone surrogates), which no file can hold."""
    whole = text.encode("utf-8", "replace").decode()
    return whole if len(whole) <= _LONGEST_TEXT else f"{whole[: _LONGEST_TEXT - 1]}…"
