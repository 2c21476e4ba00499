"""The JSON shapes of what goes out about changes: what was written, and how its build goes."""

from collections.abc import Mapping
from typing import Self

from pydantic import Field

from qa.indexing.writing import Change
from qa.service.builds import Job
from qa.service.replies import ArticleId, Generation, Reply, Text


class ChangeReply(Reply):
    """What was written, and is on the disk."""

    id: ArticleId
    etag: str | None = Field(description="For If-Match; null once the article is removed.")
    created: bool
    job: str = Field(description="The build that makes it found: GET /v1/jobs/{job}.")
    generation: Generation | None = Field(
        description="Where the change can be found; null as long as it was not waited for."
    )
    reason: Text | None = Field(description="Why it was waited for and is not found; else null.")

    @classmethod
    def of(
        cls, change: Change, job: Job, generation: str | None = None, reason: str | None = None
    ) -> Self:
        """Shape a change."""
        return cls(
            id=change.id,
            etag=change.etag or None,
            created=change.created,
            job=job.id,
            generation=generation,
            reason=reason,
        )


class LineReply(Reply):
    """What became of one line of a batch."""

    line: int
    status: int = Field(description="As for a request of its own.", examples=[201])
    id: ArticleId | None
    etag: str | None
    error: Text | None


class BatchReply(Reply):
    """The last line of the reply to a batch."""

    lines: int
    written: int
    failed: int
    job: str
    generation: Generation | None
    reason: Text | None


class OutcomeReply(Reply):
    """What a build did: counts of articles, then of chunks."""

    generation: Generation
    published: bool = Field(description="False when there was nothing to do.")
    articles: int
    chunks: int
    added: int
    changed: int
    removed: int
    embedded: int
    reused: int
    seconds: float
    problems: Mapping[str, Text] = Field(description="Files that were not taken, and why.")
    owes_graph: bool = Field(
        description="Whether another build follows, for a graph of what can be found already."
    )


class JobReply(Reply):
    """A build that was asked for, as it stands."""

    id: str
    state: str = Field(examples=["waiting", "running", "retrying", "done"])
    full: bool
    attempts: int
    stage: str = Field(description="What it is at.", examples=["embed"])
    done: int = Field(description="Parts of the stage that are made.")
    total: int
    error: Text | None = Field(description="Why the last try failed, while it is tried again.")
    outcome: OutcomeReply | None

    @classmethod
    def of(cls, job: Job) -> Self:
        """Shape a job."""
        return cls.model_validate(job)


class JobsReply(Reply):
    """The builds that are remembered, the last asked for first."""

    jobs: list[JobReply]


class GenerationReply(Reply):
    """A generation that is kept, as it describes itself."""

    generation: Generation
    current: bool
    returns: bool = Field(description="Whether a rollback goes there, if it is intact.")
    built_at: str = Field(examples=["2026-11-22T15:31:00+00:00"])
    articles: int
    chunks: int
    bytes: int = Field(description="Its size on the disk.")
    problem: Text | None = Field(description="Why it cannot be read; else null.")


class GenerationsReply(Reply):
    """The generations that are kept, newest first."""

    generations: list[GenerationReply]


class TakenReply(Reply):
    """What became of one article of a file."""

    place: Text = Field(description="Where in the file, if it holds several.", examples=["line 3"])
    status: int = Field(description="As for a request of its own.", examples=[201])
    id: ArticleId | None
    title: Text | None
    etag: str | None
    error: Text | None
    inferred: Mapping[str, str] = Field(
        description="Fields that the file did not state, and where they were taken from.",
        examples=[{"title": "file name"}],
    )


class FileReply(Reply):
    """What became of a file, article by article."""

    name: Text
    articles: list[TakenReply]
    job: str | None = Field(description="The build that follows; null when nothing was written.")


class RollbackReply(Reply):
    """The generation that is current now."""

    generation: Generation
