"""Follows a change from the disk to where it is found: its build, then the generation served."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool

from qa.errors import ArticleMissingError
from qa.service.acknowledgements import JobReply
from qa.service.limits import WAIT_SECONDS
from qa.service.live import NotReadyError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from qa.answering.engine import Engine
    from qa.indexing.writing import Change
    from qa.service.builds import Builds, Job
    from qa.service.live import LiveEngine

_TICK = 0.01
_STREAM_TICK = 0.1
_HEARTBEATS = 150  # ticks of silence after which a proxy might think the stream dead


class Follower:
    """Waits for builds without holding a thread; gives up when the server is about to stop."""

    def __init__(self, live: LiveEngine, builds: Builds) -> None:
        self._live = live
        self._builds = builds

    async def follow(self, change: Change, job: Job) -> tuple[str | None, str | None]:
        """Return the generation in which a change is found, or else why it is not found yet."""
        job = await self.finish(job.id)
        return await run_in_threadpool(self._look_for, change, job)

    async def finish(self, job_id: str) -> Job:
        """Return the job once it is done or has failed, or when it was waited for long enough."""
        deadline = asyncio.get_running_loop().time() + WAIT_SECONDS
        while True:
            job = self._builds.job(job_id)
            late = asyncio.get_running_loop().time() > deadline
            if job.state == "done" or job.error or late or self._live.draining:
                return job
            await asyncio.sleep(_TICK)

    async def events(self, job_id: str) -> AsyncIterator[str]:
        """Yield a job as a server-sent event each time it changed, until it is done."""
        told, silent = None, 0
        while not self._live.draining:
            job = self._builds.job(job_id)
            if job != told:
                kind = "done" if job.state == "done" else "progress"
                yield f"event: {kind}\ndata: {JobReply.of(job).to_json()}\n\n"
                told, silent = job, 0
            if job.state == "done":
                return
            silent += 1
            if silent % _HEARTBEATS == 0:
                yield ": still here\n\n"
            await asyncio.sleep(_STREAM_TICK)

    def _look_for(self, change: Change, job: Job) -> tuple[str | None, str | None]:
        try:
            with self._live.engine() as engine:
                if _digest(engine, change.id) == change.etag:
                    return engine.generation, None
        except NotReadyError as error:
            return None, job.error or str(error)
        return None, self._reason(change, job)

    def _reason(self, change: Change, job: Job) -> str:
        if job.error:
            return f"it is stored, but the build failed and is tried again: {job.error}"
        if job.outcome is None:
            ending = "the next start builds it" if self._live.draining else "its job goes on"
            return f"it is stored and not built yet; {ending}"
        for path, problem in job.outcome.problems.items():
            if path.rpartition(".")[0] == change.id:
                return problem
        refused = self._live.refused
        return refused.reason if refused else "it was changed again meanwhile"


def _digest(engine: Engine, article_id: str) -> str:
    """Return the digest of an article as it is served; empty when there is none."""
    try:
        return engine.article(article_id).digest
    except ArticleMissingError:
        return ""
