"""What can be seen of the index and of its use: counts for everyone, questions for who may change.

The figures of use are those of `GET /metrics`, since the server was started.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Self

from fastapi import APIRouter
from pydantic import Field
from starlette.responses import Response

from qa.answering.timing import PARTS
from qa.service import reference
from qa.service.metrics import ANSWERED, Durations
from qa.service.parts import Parts
from qa.service.replies import Date, Generation, Milliseconds, Probability, Reply, Text, shape
from qa.service.sending import send

_STAGES = ("ask", "search", "timeline", *PARTS)


class MonthReply(Reply):
    """How many articles one month has, or one year of which no month is known."""

    published: Date = Field(description="A month, or a year.", examples=["2022-02"])
    articles: int = Field(examples=[12])


class ReasonReply(Reply):
    """How many questions were not answered for one reason."""

    reason: Text = Field(examples=["low_confidence"])
    questions: int = Field(examples=[3])


class StageReply(Reply):
    """How long a part of the work took, in milliseconds; all but the mean are estimates."""

    stage: str = Field(description="`ask`, `search` and `timeline` are whole; the others parts.")
    count: int = Field(description="How often it was done.", examples=[17])
    mean_ms: Milliseconds
    median_ms: Milliseconds
    p95_ms: Milliseconds = Field(description="19 of 20 took at most this.")

    @classmethod
    def of(cls, stage: str, taken: Durations) -> Self:
        """Shape how long a stage took."""
        return cls(
            stage=stage,
            count=taken.count,
            mean_ms=1000 * taken.seconds / taken.count,
            median_ms=1000 * taken.quantile(0.5),
            p95_ms=1000 * taken.quantile(0.95),
        )


class InsightReply(Reply):
    """The index in numbers, and what it was used for since the server was started."""

    generation: Generation
    built_at: str = Field(examples=["2026-11-22T15:31:00+00:00"])
    articles: int
    chunks: int
    months: list[MonthReply] = Field(description="When articles were published, oldest first.")
    undated: int = Field(description="Articles of which no date is known.")
    started_at: datetime
    answered: int = Field(description="Questions that got an answer.")
    abstained: int = Field(description="Questions that got none.")
    reasons: list[ReasonReply] = Field(description="Why, the commonest reason first.")
    stages: list[StageReply]
    keeps: int = Field(description="How many unanswered questions are kept at most; 0: none is.")


class UnansweredReply(Reply):
    """A question that was not answered, asked without filters."""

    question: Text
    reason: Text = Field(description="Why it was not the last time.", examples=["no_evidence"])
    confidence: Probability
    times: int = Field(description="How often it came.", examples=[2])
    last: datetime = Field(description="When it came last.")


class QuestionsReply(Reply):
    """The unanswered questions that are kept, the last asked first."""

    keeps: int = Field(description="How many are kept at most; 0: none is.")
    questions: list[UnansweredReply]


class InsightRoutes:
    """What can be seen, from the parts of a server."""

    def __init__(self, parts: Parts) -> None:
        self._live = parts.live
        self._metrics = parts.metrics
        self._unanswered = parts.unanswered
        self._started_at = parts.started_at

    def insight(self) -> Response:
        """Tell what the index holds in numbers, and how questions ended since the start."""
        with self._live.engine() as engine:
            months = dict(engine.count_by_month())
            undated = months.pop(None, 0)
            index = {
                "generation": engine.generation,
                "built_at": engine.built_at,
                "articles": engine.article_count,
                "chunks": engine.chunk_count,
            }
        reply = InsightReply.model_validate(
            {
                **index,
                "months": [
                    {"published": month, "articles": count} for month, count in months.items()
                ],
                "undated": undated,
                "started_at": self._started_at,
                **_endings(self._metrics.answers()),
                "stages": _stages(self._metrics.stages()),
                "keeps": self._unanswered.most,
            }
        )
        return send(reply)

    def questions(self) -> Response:
        """List the questions that were not answered, if the server keeps any (needs the key)."""
        kept = shape(UnansweredReply, self._unanswered.latest())
        return send(QuestionsReply(keeps=self._unanswered.most, questions=kept))


def build_insight_router(parts: Parts) -> APIRouter:
    """Return the routes that let people see."""
    routes = InsightRoutes(parts)
    router = APIRouter()
    for path, route, reply, errors, extra in (
        ("/v1/insight", routes.insight, InsightReply, (429, 503), {}),
        (
            "/v1/insight/questions",
            routes.questions,
            QuestionsReply,
            (401, 403, 429, 503),
            {"security": [{reference.KEY: []}]},
        ),
    ):
        router.add_api_route(
            path,
            route,
            methods=["GET"],
            response_model=reply,
            responses=reference.describe_errors(errors),
            openapi_extra=extra,
        )
    return router


def _endings(answers: Mapping[str, int]) -> dict[str, object]:
    reasons = {end: count for end, count in answers.items() if end != ANSWERED}
    return {
        "answered": answers.get(ANSWERED, 0),
        "abstained": sum(reasons.values()),
        "reasons": [
            ReasonReply(reason=reason, questions=count)
            for reason, count in sorted(reasons.items(), key=lambda each: (-each[1], each[0]))
        ],
    }


def _stages(taken: Mapping[str, Durations]) -> list[StageReply]:
    return [StageReply.of(stage, taken[stage]) for stage in _STAGES if stage in taken]
